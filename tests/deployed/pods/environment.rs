//! The environment of a container, as the kubelet makes it.

use serde_json::Value;

use super::{
    overlay::{list, name_of, text},
    pod::{Around, template_of},
};

/// What it is, in the order in which it is given; what comes later wins.
pub(super) fn environment(
    workload: &Value,
    container: &Value,
    around: &Around<'_>,
) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for from in list(container, "/envFrom") {
        let name = text(from, "/configMapRef/name");
        all.extend(around.overlay.config_map(name));
    }
    for variable in list(container, "/env") {
        let value = match variable.get("valueFrom") {
            Some(source) => taken_from(source, workload, around),
            None => filled_in(text(variable, "/value"), &all),
        };
        all.push((text(variable, "/name").to_owned(), value));
    }
    all
}

/// A value that stands elsewhere.
fn taken_from(source: &Value, workload: &Value, around: &Around<'_>) -> String {
    if let Some(of_secret) = source.get("secretKeyRef") {
        let (name, key) = (text(of_secret, "/name"), text(of_secret, "/key"));
        let found = around.secrets.get(name).and_then(|keys| keys.get(key));
        let found = found.unwrap_or_else(|| panic!("nobody makes {key} of the Secret {name}"));
        return found.clone();
    }
    match text(source, "/fieldRef/fieldPath") {
        "metadata.name" => format!("{}-0", name_of(workload)),
        "metadata.namespace" => text(workload, "/metadata/namespace").to_owned(),
        "spec.nodeName" => "node".to_owned(),
        field => {
            let label = field
                .strip_prefix("metadata.labels['")
                .and_then(|label| label.strip_suffix("']"));
            let label = label.unwrap_or_else(|| panic!("{field} is not known here"));
            let labels = &template_of(workload)["metadata"]["labels"];
            labels[label]
                .as_str()
                .expect("it has that label")
                .to_owned()
        }
    }
}

/// A value with those that were given before it in the places that name them.
fn filled_in(value: &str, before: &[(String, String)]) -> String {
    before
        .iter()
        .fold(value.to_owned(), |value, (name, known)| {
            value.replace(&format!("$({name})"), known)
        })
}
