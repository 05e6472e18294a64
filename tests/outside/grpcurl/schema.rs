//! What the contracts tell about themselves.

use harness::{dynamic::contracts_as_data, fair::RunningFair};

use super::{says, shown};

const CHECKS: &str = "tradefair.gateway.v1.PressDeskService/ExtractClaims";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_are_listed_and_described_with_their_comments_and_options() {
    let running = RunningFair::start().await;
    let address = running.address().to_string();
    let listed = shown(&[&address, "list"]).await;
    for service in contracts_as_data().services() {
        says(&listed, &[service.full_name()]);
        let described = shown(&[&address, "describe", service.full_name()]).await;
        says(&described, &["// ", "Sample: {"]);
        let methods = shown(&[&address, "list", service.full_name()]).await;
        assert_eq!(methods.lines().count(), service.methods().len());
    }
    says(
        &listed,
        &[
            "grpc.health.v1.Health",
            "grpc.reflection.v1alpha.ServerReflection",
        ],
    );
    let field = "tradefair.contracts.v1.Agreement.counted_in_total";
    let described = shown(&[&address, "describe", field]).await;
    says(&described, &["the stage decides"]);
    let method = CHECKS.replace('/', ".");
    let described = shown(&[&address, "describe", &method]).await;
    says(&described, &["idempotency_level", "NO_SIDE_EFFECTS"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_template_of_a_message_is_printed() {
    let running = RunningFair::start().await;
    let address = running.address().to_string();
    let request = ".tradefair.exhibitions.v1.CreateVisitRequest";
    let printed = shown(&["-msg-template", &address, "describe", request]).await;
    let (_, template) = printed.split_once("Message template:").unwrap();
    let template: serde_json::Value = serde_json::from_str(template).unwrap();
    assert!(
        template["visit"]["visitedOn"]["year"].is_number(),
        "{template}"
    );
    assert!(template["requestId"].is_string(), "{template}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_the_contracts_serves_in_the_place_of_reflection() {
    let running = RunningFair::start().await;
    let address = running.address().to_string();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tradefair.protoset");
    let file = file.to_str().unwrap();
    shown(&["-protoset-out", file, &address, "describe"]).await;
    // Without an address there is nobody to reflect.
    let listed = shown(&["-protoset", file, "list"]).await;
    let services: Vec<_> = contracts_as_data().services().collect();
    for service in &services {
        says(&listed, &[service.full_name()]);
    }
    let text = r#"{"text": "331 contracts", "language_code": "en"}"#;
    let asked = ["-protoset", file, "-d", text, &address, CHECKS];
    says(&shown(&asked).await, &["331"]);
}
