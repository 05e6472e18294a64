#!/usr/bin/env python3
"""Checks rendered manifests without a cluster.

    objects.py FILE...

Every object must be right by the schemas of Kubernetes, strictly, or by those of
kinds.yaml beside this file; a kind that neither knows is a failure. Whatever an object
takes from another must be in the same file, or be among what the operators and the user
make. There must be no Secret.
"""

import pathlib
import sys

import jsonschema
import kubernetes_validate
import yaml

VERSION = "1.32"
KINDS = yaml.safe_load((pathlib.Path(__file__).parent / "kinds.yaml").read_text())
# What is there without being in a file, and who makes it.
MADE_ELSEWHERE = {
    ("Secret", "books-app"): "CloudNativePG",
    ("Secret", "backups"): "the user",
    ("ConfigMap", "token-keys"): "the user",
}


def wrong_in(thing):
    """What is wrong with an object by its schema."""
    try:
        kubernetes_validate.validate(thing, VERSION, strict=True)
        return []
    except kubernetes_validate.ValidationError as error:
        return [f"{'.'.join(map(str, error.path))}: {error.message}"]
    except kubernetes_validate.SchemaNotFoundError:
        pass
    schema = KINDS.get(f"{thing['apiVersion']}/{thing['kind']}")
    if schema is None:
        return ["no schema is known of this kind"]
    schema = {"type": "object", **schema, "$defs": KINDS["$defs"]}
    validator = jsonschema.Draft202012Validator(schema)
    wrong = [
        f"spec{error.json_path.removeprefix('$')}: {error.message}"
        for error in validator.iter_errors(thing["spec"])
    ]
    more = sorted(set(thing) - {"apiVersion", "kind", "metadata", "spec"})
    return wrong + [f"{field}: there is no such field" for field in more]


def taken_by(thing):
    """The objects that one takes something from, by kind and name."""
    kind, spec = thing["kind"], thing.get("spec", {})
    if kind == "CronJob":
        spec = spec["jobTemplate"]["spec"]
    if kind in ("Deployment", "StatefulSet", "Job", "CronJob"):
        pod = spec["template"]["spec"]
        yield "ServiceAccount", pod["serviceAccountName"]
        for volume in pod.get("volumes", []):
            if "secret" in volume:
                yield "Secret", volume["secret"]["secretName"]
            if "configMap" in volume:
                yield "ConfigMap", volume["configMap"]["name"]
        for container in pod["containers"]:
            for source in container.get("envFrom", []):
                yield "ConfigMap", source["configMapRef"]["name"]
            for variable in container.get("env", []):
                reference = variable.get("valueFrom", {}).get("secretKeyRef")
                if reference:
                    yield "Secret", reference["name"]
    if kind == "StatefulSet":
        yield "Service", spec["serviceName"]
    if kind == "HorizontalPodAutoscaler":
        yield spec["scaleTargetRef"]["kind"], spec["scaleTargetRef"]["name"]
    if kind == "Certificate":
        yield spec["issuerRef"]["kind"], spec["issuerRef"]["name"]
    if kind == "Issuer" and "ca" in spec:
        yield "Secret", spec["ca"]["secretName"]
    if kind == "Cluster":
        yield "Secret", spec["certificates"]["serverCASecret"]
        yield "Secret", spec["certificates"]["serverTLSSecret"]
        plugins = [other["plugin"] for other in spec.get("externalClusters", [])]
        for plugin in spec.get("plugins", []) + plugins:
            yield "ObjectStore", plugin["parameters"]["barmanObjectName"]
    if kind == "ScheduledBackup":
        yield "Cluster", spec["cluster"]["name"]
    if kind == "ObjectStore":
        for key in spec["configuration"]["s3Credentials"].values():
            yield "Secret", key["name"]


def open_keys(thing):
    """Keys that everybody in the pod may read: the program refuses such."""
    volumes = thing.get("spec", {}).get("template", {}).get("spec", {}).get("volumes", [])
    for volume in volumes:
        secret = volume.get("secret", {})
        if secret and "items" not in secret and secret.get("defaultMode", 0o644) & 0o007:
            yield f"mounts all of Secret {secret['secretName']} for everybody to read"


def check(path):
    """What is wrong in a file."""
    things = [thing for thing in yaml.safe_load_all(pathlib.Path(path).read_text()) if thing]
    there = {(thing["kind"], thing["metadata"]["name"]) for thing in things}
    there |= {("Secret", thing["spec"]["secretName"]) for thing in things if thing["kind"] == "Certificate"}
    wrong = []
    for thing in things:
        title = f"{path}: {thing['kind']} {thing['metadata']['name']}"
        found = wrong_in(thing)
        if not found:
            found = [
                f"takes from {kind} {name}, which is not there"
                for kind, name in taken_by(thing)
                if (kind, name) not in there and (kind, name) not in MADE_ELSEWHERE
            ]
        found += open_keys(thing)
        if thing["kind"] == "Secret":
            found.append("secrets do not belong into the tree")
        if thing["kind"] != "Namespace" and thing["metadata"].get("namespace") != "tradefair":
            found.append("is in no namespace, or another")
        wrong += [f"{title}: {what}" for what in found]
    others = sorted({f"{t['apiVersion']}/{t['kind']}" for t in things} & KINDS.keys())
    print(f"{path}: {len(things)} objects; by kinds.yaml: {', '.join(others) or 'none'}")
    return wrong


if __name__ == "__main__":
    wrong = [what for path in sys.argv[1:] for what in check(path)]
    if wrong:
        raise SystemExit("\n".join(wrong))
