//! What is wrong with rules that ask cells: a violation for each fault.

use proto::reporting::v1::{
    Breakdown, Coverage, DateWindow, FigureDefinition, NamedRecords, Period, Streak,
    figure_definition::Rule,
};
use proto::statistics::v1::{ValueRange, condition::Test};

use super::{define, misshapen, selection, sum_of, unanswerable};

fn coverage(distinct: &str, conditions: &[(&str, &[&str])]) -> Coverage {
    Coverage {
        service: "exhibitions".to_owned(),
        selection: selection("delegations", conditions),
        distinct: distinct.to_owned(),
        code_list: "mainland".to_owned(),
        window: None,
    }
}

fn covered(rule: Coverage) -> FigureDefinition {
    define("subdivisions", Rule::Coverage(rule))
}

fn breakdown(sum_of: &str, by: &str, conditions: &[(&str, &[&str])]) -> Breakdown {
    Breakdown {
        service: "contracts".to_owned(),
        selection: selection("agreements", conditions),
        sum_of: sum_of.to_owned(),
        by: by.to_owned(),
        limit: 5,
        window: None,
    }
}

fn streak(cube: &str, conditions: &[(&str, &[&str])]) -> FigureDefinition {
    let rule = Streak {
        service: "exhibitions".to_owned(),
        selection: selection(cube, conditions),
    };
    define("editions", Rule::Streak(rule))
}

/// Forums of a kind, held within a window on a dimension.
fn dated(dimension: &str, period: Period, conditions: &[(&str, &[&str])]) -> FigureDefinition {
    let mut window = DateWindow {
        dimension: dimension.to_owned(),
        ..DateWindow::default()
    };
    window.set_period(period);
    let rule = NamedRecords {
        service: "forums".to_owned(),
        selection: selection("activities", conditions),
        limit: 5,
        window: Some(window),
    };
    define("activities", Rule::NamedRecords(rule))
}

#[test]
fn a_coverage_counts_a_free_dimension_out_of_a_list() {
    let right = covered(coverage("subdivision", &[("country", &["CN"])]));
    assert_eq!(unanswerable(&right), Vec::<String>::new());
    let nothing = Coverage {
        service: "nobody".to_owned(),
        code_list: "Mainland".to_owned(),
        ..Coverage::default()
    };
    assert_eq!(
        misshapen(&covered(nothing)),
        [
            "coverage.service",
            "coverage.selection",
            "coverage.distinct",
            "coverage.code_list"
        ]
    );
    let twice = coverage("subdivision", &[("subdivision", &["CN-BJ"])]);
    assert_eq!(misshapen(&covered(twice)), ["coverage.distinct"]);
    let mut dated = coverage("subdivision", &[]);
    dated.window = Some(DateWindow {
        dimension: "subdivision".to_owned(),
        period: Period::During.into(),
    });
    assert_eq!(misshapen(&covered(dated)), ["coverage.distinct"]);
    let uncovered = coverage("subdivision", &[("head", &["somebody"])]);
    assert_eq!(
        unanswerable(&covered(uncovered)),
        ["coverage.selection.where"]
    );
    let unknown = coverage("gate", &[("hall", &["1"])]);
    assert_eq!(
        unanswerable(&covered(unknown)),
        ["coverage.selection.where[0].dimension", "coverage.distinct"]
    );
    let percent = FigureDefinition {
        unit: "percent".to_owned(),
        ..covered(coverage("subdivision", &[]))
    };
    assert_eq!(unanswerable(&percent), ["unit"]);
}

#[test]
fn a_breakdown_adds_up_one_unit_by_a_dimension_with_one_value() {
    let of = |unit: &str, rule: Breakdown| define(unit, Rule::Breakdown(rule));
    let count = of("agreements", breakdown("agreements", "sector", &[]));
    assert_eq!(unanswerable(&count), Vec::<String>::new());
    let amount = breakdown("amount_minor_units", "sector", &[("currency", &["USD"])]);
    assert_eq!(
        unanswerable(&of("USD", amount.clone())),
        Vec::<String>::new()
    );
    assert_eq!(unanswerable(&of("CNY", amount)), ["unit"]);
    let mixed = breakdown("amount_minor_units", "sector", &[]);
    assert_eq!(
        unanswerable(&of("USD", mixed)),
        ["breakdown.selection.where"]
    );
    let unknown = breakdown("entries", "gate", &[]);
    assert_eq!(
        unanswerable(&of("agreements", unknown)),
        ["breakdown.sum_of", "breakdown.by"]
    );
    let by_edition = breakdown("agreements", "edition", &[]);
    assert_eq!(
        unanswerable(&of("agreements", by_edition)),
        ["breakdown.by"]
    );
    let uncovered = breakdown("agreements", "sector", &[("scope", &["host_city"])]);
    assert_eq!(
        unanswerable(&of("agreements", uncovered)),
        ["breakdown.selection.where"]
    );
    let empty = Breakdown {
        service: "contracts".to_owned(),
        selection: selection("agreements", &[]),
        limit: 101,
        ..Breakdown::default()
    };
    assert_eq!(
        misshapen(&of("agreements", empty)),
        ["breakdown.sum_of", "breakdown.by", "breakdown.limit"]
    );
}

