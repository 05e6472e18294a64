//! Statuses: missing is not zero, and every figure inherits how far its books
//! can be relied on.

use harness::{
    builders::{With, create, edition_status, reported_figure, request_id},
    check::refused,
    desk::{Exact, value_of},
    fair::RunningFair,
    standing::{EDITION, EDITION_BEFORE, open_reporting},
};
use proto::reporting::v1::{
    EditionStatus, FigureBasis, ObservationStatus, UpdateEditionStatusRequest,
};
use tonic::Code;

async fn set_basis(running: &RunningFair, basis: FigureBasis, status: ObservationStatus) {
    let update = UpdateEditionStatusRequest {
        edition_status: Some(EditionStatus {
            name: format!("{EDITION}/statuses/contracts"),
            basis: basis.into(),
            status: status.into(),
            ..EditionStatus::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["basis".to_owned(), "status".to_owned()],
        }),
        request_id: request_id(),
    };
    running
        .clients
        .reporting
        .clone()
        .update_edition_status(update)
        .await
        .unwrap();
}

#[tokio::test]
async fn without_a_status_a_family_has_no_figures() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let refusal = refused(
        running
            .clients
            .figure(EDITION_BEFORE, "contract-count", None)
            .await,
    );
    refusal.is(Code::FailedPrecondition, "FIGURE_REFUSED");
}

#[tokio::test]
async fn records_give_zero_where_nothing_was_agreed_and_none_gives_nothing() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let answer = running
        .clients
        .figure(EDITION, "contract-count", None)
        .await
        .unwrap();
    let figure = answer.figure.unwrap();
    assert_eq!(
        value_of(&figure),
        Exact::from(0),
        "the books are kept, and empty"
    );
    assert_eq!(figure.status(), ObservationStatus::Provisional);
    assert_eq!(figure.basis(), FigureBasis::Records);

    set_basis(&running, FigureBasis::None, ObservationStatus::Missing).await;
    refused(
        running
            .clients
            .figure(EDITION, "contract-count", None)
            .await,
    )
    .is(Code::FailedPrecondition, "FIGURE_REFUSED");
    let then = running
        .clients
        .figure(
            EDITION,
            "contract-count",
            harness::clients::at_cut(&answer.cut.unwrap()),
        )
        .await;
    assert_eq!(
        value_of(&then.unwrap().figure.unwrap()),
        Exact::from(0),
        "the cut holds the status too"
    );
}

#[tokio::test]
async fn a_reported_family_gives_what_was_reported() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    set_basis(&running, FigureBasis::Reported, ObservationStatus::Normal).await;
    refused(
        running
            .clients
            .figure(EDITION, "contract-count", None)
            .await,
    )
    .is(Code::FailedPrecondition, "FIGURE_REFUSED");
    let reported =
        reported_figure("458").with(|record| record.status = ObservationStatus::Estimated.into());
    running
        .clients
        .reporting
        .clone()
        .create_reported_figure(create::reported_figure(EDITION, "contract-count", reported))
        .await
        .unwrap();
    let answer = running
        .clients
        .figure(EDITION, "contract-count", None)
        .await
        .unwrap();
    let figure = answer.figure.unwrap();
    assert_eq!(value_of(&figure), Exact::from(458));
    assert_eq!(figure.basis(), FigureBasis::Reported);
    assert_eq!(
        figure.status(),
        ObservationStatus::Estimated,
        "the least reliable decides"
    );
}

#[tokio::test]
async fn a_break_in_the_series_is_no_base_for_growth() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let mut reporting = running.clients.reporting.clone();
    let broken = edition_status("contracts", FigureBasis::Reported)
        .with(|record| record.status = ObservationStatus::Break.into());
    reporting
        .create_edition_status(create::edition_status(EDITION_BEFORE, broken))
        .await
        .unwrap();
    let answer = running
        .clients
        .figure(EDITION, "contract-count-growth", None)
        .await;
    refused(answer).is(Code::FailedPrecondition, "FIGURE_REFUSED");
}
