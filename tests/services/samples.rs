//! The sample requests in the comments of the protos work as they are printed.

use std::collections::BTreeMap;

use harness::{
    builders::{create, edition, organisation},
    dynamic::{contracts_as_data, methods, sample_of},
    fair::RunningFair,
    standing::FAIR,
};
use serde_json::Value;

/// Every sample, those that record first: their request ids are in the order in
/// which they lean on each other.
fn samples() -> Vec<(String, Value)> {
    let mut recorded = BTreeMap::new();
    let mut read = Vec::new();
    for method in methods(&contracts_as_data()) {
        let name = format!("{}/{}", method.parent_service().full_name(), method.name());
        let Some(sample) = sample_of(&method) else {
            continue;
        };
        match sample["request_id"].as_str() {
            Some(id) => {
                let twice = recorded.insert(id.to_owned(), (name, sample));
                assert!(
                    twice.is_none(),
                    "a request id stands for one sample: {twice:?}"
                );
            }
            None => read.push((name, sample)),
        }
    }
    recorded.into_values().chain(read).collect()
}

#[tokio::test]
async fn every_sample_request_is_answered() {
    let running = RunningFair::start().await;
    let samples = samples();
    assert!(
        samples.len() >= 40,
        "the methods have samples: {}",
        samples.len()
    );
    let mut failed = Vec::new();
    for (method, sample) in samples {
        if let Err(refusal) = running.clients.speaker.call(&method, sample.clone()).await {
            failed.push(format!("{method} {sample}: {refusal:?}"));
        }
        if method.ends_with("/CreateFair") {
            record_what_samples_lean_on(&running).await;
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Records that the sample requests name and none of them records.
async fn record_what_samples_lean_on(running: &RunningFair) {
    let before = create::edition(FAIR, edition(3));
    running
        .clients
        .exhibitions
        .clone()
        .create_edition(before)
        .await
        .unwrap();
    let club = organisation("Beijing Football Club", "CN-BJ");
    running
        .clients
        .record_organisation(FAIR, "beijing-football", club)
        .await;
}
