//! Figures added up.

use std::sync::Arc;

use proto::reporting::v1::Sum;

use crate::{
    answer::{Answer, Worked},
    range::Range,
    refusal::Refusal,
    value::Exact,
};

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
    let range = range(&parts);
    let mut worked = Worked::from_inputs(parts);
    if worked.range.is_some() {
        worked.range = Some(range.unwrap_or(Range::UNBOUNDED));
    }
    Some(worked.valued(words, outcome))
}

/// What the sum can be.
fn range(parts: &[Arc<Answer>]) -> Result<Range, Refusal> {
    parts
        .iter()
        .try_fold(Range::exactly(Exact::ZERO), |sum, part| {
            Ok(sum.plus(part.range()?)?)
        })
}
