//! Whether an edition may be compared with another: by a recorded judgement alone.

use proto::reporting::v1::{Comparability, ObservationStatus};

use crate::{answer::Answer, edition_status::status_text, refusal::Refusal, sources::Held};

use super::Subject;

/// A judgement, as far as there is one.
pub(super) struct Judgement {
    /// Whether the subject's edition may be compared with the other.
    pub(super) comparable: Result<(), Refusal>,
    /// The records that say so, as name@revision.
    pub(super) grounds: Vec<String>,
}

/// What `judgements` of the subject's edition say on its family in another edition.
pub(super) fn on(
    subject: Subject<'_>,
    other: &str,
    judgements: &[Held<Comparability>],
) -> Judgement {
    let family = &subject.definition.family;
    let found: Vec<_> = judgements
        .iter()
        .filter(|held| held.record.family == *family && held.record.base_edition == other)
        .collect();
    let comparable = match found.as_slice() {
        [] => Err(Refusal::new(format!(
            "nobody recorded whether {family} of {} may be compared with {other}",
            subject.edition
        ))),
        [held] if held.record.comparable => Ok(()),
        [held] => Err(not_comparable(held)),
        [first, second, ..] => Err(Refusal::new(format!(
            "{} and {} both judge whether {family} may be compared with {other}; void one of them",
            first.pedigree, second.pedigree
        ))),
    };
    Judgement {
        comparable,
        grounds: found.iter().map(|held| held.pedigree.clone()).collect(),
    }
}

/// The reason when by a judgement two editions may not be compared.
pub(super) fn not_comparable(held: &Held<Comparability>) -> Refusal {
    let judgement = &held.record;
    Refusal::new(format!(
        "by {} {} may not be compared with {}: {}",
        held.pedigree, judgement.family, judgement.base_edition, judgement.grounds
    ))
}

/// Passes unless the status of a figure says that it stands apart from the others.
pub(super) fn require_unbroken(figure: &Answer) -> Result<(), Refusal> {
    match figure.worked.status {
        status @ (ObservationStatus::Break | ObservationStatus::DefinitionDiffers) => {
            Err(Refusal::new(format!(
                "{} has status {}, so the two are not comparable",
                figure.in_words(),
                status_text(status)
            )))
        }
        _ => Ok(()),
    }
}
