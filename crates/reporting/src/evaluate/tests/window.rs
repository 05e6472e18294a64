//! Windows that the dates of the edition bound.

use proto::reporting::v1::{
    Breakdown, CellSelection, DateWindow, FigureBasis, ObservationStatus, Period,
    cell_selection::Measure, figure_definition::Rule,
};

use super::{answer, figure, of_family, value, where_values};
use crate::{
    explain,
    tables::{self, Tables},
};

fn window(period: Period) -> Option<DateWindow> {
    let mut window = DateWindow {
        dimension: "held_on".to_owned(),
        ..DateWindow::default()
    };
    window.set_period(period);
    Some(window)
}

/// Activities around the 4th edition, from 28 May to 1 June: one count for each day.
fn held() -> Tables {
    let mut tables = tables::fair();
    tables.status(
        4,
        "activities",
        FigureBasis::Records,
        ObservationStatus::Normal,
    );
    for (day, count) in [
        ("2016-05-27", 1),
        ("2016-05-28", 10),
        ("2016-06-01", 100),
        ("2016-06-02", 1_000),
        ("none", 10_000),
        ("", 100_000),
    ] {
        tables.activities(4, "forum", day, count);
    }
    for (id, period) in [
        ("before", Period::BeforeOpening),
        ("during", Period::During),
        ("after", Period::AfterClosing),
        ("until", Period::UntilClosing),
    ] {
        let rule = CellSelection {
            service: "forums".to_owned(),
            selection: where_values("activities", &[("kind", &["forum"])]),
            measure: Some(Measure::SumOf("activities".to_owned())),
            window: window(period),
        };
        tables.define(
            id,
            of_family("activities", "activities", Rule::Selection(rule)),
        );
    }
    tables
}

#[test]
fn each_day_lies_on_its_side_of_the_dates_and_what_has_none_on_no_side() {
    let tables = held();
    for (id, count) in [
        ("before", "1"),
        ("during", "110"),
        ("after", "1000"),
        ("until", "111"),
    ] {
        assert_eq!(value(&tables, 4, id).to_string(), count, "{id}");
    }
}

#[test]
fn the_dates_are_those_of_the_edition_at_the_cut() {
    let mut tables = held();
    let edition = tables.editions.get_mut(&4).unwrap();
    edition.closing_date.as_mut().unwrap().day = 2;
    assert_eq!(value(&tables, 4, "during").to_string(), "1110");
    let tree = explain::explanation(&answer(&tables, 4, "during"), &tables::cut()).unwrap();
    assert_eq!(tree.grounds[0], "fairs/ciftis/editions/4@0");
    assert!(
        tree.cells[0]
            .evidence_request_json
            .contains(r#""within":{"from":"2016-05-28","before":"2016-06-03"}"#),
        "{}",
        tree.cells[0].evidence_request_json
    );
}

#[test]
fn an_edition_without_dates_has_no_windows() {
    let mut tables = held();
    tables.editions.get_mut(&4).unwrap().opening_date = None;
    let why = figure(&tables, 4, "during").refusal;
    assert_eq!(why, "the edition has no opening date");
}

#[test]
fn a_breakdown_has_a_window_too() {
    let mut tables = held();
    tables.activities(4, "business_talk", "2016-05-30", 7);
    let rule = Breakdown {
        service: "forums".to_owned(),
        selection: where_values("activities", &[]),
        sum_of: "activities".to_owned(),
        by: "kind".to_owned(),
        limit: 5,
        window: window(Period::During),
    };
    tables.define(
        "kinds",
        of_family("activities", "activities", Rule::Breakdown(rule)),
    );
    let kinds = figure(&tables, 4, "kinds").parts;
    let kinds: Vec<_> = kinds
        .iter()
        .map(|part| {
            (
                part.key.as_str(),
                part.value.as_ref().unwrap().numerator.as_str(),
            )
        })
        .collect();
    assert_eq!(kinds, [("forum", "110"), ("business_talk", "7")]);
}
