//! Figures added up.

use proto::reporting::v1::Sum;

use crate::{answer::Worked, value::Exact};

use super::{Evaluation, Subject, values};

/// Adds the parts up.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Sum,
) -> Option<Worked> {
    let parts = evaluation.figures(subject.edition, &rule.parts)?;
    let words = rule.parts.join(" + ");
    let outcome = values(&parts, &subject.definition.unit).and_then(|values| {
        let (mut sum, mut terms) = (Exact::ZERO, Vec::new());
        for value in values {
            sum = sum.plus(value)?;
            terms.push(value.to_string());
        }
        Ok((sum, format!("{} = {sum}", terms.join(" + "))))
    });
    Some(Worked::from_inputs(parts).valued(words, outcome))
}
