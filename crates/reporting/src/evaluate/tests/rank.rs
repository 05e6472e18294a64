//! When an edition has a place among all editions, and which.

use std::cmp::Ordering;

use proptest::prelude::*;
use proto::reporting::v1::{
    FigureBasis, ObservationStatus, Rank, RankOrder, figure_definition::Rule,
};

use super::{answer, closing, definition, figure, refusal, value};
use crate::{
    explain,
    tables::{self, Tables, held_in},
};

fn rank(of: &str, order: RankOrder) -> proto::reporting::v1::FigureDefinition {
    let mut rule = Rank {
        of: of.to_owned(),
        ..Rank::default()
    };
    rule.set_order(order);
    definition("rank", Rule::Rank(rule))
}

/// The sample fair, all of whose editions may be compared with the 4th.
fn ranked() -> Tables {
    let mut tables = closing();
    tables.comparable(4, 1, true);
    tables.comparable(4, 2, true);
    let by_count = |order| rank("contract-count", order);
    tables.define("highest", by_count(RankOrder::HighestFirst));
    tables.define("lowest", by_count(RankOrder::LowestFirst));
    tables
}

#[test]
fn the_contracts_of_the_4th_edition_are_the_third_highest_of_four() {
    let tables = ranked();
    let figure = figure(&tables, 4, "highest");
    assert_eq!(figure.refusal, "");
    assert_eq!(value(&tables, 4, "highest").to_string(), "3");
    assert_eq!((figure.out_of, figure.unit.as_str()), (4, "rank"));
    assert_eq!(figure.status(), ObservationStatus::Provisional);
    assert_eq!(figure.basis(), FigureBasis::Records);
    assert!(!figure.approximate);
    let points: Vec<_> = figure
        .points
        .iter()
        .map(|point| (point.year, point.value.as_ref().unwrap().numerator.as_str()))
        .collect();
    assert_eq!(
        points,
        [(2012, "458"), (2013, "415"), (2014, "236"), (2016, "331")]
    );
    assert_eq!(value(&tables, 4, "lowest").to_string(), "2");
}

#[test]
fn the_explanation_of_a_rank_shows_every_edition_and_every_judgement() {
    let tables = ranked();
    let tree = explain::explanation(&answer(&tables, 4, "highest"), &tables::cut()).unwrap();
    assert_eq!(
        tree.computation,
        "the place of fairs/ciftis/editions/4 among the contract-count of every edition so far, \
         the highest first: 458, 415, 236, 331: place 3 of 4"
    );
    let of = |base: i32| format!("fairs/ciftis/editions/4/comparabilities/contracts-{base}@1");
    let mut grounds = tree.grounds.clone();
    grounds.sort();
    assert_eq!(
        grounds,
        [
            of(1),
            of(2),
            of(3),
            "fairs/ciftis/editions/4/statuses/contracts@1".to_owned()
        ]
    );
    assert_eq!(tree.inputs.len(), 4);
}

fn refused(change: impl FnOnce(&mut Tables)) -> String {
    let mut tables = ranked();
    change(&mut tables);
    refusal(&tables, 4, "highest")
}

#[test]
fn a_rank_needs_every_edition_and_names_the_one_it_lacks() {
    let never_recorded = refused(|tables| drop(tables.editions.remove(&2)));
    assert_eq!(
        never_recorded,
        "fairs/ciftis/editions/2 is not in the books, so nobody knows its place"
    );
    let no_value = refused(|tables| {
        tables.reported.remove(&(2, "contract-count".to_owned()));
    });
    assert!(
        no_value.starts_with("contract-count of fairs/ciftis/editions/2 cannot be given: missing"),
        "{no_value}"
    );
    let no_judgement = refused(|tables| {
        tables
            .comparabilities
            .retain(|(_, one)| !one.base_edition.ends_with("/1"));
    });
    assert_eq!(
        no_judgement,
        "nobody recorded whether contracts of fairs/ciftis/editions/4 may be compared with \
         fairs/ciftis/editions/1"
    );
    let not_comparable = refused(|tables| {
        tables.comparabilities.clear();
        for (base, comparable) in [(1, true), (2, false), (3, true)] {
            tables.comparable(4, base, comparable);
        }
    });
    assert!(
        not_comparable.contains("may not be compared with fairs/ciftis/editions/2"),
        "{not_comparable}"
    );
    let broken = refused(|tables| {
        tables
            .report(1, "contract-count", "458")
            .set_status(ObservationStatus::Break);
    });
    assert!(
        broken.starts_with("contract-count of fairs/ciftis/editions/1 has status a break"),
        "{broken}"
    );
}

