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
    let read_from_its_record = attribute || family == FAMILY_OF_THE_FAIR;
    let standing = in_edition(evaluation, subject.edition, family, read_from_its_record)?;
    Some(standing.map(|standing| Standing {
        // An edition's own properties are read from its record on either basis.
        basis: if attribute {
            FigureBasis::Records
        } else {
            standing.basis
        },
        ..standing
    }))
}

/// Looks up how the books of an edition stand for a family. Without a statement
/// they hold the records only of a family that is `always_there`.
pub(super) fn in_edition(
    evaluation: &mut Evaluation,
    edition: &str,
    family: &str,
    always_there: bool,
) -> Option<Result<Standing, Refusal>> {
    let held = evaluation.known.statuses.get(&FamilyInEdition {
        edition: edition.to_owned(),
        family: family.to_owned(),
    })?;
    let Some(held) = held.as_ref() else {
        return Some(if always_there {
            Ok(Standing {
                basis: FigureBasis::Records,
                status: ObservationStatus::Normal,
                ground: None,
            })
        } else {
            Err(Refusal::new(format!(
                "missing: nothing says how the books of {edition} stand for {family}; \
                 record an edition status"
            )))
        });
    };
    let (basis, status) = (held.record.basis(), held.record.status());
    if status == ObservationStatus::Missing
        || !matches!(basis, FigureBasis::Records | FigureBasis::Reported)
    {
        return Some(Err(Refusal::new(format!(
            "missing: by {} nothing of {family} is in the books of {edition} (status {})",
            held.pedigree,
            status_text(status)
        ))));
    }
    Some(Ok(Standing {
        basis,
        status,
        ground: Some(held.pedigree.clone()),
    }))
}
