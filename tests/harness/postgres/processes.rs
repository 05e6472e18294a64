//! The processes of a server, and what is sent to them.

use std::{fs, path::Path, process::Command};

use crate::patience::wait_until;

/// The processes of one server, as far as one look can tell: its first one and the
/// children of that.
pub(super) struct Processes {
    first: String,
    children: Vec<String>,
}

impl Processes {
    /// Stops them all where they are. They stay there, with their connections.
    pub(super) fn freeze(data: &Path) -> Self {
        let notes = fs::read_to_string(data.join("postmaster.pid")).expect("the server runs");
        let first = notes.lines().next().expect("it notes its process").trim();
        let mut frozen = Self {
            first: first.to_owned(),
            children: Vec::new(),
        };
        send("STOP", &[first]);
        // From then on it makes no more children.
        wait_until("the server is frozen", || state_of(first) == 'T');
        frozen.children = children_of(first);
        send("STOP", &frozen.children);
        let all = frozen.children.clone();
        wait_until("its processes are frozen", || {
            all.iter().all(|process| "TZX".contains(state_of(process)))
        });
        frozen
    }

    /// Lets all processes of a frozen server go on.
    pub(super) fn thaw(&self) {
        send("CONT", &self.children);
        send("CONT", &[&self.first]);
    }

    /// Ends them all without a warning, and waits until they are gone.
    pub(super) fn kill(mut self) {
        self.children.push(self.first);
        send("KILL", &self.children);
        wait_until("the processes are gone", || {
            let gone = |process: &String| "ZX".contains(state_of(process));
            self.children.iter().all(gone)
        });
    }
}

fn send(signal: &str, processes: &[impl AsRef<std::ffi::OsStr>]) {
    // Of the children one may be gone by now, which the shell calls a failure.
    let sent = Command::new("sh")
        .args(["-c", r#"kill -s "$0" "$@" 2>/dev/null"#, signal])
        .args(processes)
        .status();
    sent.expect("a shell can be run");
}

fn children_of(process: &str) -> Vec<String> {
    let children = fs::read_to_string(format!("/proc/{process}/task/{process}/children"));
    let children = children.expect("the kernel tells the children of a process");
    children.split_whitespace().map(str::to_owned).collect()
}

/// The letter that the kernel gives to what the process does; X when it is gone.
fn state_of(process: &str) -> char {
    let told = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name stands in brackets and may hold anything.
    let after_name = told.rsplit(") ").next().unwrap_or_default();
    after_name.chars().next().unwrap_or('X')
}
