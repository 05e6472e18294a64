//! The demo loads into services that run elsewhere, and the release is the same.
#![allow(clippy::unwrap_used)]

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

fn tradefair() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradefair"));
    command.env_clear();
    command
}

/// A process that serves some services. It is killed when it goes out of scope.
struct Serving {
    child: Child,
    authority: String,
}

impl Serving {
    fn start(services: &[&str], data: &Path, elsewhere: &[String]) -> Self {
        let mut child = tradefair()
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(services)
            .args(elsewhere)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = told
            .by_ref()
            .map(Result::unwrap)
            .find_map(|line| Some(line.split_once(" on 127.0.0.1:")?.1.trim().to_owned()));
        // Somebody has to read on, or the process stops when the pipe is full.
        std::thread::spawn(move || told.for_each(drop));
        Self {
            child,
            authority: format!("127.0.0.1:{}", address.unwrap()),
        }
    }

    /// The flags that lead to these services of the process.
    fn flags(&self, services: &[&str]) -> Vec<String> {
        let flag = |service| [format!("--{service}"), format!("http://{}", self.authority)];
        services.iter().flat_map(flag).collect()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // A test that failed must not leave the process behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The release that `demo --once` printed, and what it told beside it.
fn demo_once(arguments: &[String]) -> (String, String) {
    let output = tradefair()
        .args(["demo", "--once"])
        .args(arguments)
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{arguments:?}: {told}");
    (String::from_utf8(output.stdout).unwrap(), told)
}

#[test]
fn two_processes_give_the_release_that_one_gives() {
    let folder = tempfile::tempdir().unwrap();
    let keepers = ["exhibitions", "forums", "contracts"];
    let desk = ["reporting", "gateway"];
    let first = Serving::start(&keepers, folder.path(), &[]);
    let to_first = first.flags(&keepers);
    let second = Serving::start(&desk, folder.path(), &to_first);
    let to_all = [to_first, second.flags(&desk)].concat();

    let (apart, told) = demo_once(&to_all);
    let alone = ["--listen", "127.0.0.1:0"].map(str::to_owned);
    let (together, nothing) = demo_once(&alone);
    assert_eq!(apart, together);
    assert!(apart.contains("331 contracts"), "{apart}");

    // What runs on can be looked at; what has ended cannot.
    for authority in [&first.authority, &second.authority] {
        assert!(told.contains(authority.as_str()), "{told}");
    }
    assert_eq!(nothing, "");

    let (again, _) = demo_once(&to_all);
    assert_eq!(again, apart, "loading again changes nothing");
}
