//! What `kubectl` renders of an overlay.

use std::{collections::BTreeMap, path::Path, process::Command};

use serde_json::{Value, json};

/// The objects of an overlay, as a cluster would be given them.
pub(super) struct Overlay(Vec<Value>);

impl Overlay {
    /// Renders it, with the issuer of tokens in the place where a site names its own.
    pub(super) fn rendered(name: &str, issuer: &str) -> Self {
        let deploy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy");
        let output = Command::new("kubectl")
            .arg("kustomize")
            .arg(deploy.join("overlays").join(name))
            .output();
        let output = output.expect("kubectl is needed here");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "kubectl kustomize fails: {said}");
        let text = String::from_utf8(output.stdout).expect("it prints text");
        let mut objects: Vec<Value> = serde_saphyr::from_multiple(&text).expect("it prints YAML");
        let named = objects.iter_mut().find_map(|object| {
            let data = object.get_mut("data")?;
            data.get_mut("TRADEFAIR_ISSUER")
        });
        *named.expect("the site names an issuer") = Value::from(issuer);
        Self(objects)
    }

    /// The same with a ConfigMap that is made beside it.
    pub(super) fn with_config_map(mut self, name: &str, key: &str, text: &str) -> Self {
        self.0.push(json!({
            "kind": "ConfigMap",
            "metadata": {"name": name},
            "data": {key: text},
        }));
        self
    }

    /// The keys of a ConfigMap with what they hold.
    pub(super) fn config_map(&self, name: &str) -> BTreeMap<String, String> {
        let map = self.one("ConfigMap", name);
        let data = map["data"].as_object().expect("it has data").iter();
        let texts = data.map(|(key, value)| {
            let value = value.as_str().expect("it is a text");
            (key.clone(), value.to_owned())
        });
        texts.collect()
    }

    /// The objects of a kind.
    pub(super) fn all(&self, kind: &'static str) -> impl Iterator<Item = &Value> {
        self.0.iter().filter(move |object| object["kind"] == kind)
    }

    /// The object of a kind and name.
    pub(super) fn one(&self, kind: &'static str, name: &str) -> &Value {
        let one = self.all(kind).find(|object| name_of(object) == name);
        one.unwrap_or_else(|| panic!("there is no {kind} {name}"))
    }
}

/// The name of an object.
pub(super) fn name_of(object: &Value) -> &str {
    text(object, "/metadata/name")
}

/// A text in an object.
pub(super) fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    let found = object.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("there is no text at {pointer} of {object}"))
}

/// A list in an object; nothing when it is not there.
pub(super) fn list<'a>(object: &'a Value, pointer: &str) -> &'a [Value] {
    let found = object.pointer(pointer).and_then(Value::as_array);
    found.map_or(&[], Vec::as_slice)
}

/// The texts of such a list.
pub(super) fn texts(object: &Value, pointer: &str) -> Vec<String> {
    let texts = list(object, pointer).iter();
    texts
        .map(|one| one.as_str().expect("it is a text").to_owned())
        .collect()
}

/// A number in an object, or what it is where nobody gives it.
pub(super) fn number(object: &Value, pointer: &str, otherwise: u64) -> u64 {
    let found = object.pointer(pointer);
    found.map_or(otherwise, |found| found.as_u64().expect("it is a number"))
}
