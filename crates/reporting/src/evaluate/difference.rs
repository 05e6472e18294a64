//! One figure less another.

use proto::reporting::v1::Difference;

use crate::answer::Worked;

use super::{Evaluation, Subject, remainder};

/// Takes the subtrahend from the minuend.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Difference,
) -> Option<Worked> {
    let minuend = evaluation.figure(subject.edition, &rule.minuend);
    let subtrahend = evaluation.figure(subject.edition, &rule.subtrahend);
    let inputs = vec![minuend?, subtrahend?];
    let words = format!("{} less {}", rule.minuend, rule.subtrahend);
    let outcome = remainder::first_less_others(&inputs, &subject.definition.unit);
    Some(Worked::from_inputs(inputs).valued(words, outcome))
}
