//! A figure divided by the days the edition was open.

use proto::reporting::v1::PerDay;

use crate::{answer::Worked, refusal::Refusal, sources};

use super::{Evaluation, Subject, attribute::open_days, in_unit};

/// Divides the figure by the days, both ends counted.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &PerDay,
) -> Option<Worked> {
    let of = evaluation.figure(subject.edition, &rule.of);
    let edition = evaluation.known.editions.get(&subject.edition.to_owned());
    let (of, edition) = (of?, edition?);
    let Some(edition) = edition.as_ref() else {
        return Some(Worked::refused(Refusal::new(format!(
            "{} does not exist",
            subject.edition
        ))));
    };
    let words = format!("{} divided by the days open, both ends counted", rule.of);
    let days = open_days(edition);
    let range = days
        .clone()
        .and_then(|(days, _)| Ok(of.range()?.over(days)?));
    let outcome = days.and_then(|(days, counted)| {
        let value = in_unit(&of, &subject.definition.unit)?;
        let per_day = value.over(days)?;
        Ok((
            per_day,
            format!("days {counted}; {value} / {days} = {per_day}"),
        ))
    });
    let mut worked = Worked::from_inputs(vec![of]);
    if worked.range.is_some() {
        worked.range = range.ok().or(worked.range);
    }
    let read = sources::pedigree(&edition.name, edition.entry.as_ref());
    worked.grounds.push(read);
    Some(worked.valued(words, outcome))
}
