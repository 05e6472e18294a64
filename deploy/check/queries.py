#!/usr/bin/env python3
"""Checks what Prometheus is asked, in the alert rules and in the dashboard.

    queries.py PROMTOOL FOLDER

Writes into the folder what promtool reads: the rules as a plain file of Prometheus with
their tests beside it, and every query of the dashboard as a rule. Runs promtool on them,
and sees to it that no query names a metric or a label that is not in the lists.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys

import yaml

MONITORING = pathlib.Path(__file__).resolve().parent.parent / "monitoring"
TESTS = ["rules_test.yaml", "rules_days_test.yaml"]

LABELS = {
    # of Prometheus and its operator
    "job", "namespace", "pod", "le", "condition", "job_name",
    # of the conventions of OpenTelemetry, and ours
    "rpc_method", "rpc_response_status_code", "tradefair_service", "service_version",
}
# What Grafana puts in their place.
VARIABLES = {"$__rate_interval": "5m", "$namespace": "tradefair", "$job": "reporting"}
WORDS = {"and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring", "inf", "nan"}
GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
MATCHERS = re.compile(r"\{([^}]*)\}")
NAME = re.compile(r"[A-Za-z_:][A-Za-z0-9_:]*")


def known_metrics(whole=False):
    """The names a query may use, by the list beside the rules; or whole histograms."""
    names = set()
    for line in (MONITORING / "metrics.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        name, kind = line.split()[:2]
        suffixes = ("_bucket", "_sum", "_count") if kind == "histogram" and not whole else ("",)
        names.update(name + suffix for suffix in suffixes)
    return names


def names_in(query):
    """The metrics and the labels that a query names."""
    text = STRING.sub('""', query)
    labels = set()
    for group in GROUPING.findall(text):
        labels.update(NAME.findall(group))
    for matchers in MATCHERS.findall(text):
        labels.update(NAME.findall(matchers))
    text = MATCHERS.sub("", GROUPING.sub(" ", text))
    text = re.sub(r"\[[^\]]*\]", "", text)
    metrics = {
        match.group()
        for match in NAME.finditer(text)
        # A function has its arguments behind it; a number may have letters.
        if not text[match.end():].lstrip().startswith("(")
        and match.group().lower() not in WORDS
        and not text[:match.start()].endswith(tuple("0123456789."))
    }
    return metrics, labels


def dashboard_queries(dashboard):
    """Every query of the panels, with the title of its panel."""
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            query = target["expr"]
            for variable, value in VARIABLES.items():
                query = query.replace(variable, value)
            if "$" in query:
                raise SystemExit(f"{panel['title']}: a variable nobody knows: {query}")
            yield panel["title"], query


def main(promtool, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    groups = yaml.safe_load((MONITORING / "rules.yaml").read_text())["spec"]["groups"]
    (folder / "rules.yaml").write_text(yaml.safe_dump({"groups": groups}))
    for tests in TESTS:
        shutil.copy(MONITORING / tests, folder)
    dashboard = json.loads((MONITORING / "dashboard.json").read_text())
    panels = list(dashboard_queries(dashboard))
    as_rules = [{"record": f"panel:{at}", "expr": query} for at, (_, query) in enumerate(panels)]
    as_groups = {"groups": [{"name": "dashboard", "rules": as_rules}]}
    (folder / "dashboard.yaml").write_text(yaml.safe_dump(as_groups))

    rules = [rule for group in groups for rule in group["rules"]]
    metrics = known_metrics() | {rule["record"] for rule in rules if "record" in rule}
    queries = [(rule.get("alert") or rule["record"], rule["expr"]) for rule in rules] + panels
    wrong = []
    for title, query in queries:
        named, labels = names_in(query)
        if not named:
            wrong.append(f"{title}: names no metric")
        wrong += [f"{title}: no such metric: {name}" for name in sorted(named - metrics)]
        wrong += [f"{title}: no such label: {name}" for name in sorted(labels - LABELS)]
    used = {name for _, query in queries for name in names_in(query)[0]}
    for name in known_metrics(whole=True):
        if not any(metric.startswith(name) for metric in used):
            wrong.append(f"nobody asks for {name}")
    alerts = {rule["alert"] for rule in rules if "alert" in rule}
    fired = {
        case["alertname"]
        for tests in TESTS
        for test in yaml.safe_load((MONITORING / tests).read_text())["tests"]
        for case in test.get("alert_rule_test", [])
        if case.get("exp_alerts")
    }
    wrong += [f"{alert}: no test sees it fire" for alert in sorted(alerts - fired)]
    if wrong:
        raise SystemExit("\n".join(wrong))

    check = [promtool, "check", "rules", "rules.yaml", "dashboard.yaml"]
    subprocess.run(check, cwd=folder, check=True)
    subprocess.run([promtool, "test", "rules", *TESTS], cwd=folder, check=True)
    print(f"{len(queries)} queries, {len(alerts)} alerts, each seen to fire")


if __name__ == "__main__":
    main(*sys.argv[1:])
