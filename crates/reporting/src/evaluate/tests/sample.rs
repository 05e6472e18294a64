//! The numbers of the sample fair.

use proto::reporting::v1::{FigureBasis, ObservationStatus};

use super::{answer, answers, closing, edition, figure, value};
use crate::{explain, tables, value::Exact};

fn exact(numerator: i64, denominator: i64) -> Exact {
    Exact::whole(numerator)
        .over(Exact::whole(denominator))
        .unwrap()
}

#[test]
fn counts_and_volumes_are_exact() {
    let tables = closing();
    for (id, expected) in [
        ("contract-count", "331"),
        ("contract-volume", "101080000000"),
        ("international-count", "121"),
        ("international-volume", "19880000000"),
        ("domestic-region-count", "155"),
        ("domestic-region-volume", "31500000000"),
        ("remainder-count", "55"),
        ("host-city-count", "55"),
        ("remainder-volume", "49700000000"),
        ("edition-ordinal", "4"),
        ("opening-year", "2016"),
        ("years-since-first", "5"),
        ("open-days", "5"),
    ] {
        assert_eq!(
            value(&tables, 4, id),
            Exact::parse(expected).unwrap(),
            "{id}"
        );
    }
}

#[test]
fn shares_are_fractions_that_close_to_the_whole() {
    let tables = closing();
    let shares: Vec<_> = [
        "international-share",
        "domestic-region-share",
        "remainder-share",
    ]
    .iter()
    .map(|id| value(&tables, 4, id))
    .collect();
    let whole = exact(101_080, 100);
    assert_eq!(shares[0], Exact::whole(19_880).over(whole).unwrap());
    assert_eq!(shares[0].to_string(), "7100/361 (19.6675…)");
    assert_eq!(shares[1].to_string(), "11250/361 (31.1634…)");
    let sum = shares[0].plus(shares[1]).unwrap().plus(shares[2]).unwrap();
    assert_eq!(sum, Exact::HUNDRED);
}

#[test]
fn growth_starts_from_what_the_base_is_and_names_it() {
    let tables = closing();
    assert_eq!(
        value(&tables, 4, "contract-count-growth"),
        exact(9_500, 236)
    );
    assert_eq!(
        value(&tables, 4, "contract-volume-growth"),
        exact(1_956 * 100, 8_152)
    );
    let growth = figure(&tables, 4, "contract-count-growth");
    assert_eq!(growth.base_edition, edition(3));
    assert_eq!(growth.unit, "percent");
    assert_eq!(
        growth.definition,
        "fairs/ciftis/figureDefinitions/contract-count-growth@1"
    );
}

#[test]
fn what_is_preliminary_stays_so_in_every_figure_of_the_edition() {
    let tables = closing();
    let ids: Vec<_> = tables
        .definitions
        .iter()
        .filter(|(_, held)| held.record.family == "contracts")
        .map(|(id, _)| id.as_str())
        .collect();
    let mut given = 0;
    for answer in answers(&tables, 4, &ids) {
        let figure = answer.figure();
        if figure.refusal.is_empty() {
            given += 1;
            assert_eq!(
                figure.status(),
                ObservationStatus::Provisional,
                "{}",
                figure.name
            );
            assert_eq!(figure.basis(), FigureBasis::Records, "{}", figure.name);
        }
    }
    assert!(given > 15, "only {given} figures were given");
}

#[test]
fn the_explanation_of_a_growth_names_the_status_and_the_source_of_the_base() {
    let tables = closing();
    let growth = answer(&tables, 4, "contract-count-growth");
    let tree = explain::explanation(&growth, &tables::cut()).unwrap();
    assert_eq!(
        tree.computation,
        "the change of contract-count against fairs/ciftis/editions/3: (331 - 236) / 236 × 100 = \
         2375/59 (40.2542…); the status of the base is estimated"
    );
    assert_eq!(
        tree.grounds,
        [
            "fairs/ciftis/editions/4/comparabilities/contracts-3@1",
            "fairs/ciftis/editions/4/statuses/contracts@1",
        ]
    );
    let base = &tree.inputs[1];
    assert_eq!(
        base.figure.as_ref().unwrap().status(),
        ObservationStatus::Estimated
    );
    assert_eq!(
        base.computation,
        "as reported by the closing report, derived from the 331 contracts of the 4th edition, \
         between 236 and 237: 236"
    );
    assert_eq!(
        base.grounds[0],
        "fairs/ciftis/editions/3/reportedFigures/contract-count@1"
    );
}

