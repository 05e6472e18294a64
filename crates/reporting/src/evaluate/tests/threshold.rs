//! What a figure exceeds, and what it is per day.

use proto::reporting::v1::{
    CellSelection, FigureBasis, FigureDefinition, ObservationStatus, PerDay, Threshold,
    cell_selection::Measure, figure_definition::Rule,
};

use super::{answer, closing, definition, figure, of_family, refusal, value, where_values};
use crate::{explain, tables};

fn above(of: &str, unit: &str, above: &str) -> FigureDefinition {
    let (of, above) = (of.to_owned(), above.to_owned());
    definition(unit, Rule::Threshold(Threshold { of, above }))
}

fn per_day(of: &str, unit: &str) -> FigureDefinition {
    let of = of.to_owned();
    definition(unit, Rule::PerDay(PerDay { of }))
}

#[test]
fn a_threshold_is_given_only_where_it_is_exceeded() {
    let mut tables = closing();
    tables.define("over", above("contract-volume", "USD", "100000000000"));
    tables.define("level", above("contract-volume", "USD", "101080000000.00"));
    assert_eq!(value(&tables, 4, "over").to_string(), "100000000000");
    let over = figure(&tables, 4, "over");
    assert_eq!(
        (over.unit.as_str(), over.status()),
        ("USD", ObservationStatus::Provisional)
    );
    assert_eq!(
        refusal(&tables, 4, "level"),
        "contract-volume of fairs/ciftis/editions/4, which is 101080000000, is not above \
         101080000000"
    );
}

#[test]
fn the_least_a_value_can_be_decides() {
    let mut tables = closing();
    tables.define("over-235", above("contract-count", "agreements", "235"));
    tables.define("over-236", above("contract-count", "agreements", "236"));
    // 236 to 237.
    assert_eq!(value(&tables, 3, "over-235").to_string(), "235");
    assert_eq!(
        refusal(&tables, 3, "over-236"),
        "contract-count of fairs/ciftis/editions/3, of which the least it can be is 236, is not \
         above 236"
    );
    let about = tables.report(3, "contract-count", "1000");
    about.approximate = true;
    assert_eq!(
        refusal(&tables, 3, "over-235"),
        "contract-count of fairs/ciftis/editions/3 was given as approximate, and nothing tells \
         the least it can be"
    );
    tables.report(3, "contract-count", "1000").lower_bound = "236".to_owned();
    let over = figure(&tables, 3, "over-235");
    assert_eq!(over.refusal, "");
    assert!(!over.approximate, "that it is exceeded is sure");
}

#[test]
fn units_stay_what_they_are() {
    let mut tables = closing();
    tables.define("over", above("contract-volume", "EUR", "1"));
    tables.define("daily", per_day("contract-volume", "EUR"));
    for id in ["over", "daily"] {
        let why = refusal(&tables, 4, id);
        assert!(why.ends_with("is in USD, where EUR is needed"), "{why}");
    }
}

#[test]
fn per_day_is_exact_and_counts_both_ends() {
    let mut tables = closing();
    tables.define("daily", per_day("contract-count", "agreements"));
    tables.define("daily-over", above("daily", "agreements", "66"));
    assert_eq!(value(&tables, 4, "daily").to_string(), "66.2");
    assert_eq!(value(&tables, 4, "daily-over").to_string(), "66");
    let tree = explain::explanation(&answer(&tables, 4, "daily"), &tables::cut()).unwrap();
    assert_eq!(
        tree.computation,
        "contract-count divided by the days open, both ends counted: days from 2016-05-28 to \
         2016-06-01 = 5; 331 / 5 = 66.2"
    );
    assert_eq!(tree.grounds[0], "fairs/ciftis/editions/4@0");
    // 236 to 237 over five days.
    tables.define("third", above("daily", "agreements", "47.19"));
    assert_eq!(value(&tables, 3, "third").to_string(), "47.19");
    tables.define("third", above("daily", "agreements", "47.2"));
    let why = refusal(&tables, 3, "third");
    assert!(why.contains("the least it can be is 47.2"), "{why}");
}

#[test]
fn an_area_is_measured_on_one_basis_in_its_own_unit() {
    let mut tables = tables::fair();
    tables.status(4, "space", FigureBasis::Records, ObservationStatus::Normal);
    tables.area(4, "gross", 50_000);
    tables.area(4, "net", 24_000);
    let area = |unit: &str, bases: &[&str]| {
        let rule = CellSelection {
            service: "exhibitions".to_owned(),
            selection: where_values("space", &[("area_basis", bases)]),
            measure: Some(Measure::SumOf("area_square_metres".to_owned())),
            window: None,
        };
        of_family("space", unit, Rule::Selection(rule))
    };
    tables.define("net", area("square_metres", &["net"]));
    tables.define("both", area("square_metres", &["net", "gross"]));
    tables.define("money", area("USD", &["net"]));
    assert_eq!(value(&tables, 4, "net").to_string(), "24000");
    assert_eq!(
        refusal(&tables, 4, "both"),
        "its definition does not pin area_basis to one value"
    );
    assert_eq!(
        refusal(&tables, 4, "money"),
        "its definition says USD and selects net"
    );
}
