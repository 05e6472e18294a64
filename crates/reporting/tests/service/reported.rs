//! A reported figure keeps the unit it was reported in.

use prost_types::FieldMask;
use proto::reporting::v1::{
    CreateReportedFigureRequest, EditionStatus, FigureBasis, FigureDefinition, ObservationStatus,
    ReportedFigure, UpdateEditionStatusRequest, UpdateFigureDefinitionRequest,
    UpdateReportedFigureRequest,
};
use tonic::Code;

use super::{
    peers::EDITION,
    stage::{Stage, at, reason, value},
};

fn named(value: &str, source: &str) -> ReportedFigure {
    ReportedFigure {
        name: format!("{EDITION}/reportedFigures/contract-count"),
        value: value.to_owned(),
        status: ObservationStatus::Normal.into(),
        source: source.to_owned(),
        ..ReportedFigure::default()
    }
}

fn create(stage: &Stage, record: ReportedFigure) -> CreateReportedFigureRequest {
    CreateReportedFigureRequest {
        parent: EDITION.to_owned(),
        reported_figure_id: "contract-count".to_owned(),
        reported_figure: Some(ReportedFigure {
            name: String::new(),
            ..record
        }),
        request_id: stage.request_id(),
    }
}

async fn update(stage: &Stage, record: ReportedFigure) -> ReportedFigure {
    let request = UpdateReportedFigureRequest {
        reported_figure: Some(record),
        update_mask: None,
        request_id: stage.request_id(),
    };
    let mut reporting = stage.reporting.clone();
    let updated = reporting.update_reported_figure(request).await;
    updated.unwrap().into_inner()
}

fn mask(path: &str) -> Option<FieldMask> {
    let paths = vec![path.to_owned()];
    Some(FieldMask { paths })
}

/// Lets the books of the edition hold reported figures only.
async fn report_contracts(stage: &Stage) {
    let status = EditionStatus {
        name: format!("{EDITION}/statuses/contracts"),
        basis: FigureBasis::Reported.into(),
        ..EditionStatus::default()
    };
    let request = UpdateEditionStatusRequest {
        edition_status: Some(status),
        update_mask: mask("basis"),
        request_id: stage.request_id(),
    };
    stage
        .reporting
        .clone()
        .update_edition_status(request)
        .await
        .unwrap();
}

async fn change_the_unit(stage: &Stage, unit: &str) {
    let definition = FigureDefinition {
        name: "fairs/ciftis/figureDefinitions/contract-count".to_owned(),
        unit: unit.to_owned(),
        ..FigureDefinition::default()
    };
    let request = UpdateFigureDefinitionRequest {
        figure_definition: Some(definition),
        update_mask: mask("unit"),
        request_id: stage.request_id(),
    };
    stage
        .reporting
        .clone()
        .update_figure_definition(request)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_changed_unit_does_not_rename_what_was_reported() {
    let stage = Stage::open().await;
    report_contracts(&stage).await;
    let request = create(&stage, named("236", "The closing report"));
    let created = stage
        .reporting
        .clone()
        .create_reported_figure(request)
        .await;
    assert_eq!(created.unwrap().into_inner().unit, "agreements");

    change_the_unit(&stage, "memoranda").await;
    let refused = stage.figure("contract-count", None).await.unwrap_err();
    assert_eq!(reason(&refused), "FIGURE_REFUSED");
    assert!(
        refused.message().contains("was reported in agreements"),
        "{refused:?}"
    );

    // Another source does not say what the number counts, another number does.
    let of_another_source = update(&stage, named("236", "A newspaper")).await;
    assert_eq!(of_another_source.unit, "agreements");
    let counted_anew = update(&stage, named("240", "A newspaper")).await;
    assert_eq!(counted_anew.unit, "memoranda");
    let figure = stage.figure("contract-count", None).await.unwrap();
    assert_eq!(value(figure), ("240".to_owned(), "1".to_owned()));
}

#[tokio::test]
async fn the_unit_is_not_for_callers_to_give() {
    let stage = Stage::open().await;
    let record = ReportedFigure {
        unit: "agreements".to_owned(),
        ..named("236", "The closing report")
    };
    let request = create(&stage, record);
    let refused = stage
        .reporting
        .clone()
        .create_reported_figure(request)
        .await;
    assert_eq!(refused.unwrap_err().code(), Code::InvalidArgument);
}

#[tokio::test]
async fn what_was_reported_and_how_the_books_stand_are_read_at_the_cut() {
    let stage = Stage::open().await;
    let by_records = stage.all(None).await.unwrap();
    report_contracts(&stage).await;
    let request = create(&stage, named("236", "The closing report"));
    let mut reporting = stage.reporting.clone();
    reporting.create_reported_figure(request).await.unwrap();
    let reported = stage.all(None).await.unwrap();
    update(&stage, named("240", "A newspaper")).await;

    let now = stage.figure("contract-count", None).await.unwrap();
    assert_eq!(value(now), ("240".to_owned(), "1".to_owned()));
    for then in [by_records, reported] {
        assert_eq!(stage.all(at(then.cut.clone())).await.unwrap(), then);
    }
}
