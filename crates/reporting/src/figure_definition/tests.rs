//! What is wrong with definitions is named field by field.

use fault::Violations;
use proto::{
    reporting::v1::{
        Attribute, AttributeKind, CellSelection, Conversion, FigureDefinition, Growth,
        NamedRecords, PreviousEdition, Remainder, Series, Share, Sum, cell_selection::Measure,
        figure_definition::Rule, growth::Base,
    },
    statistics::v1::{Condition, LocalizedText, Selection, ValueRange, ValueSet, condition::Test},
};

use super::{
    answerable,
    built_on::{self, Definitions},
    shape,
};
use crate::tables;

fn define(unit: &str, rule: Rule) -> FigureDefinition {
    FigureDefinition {
        title: Some(LocalizedText {
            en: "a figure".to_owned(),
            zh: "数".to_owned(),
        }),
        unit: unit.to_owned(),
        family: "contracts".to_owned(),
        rule: Some(rule),
        ..FigureDefinition::default()
    }
}

fn condition(dimension: &str, values: &[&str]) -> Condition {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    Condition {
        dimension: dimension.to_owned(),
        test: Some(Test::AnyOf(ValueSet { values })),
    }
}

fn selection(cube: &str, conditions: &[(&str, &[&str])]) -> Option<Selection> {
    Some(Selection {
        cube: cube.to_owned(),
        r#where: conditions
            .iter()
            .map(|(dimension, values)| condition(dimension, values))
            .collect(),
    })
}

fn sum_of(
    quantity: &str,
    unit: &str,
    cube: &str,
    conditions: &[(&str, &[&str])],
) -> FigureDefinition {
    define(
        unit,
        Rule::Selection(CellSelection {
            service: "contracts".to_owned(),
            selection: selection(cube, conditions),
            measure: Some(Measure::SumOf(quantity.to_owned())),
        }),
    )
}

fn distinct(dimension: &str, cube: &str, conditions: &[(&str, &[&str])]) -> FigureDefinition {
    define(
        "countries",
        Rule::Selection(CellSelection {
            service: "contracts".to_owned(),
            selection: selection(cube, conditions),
            measure: Some(Measure::Distinct(dimension.to_owned())),
        }),
    )
}

fn convert(currency_code: &str, conditions: &[(&str, &[&str])]) -> FigureDefinition {
    define(
        "USD",
        Rule::Conversion(Conversion {
            service: "contracts".to_owned(),
            selection: selection("agreements", conditions),
            sum_of: "amount_minor_units".to_owned(),
            currency_code: currency_code.to_owned(),
        }),
    )
}

fn fields(check: impl FnOnce(&mut Violations)) -> Vec<String> {
    let mut violations = Violations::new();
    check(&mut violations);
    violations
        .found()
        .iter()
        .map(|found| found.field.clone())
        .collect()
}

fn misshapen(definition: &FigureDefinition) -> Vec<String> {
    fields(|violations| shape::check(definition, violations))
}

fn unanswerable(definition: &FigureDefinition) -> Vec<String> {
    assert_eq!(misshapen(definition), Vec::<String>::new());
    fields(|violations| answerable::check(definition, &tables::cubes(), violations))
}

#[test]
fn a_definition_says_what_it_is() {
    let empty = misshapen(&FigureDefinition::default());
    assert_eq!(empty, ["title.en", "title.zh", "family", "unit", "rule"]);
}

#[test]
fn units_are_currencies_or_words() {
    let of_unit = |unit: &str| misshapen(&sum_of("agreements", unit, "agreements", &[]));
    for unit in ["agreements", "USD", "square-metres"] {
        assert_eq!(of_unit(unit), Vec::<String>::new(), "{unit}");
    }
    for unit in [
        "",
        "Agreements",
        "usd1",
        "XAU",
        "ZZZ",
        "per cent",
        "-a",
        "RMB",
    ] {
        assert_eq!(of_unit(unit), ["unit"], "{unit}");
    }
}

