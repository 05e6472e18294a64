//! The change of a figure against another edition.
//!
//! A growth is the figure most often wrong in print, so it is given only when the
//! base exists, has an exact value and no break, and somebody recorded that the
//! two editions may be compared.

use std::sync::Arc;

use proto::{
    exhibitions::v1::Edition,
    reporting::v1::{Comparability, Growth, ObservationStatus, growth},
};

use crate::{
    answer::{Answer, Worked},
    edition_status::status_text,
    refusal::Refusal,
    sources::Held,
    value::Exact,
};

use super::{Evaluation, Subject};

/// The edition a growth is measured against.
pub(super) struct Base {
    /// Its full name; empty when there can be none.
    pub(super) edition: String,
    /// Whether the subject's edition may be compared with it.
    pub(super) comparable: Result<(), Refusal>,
    /// The judgement, as name@revision.
    pub(super) grounds: Vec<String>,
}

/// Measures the figure against that of the base edition, in percent.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Growth,
) -> Option<Worked> {
    let current = evaluation.figure(subject.edition, &rule.of);
    let base = base(evaluation, subject, rule)?;
    let words = format!("the change of {} against {}", rule.of, base.edition);
    if let Err(refusal) = base.comparable {
        let mut worked = Worked::from_inputs(vec![current?]);
        worked.base_edition = base.edition;
        worked.grounds = base.grounds;
        return Some(worked.valued(words, Err(refusal)));
    }
    let before = evaluation.figure(&base.edition, &rule.of);
    let (current, before) = (current?, before?);
    let outcome = percent(&current, &before);
    // This edition's own value decides the status: see the head of `evaluate`.
    let mut worked = Worked::from_inputs(vec![Arc::clone(&current)]);
    worked.inputs.push(before);
    worked.base_edition = base.edition;
    worked.grounds = base.grounds;
    Some(worked.valued(words, outcome))
}

/// Finds the base edition and whether it may serve as one.
pub(super) fn base(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Growth,
) -> Option<Base> {
    let comparabilities = evaluation
        .known
        .comparabilities
        .get(&subject.edition.to_owned());
    let edition = evaluation.known.editions.get(&subject.edition.to_owned())?;
    let mut base = Base {
        edition: String::new(),
        comparable: Ok(()),
        grounds: Vec::new(),
    };
    let ordinal = match ordinal(edition.as_ref().as_ref(), rule) {
        Ok(ordinal) => ordinal,
        Err(refusal) => {
            base.comparable = Err(refusal);
            return Some(base);
        }
    };
    // The id of an edition is its ordinal.
    base.edition = format!("{}/editions/{ordinal}", evaluation.fair);
    let exists = evaluation.known.editions.get(&base.edition);
    let (exists, comparabilities) = (exists?, comparabilities?);
    if exists.is_none() {
        base.comparable = Err(Refusal::new(format!(
            "the base edition {} does not exist",
            base.edition
        )));
        return Some(base);
    }
    let family = &subject.definition.family;
    let judgements: Vec<_> = comparabilities
        .iter()
        .filter(|held| held.record.family == *family && held.record.base_edition == base.edition)
        .collect();
    base.grounds = judgements
        .iter()
        .map(|held| held.pedigree.clone())
        .collect();
    base.comparable = match judgements.as_slice() {
        [] => Err(Refusal::new(format!(
            "nobody recorded whether {family} of {} may be compared with {}",
            subject.edition, base.edition
        ))),
        [held] if held.record.comparable => Ok(()),
        [held] => Err(not_comparable(held)),
        [first, second, ..] => Err(Refusal::new(format!(
            "{} and {} both judge whether {family} may be compared with {}; void one of them",
            first.pedigree, second.pedigree, base.edition
        ))),
    };
    Some(base)
}

/// The reason when by a judgement two editions may not be compared.
pub(super) fn not_comparable(held: &Held<Comparability>) -> Refusal {
    let judgement = &held.record;
    Refusal::new(format!(
        "by {} {} may not be compared with {}: {}",
        held.pedigree, judgement.family, judgement.base_edition, judgement.grounds
    ))
}

/// The ordinal of the base edition.
fn ordinal(edition: Option<&Edition>, rule: &Growth) -> Result<i32, Refusal> {
    let Some(edition) = edition else {
        return Err(Refusal::new("the edition does not exist"));
    };
    match rule.base {
        Some(growth::Base::PreviousEdition(_)) if edition.ordinal > 1 => Ok(edition.ordinal - 1),
        Some(growth::Base::PreviousEdition(_)) => {
            Err(Refusal::new("the first edition has none before it"))
        }
        Some(growth::Base::Ordinal(ordinal)) if ordinal >= 1 && ordinal < edition.ordinal => {
            Ok(ordinal)
        }
        Some(growth::Base::Ordinal(ordinal)) => Err(Refusal::new(format!(
            "edition {ordinal} is not before edition {}",
            edition.ordinal
        ))),
        None => Err(Refusal::new("its definition names no base")),
    }
}

/// The change in percent of the base, with how it was reckoned.
fn percent(current: &Arc<Answer>, before: &Arc<Answer>) -> Result<(Exact, String), Refusal> {
    let (value, base) = (current.value()?, before.value()?);
    if before.worked.approximate {
        return Err(Refusal::new(format!(
            "{} was given as approximate, so it is no base",
            before.in_words()
        )));
    }
    for figure in [before, current] {
        if breaks_the_series(figure.worked.status) {
            return Err(Refusal::new(format!(
                "{} has status {}, so the two are not comparable",
                figure.in_words(),
                status_text(figure.worked.status)
            )));
        }
    }
    if base.is_zero() || base.is_negative() {
        return Err(Refusal::new(format!(
            "{} is {base}, of which no percentage can be taken",
            before.in_words()
        )));
    }
    let percent = value.less(base)?.over(base)?.times(Exact::HUNDRED)?;
    let numbers = format!(
        "({value} - {base}) / {base} × 100 = {percent}; the status of the base is {}",
        status_text(before.worked.status)
    );
    Ok((percent, numbers))
}

fn breaks_the_series(status: ObservationStatus) -> bool {
    matches!(
        status,
        ObservationStatus::Break | ObservationStatus::DefinitionDiffers
    )
}
