//! What the record keepers can answer.

use proto::reporting::v1::figure_definition::Rule;

use super::{convert, distinct, sum_of, unanswerable};

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