#[test]
fn the_rule_decides_the_unit_where_it_can() {
    let attribute = |unit: &str| {
        let mut attribute = Attribute::default();
        attribute.set_kind(AttributeKind::OpenDaysInclusive);
        misshapen(&define(unit, Rule::Attribute(attribute)))
    };
    assert_eq!(attribute("days"), Vec::<String>::new());
    assert_eq!(attribute("years"), ["unit"]);
    assert_eq!(misshapen(&convert("CNY", &[])), ["unit"]);
    let growth = Growth {
        of: "contract-count".to_owned(),
        base: Some(Base::PreviousEdition(PreviousEdition {})),
    };
    assert_eq!(
        misshapen(&define("agreements", Rule::Growth(growth))),
        ["unit"]
    );
}

#[test]
fn every_fault_of_a_rule_is_named() {
    let names = NamedRecords {
        service: "nobody".to_owned(),
        limit: 51,
        selection: None,
    };
    assert_eq!(
        misshapen(&define("agreements", Rule::NamedRecords(names))),
        [
            "named_records.service",
            "named_records.selection",
            "named_records.limit"
        ]
    );
    let twice = sum_of(
        "agreements",
        "agreements",
        "agreements",
        &[("scope", &["international"]), ("scope", &[]), ("", &["x"])],
    );
    assert_eq!(
        misshapen(&twice),
        [
            "selection.selection.where[1].dimension",
            "selection.selection.where[1].any_of.values",
            "selection.selection.where[2].dimension",
        ]
    );
    let sum = Sum {
        parts: vec!["Contract Count".to_owned()],
    };
    assert_eq!(
        misshapen(&define("agreements", Rule::Sum(sum))),
        ["sum.parts", "sum.parts[0]"]
    );
    let share = Share {
        part: "contract-count".to_owned(),
        whole: "contract-count".to_owned(),
    };
    assert_eq!(
        misshapen(&define("percent", Rule::Share(share))),
        ["share.whole"]
    );
}

#[test]
fn a_range_holds_something() {
    let within = |from: &str, before: &str| {
        let range = ValueRange {
            from: from.to_owned(),
            before: before.to_owned(),
        };
        let condition = Condition {
            dimension: "held_on".to_owned(),
            test: Some(Test::Within(range)),
        };
        let selection = Selection {
            cube: "activities".to_owned(),
            r#where: vec![condition],
        };
        misshapen(&define(
            "activities",
            Rule::NamedRecords(NamedRecords {
                service: "forums".to_owned(),
                selection: Some(selection),
                limit: 1,
            }),
        ))
    };
    assert_eq!(within("2016-05-28", "2016-06-02"), Vec::<String>::new());
    assert_eq!(within("", "2016-06-02"), Vec::<String>::new());
    for (from, before) in [("", ""), ("2016-06-02", "2016-05-28"), ("2016", "2016")] {
        assert_eq!(
            within(from, before),
            ["named_records.selection.where[0].within"]
        );
    }
}

#[test]
fn a_selection_names_what_the_cube_has() {
    assert_eq!(
        unanswerable(&sum_of("agreements", "agreements", "visits", &[])),
        ["selection.selection.cube"]
    );
    assert_eq!(
        unanswerable(&sum_of(
            "entries",
            "agreements",
            "agreements",
            &[("gate", &["1"])]
        )),
        ["selection.sum_of", "selection.selection.where[0].dimension"]
    );
    assert_eq!(
        unanswerable(&sum_of(
            "agreements",
            "agreements",
            "agreements",
            &[("edition", &["4"])]
        )),
        ["selection.selection.where[0].dimension"]
    );
    assert_eq!(
        unanswerable(&distinct("gate", "agreements", &[])),
        ["selection.distinct"]
    );
    assert_eq!(
        unanswerable(&distinct("edition", "agreements", &[])),
        ["selection.distinct"]
    );
}

