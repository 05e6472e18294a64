//! The manifests of Kubernetes under `deploy/`, as the other checks read them: what an
//! overlay is made of, before it is patched. Nothing of what is checked here is patched.

use std::{fs, path::Path};

use serde_json::Value;

use crate::tree::root;

/// Every object an overlay is made of.
pub(crate) fn overlay(name: &str) -> Vec<Value> {
    let mut objects = Vec::new();
    collect(
        &root().join("deploy/overlays").join(name),
        &["resources", "components"],
        &mut objects,
    );
    assert!(!objects.is_empty(), "{name} is made of something");
    objects
}

/// The patch in a file, as an object.
pub(crate) fn patch(path: &str) -> Value {
    let mut documents = documents(&root().join("deploy").join(path));
    assert_eq!(documents.len(), 1, "{path} is one patch");
    documents.remove(0)
}

/// The objects of a kind.
pub(crate) fn of_kind<'a>(objects: &'a [Value], kind: &str) -> Vec<&'a Value> {
    let of_kind = |object: &&Value| object["kind"] == kind;
    objects.iter().filter(of_kind).collect()
}

/// The name of an object.
pub(crate) fn name_of(object: &Value) -> &str {
    object["metadata"]["name"].as_str().expect("it has a name")
}

/// A list in an object; nothing when it is not there.
pub(crate) fn list<'a>(object: &'a Value, pointer: &str) -> &'a [Value] {
    object
        .pointer(pointer)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// What a folder with a kustomization is made of: the files and folders it names.
fn collect(folder: &Path, parts: &[&str], objects: &mut Vec<Value>) {
    for kustomization in documents(&folder.join("kustomization.yaml")) {
        for part in parts {
            for named in list(&kustomization, &format!("/{part}")) {
                let path = folder.join(named.as_str().expect("a path"));
                if path.is_dir() {
                    collect(&path, parts, objects);
                } else {
                    objects.extend(documents(&path));
                }
            }
        }
    }
}

fn documents(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap_or_else(|_| panic!("{} is there", path.display()));
    serde_saphyr::from_multiple(&text).unwrap_or_else(|wrong| panic!("{}: {wrong}", path.display()))
}
