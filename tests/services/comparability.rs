//! Comparability: no growth without a recorded judgement.

use harness::{
    builders::{With, comparability, create, edition_status, reported_figure, request_id},
    check::refused,
    desk::Exact,
    fair::RunningFair,
    standing::{EDITION, EDITION_BEFORE, open_reporting, organisation_named},
};
use proto::reporting::v1::{
    Comparability, FigureBasis, ReportedFigure, UpdateComparabilityRequest,
};
use tonic::Code;

/// A fair with three contracts now and a reported count of the edition before.
async fn with_base(base: ReportedFigure) -> RunningFair {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let mut reporting = running.clients.reporting.clone();
    let status = edition_status("contracts", FigureBasis::Reported);
    reporting
        .create_edition_status(create::edition_status(EDITION_BEFORE, status))
        .await
        .unwrap();
    reporting
        .create_reported_figure(create::reported_figure(
            EDITION_BEFORE,
            "contract-count",
            base,
        ))
        .await
        .unwrap();
    let (gremio, club) = (
        organisation_named("gremio"),
        organisation_named("beijing-football"),
    );
    for n in 0..3 {
        let record = harness::builders::agreement(&[&gremio, &club]);
        running
            .clients
            .record_agreement(EDITION, &format!("a{n}"), record)
            .await;
    }
    running
}

async fn judge(running: &RunningFair, comparable: bool) {
    let judgement =
        comparability("contracts", EDITION_BEFORE).with(|record| record.comparable = comparable);
    let request = create::comparability(EDITION, "contracts-3", judgement);
    running
        .clients
        .reporting
        .clone()
        .create_comparability(request)
        .await
        .unwrap();
}

async fn growth_refused(running: &RunningFair) -> String {
    let refusal = refused(
        running
            .clients
            .figure(EDITION, "contract-count-growth", None)
            .await,
    );
    refusal.is(Code::FailedPrecondition, "FIGURE_REFUSED");
    refusal.message
}

#[tokio::test]
async fn growth_waits_for_a_judgement() {
    let running = with_base(reported_figure("2")).await;
    let why = growth_refused(&running).await;
    assert!(why.contains("compar"), "{why}");
    judge(&running, true).await;
    let answer = running
        .clients
        .figure(EDITION, "contract-count-growth", None)
        .await
        .unwrap();
    let figure = answer.figure.unwrap();
    assert_eq!(
        harness::desk::value_of(&figure),
        Exact::from(50),
        "3 against 2"
    );
    assert_eq!(figure.base_edition, EDITION_BEFORE);
    assert_eq!(figure.unit, "percent");
}

#[tokio::test]
async fn growth_is_refused_where_the_judgement_is_no() {
    let running = with_base(reported_figure("2")).await;
    judge(&running, false).await;
    let why = growth_refused(&running).await;
    assert!(why.contains("compar"), "{why}");

    let change = UpdateComparabilityRequest {
        comparability: Some(Comparability {
            name: format!("{EDITION}/comparabilities/contracts-3"),
            comparable: true,
            ..Comparability::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["comparable".to_owned()],
        }),
        request_id: request_id(),
    };
    running
        .clients
        .reporting
        .clone()
        .update_comparability(change)
        .await
        .unwrap();
    let grown = running
        .clients
        .value(EDITION, "contract-count-growth")
        .await;
    assert_eq!(grown, Exact::from(50));
}

#[tokio::test]
async fn an_approximate_value_is_no_base() {
    let about = reported_figure("2").with(|record| record.approximate = true);
    let running = with_base(about).await;
    judge(&running, true).await;
    let why = growth_refused(&running).await;
    assert!(why.contains("approximate"), "{why}");
}

#[tokio::test]
async fn a_base_of_zero_gives_no_growth() {
    let running = with_base(reported_figure("0")).await;
    judge(&running, true).await;
    growth_refused(&running).await;
}

#[tokio::test]
async fn a_missing_base_gives_no_growth() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    judge(&running, true).await;
    growth_refused(&running).await;
}

#[tokio::test]
async fn one_live_judgement_for_each_family_and_base() {
    let running = with_base(reported_figure("2")).await;
    judge(&running, true).await;
    let second = create::comparability(
        EDITION,
        "another-id",
        comparability("contracts", EDITION_BEFORE),
    );
    let refusal = refused(
        running
            .clients
            .reporting
            .clone()
            .create_comparability(second)
            .await,
    );
    assert!(
        matches!(
            refusal.code,
            Code::FailedPrecondition | Code::AlreadyExists | Code::InvalidArgument
        ),
        "{refusal:?}"
    );
}