#[test]
fn an_amount_is_pinned_to_the_currency_of_the_figure() {
    let amount = |unit: &str, currencies: &[&str]| {
        let pinned = [("currency", currencies)];
        let pinned = if currencies.is_empty() {
            &[]
        } else {
            &pinned[..]
        };
        unanswerable(&sum_of("amount_minor_units", unit, "agreements", pinned))
    };
    assert_eq!(amount("CNY", &["CNY"]), Vec::<String>::new());
    assert_eq!(amount("USD", &["CNY"]), ["unit"]);
    assert_eq!(amount("CNY", &[]), ["selection.selection.where"]);
    assert_eq!(
        amount("CNY", &["CNY", "USD"]),
        ["selection.selection.where"]
    );
    assert_eq!(
        unanswerable(&sum_of("agreements", "CNY", "agreements", &[])),
        ["unit"],
        "a count is no amount"
    );
}

#[test]
fn only_amounts_are_converted() {
    assert_eq!(unanswerable(&convert("USD", &[])), Vec::<String>::new());
    let mut count = convert("USD", &[]);
    let Some(Rule::Conversion(rule)) = &mut count.rule else {
        unreachable!()
    };
    rule.sum_of = "agreements".to_owned();
    assert_eq!(unanswerable(&count), ["conversion.sum_of"]);
}

#[test]
fn a_roll_up_must_cover_the_question() {
    let uncovered: [(&str, &[&str]); 2] = [
        ("reached_through_kind", &["activity"]),
        ("scope", &["host_city"]),
    ];
    assert_eq!(
        unanswerable(&sum_of(
            "agreements",
            "agreements",
            "agreements",
            &uncovered
        )),
        ["selection.selection.where"]
    );
    assert_eq!(
        unanswerable(&convert("USD", &[("reached_through_kind", &["activity"])])),
        ["conversion.selection.where"],
        "the currency must be in the roll-up too"
    );
    assert_eq!(
        unanswerable(&distinct(
            "sector",
            "agreements",
            &[("scope", &["host_city"])]
        )),
        ["selection.selection.where"]
    );
}

#[test]
fn what_counts_several_times_is_counted_and_not_added_up() {
    let parties = |conditions: &[(&str, &[&str])]| {
        unanswerable(&sum_of(
            "parties",
            "parties",
            "agreement_parties",
            conditions,
        ))
    };
    assert_eq!(parties(&[]), ["selection.selection.where"]);
    assert_eq!(
        parties(&[("country", &["BR", "LT"])]),
        ["selection.selection.where"]
    );
    assert_eq!(parties(&[("country", &["BR"])]), Vec::<String>::new());
    let countries = distinct("country", "agreement_parties", &[("counted", &["true"])]);
    assert_eq!(unanswerable(&countries), Vec::<String>::new());
}

/// The catalogue, and what is wrong with a definition beside it.
fn beside_the_catalogue(id: &str, definition: &FigureDefinition) -> (Vec<String>, Vec<String>) {
    let catalogue = tables::fair().definitions.into_iter();
    let others: Definitions = catalogue.map(|(id, held)| (id, held.record)).collect();
    against(id, definition, &others)
}

