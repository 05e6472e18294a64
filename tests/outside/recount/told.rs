//! A figure in the form in which the model tells one.

use harness::standing::FAIR;
use proto::reporting::v1::{Figure, ObservationStatus, Ratio};
use serde_json::{Value, json};

/// The id of a figure and what is compared of it.
pub(super) fn figure(figure: &Figure) -> (String, Value) {
    let id = figure.name.rsplit('/').next().unwrap_or_default();
    (id.to_owned(), value(figure))
}

fn value(figure: &Figure) -> Value {
    if !figure.refusal.is_empty() {
        return json!({"refused": figure.refusal});
    }
    let mut records: Vec<_> = figure
        .records
        .iter()
        .map(|one| below(&one.record))
        .collect();
    records.sort();
    let points = figure.points.iter();
    let points = points.map(|point| {
        json!([
            point.ordinal,
            point.year,
            ratio(&point.value),
            status(point.status())
        ])
    });
    let parts = figure.parts.iter();
    let parts = parts.map(|part| json!([part.key, ratio(&part.value), ratio(&part.share_percent)]));
    json!({
        "value": ratio(&figure.value),
        "approximate": figure.approximate,
        "status": status(figure.status()),
        "records": records,
        "points": points.collect::<Vec<_>>(),
        "parts": parts.collect::<Vec<_>>(),
        "out_of": figure.out_of,
        "base": below(&figure.base_edition),
        "not_proven_beyond": below(&figure.not_proven_beyond),
    })
}

/// A status as tables write it.
fn status(status: ObservationStatus) -> String {
    let name = status.as_str_name();
    let short = name.strip_prefix("OBSERVATION_STATUS_").unwrap_or(name);
    short.to_lowercase()
}

fn ratio(value: &Option<Ratio>) -> Value {
    let text = |ratio: &Ratio| format!("{}/{}", ratio.numerator, ratio.denominator);
    json!(value.as_ref().map(text))
}

/// A name as it stands below the fair.
fn below(name: &str) -> String {
    let rest = name
        .strip_prefix(FAIR)
        .and_then(|rest| rest.strip_prefix('/'));
    rest.unwrap_or(name).to_owned()
}
