//! Code lists: a coverage is out of those in force on the opening day.

use harness::{
    builders::{With, agreement, code_list, create, date, request_id},
    cells::selection,
    check::refused,
    clients::at_cut,
    desk::value_of,
    fair::RunningFair,
    standing::{EDITION, FAIR, open_reporting, organisation_named},
};
use proto::reporting::v1::{
    CodeList, Coverage, CreateFigureDefinitionRequest, ExplainFigureRequest, Figure,
    RetireCodeListRequest, UpdateCodeListRequest, figure_definition::Rule,
};
use tonic::Code;

use crate::figure_definition::define;

fn coverage(id: &str, list: &str) -> CreateFigureDefinitionRequest {
    let rule = Coverage {
        service: "contracts".to_owned(),
        selection: Some(selection("agreement_parties", &[("counted", "true")])),
        distinct: "country".to_owned(),
        code_list: list.to_owned(),
        window: None,
    };
    define(id, "countries", Rule::Coverage(rule))
}

/// A fair with contracts of parties from Brazil, Britain and China, and a list.
async fn with_list(list: CodeList) -> RunningFair {
    let running = RunningFair::with_open_books().await;
    open_reporting(&running.clients).await;
    for (n, id) in ["gremio", "longley"].into_iter().enumerate() {
        let names = [id, "beijing-football"].map(organisation_named);
        let record = agreement(&[&names[0], &names[1]]);
        let id = format!("a{n}");
        running.clients.record_agreement(EDITION, &id, record).await;
    }
    let mut reporting = running.clients.reporting.clone();
    let list = create::code_list(FAIR, "bloc", list);
    reporting.create_code_list(list).await.unwrap();
    reporting
        .create_figure_definition(coverage("covered", "bloc"))
        .await
        .unwrap();
    running
}

async fn covered(running: &RunningFair) -> Figure {
    let answer = running.clients.figure(EDITION, "covered", None).await;
    answer.unwrap().figure.unwrap()
}

fn of(figure: &Figure) -> (i128, i64) {
    (value_of(figure).to_integer(), figure.out_of)
}

#[tokio::test]
async fn a_coverage_tells_how_many_out_of_how_many() {
    let list = code_list(&["BR", "GB", "LT", "CN", "FR"]).with(|list| {
        // Britain leaves the day after the opening, France joins it.
        list.entries[1].until = date(2016, 5, 29);
        list.entries[4].from = date(2016, 5, 29);
    });
    let running = with_list(list).await;
    assert_eq!(of(&covered(&running).await), (3, 4), "all but Lithuania");
    let ask = ExplainFigureRequest {
        name: format!("{EDITION}/figures/covered"),
        as_of: None,
    };
    let mut reporting = running.clients.reporting.clone();
    let answer = reporting.explain_figure(ask).await.unwrap().into_inner();
    let why = answer.explanation.unwrap();
    let list = format!("{FAIR}/codeLists/bloc@1");
    assert!(why.grounds.contains(&list), "{:?}", why.grounds);
    assert_eq!(why.cells.len(), 1);
}

#[tokio::test]
async fn the_list_of_a_cut_is_the_one_that_was_known_then() {
    let running = with_list(code_list(&["BR", "LT"])).await;
    let before = running.clients.figure(EDITION, "covered", None).await;
    let before = before.unwrap();
    assert_eq!(of(before.figure.as_ref().unwrap()), (1, 2));
    let longer = code_list(&["BR", "LT", "GB"]).with(|list| {
        list.name = format!("{FAIR}/codeLists/bloc");
    });
    let update = UpdateCodeListRequest {
        code_list: Some(longer),
        update_mask: None,
        request_id: request_id(),
    };
    let mut reporting = running.clients.reporting.clone();
    reporting.update_code_list(update).await.unwrap();
    assert_eq!(of(&covered(&running).await), (2, 3));
    let cut = at_cut(before.cut.as_ref().unwrap());
    let again = running.clients.figure(EDITION, "covered", cut).await;
    assert_eq!(again.unwrap().figure, before.figure);
}

#[tokio::test]
async fn a_retired_list_covers_nothing_more() {
    let running = with_list(code_list(&["BR"])).await;
    let retire = RetireCodeListRequest {
        name: format!("{FAIR}/codeLists/bloc"),
        reason: "The bloc is dissolved".to_owned(),
        request_id: request_id(),
        ..RetireCodeListRequest::default()
    };
    let mut reporting = running.clients.reporting.clone();
    reporting.retire_code_list(retire).await.unwrap();
    let refusal = refused(running.clients.figure(EDITION, "covered", None).await);
    refusal.is(Code::FailedPrecondition, "FIGURE_REFUSED");
    assert!(refusal.message.contains("was retired"), "{refusal:?}");
    for list in ["bloc", "nobody"] {
        let request = coverage("another", list);
        let refusal = refused(reporting.create_figure_definition(request).await);
        refusal.is(Code::InvalidArgument, "INVALID_FIELDS");
        assert_eq!(refusal.fields, ["figure_definition.coverage.code_list"]);
    }
}
