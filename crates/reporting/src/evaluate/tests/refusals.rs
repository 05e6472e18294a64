//! What must be refused, and with which reason.

use fault::Fault;
use proto::reporting::v1::{
    FigureBasis, ObservationStatus, Remainder, Sum, figure_definition::Rule,
};

use super::{Evaluation, answer, answers, closing, definition, edition, figure, refusal, run};
use crate::tables::{self, Tables};

#[test]
fn missing_is_not_zero() {
    let mut tables = closing();
    let no_statement = refusal(&tables, 4, "forum-count");
    assert!(
        no_statement.contains("record an edition status"),
        "{no_statement}"
    );

    tables.status(
        4,
        "activities",
        FigureBasis::None,
        ObservationStatus::Missing,
    );
    let none = refusal(&tables, 4, "forum-count");
    assert!(
        none.starts_with("missing: by fairs/ciftis/editions/4/statuses/activities@1"),
        "{none}"
    );

    tables.status(
        4,
        "activities",
        FigureBasis::Reported,
        ObservationStatus::Normal,
    );
    let not_reported = refusal(&tables, 4, "forum-count");
    assert!(
        not_reported.contains("reported figures only, and no forum-count"),
        "{not_reported}"
    );

    tables.status(
        4,
        "activities",
        FigureBasis::Records,
        ObservationStatus::Normal,
    );
    assert_eq!(
        super::value(&tables, 4, "forum-count").to_string(),
        "0",
        "none was recorded"
    );
}

#[test]
fn no_amount_is_not_an_amount_of_zero() {
    let mut tables = tables::fair();
    tables.status(
        4,
        "contracts",
        FigureBasis::Records,
        ObservationStatus::Normal,
    );
    assert_eq!(
        super::value(&tables, 4, "international-volume").to_string(),
        "0",
        "no agreement"
    );
    tables.agreements(4, "international", "none", 2, 0);
    let why = refusal(&tables, 4, "international-volume");
    assert_eq!(why, "missing: none of the records states an amount");
    tables.agreements(4, "international", "USD", 1, 5_00);
    assert_eq!(
        super::value(&tables, 4, "international-volume").to_string(),
        "5"
    );
}

#[test]
fn a_conversion_needs_exactly_one_rate() {
    let mut tables = closing();
    tables.rates.clear();
    let none = refusal(&tables, 4, "contract-volume");
    assert_eq!(
        none,
        "no rate between CNY and USD is recorded for the edition"
    );
    tables.rate(4, "CNY", "USD", "0.15");
    tables.rate(4, "USD", "CNY", "6.5");
    let two = refusal(&tables, 4, "contract-volume");
    assert!(
        two.ends_with("both price CNY and USD; void one of them"),
        "{two}"
    );
    // The share of a refused volume says what it lacks.
    let share = refusal(&tables, 4, "international-share");
    assert!(
        share.starts_with("international-volume of fairs/ciftis/editions/4 cannot"),
        "{share}"
    );
}

#[test]
fn parts_do_not_exceed_their_whole() {
    let mut tables = closing();
    let parts = vec![
        "contract-count".to_owned(),
        "international-count".to_owned(),
    ];
    let remainder = Remainder {
        whole: "contract-count".to_owned(),
        parts,
    };
    tables.define(
        "too-much",
        definition("agreements", Rule::Remainder(remainder)),
    );
    let why = refusal(&tables, 4, "too-much");
    assert_eq!(why, "the parts exceed the whole: 331 - 331 - 121 = -121");
}

#[test]
fn units_are_not_mixed() {
    let mut tables = closing();
    let sum = Sum {
        parts: vec!["contract-count".to_owned(), "contract-volume".to_owned()],
    };
    tables.define("mixed", definition("agreements", Rule::Sum(sum)));
    let why = refusal(&tables, 4, "mixed");
    assert_eq!(
        why,
        "contract-volume of fairs/ciftis/editions/4 is in USD, where agreements is needed"
    );

    // The definition a series follows may change its unit later.
    let followed = tables.definitions.get_mut("contract-count").unwrap();
    followed.record.unit = "memoranda".to_owned();
    let why = refusal(&tables, 4, "contract-count-series");
    assert_eq!(
        why,
        "no edition has a value; of the newest: contract-count of fairs/ciftis/editions/4 is in \
         memoranda, where agreements is needed"
    );
}

#[test]
fn what_was_reported_in_another_unit_is_not_taken_for_this_one() {
    let mut tables = closing();
    let volume = tables.definitions.get_mut("contract-volume").unwrap();
    volume.record.unit = "EUR".to_owned();
    let why = refusal(&tables, 3, "contract-volume");
    assert_eq!(
        why,
        "fairs/ciftis/editions/3/reportedFigures/contract-volume@1 was reported in USD, where EUR \
         is needed"
    );
}

/// The points of a series of the 4th edition, with the reason where there is none.
fn points(tables: &Tables) -> Vec<Result<String, String>> {
    let series = figure(tables, 4, "contract-count-series");
    let points = series.points.into_iter().map(|point| match point.value {
        Some(value) => Ok(value.numerator),
        None => Err(point.refusal),
    });
    points.collect()
}

