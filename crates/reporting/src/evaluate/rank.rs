//! The place of an edition among all editions of the fair so far.
//!
//! "A record" and "the third highest" are claims about every edition there was, so
//! a rank is given only when each of them has a value, may be compared with this
//! one, and lies on one side of it for certain: apart from it over all that the two
//! can be, or both exact and equal. An estimate of which nobody said how far it may
//! be off lies on no side.

use std::sync::Arc;

use proto::{
    exhibitions::v1::Edition,
    reporting::v1::{Comparability, ObservationStatus, Rank, RankOrder},
};

use crate::{
    answer::{Answer, Worked},
    range::Range,
    refusal::Refusal,
    sources::Held,
    value::Exact,
};

use super::{Evaluation, Subject, judgement, past, past::Past, series};

/// Counts the editions whose value comes before that of this one.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Rank,
) -> Option<Worked> {
    let this_edition = subject.edition.to_owned();
    let judgements = evaluation.known.comparabilities.get(&this_edition);
    let past = match past::of(evaluation, subject)? {
        Ok(past) => past,
        Err(refusal) => return Some(Worked::refused(refusal)),
    };
    let editions = &past.editions;
    // All are tried before any is given up, so that all note what they need.
    let tried: Vec<_> = editions
        .iter()
        .map(|edition| evaluation.figure(&edition.name, &rule.of))
        .collect();
    let answers = tried.into_iter().collect::<Option<Vec<_>>>()?;
    let judgements = judgements?;

    let words = format!(
        "the place of {} among the {} of every edition so far, the {} first",
        subject.edition,
        rule.of,
        match rule.order() {
            RankOrder::LowestFirst => "lowest",
            _ => "highest",
        }
    );
    let grounds = editions
        .iter()
        .flat_map(|edition| judgement::on(subject, &edition.name, &judgements).grounds);
    let grounds = grounds.collect();
    let outcome = require_comparable(evaluation, subject, &past, &judgements)
        .and_then(|()| place(rule.order(), &answers));
    let points = editions.iter().zip(&answers);
    let points = points.map(|(edition, answer)| series::point(edition, answer, answer.value()));
    let points = points.collect();

    let out_of = answers.len();
    let own = answers.last().map(Arc::clone);
    let mut worked = Worked::from_inputs(answers);
    if let Some(own) = own {
        // This edition's own value decides the status: see the head of `evaluate`.
        worked.status = own.worked.status;
        worked.basis = own.worked.basis;
    }
    // Whatever is not known exactly leaves the place as it is, or there is none.
    worked.approximate = false;
    worked.range = None;
    worked.beside.out_of = i64::try_from(out_of).unwrap_or(i64::MAX);
    worked.beside.points = points;
    worked.grounds = grounds;
    Some(worked.valued(words, outcome))
}

/// Passes when every edition from the first to this one is recorded, and this one
/// may be compared with each.
fn require_comparable(
    evaluation: &Evaluation,
    subject: Subject<'_>,
    past: &Past,
    judgements: &[Held<Comparability>],
) -> Result<(), Refusal> {
    let ordinals = past.editions.iter().map(|edition| edition.ordinal);
    if let Some((expected, _)) = (1..).zip(ordinals).find(|(n, ordinal)| n != ordinal) {
        return Err(Refusal::new(format!(
            "{}/editions/{expected} is not in the books, so nobody knows its place",
            evaluation.fair
        )));
    }
    let others = past.editions.iter().filter(|other| is_other(other, past));
    for other in others {
        judgement::on(subject, &other.name, judgements).comparable?;
    }
    Ok(())
}

fn is_other(edition: &Edition, past: &Past) -> bool {
    edition.ordinal != past.this.ordinal
}

/// The place of the last of the values, with how it was found.
fn place(order: RankOrder, answers: &[Arc<Answer>]) -> Result<(Exact, String), Refusal> {
    let mut ranges = Vec::with_capacity(answers.len());
    for answer in answers {
        answer.value()?;
        judgement::require_unbroken(answer)?;
        ranges.push(sure_range(answer)?);
    }
    let (Some((own, others)), Some(this)) = (ranges.split_last(), answers.last()) else {
        return Err(Refusal::new("no edition is there to be ranked"));
    };
    let mut better = 0i64;
    for (other, answer) in others.iter().zip(answers) {
        better += i64::from(comes_before(order, *other, *own).ok_or_else(|| {
            Refusal::new(format!(
                "{} ({}) and {} ({}) leave open which of them comes first",
                answer.in_words(),
                told(answer, *other),
                this.in_words(),
                told(this, *own)
            ))
        })?);
    }
    let place = better + 1;
    let values: Result<Vec<_>, _> = answers.iter().map(|answer| answer.value()).collect();
    let written: Vec<_> = values?.iter().map(Exact::to_string).collect();
    let numbers = format!("{}: place {place} of {}", written.join(", "), answers.len());
    Ok((Exact::whole(place), numbers))
}

/// What a value can be, as far as a place may rest on it.
fn sure_range(answer: &Answer) -> Result<Range, Refusal> {
    let range = answer.range()?;
    let bare = is_estimated(answer) && answer.worked.range.is_none();
    Ok(if bare { Range::UNBOUNDED } else { range })
}

fn is_estimated(answer: &Answer) -> bool {
    answer.worked.status == ObservationStatus::Estimated
}

/// What a value can be, as a sentence tells it.
fn told(answer: &Answer, range: Range) -> String {
    if range == Range::UNBOUNDED && is_estimated(answer) && !answer.worked.approximate {
        return "estimated without bounds".to_owned();
    }
    range.in_words()
}

/// Whether one value comes before the other for certain, or for certain does not.
/// Intervals that touch leave it open: both values may be the one they share.
fn comes_before(order: RankOrder, one: Range, other: Range) -> Option<bool> {
    let (before, after) = match order {
        RankOrder::Unspecified => (false, false),
        RankOrder::HighestFirst => (one.is_above(other), other.is_above(one)),
        RankOrder::LowestFirst => (other.is_above(one), one.is_above(other)),
    };
    let same = one.only().is_some() && one.only() == other.only();
    (before || after || same).then_some(before)
}
