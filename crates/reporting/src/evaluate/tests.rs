//! The evaluation on tables of data: the numbers of the sample fair, and what must
//! be refused.

#![allow(clippy::unwrap_used)]

mod breakdown;
mod coverage;
mod growth;
mod laws;
mod rank;
mod refusals;
mod sample;
mod streak;
mod threshold;
mod window;

use std::{
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use proto::{
    reporting::v1::{
        Figure, FigureBasis, FigureDefinition, ObservationStatus, figure_definition::Rule,
    },
    statistics::v1::{Condition, Selection, ValueSet, condition::Test},
};

use crate::{
    answer::{Answer, Yield},
    tables::{self, Tables, edition},
    value::Exact,
};

use super::Evaluation;

/// Runs a computation that waits for nothing outside.
fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(done) = future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            return done;
        }
    }
}

/// The answers to figures of an edition.
fn answers(tables: &Tables, ordinal: i32, ids: &[&str]) -> Vec<Arc<Answer>> {
    let ids: Vec<_> = ids.iter().map(|id| (*id).to_owned()).collect();
    let mut evaluation = Evaluation::new(tables::FAIR);
    run(super::figures(
        &mut evaluation,
        tables,
        &edition(ordinal),
        &ids,
    ))
    .unwrap()
}

fn answer(tables: &Tables, ordinal: i32, id: &str) -> Arc<Answer> {
    answers(tables, ordinal, &[id]).remove(0)
}

fn figure(tables: &Tables, ordinal: i32, id: &str) -> Figure {
    answer(tables, ordinal, id).figure()
}

/// The value of a figure that must have one.
#[track_caller]
fn value(tables: &Tables, ordinal: i32, id: &str) -> Exact {
    match &answer(tables, ordinal, id).worked.outcome {
        Ok(Yield::Value(value)) => *value,
        other => panic!("{id} has no value: {other:?}"),
    }
}

/// The reason for which a figure that must be refused is.
#[track_caller]
fn refusal(tables: &Tables, ordinal: i32, id: &str) -> String {
    let figure = figure(tables, ordinal, id);
    assert_eq!(figure.value, None, "{id} has a value");
    assert_eq!(figure.status(), ObservationStatus::Missing);
    assert!(!figure.refusal.is_empty(), "{id} was not refused");
    figure.refusal
}

/// A definition in the family of contracts.
fn definition(unit: &str, rule: Rule) -> FigureDefinition {
    FigureDefinition {
        unit: unit.to_owned(),
        family: "contracts".to_owned(),
        rule: Some(rule),
        ..FigureDefinition::default()
    }
}

/// A definition in a family.
fn of_family(family: &str, unit: &str, rule: Rule) -> FigureDefinition {
    FigureDefinition {
        family: family.to_owned(),
        ..definition(unit, rule)
    }
}

/// A selection by the values of dimensions.
fn where_values(cube: &str, conditions: &[(&str, &[&str])]) -> Option<Selection> {
    let conditions = conditions.iter().map(|(dimension, values)| Condition {
        dimension: (*dimension).to_owned(),
        test: Some(Test::AnyOf(ValueSet {
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        })),
    });
    Some(Selection {
        cube: cube.to_owned(),
        r#where: conditions.collect(),
    })
}

/// The 4th edition as DOMAIN tells it, with records by scope and currency, and the
/// reported editions before it.
fn closing() -> Tables {
    use ObservationStatus::{Estimated, Normal, Provisional};
    let mut tables = tables::fair();
    tables.status(4, "contracts", FigureBasis::Records, Provisional);
    // 19.88, 31.50 and 49.70 billion US dollars, in part in yuan at 6.5.
    tables.agreements(4, "international", "USD", 100, 1_500_000_000_000);
    tables.agreements(4, "international", "CNY", 21, 3_172_000_000_000);
    tables.agreements(4, "domestic_region", "CNY", 155, 20_475_000_000_000);
    tables.agreements(4, "host_city", "CNY", 55, 32_305_000_000_000);
    tables.rate(4, "USD", "CNY", "6.5");

    tables.status(3, "contracts", FigureBasis::Reported, Estimated);
    let derived = tables.report(3, "contract-count", "236");
    derived.set_status(Estimated);
    derived.derived_from = "the 331 contracts of the 4th edition".to_owned();
    derived.lower_bound = "236".to_owned();
    derived.upper_bound = "237".to_owned();
    tables
        .report(3, "contract-volume", "81520000000.00")
        .set_status(Estimated);
    tables.report(3, "focus-sector-volume", "50000000000.00");
    tables.comparable(4, 3, true);

    tables.status(1, "contracts", FigureBasis::Reported, Normal);
    tables.report(1, "contract-count", "458");
    tables.report(1, "focus-sector-volume", "5000000000.00");
    tables.status(2, "contracts", FigureBasis::Reported, Normal);
    tables.report(2, "contract-count", "415");
    tables
}
