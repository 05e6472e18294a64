//! Reported figures: what was published elsewhere enters as such.

use harness::{
    builders::{With, create, edition_status, reported_figure},
    check::refused,
    desk::{Exact, value_of},
    fair::RunningFair,
    standing::{EDITION_BEFORE, open_reporting},
};
use proto::reporting::v1::{ExplainFigureRequest, FigureBasis, ObservationStatus, ReportedFigure};
use tonic::Code;

async fn reporting(figure_id: &str, figure: ReportedFigure) -> RunningFair {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let mut reporting = running.clients.reporting.clone();
    let status = edition_status("contracts", FigureBasis::Reported);
    reporting
        .create_edition_status(create::edition_status(EDITION_BEFORE, status))
        .await
        .unwrap();
    reporting
        .create_reported_figure(create::reported_figure(EDITION_BEFORE, figure_id, figure))
        .await
        .unwrap();
    running
}

#[tokio::test]
async fn a_value_is_read_to_the_last_digit() {
    let running = reporting("contract-volume", reported_figure("81520000000.07")).await;
    let value = running
        .clients
        .value(EDITION_BEFORE, "contract-volume")
        .await;
    assert_eq!(value, Exact::new(8_152_000_000_007, 100));
}

#[tokio::test]
async fn an_approximate_value_is_marked() {
    let about = reported_figure("100000").with(|record| record.approximate = true);
    let running = reporting("contract-count", about).await;
    let answer = running
        .clients
        .figure(EDITION_BEFORE, "contract-count", None)
        .await
        .unwrap();
    let figure = answer.figure.unwrap();
    assert!(figure.approximate);
    assert_eq!(value_of(&figure), Exact::from(100_000));
}

#[tokio::test]
async fn the_pedigree_names_the_reported_figure() {
    let derived = reported_figure("236").with(|record| {
        record.status = ObservationStatus::Estimated.into();
        record.derived_from = "from the growth the 4th edition printed, 331 / 1.40".to_owned();
        record.lower_bound = "236".to_owned();
        record.upper_bound = "237".to_owned();
    });
    let running = reporting("contract-count", derived).await;
    let ask = ExplainFigureRequest {
        name: format!("{EDITION_BEFORE}/figures/contract-count"),
        as_of: None,
    };
    let answer = running
        .clients
        .reporting
        .clone()
        .explain_figure(ask)
        .await
        .unwrap()
        .into_inner();
    let grounds = answer.explanation.unwrap().grounds;
    let named = format!("{EDITION_BEFORE}/reportedFigures/contract-count@1");
    assert!(grounds.contains(&named), "{grounds:?}");
}

#[tokio::test]
async fn a_reported_figure_stands_for_a_definition() {
    let running = reporting("contract-count", reported_figure("236")).await;
    let of_nothing =
        create::reported_figure(EDITION_BEFORE, "no-such-figure", reported_figure("1"));
    let refusal = refused(
        running
            .clients
            .reporting
            .clone()
            .create_reported_figure(of_nothing)
            .await,
    );
    assert_eq!(refusal.code, Code::FailedPrecondition, "{refusal:?}");
}
