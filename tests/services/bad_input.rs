//! A table over every method: what is wrong with a request is named field by
//! field, all of it in one reply, and nothing is stored.

use std::collections::BTreeSet;

use harness::{
    dynamic::{contracts_as_data, methods},
    fair::RunningFair,
    standing::FAIR,
};
use serde_json::Value;
use tonic::Code;

mod classes;
mod contracts;
mod definitions;
mod exhibitions;
mod fairground;
mod figures;
mod forums;
mod imports;
mod press_desk;
mod random;
mod reporting;
mod shared;

/// One wrong request and what becomes of it.
struct Row {
    method: String,
    request: Value,
    answer: Answer,
}

/// What a request of the table must be answered with.
enum Answer {
    /// INVALID_FIELDS with exactly these fields.
    Fields(Vec<String>),
    /// This code and reason.
    Refused(Code, &'static str),
    /// An answer: nothing wrong can be sent to this method.
    Given,
}

/// A request with these wrong fields.
fn wrong(method: String, request: Value, fields: &[&str]) -> Row {
    let fields = fields.iter().map(|field| (*field).to_owned()).collect();
    Row {
        method,
        request,
        answer: Answer::Fields(fields),
    }
}

/// A request that is refused as a whole.
fn refused(method: String, request: Value, code: Code, reason: &'static str) -> Row {
    Row {
        method,
        request,
        answer: Answer::Refused(code, reason),
    }
}

/// All rows of all services.
fn table() -> Vec<Row> {
    [
        exhibitions::rows(),
        fairground::rows(),
        forums::rows(),
        imports::rows(),
        contracts::rows(),
        reporting::rows(),
        definitions::rows(),
        figures::rows(),
        press_desk::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn every_method_has_a_row() {
    let written: BTreeSet<String> = table().into_iter().map(|row| row.method).collect();
    let offered: BTreeSet<String> = methods(&contracts_as_data())
        .iter()
        .map(|method| format!("{}/{}", method.parent_service().full_name(), method.name()))
        .collect();
    let missing: Vec<_> = offered.difference(&written).collect();
    assert!(
        missing.is_empty(),
        "no wrong request is tried on {missing:?}"
    );
    let unknown: Vec<_> = written.difference(&offered).collect();
    assert!(
        unknown.is_empty(),
        "rows for methods that are not there: {unknown:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_wrong_request_is_refused_whole() {
    let fair = RunningFair::with_open_books().await;
    harness::standing::open_reporting(&fair.clients).await;
    let mut failed = Vec::new();
    for Row {
        method,
        request,
        answer,
    } in table()
    {
        let before = fair.clients.newest(FAIR).await;
        let given = fair.clients.speaker.call(&method, request.clone()).await;
        let verdict = match (&answer, given) {
            (Answer::Given, Ok(_)) => None,
            (Answer::Given, Err(refusal)) => Some(format!("must be answered: {refusal:?}")),
            (_, Ok(answered)) => Some(format!("must be refused, and was answered: {answered}")),
            (Answer::Refused(code, reason), Err(refusal)) => {
                let same = refusal.code == *code && refusal.reason == *reason;
                (!same).then(|| format!("must be {code:?} {reason}: {refusal:?}"))
            }
            (Answer::Fields(fields), Err(refusal)) => {
                let mut fields = fields.clone();
                fields.sort();
                let same = refusal.code == Code::InvalidArgument
                    && refusal.reason == "INVALID_FIELDS"
                    && refusal.fields == fields;
                let (given, message) = (&refusal.fields, &refusal.message);
                let missing: Vec<_> = fields.iter().filter(|one| !given.contains(one)).collect();
                let beside: Vec<_> = given.iter().filter(|one| !fields.contains(one)).collect();
                (!same).then(|| {
                    format!(
                        "{:?} {}: not named {missing:?}, named beside {beside:?}: {message}",
                        refusal.code, refusal.reason
                    )
                })
            }
        };
        failed.extend(verdict.map(|verdict| format!("{method} {request}\n    {verdict}")));
        let after = fair.clients.newest(FAIR).await;
        if before != after {
            failed.push(format!(
                "{method} {request}\n    was refused and has moved the books"
            ));
        }
    }
    assert!(
        failed.is_empty(),
        "{} rows fail:\n{}",
        failed.len(),
        failed.join("\n")
    );
}