#[test]
fn members_are_not_added_up_by_a_breakdown() {
    let by = |conditions: &[(&str, &[&str])]| {
        let rule = Breakdown {
            selection: selection("agreement_parties", conditions),
            ..breakdown("parties", "country", &[])
        };
        unanswerable(&define("parties", Rule::Breakdown(rule)))
    };
    assert_eq!(by(&[]), ["breakdown.selection.where"]);
    assert_eq!(
        by(&[("country", &["BR", "LT"])]),
        ["breakdown.selection.where"]
    );
    assert_eq!(by(&[("country", &["BR"])]), Vec::<String>::new());
}

#[test]
fn a_streak_names_values_and_counts_editions() {
    let city = streak("delegations", &[("unlocode", &["DECGN"])]);
    assert_eq!(unanswerable(&city), Vec::<String>::new());
    let in_days = FigureDefinition {
        unit: "days".to_owned(),
        ..city.clone()
    };
    assert_eq!(misshapen(&in_days), ["unit"]);
    let mut of_range = city;
    let Some(Rule::Streak(rule)) = &mut of_range.rule else {
        unreachable!()
    };
    rule.selection.as_mut().unwrap().r#where[0].test = Some(Test::Within(ValueRange {
        from: "DE".to_owned(),
        before: "DF".to_owned(),
    }));
    assert_eq!(misshapen(&of_range), ["streak.selection.where[0].within"]);
    let many = vec!["DECGN"; 200];
    assert_eq!(
        misshapen(&streak("delegations", &[("unlocode", &many)])),
        ["streak.selection.where[0].any_of.values"],
        "what is not known is asked for beside them"
    );
    assert_eq!(
        unanswerable(&streak("guests", &[("unlocode", &["DECGN"])])),
        ["streak.selection.cube"]
    );
    let both = [("unlocode", &["DECGN"][..]), ("head", &["somebody"])];
    assert_eq!(
        unanswerable(&streak("delegations", &both)),
        ["streak.selection.where"]
    );
}

#[test]
fn a_window_is_on_a_free_dimension_that_a_roll_up_has() {
    let forums = [("kind", &["forum"][..])];
    assert_eq!(
        unanswerable(&dated("held_on", Period::During, &forums)),
        Vec::<String>::new()
    );
    assert_eq!(
        misshapen(&dated("", Period::Unspecified, &forums)),
        [
            "named_records.window.dimension",
            "named_records.window.period"
        ]
    );
    assert_eq!(
        misshapen(&dated("kind", Period::During, &forums)),
        ["named_records.window.dimension"],
        "it has a condition already"
    );
    for dimension in ["edition", "signed_on"] {
        assert_eq!(
            unanswerable(&dated(dimension, Period::During, &forums)),
            ["named_records.window.dimension"]
        );
    }
    let of_sector = [("sector", &["2.B"][..])];
    assert_eq!(
        unanswerable(&dated("held_on", Period::During, &of_sector)),
        ["named_records.selection.where"],
        "no roll-up has the day and the sector"
    );
}

#[test]
fn an_area_is_pinned_to_one_basis_and_is_no_amount() {
    let area = |unit: &str, bases: &[&str]| {
        let pinned = [("area_basis", bases)];
        let mut area = sum_of(
            "area_square_metres",
            unit,
            "space",
            if bases.is_empty() { &[] } else { &pinned },
        );
        let Some(Rule::Selection(rule)) = &mut area.rule else {
            unreachable!()
        };
        rule.service = "exhibitions".to_owned();
        unanswerable(&area)
    };
    assert_eq!(area("square_metres", &["net"]), Vec::<String>::new());
    assert_eq!(area("USD", &["net"]), ["unit"]);
    assert_eq!(area("percent", &["net"]), ["unit"]);
    assert_eq!(area("square_metres", &[]), ["selection.selection.where"]);
    assert_eq!(
        area("square_metres", &["net", "gross"]),
        ["selection.selection.where"]
    );
}
