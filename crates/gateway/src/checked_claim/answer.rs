//! Verdicts as they are answered.

use checker::{Checked, Verdict as Found};
use proto::{
    gateway::v1::{CheckTextResponse, CheckedClaim, Verdict},
    statistics::v1::Cut,
};

use crate::{extracted_claim::extracted, language::Language, summary::ratio};

/// The answer to a check. `dates` has for each claim the cut at which it was so, if it is
/// out of date.
pub(super) fn told(
    checked: Vec<Checked>,
    dates: &[Option<Cut>],
    cut: Cut,
    language: Language,
) -> CheckTextResponse {
    let dates = dates.iter().cloned().chain(std::iter::repeat(None));
    let claims = checked.into_iter().zip(dates);
    CheckTextResponse {
        claims: claims
            .map(|(checked, true_at)| claim(checked, true_at))
            .collect(),
        cut: Some(cut),
        language_code: language.code().to_owned(),
    }
}

fn claim(checked: Checked, true_at: Option<Cut>) -> CheckedClaim {
    CheckedClaim {
        claim: Some(extracted(checked.claim)),
        verdict: verdict(checked.verdict).into(),
        figure: checked.figure.unwrap_or_default(),
        true_value: checked.true_value.map(ratio),
        reason: checked.reason,
        added: checked.added,
        release_quote: checked.release_quote.unwrap_or_default(),
        true_at,
    }
}

fn verdict(found: Found) -> Verdict {
    match found {
        Found::Backed => Verdict::Backed,
        Found::Rounded => Verdict::Rounded,
        Found::Truncated => Verdict::Truncated,
        Found::OutOfDate => Verdict::OutOfDate,
        Found::WrongBase => Verdict::WrongBase,
        Found::Contradicted => Verdict::Contradicted,
        Found::Dropped => Verdict::Dropped,
        Found::Ambiguous => Verdict::Ambiguous,
        Found::Untraceable => Verdict::Untraceable,
        Found::NotAStatistic => Verdict::NotAStatistic,
    }
}
