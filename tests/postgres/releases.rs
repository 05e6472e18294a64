//! The release of the sample fair is the same to the byte, wherever the services run and
//! wherever their books are.

use harness::{deployment::Deployment, fair::RunningFair, standing::load_sample};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_deployment_writes_the_same_release() {
    const EDITION: &str = "fairs/ciftis/editions/4";
    let mut releases = Vec::new();
    for (apart, database) in [(false, false), (false, true), (true, false), (true, true)] {
        let running = RunningFair::deployed(Deployment {
            apart,
            database,
            binary: None,
        })
        .await;
        load_sample(&running).await;
        let mut texts = Vec::new();
        for language in ["en", "zh"] {
            let summary = running.clients.summary_in(language, EDITION, None).await;
            let mut summary = summary.unwrap();
            // Positions tell how writes were grouped, which no text may.
            summary.cut = None;
            texts.push(summary);
        }
        running.audit().await;
        releases.push(texts);
    }
    assert!(!releases[0][0].paragraphs.is_empty());
    for others in &releases[1..] {
        assert_eq!(others, &releases[0]);
    }
}
