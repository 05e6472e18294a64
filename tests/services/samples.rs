//! The sample requests in the comments of the protos work as they are printed.

use harness::{
    fair::RunningFair,
    samples::{record_what_samples_lean_on, samples},
};

#[tokio::test]
async fn every_sample_request_is_answered() {
    let running = RunningFair::start().await;
    let mut failed = Vec::new();
    for sample in samples() {
        let method = sample.method_name();
        let messages = sample.as_messages().unwrap();
        let sent = messages.len();
        let answers = running.clients.speaker.exchange(&sample.method, messages);
        match answers.await {
            Ok(answers) if sample.method.is_client_streaming() => {
                assert_eq!(answers.len(), sent, "{method} answers each message");
            }
            Ok(answers) => assert!(!answers.is_empty(), "{method} answers"),
            Err(refusal) => failed.push(format!("{method} {:?}: {refusal:?}", sample.messages)),
        }
        record_what_samples_lean_on(&sample, &running.clients).await;
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
