//! What a claim says, held against the figure and the record it names.

use harness::{
    clients::{Clients, at_cut},
    desk::{Exact, exact},
    resources,
};
use proto::{
    gateway::v1::{Claim, ClaimKind, Summary},
    reporting::v1::{Figure, ObservationStatus},
};
use serde_json::{Value, json};

use crate::{numerals, standings};

/// Every claim of a release is true of the figure or record it names, read
/// again at the cut of the release.
pub(crate) async fn check_claims(clients: &Clients, summary: &Summary) {
    for claim in &summary.claims {
        match claim.kind() {
            ClaimKind::Statistic => check_statistic(clients, summary, claim).await,
            ClaimKind::Fact => check_fact(clients, summary, claim).await,
            ClaimKind::Name => check_name(clients, summary, claim).await,
            ClaimKind::Unspecified => panic!("a claim of no kind: {claim:?}"),
        }
    }
}

/// The figure of a claim, read at the cut of the release.
async fn figure_of(clients: &Clients, summary: &Summary, claim: &Claim) -> Figure {
    let id = claim.figure.rsplit('/').next().expect("a name has parts");
    let edition = claim
        .figure
        .split("/figures/")
        .next()
        .expect("a figure belongs to an edition");
    let answer = clients
        .figure(
            edition,
            id,
            at_cut(summary.cut.as_ref().expect("a release tells its cut")),
        )
        .await
        .unwrap_or_else(|refusal| panic!("{claim:?} names a figure: {refusal:?}"));
    answer.figure.expect("an answer has a figure")
}

async fn check_statistic(clients: &Clients, summary: &Summary, claim: &Claim) {
    let figure = figure_of(clients, summary, claim).await;
    let claimed = exact(claim.value.as_ref().expect("a statistic has a value"));
    let values: Vec<Exact> = figure
        .value
        .iter()
        .chain(
            figure
                .points
                .iter()
                .filter_map(|point| point.value.as_ref()),
        )
        .map(exact)
        .collect();
    assert!(
        values.contains(&claimed),
        "{claim:?} is no value of {figure:?}"
    );
    assert_eq!(claim.unit, figure.unit, "{claim:?}");
    if figure.points.is_empty() {
        let base_is_estimated = figure.base_status() == ObservationStatus::Estimated;
        let said = match figure.status() {
            ObservationStatus::Normal | ObservationStatus::Provisional if base_is_estimated => {
                ObservationStatus::Estimated
            }
            own => own,
        };
        assert_eq!(claim.status(), said, "{claim:?}");
    }
    assert_ne!(claim.status(), ObservationStatus::Missing, "{claim:?}");
    match standings::read(&claim.quote) {
        Some(standing) => standings::check(claim, &figure, &standing),
        None if claim.quote == "unchanged" => assert_eq!(claimed, Exact::from(0), "{claim:?}"),
        None => check_print(claim, claimed, &numerals::read(&claim.quote)),
    }
}

/// No number of a Chinese release is false of the value that it names. Rows, places and
/// lists are those of the English one.
pub(crate) fn check_chinese_prints(summary: &Summary) {
    let is_number = |claim: &&Claim| {
        claim.kind() == ClaimKind::Statistic && !claim.quote.contains(['第', '届', '全'])
    };
    for claim in summary.claims.iter().filter(is_number) {
        let value = exact(claim.value.as_ref().expect("a statistic has a value"));
        check_print(claim, value, &numerals::read_chinese(&claim.quote));
    }
}

