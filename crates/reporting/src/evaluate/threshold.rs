//! A number that a figure exceeds.

use proto::reporting::v1::Threshold;

use crate::{
    answer::{Answer, Worked},
    refusal::Refusal,
    value::Exact,
};

use super::{Evaluation, Subject, require_unit};

/// Gives the number, if the least the figure can be is above it.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Threshold,
) -> Option<Worked> {
    let of = evaluation.figure(subject.edition, &rule.of)?;
    let words = format!("{}, if {} is above it", rule.above, rule.of);
    let outcome = exceeded(&of, &subject.definition.unit, &rule.above);
    let given = outcome.is_ok();
    let mut worked = Worked::from_inputs(vec![of]);
    if given {
        // The number itself is exact, and that it is exceeded is proved.
        worked.range = None;
        worked.approximate = false;
    }
    Some(worked.valued(words, outcome))
}

/// The number, with how it was found to be exceeded.
fn exceeded(of: &Answer, unit: &str, above: &str) -> Result<(Exact, String), Refusal> {
    let threshold = Exact::parse(above)
        .ok_or_else(|| Refusal::new(format!("{above:?} is no decimal number")))?;
    let range = of.range()?;
    require_unit(of, unit)?;
    let Some(least) = range.least else {
        return Err(Refusal::new(format!(
            "{} was given as approximate, and nothing tells the least it can be",
            of.in_words()
        )));
    };
    if least <= threshold {
        let what = match of.worked.range {
            None => "which is",
            Some(_) => "of which the least it can be is",
        };
        return Err(Refusal::new(format!(
            "{}, {what} {least}, is not above {threshold}",
            of.in_words()
        )));
    }
    Ok((threshold, format!("{least} > {threshold}")))
}
