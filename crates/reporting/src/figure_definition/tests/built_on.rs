//! What a definition may build on.

use fault::Violations;
use proto::reporting::v1::{
    FigureDefinition, Growth, PerDay, Rank, Remainder, Series, Share, Sum, Threshold,
    figure_definition::Rule, growth::Base,
};

use super::{define, sum_of};
use crate::{
    figure_definition::built_on::{self, Definitions},
    tables,
};

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
fn the_unit_of_a_place_is_its_own_and_that_of_a_part_the_figures() {
    let of = || "contract-volume".to_owned();
    let rank = Rule::Rank(Rank {
        of: of(),
        ..Rank::default()
    });
    assert_eq!(
        beside_the_catalogue("own", &define("rank", rank)),
        (vec![], vec![])
    );
    let per_day = Rule::PerDay(PerDay { of: of() });
    assert_eq!(
        beside_the_catalogue("own", &define("CNY", per_day)),
        (ids(&["per_day.of"]), vec![])
    );
    let threshold = Rule::Threshold(Threshold {
        of: of(),
        above: "1".to_owned(),
    });
    assert_eq!(
        beside_the_catalogue("own", &define("CNY", threshold)),
        (ids(&["threshold.of"]), vec![])
    );
}

#[test]
fn rules_over_other_figures_make_no_circle_and_stay_in_their_family() {
    // contract-count is what each of them is computed from.
    let rules = |of: &str| {
        let of = || of.to_owned();
        let above = "1".to_owned();
        [
            ("rank.of", Rule::Rank(Rank { of: of(), order: 1 })),
            ("per_day.of", Rule::PerDay(PerDay { of: of() })),
            (
                "threshold.of",
                Rule::Threshold(Threshold { of: of(), above }),
            ),
        ]
    };
    for (field, rule) in rules("remainder-count") {
        let round = define("agreements", rule);
        assert_eq!(
            beside_the_catalogue("contract-count", &round),
            (ids(&[field]), vec![])
        );
    }
    for (field, rule) in rules("own") {
        let itself = define("agreements", rule);
        assert_eq!(
            beside_the_catalogue("own", &itself),
            (ids(&[field]), vec![])
        );
    }
    for (field, rule) in rules("nobody") {
        let of_nobody = define("agreements", rule);
        assert_eq!(
            beside_the_catalogue("own", &of_nobody),
            (vec![], ids(&[field]))
        );
    }
    let rank = Rule::Rank(Rank {
        of: "forum-count".to_owned(),
        order: 1,
    });
    assert_eq!(
        beside_the_catalogue("own", &define("rank", rank)),
        (ids(&["family"]), vec![])
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
