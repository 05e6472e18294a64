//! What the press desk says of a text; how it finds the figure of a claim is tested with
//! the releases.

use harness::{
    builders::agreement,
    check::refused,
    clients::at_cut,
    fair::RunningFair,
    standing::{EDITION, FAIR, ORGANISATIONS, open_reporting, organisation_named},
};
use proto::{
    gateway::v1::{CheckTextRequest, CheckTextResponse, ExtractedClaimKind, Verdict},
    statistics::v1::AsOf,
};
use tonic::Code;

async fn check(running: &RunningFair, text: &str, as_of: Option<AsOf>) -> CheckTextResponse {
    let request = CheckTextRequest {
        text: text.to_owned(),
        edition: EDITION.to_owned(),
        as_of,
        ..CheckTextRequest::default()
    };
    let answer = running.clients.press_desk.clone().check_text(request).await;
    answer.unwrap().into_inner()
}

#[tokio::test]
async fn a_claim_is_held_against_the_figure_at_a_cut() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let [(one, ..), (other, ..), ..] = ORGANISATIONS;
    let (one, other) = (organisation_named(one), organisation_named(other));
    for id in ["a1", "a2"] {
        running
            .clients
            .record_agreement(EDITION, id, agreement(&[&one, &other]))
            .await;
    }
    let text = "The 4th fair closed with 2 contracts.";
    let then = check(&running, text, None).await;
    let [ordinal, contracts] = then.claims.as_slice() else {
        panic!("two claims: {then:#?}");
    };
    assert_eq!(ordinal.verdict(), Verdict::NotAStatistic);
    assert_eq!(contracts.verdict(), Verdict::Backed, "{contracts:?}");
    assert_eq!(
        contracts.figure,
        format!("{EDITION}/figures/contract-count")
    );
    let claim = contracts.claim.as_ref().unwrap();
    assert_eq!((claim.quote.as_str(), claim.start), ("2", 25));
    assert_eq!(claim.kind(), ExtractedClaimKind::Statistic);
    assert_eq!(then.language_code, "en");

    running
        .clients
        .record_agreement(EDITION, "a3", agreement(&[&one, &other]))
        .await;
    let now = check(&running, text, None).await;
    assert_eq!(now.claims[1].verdict(), Verdict::OutOfDate);
    assert_eq!(now.claims[1].true_at, then.cut);
    let again = check(&running, text, at_cut(then.cut.as_ref().unwrap())).await;
    assert_eq!(again, then, "the same cut gives the same verdicts");
}

#[tokio::test]
async fn without_definitions_no_number_is_traced() {
    let running = RunningFair::with_open_books().await;
    let checked = check(&running, "331 contracts were signed.", None).await;
    assert_eq!(checked.claims[0].verdict(), Verdict::Untraceable);
    let chinese = check(&running, "签约项目331项，创历史新高。", None).await;
    assert_eq!(chinese.language_code, "zh");
    assert_eq!(chinese.claims.len(), 2);
}

/// Where no figure is defined there is none to ask for, so that nobody but the list of
/// editions knows that one is missing.
#[tokio::test]
async fn an_edition_that_is_not_there_is_not_found_also_where_nothing_is_defined() {
    let running = RunningFair::with_open_books().await;
    let request = CheckTextRequest {
        text: "Over 171,000 visits.".to_owned(),
        edition: format!("{FAIR}/editions/99"),
        ..CheckTextRequest::default()
    };
    let answer = running.clients.press_desk.clone().check_text(request).await;
    refused(answer).is(Code::NotFound, "RESOURCE_NOT_FOUND");
}