#[test]
fn what_is_not_known_exactly_ranks_only_where_it_cannot_change_the_place() {
    let bounds = |lower: &str, upper: &str, approximate: bool| {
        let mut tables = ranked();
        let value = if upper == "331" { "320" } else { "340" };
        let reported = tables.report(2, "contract-count", value);
        reported.lower_bound = lower.to_owned();
        reported.upper_bound = upper.to_owned();
        reported.approximate = approximate;
        figure(&tables, 4, "highest")
    };
    for (lower, upper, approximate) in [("332", "400", false), ("332", "", true)] {
        let figure = bounds(lower, upper, approximate);
        assert_eq!(figure.value.unwrap().numerator, "3", "{lower} to {upper}");
        assert!(!figure.approximate, "the place is sure");
    }
    for (lower, upper, approximate, told) in [
        ("331", "400", false, "from 331 to 400"),
        ("300", "331", false, "from 300 to 331"),
        ("", "340", false, "at most 340"),
        ("", "", true, "approximate"),
    ] {
        let why = bounds(lower, upper, approximate).refusal;
        assert_eq!(
            why,
            format!(
                "contract-count of fairs/ciftis/editions/2 ({told}) and contract-count of \
                 fairs/ciftis/editions/4 (331) leave open which of them comes first"
            )
        );
    }
}

#[test]
fn an_estimate_ranks_by_its_bounds_alone() {
    let bare = refused(|tables| {
        let third = tables.report(3, "contract-count", "236");
        third.set_status(ObservationStatus::Estimated);
    });
    assert_eq!(
        bare,
        "contract-count of fairs/ciftis/editions/3 (estimated without bounds) and contract-count \
         of fairs/ciftis/editions/4 (331) leave open which of them comes first"
    );
    let of_the_edition = refused(|tables| {
        tables.status(
            2,
            "contracts",
            FigureBasis::Reported,
            ObservationStatus::Estimated,
        );
    });
    assert!(
        of_the_edition.contains("editions/2 (estimated without bounds)"),
        "{of_the_edition}"
    );
}

#[test]
fn exact_values_that_are_equal_share_the_better_place() {
    let mut tables = ranked();
    drop(tables.report(2, "contract-count", "331").clone());
    assert_eq!(value(&tables, 4, "highest").to_string(), "2");
    assert_eq!(value(&tables, 4, "lowest").to_string(), "2");
}

#[test]
fn a_sum_of_intervals_is_an_interval() {
    let mut tables = ranked();
    tables.define(
        "twice",
        definition(
            "agreements",
            Rule::Sum(proto::reporting::v1::Sum {
                parts: vec!["contract-count".to_owned(), "contract-count".to_owned()],
            }),
        ),
    );
    tables.define("twice-rank", rank("twice", RankOrder::HighestFirst));
    assert_eq!(value(&tables, 4, "twice-rank").to_string(), "3");
    let third = tables.report(3, "contract-count", "236");
    third.upper_bound = "332".to_owned();
    third.lower_bound = "200".to_owned();
    let why = refusal(&tables, 4, "twice-rank");
    assert!(why.contains("(from 400 to 664)"), "{why}");
}

#[test]
fn the_first_edition_is_the_first_of_one() {
    let tables = ranked();
    assert_eq!(value(&tables, 1, "highest").to_string(), "1");
    assert_eq!(figure(&tables, 1, "highest").out_of, 1);
}

/// A value with the interval it lies in.
fn values() -> impl Strategy<Value = Vec<(i64, i64, i64)>> {
    let value = (10..40i64, 0..3i64, 0..3i64);
    prop::collection::vec(
        value.prop_map(|(value, below, above)| (value - below, value, value + above)),
        1..7,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_place_is_one_more_than_how_many_are_better_for_certain(values in values(), lowest: bool) {
        let mut tables = Tables::default();
        tables.define("count", definition("agreements", Rule::Sum(Default::default())));
        let order = if lowest { RankOrder::LowestFirst } else { RankOrder::HighestFirst };
        tables.define("place", rank("count", order));
        let last = i32::try_from(values.len()).unwrap();
        for (ordinal, (lower, value, upper)) in (1..).zip(&values) {
            tables.editions.insert(ordinal, held_in(ordinal, 2010 + ordinal));
            tables.status(ordinal, "contracts", FigureBasis::Reported, ObservationStatus::Normal);
            let reported = tables.report(ordinal, "count", &value.to_string());
            if lower != upper {
                reported.lower_bound = lower.to_string();
                reported.upper_bound = upper.to_string();
            }
            tables.comparable(last, ordinal, true);
        }
        // Every pair of numbers the intervals allow, tried out: the one comes before,
        // after, or beside the other, and always the same.
        let (own, others) = values.split_last().unwrap();
        let mut better = 0;
        let mut open = false;
        for other in others {
            let mut seen = std::collections::BTreeSet::new();
            for one in other.0..=other.2 {
                for this in own.0..=own.2 {
                    seen.insert(if lowest { this.cmp(&one) } else { one.cmp(&this) });
                }
            }
            open |= seen.len() > 1;
            better += i32::from(seen.contains(&Ordering::Greater));
        }
        let figure = figure(&tables, last, "place");
        if open {
            prop_assert!(figure.refusal.contains("leave open"), "{}", figure.refusal);
        } else {
            prop_assert_eq!(figure.refusal.as_str(), "");
            prop_assert_eq!(figure.value.unwrap().numerator, (better + 1).to_string());
            prop_assert_eq!(figure.out_of, i64::from(last));
        }
    }
}
