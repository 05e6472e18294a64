//! Releases of the sample fair from the first draft to what outlets read of them.

mod withheld;

use harness::{
    builders::request_id,
    check::refused,
    desk::exact,
    fair::RunningFair,
    press::summary,
    standing::{load_sample, open_press_desk},
};
use proto::{
    contracts::v1::VoidAgreementRequest,
    gateway::v1::{CheckedClaim, PublishedEvidence, Release, ReleaseState, Verdict},
};
use tonic::Code;

const EDITION: &str = "fairs/ciftis/editions/4";

async fn sample() -> RunningFair {
    let running = RunningFair::start().await;
    load_sample(&running).await;
    running
}

fn name_of(id: &str) -> String {
    format!("{EDITION}/releases/{id}")
}

/// Claims that no editor has to look at.
fn holds(claim: &CheckedClaim) -> bool {
    matches!(
        claim.verdict(),
        Verdict::Backed | Verdict::Rounded | Verdict::Truncated | Verdict::NotAStatistic
    )
}

/// Takes an agreement out of the count, so that figures move.
async fn void_an_agreement(running: &RunningFair) {
    let request = VoidAgreementRequest {
        name: format!("{EDITION}/agreements/a20"),
        reason: "entered in error".to_owned(),
        request_id: request_id(),
        ..VoidAgreementRequest::default()
    };
    let mut contracts = running.clients.contracts.clone();
    contracts.void_agreement(request).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_summary_is_saved_read_back_approved_and_published_in_both_languages() {
    let running = sample().await;
    let clients = &running.clients;
    for language in ["en", "zh"] {
        let told = clients.summary_in(language, EDITION, None).await.unwrap();
        let created = clients
            .create_release(EDITION, language, summary(language))
            .await
            .unwrap();
        assert_eq!(created.state(), ReleaseState::Draft);
        assert_eq!(
            (&created.headline, &created.paragraphs),
            (&told.headline, &told.paragraphs)
        );
        assert!(created.claims.len() > 50, "{}", created.claims.len());
        assert!(created.claims.iter().all(holds), "{:#?}", created.claims);
        clients.bring_out(&created.name).await;
        let published = clients.published(&created.name).await.unwrap();
        assert_eq!(published.paragraphs, told.paragraphs);
        let quotes = |claims: &[CheckedClaim]| {
            let told = claims
                .iter()
                .map(|it| (it.claim.clone(), it.figure.clone()));
            told.collect::<Vec<_>>()
        };
        assert_eq!(quotes(&published.claims), quotes(&created.claims));
        // More than is printed may follow from an exact share and the words beside it.
        let as_printed = |it: &CheckedClaim| it.true_value.is_none() && it.reason.is_empty();
        assert!(published.claims.iter().all(as_printed));
        assert!(published.cut.is_some());
    }
    running.audit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_that_the_books_do_not_say_is_not_approved() {
    let running = sample().await;
    let clients = &running.clients;
    let drafted = clients
        .create_release(EDITION, "closing", summary("en"))
        .await
        .unwrap();
    let typed = |from: &str, to: &str| Release {
        name: drafted.name.clone(),
        paragraphs: drafted
            .paragraphs
            .iter()
            .map(|it| it.replace(from, to))
            .collect(),
        ..Release::default()
    };
    for (from, to, verdict) in [
        ("331 contracts", "341 contracts", Verdict::Contradicted),
        (
            "The fair received",
            "There were 77 food stalls. The fair received",
            Verdict::Untraceable,
        ),
    ] {
        let saved = clients
            .update_release(typed(from, to), &["paragraphs"])
            .await;
        let saved = saved.unwrap();
        let found: Vec<_> = saved.claims.iter().filter(|it| !holds(it)).collect();
        assert!(
            found.iter().any(|it| it.verdict() == verdict),
            "a draft is saved, with what is found: {found:#?}"
        );
        let before = clients.submit_release(&drafted.name).await.unwrap();
        let refusal = refused(clients.approve_release(&drafted.name).await);
        refusal.is(Code::FailedPrecondition, "CLAIMS_NOT_BACKED");
        let number = to.split(' ').find(|it| it.parse::<u32>().is_ok()).unwrap();
        assert!(refusal.message.contains(number), "{}", refusal.message);
        let after = clients.release(&drafted.name, None).await.unwrap();
        assert_eq!(after.etag, before.etag, "nothing is changed");
        clients.return_release(&drafted.name).await.unwrap();
    }
    let mended = clients.update_release(typed("", ""), &["paragraphs"]).await;
    assert!(mended.unwrap().claims.iter().all(holds));
    clients.bring_out(&drafted.name).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn approval_reads_the_books_as_they_stand_then() {
    let running = sample().await;
    let clients = &running.clients;
    let drafted = clients
        .create_release(EDITION, "closing", summary("en"))
        .await
        .unwrap();
    clients.submit_release(&drafted.name).await.unwrap();
    void_an_agreement(&running).await;
    let refusal = refused(clients.approve_release(&drafted.name).await);
    refusal.is(Code::FailedPrecondition, "CLAIMS_NOT_BACKED");
    assert!(refusal.message.contains("331"), "{}", refusal.message);
    // The summary is written anew, from the books as they are now.
    clients.return_release(&drafted.name).await.unwrap();
    let emptied = Release {
        name: drafted.name.clone(),
        ..Release::default()
    };
    let anew = clients
        .update_release(emptied, &["headline", "paragraphs"])
        .await
        .unwrap();
    assert_ne!(anew.paragraphs, drafted.paragraphs);
    assert!(anew.claims.iter().all(holds), "{:#?}", anew.claims);
    clients.bring_out(&drafted.name).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_published_is_read_again_as_of_its_cut_whatever_comes_after() {
    let running = sample().await;
    let clients = &running.clients;
    let name = name_of("closing");
    open_press_desk(clients).await;
    let before = clients.published(&name).await.unwrap();
    let explained = clients.explain_published(&name, "contract-count").await;
    let explained = explained.unwrap();
    void_an_agreement(&running).await;
    assert_eq!(clients.published(&name).await.unwrap(), before);
    let again = clients.explain_published(&name, "contract-count").await;
    assert_eq!(again.unwrap(), explained);
    let figure = explained.figure.unwrap();
    assert_eq!(exact(&figure.value.unwrap()), exact_of(331));
    let behind = clients.published_evidence(&name, "contract-count", 0).await;
    assert_eq!(sum(&behind.unwrap()), 331);
}

fn exact_of(value: i128) -> harness::desk::Exact {
    value.into()
}

fn sum(evidence: &[PublishedEvidence]) -> i64 {
    let each = evidence.iter().map(|it| it.evidence.as_ref().unwrap());
    each.map(|it| it.contribution).sum()
}
