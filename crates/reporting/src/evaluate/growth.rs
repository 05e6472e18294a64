//! The change of a figure against another edition.
//!
//! A growth is the figure most often wrong in print, so it is given only when the
//! base exists, has no approximate value and no break, and somebody recorded that
//! the two editions may be compared. Where a value is known only as an interval,
//! the change must have one direction over all of it and lie nowhere more than one
//! percentage point from the change that is given.

use std::sync::Arc;

use proto::{
    exhibitions::v1::Edition,
    reporting::v1::{Growth, growth},
};

use crate::{
    answer::{Answer, Worked},
    edition_status::status_text,
    range::Range,
    refusal::Refusal,
    value::{Exact, OutOfRange},
};

use super::{Evaluation, Subject, judgement, season};

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
    if before.worked.range.is_some() {
        worked.range = Some(Range::UNBOUNDED);
    }
    worked.beside.base_status = before.worked.status;
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
    let this_edition = subject.edition.to_owned();
    let comparabilities = evaluation.known.comparabilities.get(&this_edition);
    let mut base = Base {
        edition: String::new(),
        comparable: Ok(()),
        grounds: Vec::new(),
    };
    base.edition = match edition(evaluation, subject, rule)? {
        Ok(edition) => edition,
        Err(refusal) => {
            base.comparable = Err(refusal);
            return Some(base);
        }
    };
    let exists = evaluation.known.editions.get(&base.edition);
    let (exists, comparabilities) = (exists?, comparabilities?);
    if exists.is_none() {
        base.comparable = Err(Refusal::new(format!(
            "the base edition {} does not exist",
            base.edition
        )));
        return Some(base);
    }
    let judgement = judgement::on(subject, &base.edition, &comparabilities);
    base.comparable = judgement.comparable;
    base.grounds = judgement.grounds;
    Some(base)
}

/// The full name of the base edition.
fn edition(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Growth,
) -> Option<Result<String, Refusal>> {
    let of_fair = match rule.base {
        Some(growth::Base::SameSeasonYearEarlier(_)) => {
            let fair = evaluation.fair.clone();
            evaluation.known.editions_of_fair.get(&fair)
        }
        _ => Some(Arc::default()),
    };
    let this = evaluation.known.editions.get(&subject.edition.to_owned())?;
    let of_fair = of_fair?;
    let Some(this) = this.as_ref() else {
        return Some(Err(Refusal::new("the edition does not exist")));
    };
    if let Some(growth::Base::SameSeasonYearEarlier(_)) = rule.base {
        let found = season::year_earlier(this, &of_fair);
        return Some(found.map(|edition| edition.name.clone()));
    }
    // The id of an edition is its ordinal.
    let fair = &evaluation.fair;
    Some(ordinal(this, rule).map(|ordinal| format!("{fair}/editions/{ordinal}")))
}

/// The ordinal of a base edition that is told by it.
fn ordinal(this: &Edition, rule: &Growth) -> Result<i32, Refusal> {
    match rule.base {
        Some(growth::Base::PreviousEdition(_)) if this.ordinal > 1 => Ok(this.ordinal - 1),
        Some(growth::Base::PreviousEdition(_)) => {
            Err(Refusal::new("the first edition has none before it"))
        }
        Some(growth::Base::Ordinal(ordinal)) if ordinal >= 1 && ordinal < this.ordinal => {
            Ok(ordinal)
        }
        Some(growth::Base::Ordinal(ordinal)) => Err(Refusal::new(format!(
            "edition {ordinal} is not before edition {}",
            this.ordinal
        ))),
        Some(growth::Base::SameSeasonYearEarlier(_)) | None => {
            Err(Refusal::new("its definition names no base"))
        }
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
        judgement::require_unbroken(figure)?;
    }
    if base.is_zero() || base.is_negative() {
        return Err(Refusal::new(format!(
            "{} is {base}, of which no percentage can be taken",
            before.in_words()
        )));
    }
    let percent = change(value, base)?;
    require_sure(percent, current, before)?;
    let numbers = format!(
        "({value} - {base}) / {base} × 100 = {percent}; the status of the base is {}",
        status_text(before.worked.status)
    );
    Ok((percent, numbers))
}

/// The change from one value to another in percent of the first.
fn change(value: Exact, base: Exact) -> Result<Exact, OutOfRange> {
    value.less(base)?.over(base)?.times(Exact::HUNDRED)
}

/// Passes when the change is much the same wherever in their intervals the two
/// values lie. It runs one way along each interval, so the ends decide.
fn require_sure(percent: Exact, current: &Answer, before: &Answer) -> Result<(), Refusal> {
    let bases = ends(before)?;
    for base in bases {
        if base.is_zero() || base.is_negative() {
            return Err(Refusal::new(format!(
                "{} can be {base}, of which no percentage can be taken",
                before.in_words()
            )));
        }
    }
    for value in ends(current)? {
        for base in bases {
            let other = change(value, base)?;
            let reason = if other.sign() != percent.sign() {
                "its direction is not sure"
            } else if percent.is_within(Exact::whole(1), other)? {
                continue;
            } else {
                "that is more than one percentage point apart"
            };
            return Err(Refusal::new(format!(
                "{} ({}) and {} ({}) give a change of {percent} percent and as well one of \
                 {other}: {reason}",
                current.in_words(),
                current.range()?.in_words(),
                before.in_words(),
                before.range()?.in_words(),
            )));
        }
    }
    Ok(())
}

/// The least and the most a value can be. What was given as approximate makes an
/// approximate growth, so where nothing bounds it its value stands.
fn ends(answer: &Answer) -> Result<[Exact; 2], Refusal> {
    let (value, range) = (answer.value()?, answer.range()?);
    if answer.worked.approximate {
        return Ok([range.least.unwrap_or(value), range.most.unwrap_or(value)]);
    }
    match (range.least, range.most) {
        (Some(least), Some(most)) => Ok([least, most]),
        _ => Err(Refusal::new(format!(
            "{} is not known exactly, and not between which two values it lies",
            answer.in_words()
        ))),
    }
}
