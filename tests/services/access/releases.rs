//! Who took which step of a release.

use harness::{
    builders::request_id,
    callers::token,
    fair::RunningFair,
    press::NOTHING_CLAIMED,
    resources::PRESS_DESK,
    standing::{EDITION, FAIR},
};
use serde_json::json;
use tradefair::topology::ServiceName;

use super::record_the_fair_of_the_samples;

#[tokio::test]
async fn the_journal_tells_who_took_each_step() {
    let running = RunningFair::asking_for_tokens(false).await;
    record_the_fair_of_the_samples(&running).await;
    let (headline, paragraph) = NOTHING_CLAIMED;
    let release = json!({
        "language_code": "en", "headline": headline, "paragraphs": [paragraph],
    });
    let create = json!({ "parent": EDITION, "release_id": "closing", "release": release });
    let step = json!({ "name": format!("{EDITION}/releases/closing") });
    let steps = [
        ("eve", "editor@ciftis", "CreateRelease", create),
        ("eve", "editor@ciftis", "SubmitRelease", step.clone()),
        ("ann", "approver@ciftis", "ApproveRelease", step.clone()),
        ("pat", "publisher@ciftis", "PublishRelease", step),
    ];
    let mut told = Vec::new();
    for (subject, role, method, mut request) in steps {
        request["request_id"] = json!(request_id());
        let method = format!("{PRESS_DESK}/{method}");
        let caller = running.clients.speaker.bearing(&token(subject, &[role]));
        caller.call(&method, request).await.unwrap();
        told.push((format!("subject:{subject}"), format!("/{method}")));
    }
    told.sort();
    assert_eq!(running.actors(ServiceName::Gateway, FAIR).await, told);
}
