//! How many members of a code list occur.

use proto::reporting::v1::{
    CodeListEntry, Coverage, FigureBasis, FigureDefinition, ObservationStatus,
    figure_definition::Rule,
};
use resource::date;

use super::{answer, figure, of_family, refusal, value, where_values};
use crate::{
    explain,
    tables::{self, Tables},
};

fn coverage(list: &str) -> FigureDefinition {
    let rule = Coverage {
        service: "exhibitions".to_owned(),
        selection: where_values("delegations", &[]),
        distinct: "subdivision".to_owned(),
        code_list: list.to_owned(),
        window: None,
    };
    of_family("delegations", "subdivisions", Rule::Coverage(rule))
}

fn entry(code: &str, from: &str, until: &str) -> CodeListEntry {
    let day = |text: &str| (!text.is_empty()).then(|| date::date(text.parse().unwrap()));
    CodeListEntry {
        code: code.to_owned(),
        from: day(from),
        until: day(until),
    }
}

fn tables_with(entries: Vec<CodeListEntry>) -> Tables {
    let mut tables = tables::fair();
    tables.status(
        4,
        "delegations",
        FigureBasis::Records,
        ObservationStatus::Normal,
    );
    tables.code_list("mainland", entries);
    tables.define("covered", coverage("mainland"));
    tables
}

#[test]
fn members_are_counted_out_of_those_in_force_on_the_opening_day() {
    let mut tables = tables_with(vec![
        entry("CN-BJ", "", ""),
        entry("CN-SC", "", ""),
        entry("CN-CQ", "2016-05-28", ""),
        entry("CN-XX", "2016-05-29", ""),
        entry("CN-YY", "", "2016-05-28"),
    ]);
    for subdivision in ["CN-BJ", "CN-BJ", "CN-SC", "CN-XX", "CN-YY", "DE-NW"] {
        tables.delegation(4, subdivision, "none", "none");
    }
    tables.delegation(3, "CN-CQ", "none", "none");
    assert_eq!(value(&tables, 4, "covered").to_string(), "2");
    assert_eq!(figure(&tables, 4, "covered").out_of, 3);
    tables.delegation(4, "CN-CQ", "none", "none");
    let complete = figure(&tables, 4, "covered");
    assert_eq!(
        complete.value.unwrap().numerator,
        complete.out_of.to_string()
    );
}

#[test]
fn a_list_longer_than_one_question_is_asked_in_several() {
    let codes: Vec<_> = (0..450).map(|n| format!("XX-{n:03}")).collect();
    let mut tables = tables_with(codes.iter().map(|code| entry(code, "", "")).collect());
    for code in codes.iter().step_by(2) {
        tables.delegation(4, code, "none", "none");
    }
    assert_eq!(value(&tables, 4, "covered").to_string(), "225");
    assert_eq!(figure(&tables, 4, "covered").out_of, 450);
}

#[test]
fn the_explanation_names_the_revision_of_the_list() {
    let mut tables = tables_with(vec![entry("CN-BJ", "", "")]);
    tables.delegation(4, "CN-BJ", "none", "none");
    let tree = explain::explanation(&answer(&tables, 4, "covered"), &tables::cut()).unwrap();
    assert_eq!(
        tree.computation,
        "the members of fairs/ciftis/codeLists/mainland@1 in force on the opening day that occur \
         as subdivision in delegations of exhibitions: 1 of 1"
    );
    assert_eq!(
        tree.grounds,
        [
            "fairs/ciftis/codeLists/mainland@1",
            "fairs/ciftis/editions/4@0",
            "fairs/ciftis/editions/4/statuses/delegations@1",
        ]
    );
    assert_eq!(tree.cells.len(), 1);
}

#[test]
fn a_coverage_needs_a_list_that_stands_and_has_members() {
    let mut tables = tables_with(vec![entry("CN-BJ", "2017-01-01", "")]);
    assert_eq!(
        refusal(&tables, 4, "covered"),
        "fairs/ciftis/codeLists/mainland@1 has no member in force on 2016-05-28"
    );
    tables.code_lists.get_mut("mainland").unwrap().live = false;
    assert_eq!(
        refusal(&tables, 4, "covered"),
        "the code list fairs/ciftis/codeLists/mainland@1 was retired"
    );
    tables.code_lists.clear();
    assert_eq!(
        refusal(&tables, 4, "covered"),
        "no code list mainland was recorded"
    );
}

#[test]
fn what_was_only_reported_covers_nothing() {
    let mut tables = tables_with(vec![entry("CN-BJ", "", "")]);
    tables.status(
        4,
        "delegations",
        FigureBasis::Reported,
        ObservationStatus::Normal,
    );
    tables.report(4, "covered", "1");
    let why = refusal(&tables, 4, "covered");
    assert!(
        why.contains("reported figures only, and no covered"),
        "{why}"
    );
}
