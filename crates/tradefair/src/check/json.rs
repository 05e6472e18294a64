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
    let kind = word(claim.kind().as_str_name(), "EXTRACTED_CLAIM_KIND_");
    let told = [claim.qualifier.as_str(), &kind];
    let place = place(claim.start)..place(claim.end);
    let value = exact(claim.value.as_ref());
    let unit = given(&claim.unit);
    let mut fields = claims::fields(&claim.quote, place, value, unit, told);
    let true_value = exact(checked.true_value.as_ref());
    let verdicts = [
        ("verdict", verdict(checked).into()),
        ("figure", given(&checked.figure).into()),
        ("true_value", claims::number(true_value)),
        ("reason", checked.reason.as_str().into()),
        ("added", checked.added.into()),
        ("true_at", given(&true_at(checked)).into()),
        ("release_quote", given(&checked.release_quote).into()),
    ];
    fields.extend(verdicts.map(|(name, value)| (name.to_owned(), value)));
    fields
}

/// A code point of a text, which is told as a number with a sign.
pub(super) fn place(point: i32) -> usize {
    usize::try_from(point).unwrap_or_default()
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

/// A text, if it is not empty.
fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
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

#[cfg(test)]
mod tests {
    use proto::gateway::v1::{ExtractedClaimKind, Verdict};
    use serde_json::json;

    use super::*;

    #[test]
    fn a_verdict_is_told_beside_what_is_claimed() {
        let claim = ExtractedClaim {
            quote: "40 percent".to_owned(),
            start: 3,
            end: 13,
            kind: ExtractedClaimKind::Statistic.into(),
            unit: "percent".to_owned(),
            qualifier: "exact".to_owned(),
            value: ratio("40", "1"),
        };
        let checked = CheckedClaim {
            claim: Some(claim),
            verdict: Verdict::WrongBase.into(),
            true_value: ratio("161", "4"),
            reason: "it is so of another".to_owned(),
            ..CheckedClaim::default()
        };
        let told = json!({
            "quote": "40 percent", "start": 3, "end": 13, "value": 40, "unit": "percent",
            "qualifier": "exact", "kind": "statistic", "verdict": "wrong_base",
            "figure": null, "true_value": 40.25, "reason": "it is so of another",
            "added": false, "true_at": null, "release_quote": null,
        });
        assert_eq!(Value::Object(object(&checked)), told);
    }

    fn ratio(numerator: &str, denominator: &str) -> Option<Ratio> {
        Some(Ratio {
            numerator: numerator.to_owned(),
            denominator: denominator.to_owned(),
        })
    }
}
