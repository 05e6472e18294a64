//! Totals with their parts.

use proptest::prelude::*;
use proto::reporting::v1::{
    Breakdown, FigureBasis, FigureDefinition, ObservationStatus, Ratio, figure_definition::Rule,
};

use super::{definition, figure, where_values};
use crate::{
    tables::{self, Row, Tables},
    value::Exact,
};

fn breakdown(quantity: &str, unit: &str, currency: Option<&str>, limit: i32) -> FigureDefinition {
    let pinned = currency.map(|currency| [currency]);
    let pinned: Vec<(&str, &[&str])> = pinned.iter().map(|one| ("currency", &one[..])).collect();
    let rule = Breakdown {
        service: "contracts".to_owned(),
        selection: where_values("agreements", &pinned),
        sum_of: quantity.to_owned(),
        by: "sector".to_owned(),
        limit,
        window: None,
    };
    definition(unit, Rule::Breakdown(rule))
}

fn with_sectors(sectors: &[(&str, i64, i64)]) -> Tables {
    let mut tables = tables::fair();
    tables.status(
        4,
        "contracts",
        FigureBasis::Records,
        ObservationStatus::Normal,
    );
    for (sector, count, minor_units) in sectors {
        tables.rows.push(Row {
            edition: 4,
            cube: "agreements",
            dimensions: vec![
                ("sector", (*sector).to_owned()),
                ("currency", "USD".to_owned()),
            ],
            quantities: vec![("agreements", *count), ("amount_minor_units", *minor_units)],
        });
    }
    tables
}

fn number(ratio: Option<&Ratio>) -> Exact {
    let ratio = ratio.unwrap();
    let read = |text: &str| Exact::parse(text).unwrap();
    read(&ratio.numerator)
        .over(read(&ratio.denominator))
        .unwrap()
}

/// The parts as "key value share".
fn parts(tables: &Tables, id: &str) -> Vec<String> {
    let figure = figure(tables, 4, id);
    assert_eq!(figure.refusal, "");
    let parts = figure.parts.iter().map(|part| {
        let share = part.share_percent.as_ref();
        let share = share.map_or("-".to_owned(), |share| number(Some(share)).to_string());
        format!("{} {} {share}", part.key, number(part.value.as_ref()))
    });
    parts.collect()
}

#[test]
fn the_largest_stand_first_and_the_rest_together() {
    let mut tables = with_sectors(&[
        ("2.B", 5, 0),
        ("other", 6, 0),
        ("1.B", 5, 0),
        ("10.D", 3, 0),
        ("4", 1, 0),
    ]);
    for (id, limit) in [("two", 2), ("four", 4), ("five", 5)] {
        tables.define(id, breakdown("agreements", "agreements", None, limit));
    }
    assert_eq!(
        parts(&tables, "two"),
        ["1.B 5 25", "2.B 5 25", "other 10 50"]
    );
    assert_eq!(
        parts(&tables, "four"),
        ["1.B 5 25", "2.B 5 25", "10.D 3 15", "4 1 5", "other 6 30"],
        "a value of that name is put to the rest, however large"
    );
    assert_eq!(
        parts(&tables, "five"),
        ["other 6 30", "1.B 5 25", "2.B 5 25", "10.D 3 15", "4 1 5"]
    );
}

#[test]
fn an_amount_is_in_units_of_its_currency() {
    let mut tables = with_sectors(&[("2.B", 1, 15_000), ("1.B", 1, 5_050)]);
    tables.define(
        "volume",
        breakdown("amount_minor_units", "USD", Some("USD"), 9),
    );
    assert_eq!(
        number(figure(&tables, 4, "volume").value.as_ref()).to_string(),
        "200.5"
    );
    let parts = parts(&tables, "volume");
    assert!(
        parts[0].starts_with("2.B 150 ") && parts[1].starts_with("1.B 50.5 "),
        "{parts:?}"
    );
}

#[test]
fn of_nothing_there_are_no_parts() {
    let mut tables = with_sectors(&[("2.B", 1, 0)]);
    tables.define(
        "volume",
        breakdown("amount_minor_units", "USD", Some("USD"), 9),
    );
    assert_eq!(parts(&tables, "volume"), Vec::<String>::new());
    assert_eq!(super::value(&tables, 4, "volume"), Exact::ZERO);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn parts_add_up_to_the_total_and_shares_to_a_hundred(
        records in prop::collection::vec((0..12usize, 1..1_000_000_000i64), 1..40),
        limit in 1..12i32,
    ) {
        let sectors: Vec<_> = (0..12).map(|n| if n == 7 { "other".to_owned() } else { n.to_string() }).collect();
        let rows: Vec<_> = records
            .iter()
            .map(|(sector, amount)| (sectors[*sector].as_str(), 1, *amount))
            .collect();
        let mut tables = with_sectors(&rows);
        tables.define("volume", breakdown("amount_minor_units", "USD", Some("USD"), limit));
        let figure = figure(&tables, 4, "volume");
        let total = Exact::of_minor_units(records.iter().map(|record| record.1).sum(), 2).unwrap();
        prop_assert_eq!(number(figure.value.as_ref()), total);
        let (mut values, mut shares) = (Exact::ZERO, Exact::ZERO);
        for part in &figure.parts {
            values = values.plus(number(part.value.as_ref())).unwrap();
            shares = shares.plus(number(part.share_percent.as_ref())).unwrap();
        }
        prop_assert_eq!(values, total);
        prop_assert_eq!(shares, Exact::HUNDRED);
        prop_assert!(figure.parts.len() <= usize::try_from(limit).unwrap() + 1);
    }
}
