//! Verdicts as JSON, one object on a line.

use std::io::Write;

use proto::{
    gateway::v1::{CheckTextResponse, CheckedClaim, ExtractedClaim},
    reporting::v1::Ratio,
};
use reader::Exact;
use serde_json::{Map, Value};

use crate::{Failure, claims, moment::cut_text};

/// Writes a JSON object for each claim, one on a line.
pub(super) fn print(answer: &CheckTextResponse, out: &mut dyn Write) -> Result<(), Failure> {
    for claim in &answer.claims {
        writeln!(out, "{}", Value::Object(object(claim)))?;
    }
    Ok(())
}

fn object(checked: &CheckedClaim) -> Map<String, Value> {
    let nothing = ExtractedClaim::default();
    let claim = checked.claim.as_ref().unwrap_or(&nothing);
    let fields = [
        ("quote", claim.quote.as_str().into()),
        ("start", claim.start.into()),
        ("end", claim.end.into()),
        ("value", number(claim.value.as_ref())),
        ("unit", or_null(&claim.unit)),
        ("qualifier", claim.qualifier.as_str().into()),
        (
            "kind",
            word(claim.kind().as_str_name(), "EXTRACTED_CLAIM_KIND_").into(),
        ),
        ("verdict", verdict(checked).into()),
        ("figure", or_null(&checked.figure)),
        ("true_value", number(checked.true_value.as_ref())),
        ("reason", checked.reason.as_str().into()),
        ("added", checked.added.into()),
        ("true_at", or_null(&true_at(checked))),
        ("release_quote", or_null(&checked.release_quote)),
    ];
    let fields = fields.into_iter();
    fields
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The cut at which what is out of date was so.
pub(super) fn true_at(checked: &CheckedClaim) -> String {
    checked.true_at.as_ref().map(cut_text).unwrap_or_default()
}

/// The verdict as it is written.
pub(super) fn verdict(checked: &CheckedClaim) -> String {
    word(checked.verdict().as_str_name(), "VERDICT_")
}

/// The name of an enum value without its prefix, in lower case.
fn word(name: &str, prefix: &str) -> String {
    name.strip_prefix(prefix).unwrap_or(name).to_lowercase()
}

fn or_null(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        text.into()
    }
}

fn number(value: Option<&Ratio>) -> Value {
    exact(value).map_or(Value::Null, claims::number)
}

/// An exact value of a message. `None` where there is none, and for what is no number.
fn exact(value: Option<&Ratio>) -> Option<Exact> {
    let value = value?;
    let (over, under) = (
        value.numerator.parse().ok()?,
        value.denominator.parse().ok()?,
    );
    (under > 0).then(|| Exact::new(over, under))
}
