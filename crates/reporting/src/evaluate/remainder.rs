//! What parts leave of a whole.

use std::sync::Arc;

use proto::reporting::v1::Remainder;

use crate::{
    answer::{Answer, Worked},
    refusal::Refusal,
    value::Exact,
};

use super::{Evaluation, Subject, values};

/// Takes the parts from the whole; they must not exceed it.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Remainder,
) -> Option<Worked> {
    let whole = evaluation.figure(subject.edition, &rule.whole);
    let parts = evaluation.figures(subject.edition, &rule.parts);
    let mut inputs = vec![whole?];
    inputs.extend(parts?);
    let words = format!("{} less {}", rule.whole, rule.parts.join(" and "));
    let outcome =
        first_less_others(&inputs, &subject.definition.unit).and_then(|(rest, numbers)| {
            if rest.is_negative() {
                return Err(Refusal::new(format!(
                    "the parts exceed the whole: {numbers}"
                )));
            }
            Ok((rest, numbers))
        });
    Some(Worked::from_inputs(inputs).valued(words, outcome))
}

/// The first value less all others, with the subtraction written out.
pub(super) fn first_less_others(
    inputs: &[Arc<Answer>],
    unit: &str,
) -> Result<(Exact, String), Refusal> {
    let values = values(inputs, unit)?;
    let mut values = values.into_iter();
    let first = values.next().unwrap_or(Exact::ZERO);
    let (mut rest, mut terms) = (first, vec![first.to_string()]);
    for value in values {
        rest = rest.less(value)?;
        terms.push(value.to_string());
    }
    Ok((rest, format!("{} = {rest}", terms.join(" - "))))
}
