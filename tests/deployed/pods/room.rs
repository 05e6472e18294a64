//! What a container has around it: its root, its volumes and the names it knows.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use harness::process::Binary;
use tempfile::TempDir;

/// What makes the root and becomes the binary.
const ROOT: &str = include_str!("root.sh");

/// The room of one container.
pub(super) struct Room {
    folder: TempDir,
    mounts: String,
    volumes: usize,
}

impl Room {
    /// One where these names are known.
    pub(super) fn new(hosts: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        fs::create_dir(folder.path().join("root")).expect("a folder can be made");
        fs::write(folder.path().join("hosts"), hosts).expect("a file can be written");
        Self {
            folder,
            mounts: String::new(),
            volumes: 0,
        }
    }

    /// A new folder for a volume.
    pub(super) fn volume(&mut self) -> PathBuf {
        self.volumes += 1;
        let folder = self.folder.path().join(format!("volume-{}", self.volumes));
        fs::create_dir(&folder).expect("a folder can be made");
        folder
    }

    /// Puts a folder where the container finds it.
    pub(super) fn mount(&mut self, folder: &Path, path: &str, is_read_only: bool) {
        let option = if is_read_only { "ro" } else { "rw" };
        let line = format!("{} {path} {option}\n", folder.display());
        self.mounts.push_str(&line);
    }

    /// The binary in this room, with nothing else in its environment.
    pub(super) fn binary(&self, environment: &[(String, String)]) -> Binary {
        self.binary_within(&["--mount"], environment)
    }

    /// The same, in a network where nobody else is, so that it may listen where it likes.
    pub(super) fn binary_alone(&self, environment: &[(String, String)]) -> Binary {
        self.binary_within(&["--mount", "--net"], environment)
    }

    fn binary_within(&self, namespaces: &[&str], environment: &[(String, String)]) -> Binary {
        let within = |name: &str| self.folder.path().join(name).display().to_string();
        fs::write(within("mounts"), &self.mounts).expect("a file can be written");
        let (root, hosts, mounts) = (within("root"), within("hosts"), within("mounts"));
        let unshare = [&["unshare", "--user", "--map-root-user"], namespaces].concat();
        let script = ["sh", "-c", ROOT, "root.sh", &root, &hosts, &mounts];
        let environment = environment
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let environment: Vec<_> = environment.collect();
        let mut before = [&unshare[..], &script, &[env!("CARGO_BIN_EXE_tradefair")]].concat();
        before.extend(["/usr/bin/env", "-i"]);
        before.extend(environment.iter().map(String::as_str));
        Binary::at("/tradefair").through(&before)
    }
}

/// Writes a file of a volume with its mode.
pub(super) fn write(folder: &Path, name: &str, text: &str, mode: u32) {
    let file = folder.join(name);
    fs::write(&file, text).expect("a file can be written");
    fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("its mode can be set");
}
