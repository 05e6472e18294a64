//! The demo loads into services that run elsewhere, and the release is the same.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use harness::process::{Binary, Process, told};

fn binary() -> Binary {
    Binary::at(env!("CARGO_BIN_EXE_tradefair"))
}

/// A process that serves some services.
fn serve(services: &[&str], data: &Path, elsewhere: &[String]) -> Process {
    let data = data.to_str().unwrap();
    let mut arguments = vec!["serve", "--listen", "127.0.0.1:0", "--data", data];
    arguments.extend(services);
    arguments.extend(elsewhere.iter().map(String::as_str));
    binary().start(&arguments)
}

/// The flags that lead to these services of a process.
fn flags(services: &[&str], process: &Process) -> Vec<String> {
    let flag = |service| {
        let at = format!("http://{}", process.address);
        [format!("--{service}"), at]
    };
    services.iter().flat_map(flag).collect()
}

/// The release that `demo --once` printed, and what it told beside it.
fn demo_once(arguments: &[String]) -> (String, String) {
    let mut all = vec!["demo", "--once"];
    all.extend(arguments.iter().map(String::as_str));
    let output = binary().run(&all);
    let told = told(&output);
    assert!(output.status.success(), "{arguments:?}: {told}");
    (String::from_utf8(output.stdout).unwrap(), told)
}

#[test]
fn two_processes_give_the_release_that_one_gives() {
    let folder = tempfile::tempdir().unwrap();
    let keepers = ["exhibitions", "forums", "contracts"];
    let desk = ["reporting", "gateway"];
    let first = serve(&keepers, folder.path(), &[]);
    let to_first = flags(&keepers, &first);
    let second = serve(&desk, folder.path(), &to_first);
    let to_all = [to_first, flags(&desk, &second)].concat();

    let (apart, told) = demo_once(&to_all);
    let alone = ["--listen", "127.0.0.1:0"].map(str::to_owned);
    let (together, nothing) = demo_once(&alone);
    assert_eq!(apart, together);
    assert!(apart.contains("331 contracts"), "{apart}");

    // What runs on can be looked at; what has ended cannot.
    for process in [&first, &second] {
        assert!(told.contains(&process.address.to_string()), "{told}");
    }
    assert_eq!(nothing, "");

    let (again, _) = demo_once(&to_all);
    assert_eq!(again, apart, "loading again changes nothing");
}
