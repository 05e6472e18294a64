//! What a definition must be like in itself.

use proto::{
    reporting::v1::{
        Attribute, AttributeKind, FigureDefinition, Growth, NamedRecords, PerDay, PreviousEdition,
        Rank, RankOrder, SameSeasonYearEarlier, Share, Sum, Threshold, figure_definition::Rule,
        growth::Base,
    },
    statistics::v1::{Condition, Selection, ValueRange, condition::Test},
};

use super::{convert, define, misshapen, sum_of};

#[test]
fn a_definition_says_what_it_is() {
    let empty = misshapen(&FigureDefinition::default());
    assert_eq!(empty, ["title.en", "title.zh", "family", "unit", "rule"]);
}

#[test]
fn units_are_currencies_or_words() {
    let of_unit = |unit: &str| misshapen(&sum_of("agreements", unit, "agreements", &[]));
    for unit in ["agreements", "USD", "square-metres", "square_metres"] {
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
        "_a",
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
        window: None,
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
fn rules_over_other_figures_name_what_they_need() {
    let mut rank = Rank {
        of: "contract-count".to_owned(),
        ..Rank::default()
    };
    assert_eq!(
        misshapen(&define("rank", Rule::Rank(rank.clone()))),
        ["rank.order"]
    );
    rank.set_order(RankOrder::HighestFirst);
    assert_eq!(
        misshapen(&define("rank", Rule::Rank(rank.clone()))),
        Vec::<String>::new()
    );
    assert_eq!(
        misshapen(&define("agreements", Rule::Rank(rank))),
        ["unit"],
        "a place is no number of agreements"
    );
    assert_eq!(
        misshapen(&define("agreements", Rule::PerDay(PerDay::default()))),
        ["per_day.of"]
    );
    for above in ["", "1,000", "1e9", "one"] {
        let threshold = Threshold {
            of: "Count".to_owned(),
            above: above.to_owned(),
        };
        assert_eq!(
            misshapen(&define("agreements", Rule::Threshold(threshold))),
            ["threshold.above", "threshold.of"]
        );
    }
    let season = Growth {
        of: "contract-count".to_owned(),
        base: Some(Base::SameSeasonYearEarlier(SameSeasonYearEarlier {})),
    };
    assert_eq!(
        misshapen(&define("percent", Rule::Growth(season))),
        Vec::<String>::new()
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
                window: None,
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
