//! Which values can be reported.

use proto::reporting::v1::{PerDay, Rank, RankOrder, Streak, Threshold};

use super::*;
use crate::tables;

fn figure(value: &str, lower: &str, upper: &str) -> ReportedFigure {
    ReportedFigure {
        value: value.to_owned(),
        status: ObservationStatus::Normal.into(),
        source: "the closing report".to_owned(),
        lower_bound: lower.to_owned(),
        upper_bound: upper.to_owned(),
        ..ReportedFigure::default()
    }
}

fn fields(violations: &Violations) -> Vec<&str> {
    violations
        .found()
        .iter()
        .map(|found| found.field.as_str())
        .collect()
}

#[test]
fn a_value_lies_between_its_bounds() {
    let wrong = |value: &str, lower: &str, upper: &str| {
        let mut violations = Violations::new();
        figure(value, lower, upper).check(&mut violations);
        fields(&violations).join(" ")
    };
    assert_eq!(wrong("236", "236", "237"), "");
    assert_eq!(wrong("236", "", ""), "");
    assert_eq!(wrong("236", "236.5", "237"), "lower_bound");
    assert_eq!(wrong("238", "236", "237"), "upper_bound");
    assert_eq!(wrong("about 236", "x", "237"), "value lower_bound");
}

#[test]
fn a_value_can_be_one_of_its_figure() {
    let mut catalogue = tables::fair();
    let of = || "contract-count".to_owned();
    let order = RankOrder::HighestFirst.into();
    let above = "1".to_owned();
    for (id, unit, rule) in [
        ("daily", "agreements", Rule::PerDay(PerDay { of: of() })),
        ("place", "rank", Rule::Rank(Rank { of: of(), order })),
        (
            "over",
            "agreements",
            Rule::Threshold(Threshold { of: of(), above }),
        ),
        ("run", "editions", Rule::Streak(Streak::default())),
    ] {
        let definition = FigureDefinition {
            unit: unit.to_owned(),
            rule: Some(rule),
            ..FigureDefinition::default()
        };
        catalogue.define(id, definition);
    }
    let wrong = |id: &str, value: &str| {
        let mut violations = Violations::new();
        let definition = &catalogue.definitions[id].record;
        check_against(&figure(value, "", ""), definition, &mut violations);
        fields(&violations).join(" ")
    };
    assert_eq!(wrong("contract-count", "236"), "");
    assert_eq!(wrong("contract-count", "236.0"), "");
    assert_eq!(wrong("contract-count", "236.5"), "reported_figure.value");
    assert_eq!(wrong("contract-count", "-1"), "reported_figure.value");
    assert_eq!(wrong("contract-volume", "81520000000.07"), "");
    assert_eq!(
        wrong("contract-volume", "81520000000.007"),
        "reported_figure.value"
    );
    assert_eq!(wrong("contract-count-growth", "-9.3886"), "");
    assert_eq!(wrong("contract-count-series", "458"), "reported_figure_id");
    assert_eq!(wrong("featured-culture", "2"), "reported_figure_id");
    assert_eq!(wrong("daily", "66.2"), "");
    assert_eq!(wrong("daily", "-66.2"), "reported_figure.value");
    for id in ["place", "over", "run"] {
        assert_eq!(wrong(id, "3"), "reported_figure_id", "{id}");
    }
}

#[test]
fn a_share_is_a_part_of_its_whole() {
    let catalogue = tables::fair();
    let wrong = |id: &str, value: &str, upper: &str| {
        let mut violations = Violations::new();
        let definition = &catalogue.definitions[id].record;
        check_against(&figure(value, "", upper), definition, &mut violations);
        fields(&violations).join(" ")
    };
    for value in ["0", "36.5", "100"] {
        assert_eq!(wrong("international-share", value, ""), "", "{value}");
    }
    for value in ["-0.1", "100.01", "250"] {
        let found = wrong("international-share", value, "");
        assert_eq!(found, "reported_figure.value", "{value}");
    }
    let found = wrong("international-share", "99", "101");
    assert_eq!(found, "reported_figure.upper_bound");
    assert_eq!(wrong("contract-count-growth", "250", ""), "");
}
