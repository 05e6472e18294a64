//! The same figure over the editions of a fair.

use std::sync::Arc;

use proto::{
    exhibitions::v1::Edition,
    reporting::v1::{ObservationStatus, Series, SeriesPoint},
};

use crate::{
    answer::{Answer, Worked, Yield},
    refusal::Refusal,
};

use super::{Evaluation, Subject};

/// Reads the figure for every edition up to this one. An edition without a value
/// stands in the series as missing; one that was never held has no record and is
/// no point.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Series,
) -> Option<Worked> {
    let of_fair = evaluation.fair.clone();
    let own = evaluation.figure(subject.edition, &rule.of);
    let edition = evaluation.known.editions.get(&subject.edition.to_owned());
    let of_fair = evaluation.known.editions_of_fair.get(&of_fair)?;
    let edition = edition?;
    let Some(edition) = edition.as_ref() else {
        return Some(Worked::refused(Refusal::new(format!(
            "{} does not exist",
            subject.edition
        ))));
    };
    let mut editions: Vec<_> = of_fair
        .iter()
        .filter(|other| other.ordinal <= edition.ordinal)
        .collect();
    editions.sort_by_key(|edition| edition.ordinal);
    // All are tried before any is given up, so that all note what they need.
    let tried: Vec<_> = editions
        .iter()
        .map(|edition| evaluation.figure(&edition.name, &rule.of))
        .collect();
    let answers = tried.into_iter().collect::<Option<Vec<_>>>()?;
    let own = own?;

    let words = format!("{} of every edition up to {}", rule.of, subject.edition);
    let points: Vec<_> = editions
        .iter()
        .zip(&answers)
        .map(|(edition, answer)| point(edition, answer))
        .collect();
    let with_value = points.iter().filter(|point| point.value.is_some()).count();
    let outcome = if with_value == 0 {
        Err(Refusal::new("no edition has a value"))
    } else {
        let numbers = format!("{with_value} of {} editions have a value", points.len());
        Ok((Yield::Points(points), numbers))
    };
    let mut worked = Worked::from_inputs(answers);
    // Each point has its own status; the series has that of this edition's point.
    worked.status = own_status(&own);
    worked.basis = own.worked.basis;
    Some(worked.concluded(words, outcome))
}

fn point(edition: &Edition, answer: &Arc<Answer>) -> SeriesPoint {
    let mut point = SeriesPoint {
        edition: edition.name.clone(),
        ordinal: edition.ordinal,
        year: edition.opening_date.as_ref().map_or(0, |date| date.year),
        ..SeriesPoint::default()
    };
    match (&answer.worked.outcome, answer.value()) {
        (_, Ok(value)) => point.value = Some(value.into()),
        (Err(refusal), _) => point.refusal.clone_from(&refusal.why),
        (Ok(_), Err(refusal)) => point.refusal = refusal.why,
    }
    point.set_status(own_status(answer));
    point
}

/// The status of a value; missing without one.
fn own_status(answer: &Answer) -> ObservationStatus {
    if answer.value().is_ok() {
        answer.worked.status
    } else {
        ObservationStatus::Missing
    }
}
