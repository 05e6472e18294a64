//! What network policies let through, worked out as Kubernetes does it: whom no policy
//! holds may do everything, and whom one holds, what any of them lets through.

use serde_json::{Value, json};

use crate::manifests::list;

/// The namespace of the fair.
const HERE: &str = "tradefair";

/// Somebody who sends or takes packets.
#[derive(Debug)]
pub(crate) struct Party {
    pub(crate) name: String,
    /// The labels of its namespace; none for what is not in the cluster.
    pub(crate) namespace: Option<Value>,
    pub(crate) labels: Value,
}

impl Party {
    /// A pod in a namespace with these labels.
    pub(crate) fn in_cluster(name: &str, namespace: Value, labels: &Value) -> Self {
        Self {
            name: name.to_owned(),
            namespace: Some(namespace),
            labels: labels.clone(),
        }
    }

    /// A pod in the namespace of the fair.
    pub(crate) fn here(name: &str, labels: &Value) -> Self {
        Self::in_cluster(name, namespace(HERE), labels)
    }

    /// Whether it is in the namespace of the fair.
    pub(crate) fn is_here(&self) -> bool {
        self.namespace
            .as_ref()
            .is_some_and(|labels| *labels == namespace(HERE))
    }
}

/// The labels of a namespace of that name.
pub(crate) fn namespace(name: &str) -> Value {
    json!({"kubernetes.io/metadata.name": name})
}

/// A port, and what it is called.
pub(crate) type Door = (u64, &'static str);

/// Whether a selector of labels takes these.
fn selects(selector: &Value, labels: &Value) -> bool {
    assert!(
        selector.get("matchExpressions").is_none(),
        "the check knows no expressions: {selector}"
    );
    let wanted = selector["matchLabels"].as_object();
    wanted.is_none_or(|wanted| {
        wanted
            .iter()
            .all(|(label, value)| labels.get(label) == Some(value))
    })
}

/// Whether an entry of `from` or `to` means the party.
fn means(peer: &Value, party: &Party) -> bool {
    if let Some(block) = peer.get("ipBlock") {
        // Every block here is all addresses but private ones, where nobody outside is.
        let everywhere = ["0.0.0.0/0", "::/0"].map(Value::from);
        assert!(
            everywhere.contains(&block["cidr"]),
            "the check knows no {block}"
        );
        return party.namespace.is_none();
    }
    let Some(namespace) = &party.namespace else {
        return false;
    };
    let in_namespace = match peer.get("namespaceSelector") {
        Some(selector) => selects(selector, namespace),
        None => party.is_here(),
    };
    let pods = peer.get("podSelector");
    in_namespace && pods.is_none_or(|selector| selects(selector, &party.labels))
}

/// Whether a rule lets calls to or from the party through at the door.
fn lets_through(rule: &Value, side: &str, party: &Party, door: Door) -> bool {
    let peers = list(rule, side);
    let ports = list(rule, "/ports");
    let at_door = |port: &Value| port["port"] == door.0 || port["port"] == door.1;
    (peers.is_empty() || peers.iter().any(|peer| means(peer, party)))
        && (ports.is_empty() || ports.iter().any(at_door))
}

/// Whether the policies let what one party sends reach a door of the other.
pub(crate) fn reaches(policies: &[&Value], sender: &Party, taker: &Party, door: Door) -> bool {
    let directions = [
        ("Egress", "/spec/egress", "/to", sender, taker),
        ("Ingress", "/spec/ingress", "/from", taker, sender),
    ];
    directions
        .into_iter()
        .all(|(direction, rules, side, held, other)| {
            let hold = |policy: &&&Value| {
                held.is_here()
                    && selects(&policy["spec"]["podSelector"], &held.labels)
                    && list(policy, "/spec/policyTypes").contains(&direction.into())
            };
            let mut held_by = policies.iter().filter(hold).peekable();
            // Whom no policy holds may do everything.
            held_by.peek().is_none()
                || held_by.any(|policy| {
                    let mut rules = list(policy, rules).iter();
                    rules.any(|rule| lets_through(rule, side, other, door))
                })
        })
}
