//! The same figure over the editions of a fair.

use std::sync::Arc;

use proto::{
    exhibitions::v1::Edition,
    reporting::v1::{Comparability, ObservationStatus, Series, SeriesPoint},
};

use crate::{
    answer::{Answer, Worked, Yield},
    refusal::Refusal,
    sources::Held,
    value::Exact,
};

use super::{Evaluation, Subject, in_unit, judgement::not_comparable, past};

/// Reads the figure for every edition up to this one. An edition without a value
/// stands in the series as missing; one that was never held has no record and is
/// no point.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Series,
) -> Option<Worked> {
    let this_edition = subject.edition.to_owned();
    let judgements = evaluation.known.comparabilities.get(&this_edition);
    let editions = match past::of(evaluation, subject)? {
        Ok(past) => past.editions,
        Err(refusal) => return Some(Worked::refused(refusal)),
    };
    // All are tried before any is given up, so that all note what they need.
    let tried: Vec<_> = editions
        .iter()
        .map(|edition| evaluation.figure(&edition.name, &rule.of))
        .collect();
    let answers = tried.into_iter().collect::<Option<Vec<_>>>()?;
    let judgements = judgements?;

    let words = format!("{} of every edition up to {}", rule.of, subject.edition);
    let points: Vec<_> = editions
        .iter()
        .zip(&answers)
        .map(|(edition, answer)| point(edition, answer, value(subject, answer, &judgements)))
        .collect();
    let mut worked = Worked::from_inputs(answers);
    let against = worked
        .inputs
        .iter()
        .filter_map(|answer| against(subject, answer, &judgements));
    worked.grounds = against.map(|held| held.pedigree.clone()).collect();
    // What was left out says nothing of what is shown.
    worked.approximate = points
        .iter()
        .zip(&worked.inputs)
        .any(|(point, answer)| point.value.is_some() && answer.worked.approximate);
    // Each point has its own status; the series has that of this edition's point.
    if let Some(own) = points
        .iter()
        .position(|point| point.edition == subject.edition)
    {
        worked.status = points[own].status();
        worked.basis = worked.inputs[own].worked.basis;
    }
    Some(worked.concluded(words, together(points)))
}

/// The points with how many have a value; there is no series of none.
fn together(points: Vec<SeriesPoint>) -> Result<(Yield, String), Refusal> {
    let with_value = points.iter().filter(|point| point.value.is_some()).count();
    if with_value == 0 {
        let newest = points
            .last()
            .map_or("there is none", |point| &point.refusal);
        return Err(Refusal::new(format!(
            "no edition has a value; of the newest: {newest}"
        )));
    }
    let numbers = format!("{with_value} of {} editions have a value", points.len());
    Ok((Yield::Points(points), numbers))
}

/// The value of an edition, if it may stand beside that of this edition.
fn value(
    subject: Subject<'_>,
    answer: &Answer,
    judgements: &[Held<Comparability>],
) -> Result<Exact, Refusal> {
    // What has no value is missing for its own reason, whatever else is wrong.
    if let Err(refusal) = &answer.worked.outcome {
        return Err(refusal.clone());
    }
    let value = in_unit(answer, &subject.definition.unit)?;
    match against(subject, answer, judgements) {
        Some(held) => Err(not_comparable(held)),
        None => Ok(value),
    }
}

/// The judgement by which the value of an edition may not be compared with that of
/// this edition, if somebody recorded one. That nobody judged keeps no point out of
/// a series, unlike a growth: it sets values side by side and computes nothing from
/// two of them.
fn against<'a>(
    subject: Subject<'_>,
    answer: &Answer,
    judgements: &'a [Held<Comparability>],
) -> Option<&'a Held<Comparability>> {
    judgements.iter().find(|held| {
        !held.record.comparable
            && held.record.family == subject.definition.family
            && held.record.base_edition == answer.edition
    })
}

/// The point of an edition, with its value or why there is none.
pub(super) fn point(
    edition: &Edition,
    answer: &Arc<Answer>,
    value: Result<Exact, Refusal>,
) -> SeriesPoint {
    let mut point = SeriesPoint {
        edition: edition.name.clone(),
        ordinal: edition.ordinal,
        year: edition.opening_date.as_ref().map_or(0, |date| date.year),
        ..SeriesPoint::default()
    };
    match value {
        Ok(value) => {
            point.value = Some(value.into());
            point.set_status(answer.worked.status);
        }
        Err(refusal) => {
            point.refusal = refusal.why;
            point.set_status(ObservationStatus::Missing);
        }
    }
    point
}
