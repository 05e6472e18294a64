//! What the network policies of an overlay let through is what the code asks for: every
//! way from everybody to every door is worked out from the policies, as Kubernetes does
//! it, and held against the call graph.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tradefair::topology::ServiceName;

use crate::{
    manifests::{list, name_of, of_kind, overlay, patch},
    policies::{Door, Party, namespace, reaches},
};

const CALLS: Door = (50051, "grpc");
const OPERATIONS: Door = (9464, "operations");
const DATABASE: Door = (5432, "postgresql");
const STATUS: Door = (8000, "status");
const DATABASE_METRICS: Door = (9187, "metrics");
const NAMES: Door = (53, "dns-tcp");
const TELEMETRY: Door = (4317, "otlp");
const HTTPS: Door = (443, "https");
const DOORS: [Door; 8] = [
    CALLS,
    OPERATIONS,
    DATABASE,
    STATUS,
    DATABASE_METRICS,
    NAMES,
    TELEMETRY,
    HTTPS,
];

/// Everybody there is in and around an overlay: its own pods, and strangers.
fn everybody(objects: &[Value]) -> Vec<Party> {
    let mut parties: Vec<_> = [
        ("Deployment", "/spec"),
        ("StatefulSet", "/spec"),
        ("Job", "/spec"),
        ("CronJob", "/spec/jobTemplate/spec"),
    ]
    .into_iter()
    .flat_map(|(kind, spec)| of_kind(objects, kind).into_iter().map(move |it| (it, spec)))
    .map(|(workload, spec)| {
        let labels = workload.pointer(&format!("{spec}/template/metadata/labels"));
        Party::here(name_of(workload), labels.expect("its pods have labels"))
    })
    .collect();
    for cluster in of_kind(objects, "Cluster") {
        let labels = json!({"cnpg.io/cluster": name_of(cluster)});
        parties.push(Party::here(name_of(cluster), &labels));
    }
    let allowed = json!({"kubernetes.io/metadata.name": "press", "tradefair/callers": "allowed"});
    let nothing = json!({});
    let elsewhere = [
        ("caller", allowed, &nothing),
        ("stranger", namespace("elsewhere"), &nothing),
        ("prometheus", namespace("monitoring"), &nothing),
        ("collector", namespace("observability"), &nothing),
        (
            "operator",
            namespace("cnpg-system"),
            &json!({"app.kubernetes.io/name": "cloudnative-pg"}),
        ),
        (
            "names",
            namespace("kube-system"),
            &json!({"k8s-app": "kube-dns"}),
        ),
    ]
    .map(|(name, namespace, labels)| Party::in_cluster(name, namespace, labels));
    parties.extend(elsewhere);
    parties.push(Party::here("intruder", &nothing));
    parties.push(Party {
        name: "outside".to_owned(),
        namespace: None,
        labels: nothing,
    });
    parties
}

/// What else an overlay is made of.
#[derive(Clone, Copy)]
struct Made {
    issuer_outside: bool,
    collector: bool,
    prometheus: bool,
}

/// Who asks whom, as the code says: services of the call graph, or all in one.
fn asks(sender: &str, taker: &str) -> bool {
    match (sender.parse::<ServiceName>(), taker.parse()) {
        (Ok(sender), Ok(taker)) => sender.asks().contains(&taker),
        _ => false,
    }
}

fn keeps_books(name: &str) -> bool {
    ["migrate", "audit"].contains(&name) || name.parse::<ServiceName>().is_ok()
}

fn serves(name: &str) -> bool {
    name == "fair" || name.parse::<ServiceName>().is_ok()
}

