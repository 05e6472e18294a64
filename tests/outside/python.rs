//! A client in Python with its own gRPC library: `python/`, run against the sample fair.
//!
//! `PYTHON3` is an interpreter with `grpcio`, `grpcio-tools`, `grpcio-status` and
//! `grpcio-health-checking`; a missing one fails the test.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use harness::{fair::RunningFair, standing};

/// How many tests there are at least: none is left out without a word.
const TESTS_AT_LEAST: usize = 20;

fn python() -> Command {
    let program = std::env::var("PYTHON3").unwrap_or_else(|_| "python3".to_owned());
    let mut command = Command::new(program);
    // Nothing is left behind beside the sources.
    command.arg("-B");
    command
}

fn run(command: &mut Command) -> Output {
    let run = command.output();
    run.unwrap_or_else(|missing| panic!("{command:?} is needed here: {missing}"))
}

/// Makes the stubs of the protos. Those of `google.type` come with the library.
fn make_stubs(folder: &Path) {
    let protos = concat!(env!("CARGO_MANIFEST_DIR"), "/../proto");
    let mut files = Vec::new();
    list(&Path::new(protos).join("tradefair"), &mut files);
    let output = format!("={}", folder.display());
    let made = run(python()
        .args(["-m", "grpc_tools.protoc", "-I", protos])
        .args(["--python_out", "--grpc_python_out"].map(|flag| format!("{flag}{output}")))
        .args(files));
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "stubs are made: {said}");
}

/// The protos below a folder.
fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension().is_some_and(|ending| ending == "proto") {
            true => files.push(path),
            false => list(&path, files),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_in_python_understands_how_the_services_answer() {
    let running = RunningFair::start().await;
    standing::load_sample(&running).await;
    let address = running.address().to_string();
    let tried = tokio::task::spawn_blocking(move || {
        let stubs = tempfile::tempdir().unwrap();
        make_stubs(stubs.path());
        run(python()
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/outside/python"))
            .arg(address)
            .env("PYTHONPATH", stubs.path()))
    });
    let tried = tried.await.unwrap();
    let said = String::from_utf8_lossy(&tried.stderr);
    assert!(tried.status.success(), "{said}");
    let passed = said.lines().filter(|line| line.ends_with("... ok")).count();
    assert!(passed >= TESTS_AT_LEAST, "{passed} tests passed: {said}");
    running.audit().await;
}