#[test]
fn a_series_leaves_out_what_may_not_be_compared() {
    let mut tables = closing();
    tables.comparabilities.clear();
    let all = ["458", "415", "236", "331"].map(|value| Ok(value.to_owned()));
    assert_eq!(
        points(&tables),
        all,
        "nobody judged, so nothing is left out"
    );

    tables.comparable(4, 3, true);
    tables.comparable(4, 1, false);
    // A judgement of another edition, or of another family, says nothing here.
    tables.comparable(3, 2, false);
    tables.comparable(4, 2, false);
    tables.comparabilities.last_mut().unwrap().1.family = "activities".to_owned();
    let mut but_the_first = all;
    but_the_first[0] = Err(
        "by fairs/ciftis/editions/4/comparabilities/contracts-1@1 contracts may not be compared \
         with fairs/ciftis/editions/1: the counting rule"
            .to_owned(),
    );
    assert_eq!(points(&tables), but_the_first);
    let series = answer(&tables, 4, "contract-count-series");
    let judgement = "fairs/ciftis/editions/4/comparabilities/contracts-1@1".to_owned();
    assert!(series.worked.grounds.contains(&judgement));
}

#[test]
fn a_series_is_approximate_where_a_point_of_it_is() {
    let mut tables = closing();
    tables.comparabilities.clear();
    tables.report(1, "contract-count", "460").approximate = true;
    assert!(figure(&tables, 4, "contract-count-series").approximate);

    tables.comparable(4, 1, false);
    let without = figure(&tables, 4, "contract-count-series");
    assert!(!without.approximate, "what is left out is not shown");
}

#[test]
fn a_circle_of_definitions_ends() {
    let mut tables = closing();
    let sum = |part: &str| {
        let parts = vec![part.to_owned(), "contract-count".to_owned()];
        definition("agreements", Rule::Sum(Sum { parts }))
    };
    tables.define("one", sum("other"));
    tables.define("other", sum("one"));
    for answer in answers(&tables, 4, &["one", "other", "contract-count"]) {
        match answer.refusal() {
            Some(refusal) => assert!(refusal.why.contains("computed from itself"), "{refusal:?}"),
            None => assert_eq!(answer.id, "contract-count"),
        }
    }
}

#[test]
fn a_long_row_of_definitions_ends() {
    let mut tables = closing();
    tables.define(
        "row-0",
        definition(
            "agreements",
            Rule::Sum(Sum {
                parts: vec!["contract-count".to_owned(); 2],
            }),
        ),
    );
    for at in 1..100 {
        let parts = vec![format!("row-{}", at - 1); 2];
        tables.define(
            &format!("row-{at}"),
            definition("agreements", Rule::Sum(Sum { parts })),
        );
    }
    assert_eq!(answer(&tables, 4, "row-40").refusal(), None);
    let why = refusal(&tables, 4, "row-99");
    assert!(why.contains("definitions build on each other"), "{why}");
}

#[test]
fn a_retired_definition_gives_nothing() {
    let mut tables = closing();
    tables.definitions.get_mut("contract-volume").unwrap().live = false;
    let why = refusal(&tables, 4, "contract-volume");
    assert!(why.contains("was retired"), "{why}");
    let share = refusal(&tables, 4, "international-share");
    assert!(
        share.starts_with("contract-volume of fairs/ciftis/editions/4 cannot be"),
        "{share}"
    );
    let why = refusal(&tables, 4, "unheard-of");
    assert_eq!(why, "no definition unheard-of was recorded");
}

#[test]
fn too_many_records_are_refused_and_not_cut() {
    let mut tables = closing();
    for _ in 0..11 {
        tables.rows.push(tables::Row {
            edition: 4,
            cube: "agreements",
            dimensions: vec![("featured", "culture".to_owned())],
            quantities: vec![("agreements", 1)],
        });
    }
    let why = refusal(&tables, 4, "featured-culture");
    assert_eq!(why, "11 records match, more than the 10 that may be named");
    let why = refusal(&tables, 4, "featured-education");
    assert_eq!(why, "no record matches, so there is none to name");
}

#[test]
fn what_leaves_the_range_is_refused_and_stays_refused_upwards() {
    let mut tables = closing();
    // Three primes as prices: no denominator gives way.
    for (currency, price) in [
        ("EUR", "0.999999937"),
        ("GBP", "0.999999893"),
        ("CHF", "0.999999883"),
    ] {
        tables.agreements(4, "international", currency, 1, i64::MAX);
        tables.rate(4, "USD", currency, price);
    }
    for id in ["contract-volume", "international-share"] {
        let answer = answer(&tables, 4, id);
        let refusal = answer.refusal().unwrap();
        assert!(refusal.out_of_range, "{id}: {refusal:?}");
        let fault = refusal.fault(&answer.name());
        assert!(matches!(fault, Fault::AmountOutOfRange { .. }), "{fault:?}");
    }
    assert_eq!(
        answer(&tables, 4, "contract-count").refusal(),
        None,
        "the others are not touched"
    );
}

#[test]
fn an_edition_that_does_not_exist_has_no_figures() {
    let tables = closing();
    let mut evaluation = Evaluation::new(tables::FAIR);
    let asked = ["contract-count".to_owned()];
    let answer = run(super::super::figures(
        &mut evaluation,
        &tables,
        &edition(9),
        &asked,
    ));
    assert!(matches!(answer, Err(Fault::NotFound { resource }) if resource == edition(9)));
}
