//! The editions of the fair up to the one a figure is asked for.

use proto::exhibitions::v1::Edition;

use crate::refusal::Refusal;

use super::{Evaluation, Subject};

/// An edition with those before it.
pub(super) struct Past {
    /// The edition itself.
    pub(super) this: Edition,
    /// Every recorded edition up to it, in the order of their ordinals.
    pub(super) editions: Vec<Edition>,
}

/// Reads the editions up to that of the subject, archived ones too.
pub(super) fn of(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
) -> Option<Result<Past, Refusal>> {
    let fair = evaluation.fair.clone();
    let this = evaluation.known.editions.get(&subject.edition.to_owned());
    let all = evaluation.known.editions_of_fair.get(&fair)?;
    let this = this?;
    let Some(this) = this.as_ref().clone() else {
        return Some(Err(Refusal::new(format!(
            "{} does not exist",
            subject.edition
        ))));
    };
    let mut editions: Vec<_> = all
        .iter()
        .filter(|other| other.ordinal <= this.ordinal)
        .cloned()
        .collect();
    editions.sort_by_key(|edition| edition.ordinal);
    Some(Ok(Past { this, editions }))
}