/// Whether one party must reach a door of the other, and else must not.
fn should_reach(made: Made, sender: &str, taker: &str, door: Door) -> bool {
    let ours =
        |name: &str| serves(name) || ["migrate", "audit", "books", "intruder"].contains(&name);
    match (taker, door) {
        (service, CALLS) if serves(service) => sender == "caller" || asks(sender, service),
        (service, OPERATIONS) if serves(service) => made.prometheus && sender == "prometheus",
        ("books", DATABASE) => keeps_books(sender) || ["books", "operator"].contains(&sender),
        ("books", STATUS) => ["books", "operator"].contains(&sender),
        ("books", DATABASE_METRICS) => made.prometheus && sender == "prometheus",
        ("names", NAMES) => ours(sender),
        ("collector", TELEMETRY) => made.collector && serves(sender),
        ("outside", HTTPS) => sender == "books" || made.issuer_outside && serves(sender),
        // No selector can name the API server, so the database may go anywhere by https.
        (_, HTTPS) if !ours(taker) => sender == "books",
        _ => false,
    }
}

/// Holds every way in the overlay against what should be.
fn hold(name: &str, made: Made) {
    let objects = overlay(name);
    let policies = of_kind(&objects, "NetworkPolicy");
    let parties = everybody(&objects);
    let mut wrong = Vec::new();
    for sender in parties.iter().filter(|party| party.name != "outside") {
        for taker in &parties {
            // Of ways between others the policies of this namespace say nothing.
            if !sender.is_here() && !taker.is_here() {
                continue;
            }
            for door in DOORS {
                let does = reaches(&policies, sender, taker, door);
                if does != should_reach(made, &sender.name, &taker.name, door) {
                    let what = if does { "too much" } else { "missing" };
                    wrong.push(format!(
                        "{what}: {} to {} at {}",
                        sender.name, taker.name, door.1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "the policies of {name}: {wrong:#?}");
}

#[test]
fn policies_let_through_what_the_code_asks_for_and_nothing_else() {
    let nothing = Made {
        issuer_outside: false,
        collector: false,
        prometheus: false,
    };
    hold("dev", nothing);
    hold(
        "embedded",
        Made {
            issuer_outside: true,
            ..nothing
        },
    );
    let everything = Made {
        issuer_outside: true,
        collector: true,
        prometheus: true,
    };
    hold("production", everything);
    hold("restored", everything);
}

#[test]
fn the_doors_have_the_names_that_policies_use() {
    let service = patch("components/every-pod/service.yaml");
    let container = &service["spec"]["template"]["spec"]["containers"][0];
    let ports: Vec<_> = list(container, "/ports")
        .iter()
        .map(|port| (port["containerPort"].as_u64(), port["name"].as_str()))
        .collect();
    let wanted = [CALLS, OPERATIONS].map(|(port, name)| (Some(port), Some(name)));
    assert_eq!(ports, wanted);
}

#[test]
fn each_service_is_told_where_those_it_asks_are_and_has_the_names_it_is_asked_by() {
    let objects = overlay("production");
    let workloads: BTreeMap<_, _> = of_kind(&objects, "Deployment")
        .into_iter()
        .map(|workload| (name_of(workload), workload))
        .collect();
    let certificates = of_kind(&objects, "Certificate");
    for service in ServiceName::ALL {
        let container = &workloads[service.as_str()]["spec"]["template"]["spec"]["containers"][0];
        assert_eq!(container["args"], json!(["serve", service.as_str()]));
        let told: BTreeSet<_> = list(container, "/env")
            .iter()
            .filter_map(|entry| Some((entry["name"].as_str()?, entry["value"].as_str()?)))
            .map(|(variable, target)| format!("{variable}={target}"))
            .collect();
        let wanted = service.asks().iter().map(|asked| {
            let name = asked.as_str();
            format!(
                "TRADEFAIR_{}=https://{name}:{}",
                name.to_uppercase(),
                CALLS.0
            )
        });
        assert_eq!(told, wanted.collect(), "{service}");
        let named = |certificate: &&&Value| {
            list(certificate, "/spec/dnsNames").contains(&service.as_str().into())
        };
        assert_eq!(certificates.iter().filter(named).count(), 1, "{service}");
    }
}
