//! How a comparison is told: a rise as a rise, a fall as a fall, and nothing
//! where there is nothing to compare with.

use harness::{
    builders::{With, agreement, comparability, create, edition_status, reported_figure},
    desk::{Exact, exact},
    fair::RunningFair,
    standing::{EDITION, EDITION_BEFORE, open_reporting, organisation_named},
};
use proto::{
    gateway::v1::Summary,
    reporting::v1::{FigureBasis, ReportedFigure},
};

use crate::{claims::check_claims, spans};

/// The release of an edition of eight contracts, the edition before having had
/// what is reported here.
async fn release(base: ReportedFigure, comparable: bool) -> Summary {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let parties = ["gremio", "beijing-football"].map(organisation_named);
    for n in 0..8 {
        let record = agreement(&[&parties[0], &parties[1]]);
        running
            .clients
            .record_agreement(EDITION, &format!("a{n}"), record)
            .await;
    }
    let mut reporting = running.clients.reporting.clone();
    let status = create::edition_status(
        EDITION_BEFORE,
        edition_status("contracts", FigureBasis::Reported),
    );
    reporting.create_edition_status(status).await.unwrap();
    let reported = create::reported_figure(EDITION_BEFORE, "contract-count", base);
    reporting.create_reported_figure(reported).await.unwrap();
    let judgement = comparability("contracts", EDITION_BEFORE)
        .with(|judgement| judgement.comparable = comparable);
    let judgement = create::comparability(EDITION, "contracts-3", judgement);
    reporting.create_comparability(judgement).await.unwrap();

    let summary = running.clients.summary(EDITION, None).await.unwrap();
    spans::check_quotes(&summary);
    spans::check_that_no_number_is_naked(&summary);
    check_claims(&running.clients, &summary).await;
    summary
}

/// The growth that a release claims, with the words that tell it.
fn told(summary: &Summary) -> Option<(Exact, String)> {
    let claim = summary
        .claims
        .iter()
        .find(|claim| claim.figure.ends_with("/contract-count-growth"))?;
    let part = usize::try_from(claim.paragraph).expect("growth is told in a paragraph");
    let text = &summary.paragraphs[part];
    let sentence = text
        .split(". ")
        .find(|sentence| sentence.contains(&claim.quote));
    let value = exact(claim.value.as_ref().expect("a growth has a value"));
    Some((value, sentence.unwrap_or(text).to_lowercase()))
}

#[tokio::test]
async fn a_comparison_carries_its_direction() {
    for (base, growth, says, never) in [
        ("5", Exact::from(60), "up", "down"),
        ("10", Exact::from(-20), "down", "up "),
        ("7", Exact::new(100, 7), "up", "down"),
        ("8", Exact::from(0), "unchanged", "up "),
    ] {
        let summary = release(reported_figure(base), true).await;
        let (value, sentence) = told(&summary).unwrap_or_else(|| panic!("8 against {base}"));
        assert_eq!(value, growth);
        assert!(
            sentence.contains(says) && !sentence.contains(never),
            "8 against {base}: {sentence}"
        );
        assert!(sentence.contains("3rd"), "the base is named: {sentence}");
    }
}

#[tokio::test]
async fn what_cannot_be_compared_is_not_and_the_desk_is_told() {
    let about = reported_figure("5").with(|figure| figure.approximate = true);
    for (base, comparable) in [
        (reported_figure("5"), false),
        (about, true),
        (reported_figure("0"), true),
    ] {
        let summary = release(base.clone(), comparable).await;
        assert!(told(&summary).is_none(), "{base:?} is no base");
        let omitted = summary
            .omissions
            .iter()
            .find(|omitted| omitted.figure.ends_with("contract-count-growth"));
        let omitted = omitted.expect("the desk sees what is not said");
        assert!(!omitted.reason.is_empty());
    }
}