#[test]
fn a_conversion_reads_each_currency_once_and_shows_it_apart() {
    let tables = closing();
    let volume = answer(&tables, 4, "international-volume");
    let tree = explain::explanation(&volume, &tables::cut()).unwrap();
    assert!(
        tree.computation
            .ends_with("31720000000 CNY / 6.5 + 15000000000 USD = 19880000000 USD"),
        "{}",
        tree.computation
    );
    assert_eq!(tree.grounds[0], "fairs/ciftis/editions/4/rates/USD-CNY@1");
    let reads: Vec<_> = tree
        .cells
        .iter()
        .map(|read| {
            (
                read.service.as_str(),
                read.answer.as_ref().unwrap().totals[0].total,
            )
        })
        .collect();
    assert_eq!(
        reads,
        [
            ("contracts", 3_172_000_000_000),
            ("contracts", 1_500_000_000_000)
        ]
    );
    let json: serde_json::Value =
        serde_json::from_str(&tree.cells[0].evidence_request_json).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "parent": "fairs/ciftis/editions/4",
            "selection": {"cube": "agreements", "where": [
                {"dimension": "counted", "anyOf": {"values": ["true"]}},
                {"dimension": "scope", "anyOf": {"values": ["international"]}},
                {"dimension": "currency", "anyOf": {"values": ["CNY"]}},
            ]},
            "quantity": "amount_minor_units",
            "asOf": {"cut": {"positions": [
                {"service": "contracts", "fair": "fairs/ciftis", "sequence": "9"},
            ]}},
        })
    );
    // The two currencies came in one answer.
    let asked = tables.asked.lock().unwrap();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].group_by.as_deref(), Some("currency"));
}

#[test]
fn a_series_shows_what_is_missing() {
    let tables = closing();
    let series = figure(&tables, 4, "focus-sector-series");
    let points: Vec<_> = series
        .points
        .iter()
        .map(|point| {
            let value = point.value.as_ref().map(|value| value.numerator.as_str());
            (point.ordinal, point.year, value, point.status())
        })
        .collect();
    use ObservationStatus::{Estimated, Missing, Normal, Provisional};
    assert_eq!(
        points,
        [
            (1, 2012, Some("5000000000"), Normal),
            (2, 2013, None, Missing),
            (3, 2014, Some("50000000000"), Estimated),
            // Every agreement of the table is of the sector.
            (4, 2016, Some("657020000000"), Provisional),
        ]
    );
    assert!(
        series.points[1].refusal.starts_with("missing:"),
        "{}",
        series.points[1].refusal
    );
    assert_eq!((series.unit.as_str(), series.value), ("CNY", None));
}

#[test]
fn a_series_ends_with_the_edition_asked_for() {
    let tables = closing();
    let ordinals: Vec<_> = figure(&tables, 2, "contract-count-series")
        .points
        .iter()
        .map(|p| p.ordinal)
        .collect();
    assert_eq!(ordinals, [1, 2]);
}

#[test]
fn a_reported_edition_gives_what_was_reported_and_what_follows_from_it() {
    let mut tables = closing();
    tables.report(2, "contract-volume", "78690000000.00");
    tables.report(2, "international-volume", "10890000000.00");
    let share = figure(&tables, 2, "international-share");
    assert_eq!(
        value(&tables, 2, "international-share"),
        exact(1_089 * 100, 7_869)
    );
    assert_eq!(share.basis(), FigureBasis::Reported);
    assert_eq!(share.status(), ObservationStatus::Normal);
}

#[test]
fn records_are_named_in_their_order() {
    let mut tables = closing();
    for _ in 0..3 {
        tables.rows.push(tables::Row {
            edition: 4,
            cube: "agreements",
            dimensions: vec![
                ("featured", "culture".to_owned()),
                ("currency", "none".to_owned()),
            ],
            quantities: vec![("agreements", 1)],
        });
    }
    let figure = figure(&tables, 4, "featured-culture");
    assert_eq!(figure.refusal, "");
    let named: Vec<_> = figure
        .records
        .iter()
        .map(|record| record.record.as_str())
        .collect();
    assert_eq!(named.len(), 3);
    assert!(
        named[0].ends_with("/a0") && named[2].ends_with("/a2"),
        "{named:?}"
    );
}

#[test]
fn many_figures_put_each_question_once() {
    let tables = closing();
    let ids: Vec<_> = tables.definitions.keys().map(String::as_str).collect();
    answers(&tables, 4, &ids);
    let asked = tables.asked.lock().unwrap();
    for (at, question) in asked.iter().enumerate() {
        assert!(
            !asked[at + 1..].contains(question),
            "asked twice: {question:?}"
        );
    }
    assert!(!asked.is_empty());
}
