//! Errors as a person reads them.

use harness::{fair::RunningFair, standing::EDITION};

use super::{grpcurl, says};

const CREATE: &str = "tradefair.contracts.v1.ContractsService/CreateAgreement";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_details_of_an_error_are_readable() {
    let running = RunningFair::with_open_books().await;
    let address = running.address().to_string();
    let request = format!(r#"{{"parent": "{EDITION}", "agreement": {{}}}}"#);
    let (well, said) = grpcurl(&["-d", &request, &address, CREATE]).await;
    assert!(!well);
    says(
        &said,
        &[
            "InvalidArgument",
            "INVALID_FIELDS",
            "tradefair",
            "agreement_id",
            "agreement.parties",
            "google.rpc.BadRequest",
        ],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_error_is_told_as_json_on_demand() {
    let running = RunningFair::with_open_books().await;
    let address = running.address().to_string();
    let request = format!(r#"{{"parent": "{EDITION}", "agreement": {{}}}}"#);
    let (well, said) = grpcurl(&["-format-error", "-d", &request, &address, CREATE]).await;
    assert!(!well);
    let error: serde_json::Value = serde_json::from_str(&said).expect("an error in JSON is JSON");
    assert_eq!(error["code"], 3, "{error}");
    let details = error["details"].as_array().unwrap().iter();
    let kinds: Vec<_> = details
        .filter_map(|detail| detail["@type"].as_str())
        .collect();
    for kind in ["google.rpc.ErrorInfo", "google.rpc.BadRequest"] {
        assert!(kinds.iter().any(|told| told.ends_with(kind)), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_field_that_is_not_there_is_named() {
    let running = RunningFair::start().await;
    let address = running.address().to_string();
    let (well, said) = grpcurl(&["-d", r#"{"parrent": "x"}"#, &address, CREATE]).await;
    assert!(!well);
    says(&said, &["parrent"]);
}
