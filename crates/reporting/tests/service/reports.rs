//! Reports never change, and a catalogue is installed once.

use proto::reporting::v1::{CompileReportRequest, GetReportRequest, Report};

use super::{
    peers::EDITION,
    stage::{Stage, at},
};

async fn compile(stage: &Stage, request: CompileReportRequest) -> Report {
    stage
        .reporting
        .clone()
        .compile_report(request)
        .await
        .unwrap()
        .into_inner()
}

fn request(stage: &Stage, id: &str) -> CompileReportRequest {
    CompileReportRequest {
        parent: EDITION.to_owned(),
        report_id: id.to_owned(),
        as_of: None,
        request_id: stage.request_id(),
    }
}

#[tokio::test]
async fn a_report_stays_as_it_was_compiled() {
    let stage = Stage::open().await;
    stage.peers.agree("international", "CNY", 650);
    let asked = request(&stage, "closing");
    let compiled = compile(&stage, asked.clone()).await;
    let read = stage.all(at(compiled.cut.clone())).await.unwrap();
    assert_eq!(compiled.figures, read.figures);

    stage.peers.agree("international", "USD", 100);
    let repeated = compile(&stage, asked).await;
    assert_eq!(
        repeated.figures, compiled.figures,
        "a repeated request gives the first answer"
    );
    let name = compiled.name.clone();
    let mut reporting = stage.reporting.clone();
    let kept = reporting
        .get_report(GetReportRequest { name, as_of: None })
        .await;
    let kept = kept.unwrap().into_inner();
    assert_eq!((kept.figures, kept.cut), (compiled.figures, compiled.cut));
    let next = compile(&stage, request(&stage, "later")).await;
    assert_ne!(next.figures, repeated.figures);
}

#[tokio::test]
async fn the_catalogue_is_installed_once_and_what_stands_is_left() {
    let stage = Stage::empty();
    let mut reporting = stage.reporting.clone();
    let mut without_sector = stage.catalogue();
    without_sector.focus_sector_code.clear();
    without_sector.focus_sector_title = None;
    let first = reporting
        .install_catalogue(without_sector.clone())
        .await
        .unwrap()
        .into_inner();
    assert!(
        first.created.is_sorted() && first.created.len() > 30,
        "{:?}",
        first.created
    );
    let again = reporting
        .install_catalogue(without_sector)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(again, first, "a repeated request");
    let second = reporting
        .install_catalogue(stage.catalogue())
        .await
        .unwrap()
        .into_inner();
    let added: Vec<_> = second
        .created
        .iter()
        .map(|name| name.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(added, ["focus-sector-series", "focus-sector-volume"]);
}