fn against(
    id: &str,
    definition: &FigureDefinition,
    others: &Definitions,
) -> (Vec<String>, Vec<String>) {
    let mut violations = Violations::new();
    let missing = built_on::check(id, definition, others, &mut violations);
    (
        violations
            .found()
            .iter()
            .map(|found| found.field.clone())
            .collect(),
        missing.into_iter().map(|missing| missing.field).collect(),
    )
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn parts_exist_and_have_one_value_in_the_right_unit() {
    let sum = |parts: &[&str]| {
        let rule = Rule::Sum(Sum { parts: ids(parts) });
        beside_the_catalogue("own", &define("agreements", rule))
    };
    assert_eq!(
        sum(&["contract-count", "host-city-count"]),
        (vec![], vec![])
    );
    assert_eq!(
        sum(&["contract-count", "nobody"]),
        (vec![], ids(&["sum.parts[1]"]))
    );
    assert_eq!(
        sum(&["contract-volume", "contract-count"]),
        (ids(&["sum.parts[0]"]), vec![])
    );
    assert_eq!(
        sum(&["contract-count-series", "featured-culture"]),
        (ids(&["sum.parts[0]", "sum.parts[1]"]), vec![])
    );
    let share = Share {
        part: "contract-count".to_owned(),
        whole: "contract-volume".to_owned(),
    };
    let share = define("percent", Rule::Share(share));
    assert_eq!(
        beside_the_catalogue("own", &share),
        (ids(&["share.part"]), vec![])
    );
    let series = Series {
        of: "contract-volume".to_owned(),
    };
    let series = define("CNY", Rule::Series(series));
    assert_eq!(
        beside_the_catalogue("own", &series),
        (ids(&["series.of"]), vec![])
    );
}

#[test]
fn what_looks_back_stays_in_its_family() {
    let growth = Growth {
        of: "forum-count".to_owned(),
        base: Some(Base::Ordinal(1)),
    };
    let growth = define("percent", Rule::Growth(growth));
    assert_eq!(
        beside_the_catalogue("own", &growth),
        (ids(&["family"]), vec![])
    );
    let series = Series {
        of: "forum-count".to_owned(),
    };
    let series = define("activities", Rule::Series(series));
    assert_eq!(
        beside_the_catalogue("own", &series),
        (ids(&["family"]), vec![])
    );
}

#[test]
fn no_definition_is_computed_from_itself() {
    let itself = Remainder {
        whole: "own".to_owned(),
        parts: ids(&["contract-count"]),
    };
    let itself = define("agreements", Rule::Remainder(itself));
    assert_eq!(
        beside_the_catalogue("own", &itself),
        (ids(&["remainder.whole"]), vec![])
    );
    // contract-count is what remainder-count is computed from.
    let round = Rule::Sum(Sum {
        parts: ids(&["host-city-count", "remainder-count"]),
    });
    let round = define("agreements", round);
    assert_eq!(
        beside_the_catalogue("contract-count", &round),
        (ids(&["sum.parts[1]"]), vec![])
    );
}

#[test]
fn rows_of_definitions_are_bounded_however_they_branch() {
    let sum = |parts: &[String]| {
        let parts = parts.to_vec();
        define("agreements", Rule::Sum(Sum { parts }))
    };
    let leaf = |_: usize| sum_of("agreements", "agreements", "agreements", &[]);
    let mut definitions = Definitions::new();
    for twin in 0..2 {
        definitions.insert(format!("level-1-{twin}"), leaf(twin));
    }
    for level in 2..=16 {
        let below = [
            format!("level-{}-0", level - 1),
            format!("level-{}-1", level - 1),
        ];
        for twin in 0..2 {
            let id = format!("level-{level}-{twin}");
            assert_eq!(
                against(&id, &sum(&below), &definitions),
                (vec![], vec![]),
                "{id}"
            );
            definitions.insert(id, sum(&below));
        }
    }
    let top = sum(&["level-16-0".to_owned(), "level-1-1".to_owned()]);
    assert_eq!(
        against("level-17", &top, &definitions),
        (ids(&["rule"]), vec![])
    );
    // One at the bottom cannot grow either.
    definitions.insert("apart-0".to_owned(), leaf(0));
    definitions.insert("apart-1".to_owned(), leaf(1));
    let deeper = sum(&["apart-0".to_owned(), "apart-1".to_owned()]);
    assert_eq!(
        against("level-1-0", &deeper, &definitions),
        (ids(&["rule"]), vec![])
    );
}
