//! The real grpcurl against the demo fair: what a platform engineer sees.
//!
//! Found by `GRPCURL`, or on the path; a missing program fails the tests.

use std::process::Command;

use harness::{
    dynamic::{contracts_as_data, methods, sample_of},
    fair::RunningFair,
    standing::{self, EDITION},
};

/// Runs grpcurl; answers whether it ended well, and everything it said.
fn grpcurl(arguments: &[&str]) -> (bool, String) {
    let program = std::env::var("GRPCURL").unwrap_or_else(|_| "grpcurl".to_owned());
    let output = Command::new(&program)
        .arg("-plaintext")
        .args(arguments)
        .output()
        .unwrap_or_else(|missing| panic!("{program} is needed here: {missing}"));
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

/// Runs grpcurl off the workers, which serve meanwhile.
async fn ask(arguments: Vec<String>) -> (bool, String) {
    let asked = tokio::task::spawn_blocking(move || {
        grpcurl(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    });
    asked.await.expect("grpcurl comes to its end")
}

fn words(arguments: &[&str]) -> Vec<String> {
    arguments.iter().map(|word| (*word).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_are_listed_and_described_with_their_comments() {
    let running = RunningFair::start().await;
    let address = running.address().to_string();
    let (well, listed) = ask(words(&[&address, "list"])).await;
    assert!(well, "{listed}");
    for service in contracts_as_data().services() {
        assert!(listed.contains(service.full_name()), "{listed}");
        let (well, described) = ask(words(&[&address, "describe", service.full_name()])).await;
        assert!(well, "{described}");
        assert!(described.contains("// "), "comments are shown: {described}");
    }
    assert!(listed.contains("grpc.health.v1.Health"), "{listed}");
    let field = "tradefair.contracts.v1.Agreement.counted_in_total";
    let (well, described) = ask(words(&[&address, "describe", field])).await;
    assert!(
        well && described.contains("the stage decides"),
        "{described}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_samples_that_read_are_answered_by_the_sample_fair() {
    let running = RunningFair::start().await;
    standing::load_sample(&running).await;
    let address = running.address().to_string();
    let mut failed = Vec::new();
    for method in methods(&contracts_as_data()) {
        let Some(sample) = sample_of(&method) else {
            continue;
        };
        if !sample["request_id"].is_null() || method.name() == "GetReport" {
            continue;
        }
        let name = format!("{}/{}", method.parent_service().full_name(), method.name());
        let (well, said) = ask(words(&["-d", &sample.to_string(), &address, &name])).await;
        if !well {
            failed.push(format!("{name} {sample}: {said}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Runs lines as they are printed, in a shell, with this address in the place of
/// the printed one.
async fn lines_work(lines: Vec<String>, address: &str) {
    for line in lines {
        let here = line.replace("127.0.0.1:50051", address);
        assert!(here.contains(address), "{line} speaks to the demo");
        let program = std::env::var("GRPCURL").unwrap_or_else(|_| "grpcurl".to_owned());
        let here = here.replacen("grpcurl", &program, 1);
        let asked = tokio::task::spawn_blocking(move || {
            Command::new("sh")
                .args(["-c", &here])
                .output()
                .expect("a shell runs")
        });
        let output = asked.await.unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.success() && !output.stdout.is_empty(),
            "{line}: {said}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_lines_of_the_readme_and_of_the_demo_work_as_printed() {
    let running = RunningFair::start().await;
    standing::load_sample(&running).await;
    let address = running.address().to_string();
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = std::fs::read_to_string(readme).expect("there is a README");
    // In blocks of their own, and in the middle of a sentence between backticks.
    let printed: Vec<String> = readme
        .lines()
        .flat_map(|line| line.split('`'))
        .filter(|code| code.starts_with("grpcurl -"))
        .map(str::to_owned)
        .collect();
    assert!(
        printed.len() >= 3,
        "the README traces a number: {printed:?}"
    );
    lines_work(printed, &address).await;
    let authority = |_| address.clone();
    let told = tradefair::demo::next_steps::grpcurl_lines(EDITION, authority);
    lines_work(told.map(|(_, line)| line).to_vec(), &address).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_details_of_an_error_are_readable() {
    let running = RunningFair::with_open_books().await;
    let address = running.address().to_string();
    let method = "tradefair.contracts.v1.ContractsService/CreateAgreement";
    let request = format!(r#"{{"parent": "{EDITION}", "agreement": {{}}}}"#);
    let (well, said) = ask(words(&["-d", &request, &address, method])).await;
    assert!(!well);
    for words in [
        "InvalidArgument",
        "INVALID_FIELDS",
        "tradefair",
        "agreement_id",
        "agreement.parties",
        "google.rpc.BadRequest",
    ] {
        assert!(said.contains(words), "{words} can be read: {said}");
    }
}
