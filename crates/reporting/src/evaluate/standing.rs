//! How the books of an edition stand for the family of a figure.

use proto::reporting::v1::{FigureBasis, ObservationStatus, figure_definition::Rule};

use crate::{
    edition_status::{FAMILY_OF_THE_FAIR, status_text},
    refusal::Refusal,
    sources::FamilyInEdition,
};

use super::{Evaluation, Subject};

/// What figures of the family are read from, and how far they can be relied on.
pub(super) struct Standing {
    pub(super) basis: FigureBasis,
    pub(super) status: ObservationStatus,
    /// The record that says so, as name@revision.
    pub(super) ground: Option<String>,
}

/// Looks up how the books stand for the figure.
pub(super) fn of(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
) -> Option<Result<Standing, Refusal>> {
    let family = &subject.definition.family;
    let attribute = matches!(subject.definition.rule, Some(Rule::Attribute(_)));
    let held = evaluation.known.statuses.get(&FamilyInEdition {
        edition: subject.edition.to_owned(),
        family: family.clone(),
    })?;
    let Some(held) = held.as_ref() else {
        return Some(if attribute || family == FAMILY_OF_THE_FAIR {
            Ok(Standing {
                basis: FigureBasis::Records,
                status: ObservationStatus::Normal,
                ground: None,
            })
        } else {
            Err(Refusal::new(format!(
                "missing: nothing says how the books of {} stand for {family}; \
                 record an edition status",
                subject.edition
            )))
        });
    };
    let (basis, status) = (held.record.basis(), held.record.status());
    if status == ObservationStatus::Missing
        || !matches!(basis, FigureBasis::Records | FigureBasis::Reported)
    {
        return Some(Err(Refusal::new(format!(
            "missing: by {} nothing of {family} is in the books of {} (status {})",
            held.pedigree,
            subject.edition,
            status_text(status)
        ))));
    }
    Some(Ok(Standing {
        // An edition's own properties are read from its record on either basis.
        basis: if attribute {
            FigureBasis::Records
        } else {
            basis
        },
        status,
        ground: Some(held.pedigree.clone()),
    }))
}
