//! One figure as a part of another.

use proto::reporting::v1::Share;

use crate::{answer::Worked, refusal::Refusal, value::Exact};

use super::{Evaluation, Subject, values};

/// Divides the part by the whole, in percent.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Share,
) -> Option<Worked> {
    let part = evaluation.figure(subject.edition, &rule.part);
    let whole = evaluation.figure(subject.edition, &rule.whole);
    let inputs = vec![part?, whole?];
    let words = format!("{} in percent of {}", rule.part, rule.whole);
    let outcome = values(&inputs, inputs[1].unit()).and_then(|values| match values.as_slice() {
        [part, whole] => percent(*part, *whole),
        _ => Err(Refusal::new("a share has one part and one whole")),
    });
    Some(Worked::from_inputs(inputs).valued(words, outcome))
}

fn percent(part: Exact, whole: Exact) -> Result<(Exact, String), Refusal> {
    if whole.is_zero() {
        return Err(Refusal::new(
            "the whole is zero, so nothing is a part of it",
        ));
    }
    if part.is_negative() || part > whole {
        return Err(Refusal::new(format!(
            "{part} is no part of a whole of {whole}"
        )));
    }
    let percent = part.over(whole)?.times(Exact::HUNDRED)?;
    Ok((percent, format!("{part} / {whole} × 100 = {percent}")))
}
