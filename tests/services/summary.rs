//! Summaries: what the press desk answers; the text itself is tested with the
//! releases.

use harness::{
    builders::{agreement, create, fair},
    check::refused,
    clients::at_cut,
    fair::RunningFair,
    standing::{EDITION, open_reporting, organisation_named},
};
use proto::gateway::v1::SummarizeEditionRequest;
use tonic::Code;

#[tokio::test]
async fn the_language_is_english_when_none_is_said() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let ask = SummarizeEditionRequest {
        name: EDITION.to_owned(),
        ..Default::default()
    };
    let summary = running
        .clients
        .press_desk
        .clone()
        .summarize_edition(ask)
        .await
        .unwrap();
    assert_eq!(summary.into_inner().language_code, "en");
}

#[tokio::test]
async fn empty_books_print_what_they_can_prove_and_say_what_is_left_out() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let summary = running.clients.summary(EDITION, None).await.unwrap();
    assert!(!summary.headline.is_empty());
    assert!(!summary.omissions.is_empty());
    assert!(
        summary
            .omissions
            .iter()
            .all(|omitted| !omitted.reason.is_empty())
    );
    assert!(
        summary.editor_note.is_empty(),
        "nothing is made up: {}",
        summary.editor_note
    );
}

#[tokio::test]
async fn without_definitions_nothing_can_be_proved() {
    let running = RunningFair::with_open_books().await;
    refused(running.clients.summary(EDITION, None).await)
        .is(Code::FailedPrecondition, "PROSE_REFUSED");
}

#[tokio::test]
async fn the_same_cut_gives_the_same_text() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let (gremio, club) = (
        organisation_named("gremio"),
        organisation_named("beijing-football"),
    );
    running
        .clients
        .record_agreement(EDITION, "a1", agreement(&[&gremio, &club]))
        .await;
    let first = running.clients.summary(EDITION, None).await.unwrap();
    running
        .clients
        .record_agreement(EDITION, "a2", agreement(&[&gremio, &club]))
        .await;
    let second = running.clients.summary(EDITION, None).await.unwrap();
    assert_ne!(first.paragraphs, second.paragraphs);
    let again = running
        .clients
        .summary(EDITION, at_cut(first.cut.as_ref().unwrap()))
        .await
        .unwrap();
    assert_eq!(again, first);
}

#[tokio::test]
async fn an_edition_that_is_not_there_has_no_summary() {
    let running = RunningFair::with_open_books().await;
    running
        .clients
        .exhibitions
        .clone()
        .create_fair(create::fair("other", fair()))
        .await
        .unwrap();
    for name in [
        "fairs/other/editions/1",
        "fairs/nowhere/editions/4",
        "fairs/ciftis/editions/5",
    ] {
        refused(running.clients.summary(name, None).await).is(Code::NotFound, "RESOURCE_NOT_FOUND");
    }
}
