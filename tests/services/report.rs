//! Reports: frozen at one cut.

use harness::{
    builders::{agreement, request_id},
    check::refused,
    clients::at_cut,
    fair::RunningFair,
    standing::{EDITION, open_reporting, organisation_named},
};
use proto::reporting::v1::{CompileReportRequest, GetReportRequest, ListReportsRequest};
use tonic::Code;

fn compile(report_id: &str) -> CompileReportRequest {
    CompileReportRequest {
        parent: EDITION.to_owned(),
        report_id: report_id.to_owned(),
        as_of: None,
        request_id: request_id(),
    }
}

async fn agree(running: &RunningFair, id: &str) {
    let (gremio, club) = (
        organisation_named("gremio"),
        organisation_named("beijing-football"),
    );
    running
        .clients
        .record_agreement(EDITION, id, agreement(&[&gremio, &club]))
        .await;
}

#[tokio::test]
async fn a_report_holds_every_figure_at_its_cut_for_ever() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    agree(&running, "a1").await;
    let mut reporting = running.clients.reporting.clone();
    let request = compile("closing");
    let compiled = reporting
        .compile_report(request.clone())
        .await
        .unwrap()
        .into_inner();
    let figures = running
        .clients
        .all_figures(EDITION, at_cut(compiled.cut.as_ref().unwrap()))
        .await;
    assert_eq!(
        compiled.figures, figures.figures,
        "what is frozen is what is read at the cut"
    );
    assert!(
        compiled
            .figures
            .iter()
            .any(|figure| !figure.refusal.is_empty()),
        "with its refusals"
    );

    agree(&running, "a2").await;
    let ask = GetReportRequest {
        name: compiled.name.clone(),
        as_of: None,
    };
    let read = reporting.get_report(ask).await.unwrap().into_inner();
    assert_eq!(
        (&read.figures, &read.cut),
        (&compiled.figures, &compiled.cut)
    );
    let again = reporting
        .compile_report(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        (again.figures, again.etag),
        (compiled.figures, compiled.etag),
        "a retry"
    );
    refused(reporting.compile_report(compile("closing")).await)
        .is(Code::AlreadyExists, "RESOURCE_EXISTS");
}

#[tokio::test]
async fn a_report_can_be_compiled_of_the_past() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    agree(&running, "a1").await;
    let then = running.clients.all_figures(EDITION, None).await;
    agree(&running, "a2").await;
    let request = CompileReportRequest {
        as_of: at_cut(then.cut.as_ref().unwrap()),
        ..compile("earlier")
    };
    let compiled = running
        .clients
        .reporting
        .clone()
        .compile_report(request)
        .await
        .unwrap();
    assert_eq!(compiled.into_inner().figures, then.figures);
}

#[tokio::test]
async fn reports_are_listed_without_their_figures() {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    let mut reporting = running.clients.reporting.clone();
    for id in ["b", "a", "c"] {
        reporting.compile_report(compile(id)).await.unwrap();
    }
    let mut names = Vec::new();
    let mut ask = ListReportsRequest {
        parent: EDITION.to_owned(),
        page_size: 2,
        ..ListReportsRequest::default()
    };
    loop {
        let page = reporting
            .list_reports(ask.clone())
            .await
            .unwrap()
            .into_inner();
        assert!(page.reports.iter().all(|report| report.figures.is_empty()));
        names.extend(page.reports.into_iter().map(|report| report.name));
        if page.next_page_token.is_empty() {
            break;
        }
        ask.page_token = page.next_page_token;
    }
    assert_eq!(
        names,
        ["a", "b", "c"].map(|id| format!("{EDITION}/reports/{id}"))
    );
}
