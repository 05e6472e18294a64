//! What the real binary says on the command line: one clear sentence on
//! standard error and a status that is not zero, or what was asked for.
#![allow(clippy::unwrap_used)]

use std::{fs, net::TcpListener, process::Output};

use harness::process::Binary;

fn binary() -> Binary {
    Binary::at(env!("CARGO_BIN_EXE_tradefair"))
}

fn run(arguments: &[&str]) -> Output {
    binary().run(arguments)
}

/// The one sentence on standard error of a run that failed.
fn refusal(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}: {output:?}");
    let told = String::from_utf8(output.stderr).unwrap();
    let mut lines = told.lines();
    let sentence = lines.next().unwrap_or_default().to_owned();
    assert_eq!(
        lines.next(),
        None,
        "{arguments:?} says more than one line: {told}"
    );
    sentence
}

#[test]
fn what_nobody_knows_is_refused_in_a_sentence() {
    let table: [(&[&str], &str); 6] = [
        (
            &[],
            "tradefair: no verb is given: serve, demo, audit, import, export, figures, explain, claims, check, backup, restore, migrate, health or config; try tradefair --help",
        ),
        (
            &["fly"],
            "tradefair: unrecognized subcommand 'fly'; try tradefair --help",
        ),
        (
            &["serve", "visitors"],
            "tradefair: invalid value 'visitors' for '[SERVICE]...': there is no service \"visitors\"; the services are exhibitions, forums, contracts, reporting and gateway; try tradefair --help",
        ),
        (
            &["serve", "contracts"],
            "tradefair: contracts asks exhibitions, which does not run here: name it too, or give its address with --exhibitions URL",
        ),
        (
            &["serve", "--listen", "50051"],
            "tradefair: listen is \"50051\" (flag --listen), which is not an address and port, such as 127.0.0.1:50051",
        ),
        (
            &["demo", "--contracts", "http://127.0.0.1:1"],
            "tradefair: to load into a running deployment the demo needs the addresses of all five services; exhibitions is missing: give --exhibitions URL",
        ),
    ];
    for (arguments, sentence) in table {
        assert_eq!(refusal(arguments), sentence);
    }
}

#[test]
fn a_port_in_use_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("books").display().to_string();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for verb in ["serve", "demo"] {
        assert_eq!(
            refusal(&[verb, "--listen", &address, "--data", &data]),
            format!(
                "tradefair: {address} is in use by another process; stop it, or choose another address with --listen"
            )
        );
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    // A file stands where a folder should be: not even root can write below it.
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let data = file.join("books").display().to_string();
    let sentence = refusal(&["serve", "--listen", "127.0.0.1:0", "--data", &data]);
    let begins = format!("tradefair: {data}");
    assert!(sentence.starts_with(&begins), "{sentence}");
    assert!(sentence.contains("cannot be used: "), "{sentence}");
}

#[test]
fn a_folder_in_use_is_told_and_its_owner_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let owner = binary().serve(folder.path());
    let data = folder.path().display().to_string();
    let sentence = refusal(&["serve", "--listen", "127.0.0.1:0", "--data", &data]);
    assert_eq!(
        sentence,
        format!(
            "tradefair: {data}/exhibitions is in use by another process; stop it, or choose another data folder"
        )
    );
    std::net::TcpStream::connect(owner.address).unwrap();
}

#[test]
fn the_configuration_is_printed_with_its_sources() {
    let output = binary()
        .command(&["config", "--log", "debug"])
        .env("TRADEFAIR_LISTEN", "127.0.0.1:7")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();
    for line in [
        "data = \"tradefair-data\"  # default",
        "listen = \"127.0.0.1:7\"  # environment TRADEFAIR_LISTEN",
        "log = \"debug\"  # flag --log",
        "# otlp_endpoint is not set",
    ] {
        assert!(
            printed.lines().any(|printed| printed == line),
            "{line} is missing: {printed}"
        );
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    for flag in ["--help", "--version"] {
        let output = run(&[flag]);
        assert!(output.status.success(), "{output:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
        assert!(
            String::from_utf8(output.stdout)
                .unwrap()
                .contains("tradefair")
        );
    }
}