/// What is printed is not false of the value.
fn check_print(claim: &Claim, value: Exact, printed: &numerals::Printed) {
    let zero = Exact::from(0);
    let magnitude = if value < zero { -value } else { value };
    match claim.qualifier.as_str() {
        "exact" => {
            let off = magnitude - printed.value;
            let off = if off < zero { -off } else { off };
            assert!(
                off * Exact::from(2) <= printed.step,
                "{claim:?} rounds {value} to {printed:?}"
            );
        }
        "over" => {
            assert!(magnitude > printed.value, "{claim:?} of {value}");
            let above = (magnitude - printed.value) / printed.value;
            assert!(
                above < Exact::new(1, 10),
                "{claim:?} says too little of {value}"
            );
        }
        "nearly" => {
            let least = printed.value * Exact::new(95, 100);
            assert!(
                magnitude >= least && magnitude < printed.value,
                "{claim:?} of {value}"
            );
        }
        "about" => {
            let five_percent = printed.value * Exact::new(5, 100);
            let off = magnitude - printed.value;
            assert!(
                -five_percent <= off && off <= five_percent,
                "{claim:?} of {value}"
            );
        }
        other => panic!("there is no hedge {other:?}: {claim:?}"),
    }
}

async fn check_fact(clients: &Clients, summary: &Summary, claim: &Claim) {
    assert!(
        !claim.figure.is_empty() || !claim.record.is_empty(),
        "a fact comes from somewhere: {claim:?}"
    );
    if !claim.record.is_empty() {
        record_of(clients, summary, claim).await;
    }
}

async fn check_name(clients: &Clients, summary: &Summary, claim: &Claim) {
    assert!(
        !claim.record.is_empty(),
        "a name comes from a record: {claim:?}"
    );
    let record = record_of(clients, summary, claim).await;
    let country = COUNTRIES.iter().find(|(_, name)| *name == claim.quote);
    let said = match country {
        Some((code, _)) => contains(&record, code),
        None => contains(&record, &claim.quote),
    };
    assert!(said, "{:?} is not said by {record}", claim.quote);
}

/// Countries of the fairs under test: a record says the code, a text the name.
const COUNTRIES: [(&str, &str); 11] = [
    ("BR", "Brazil"),
    ("CA", "Canada"),
    ("CZ", "Czech Republic"),
    ("GB", "United Kingdom"),
    ("JP", "Japan"),
    ("LT", "Lithuania"),
    ("MY", "Malaysia"),
    ("NL", "Netherlands"),
    ("TW", "Taiwan"),
    ("US", "United States"),
    ("DE", "Germany"),
];

/// Whether some text of a record contains these words.
fn contains(value: &Value, words: &str) -> bool {
    match value {
        Value::String(text) => text.contains(words),
        Value::Array(values) => values.iter().any(|value| contains(value, words)),
        Value::Object(fields) => fields.values().any(|value| contains(value, words)),
        _ => false,
    }
}

/// The record that a claim was read from: at its revision, or, for an edition that
/// is named beside a figure, as it is at the cut.
async fn record_of(clients: &Clients, summary: &Summary, claim: &Claim) -> Value {
    let (name, revision) = match claim.record.split_once('@') {
        Some((name, revision)) => (name, Some(revision)),
        None => (claim.record.as_str(), None),
    };
    let collection = name.rsplit('/').nth(1).expect("a name has a collection");
    let known = resources::ALL
        .iter()
        .find(|one| one.collection == collection);
    let resource = known.unwrap_or_else(|| panic!("{claim:?} names no kind of record"));
    let cut = summary.cut.as_ref().expect("a release tells its cut");
    let positions: Vec<Value> = cut
        .positions
        .iter()
        .map(|at| json!({ "service": at.service, "fair": at.fair, "sequence": at.sequence.to_string() }))
        .collect();
    let ask = json!({ "name": name, "as_of": { "cut": { "positions": positions } } });
    let record = clients
        .speaker
        .call(&resource.get_method(), ask)
        .await
        .expect("a record");
    match revision {
        Some(revision) => assert_eq!(record["entry"]["revision"], json!(revision), "{claim:?}"),
        None => assert_eq!(
            (claim.kind(), collection),
            (ClaimKind::Fact, "editions"),
            "only an edition is named without its revision: {claim:?}"
        ),
    }
    record
}
