//! The sample requests of the protos, and the lines of the README and of the demo.

use std::process::Command;

use harness::{
    fair::RunningFair,
    samples::{Sample, record_what_samples_lean_on, samples},
    standing::{self, EDITION},
};
use serde_json::Value;

use super::{grpcurl, program, says};

/// Sends a sample; what grpcurl said when that went wrong.
async fn send(sample: &Sample, address: &str) -> Result<(), String> {
    let messages: Vec<_> = sample.messages.iter().map(Value::to_string).collect();
    let name = sample.method_name();
    let (well, said) = grpcurl(&["-d", &messages.join(" "), address, &name]).await;
    well.then_some(())
        .ok_or_else(|| format!("{name} {messages:?}: {said}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_sample_is_answered_by_a_fair_that_has_nothing_else() {
    let running = RunningFair::start().await;
    let address = running.address().to_string();
    let mut failed = Vec::new();
    for sample in samples() {
        failed.extend(send(&sample, &address).await.err());
        record_what_samples_lean_on(&sample, &running.clients).await;
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    running.audit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_samples_that_read_are_answered_by_the_sample_fair() {
    let running = RunningFair::start().await;
    standing::load_sample(&running).await;
    standing::open_press_desk(&running.clients).await;
    let address = running.address().to_string();
    let mut failed = Vec::new();
    for sample in samples() {
        let records = !sample.messages[0]["request_id"].is_null();
        // Nobody compiled a report.
        if !records && sample.method.name() != "GetReport" {
            failed.extend(send(&sample, &address).await.err());
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
        let here = match here.strip_prefix("grpcurl ") {
            Some(arguments) => format!("{} {arguments}", program()),
            // It tells of an error of HTTP only when it is asked to.
            None => here.replacen("curl ", "curl --fail --silent --show-error ", 1),
        };
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
    let texts = ["README.md", "proto/README.md"].map(|file| {
        let path = format!("{}/../{file}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).expect("there is a README")
    });
    // In blocks of their own, and in the middle of a sentence between backticks.
    let code = texts.iter().flat_map(|text| text.lines());
    let code = code.flat_map(|line| line.split('`'));
    let printed = |program: &str| -> Vec<String> {
        let lines = code.clone().filter(|code| code.starts_with(program));
        lines.map(str::to_owned).collect()
    };
    let (over_grpc, in_json) = (printed("grpcurl -"), printed("curl -"));
    assert!(
        over_grpc.len() >= 3 && in_json.len() >= 2,
        "the README traces a number: {over_grpc:?}, {in_json:?}"
    );
    lines_work([over_grpc, in_json].concat(), &address).await;
    let authority = |_| address.clone();
    let told = tradefair::demo::next_steps::grpcurl_lines(EDITION, authority);
    lines_work(told.map(|(_, line)| line).to_vec(), &address).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mask_is_taken_in_the_form_of_its_message() {
    let running = RunningFair::with_open_books().await;
    let address = running.address().to_string();
    let request = serde_json::json!({
        "edition": {"name": EDITION, "source": "Press office"},
        "update_mask": {"paths": ["source"]},
        "request_id": "01996f6e-0000-7000-8000-00000000a001",
    });
    let method = "tradefair.exhibitions.v1.ExhibitionsService/UpdateEdition";
    let (well, said) = grpcurl(&["-d", &request.to_string(), &address, method]).await;
    assert!(well, "{said}");
    says(&said, &["Press office", "Asia/Shanghai"]);
}
