//! The tree of files, as the other checks read it.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("the tests lie in the workspace")
        .to_owned()
}

/// One source file.
pub(crate) struct Source {
    /// The path from the root of the workspace, with `/`.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
}

/// The paths of all files below these folders, from the root of the workspace.
pub(crate) fn paths(folders: &[&str]) -> Vec<PathBuf> {
    let root = root();
    let mut found = Vec::new();
    for folder in folders {
        collect(&root.join(folder), &mut found);
    }
    found.sort();
    let below = |path: PathBuf| path.strip_prefix(&root).expect("it lies below").to_owned();
    found.into_iter().map(below).collect()
}

/// The files below these folders whose names end so, in the order of their
/// paths.
pub(crate) fn sources(folders: &[&str], ending: &str) -> Vec<Source> {
    let sources: Vec<Source> = paths(folders)
        .into_iter()
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .map(|path| Source {
            text: fs::read_to_string(root().join(&path)).expect("a source is text"),
            path: path.to_string_lossy().replace('\\', "/"),
        })
        .collect();
    assert!(
        !sources.is_empty(),
        "there are files *{ending} below {folders:?}"
    );
    sources
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|_| panic!("{} is there", folder.display())) {
        let path = entry.expect("a folder can be read").path();
        let name = path
            .file_name()
            .expect("an entry has a name")
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            if name != "target" && !name.starts_with('.') {
                collect(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

/// A manifest, parsed.
pub(crate) fn manifest(path: &str) -> toml::Table {
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|_| panic!("{path} is there"));
    text.parse()
        .unwrap_or_else(|wrong| panic!("{path}: {wrong}"))
}

/// The folders of the members, in the order of the root manifest, which is the
/// order of the layers.
pub(crate) fn members() -> Vec<String> {
    let manifest = manifest("Cargo.toml");
    let members = manifest["workspace"]["members"]
        .as_array()
        .expect("a list of members");
    members
        .iter()
        .map(|member| member.as_str().expect("a folder").to_owned())
        .collect()
}

/// The name of a member's package.
pub(crate) fn package(member: &str) -> String {
    let manifest = manifest(&format!("{member}/Cargo.toml"));
    manifest["package"]["name"]
        .as_str()
        .expect("a package has a name")
        .to_owned()
}

/// The code of a source, without comments and without the tests at its foot.
pub(crate) fn code_of(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines()
        .map(|line| match line.find("//") {
            // Addresses have two slashes too.
            Some(at) if !line[..at].ends_with(':') => &line[..at],
            _ => line,
        })
        .collect::<Vec<_>>()
        .join("\n")
}
