//! A total with its parts.

use std::cmp::Reverse;

use proto::{
    reporting::v1::{Breakdown, FigurePart},
    statistics::v1::{Quantity, QueryCellsResponse, query_cells_request::Measure},
};

use crate::{
    answer::Worked,
    question::{Question, Reading, Selected},
    refusal::Refusal,
    value::Exact,
};

use super::{
    Evaluation, Subject,
    selection::{in_unit, quantity_of, selected},
    window,
};

/// The key of what is put together.
const OTHER: &str = "other";

/// A part of the total: the value of the dimension, and what it comes to.
type Part = (String, Exact);

/// Asks for the totals by the dimension and adds them up.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Breakdown,
) -> Option<Worked> {
    let selected = selected(subject, &rule.service, rule.selection.as_ref());
    let (selected, dated_by) = match window::within(evaluation, selected, rule.window.as_ref())? {
        Ok(windowed) => windowed,
        Err(refusal) => return Some(Worked::refused(refusal)),
    };
    let words = format!(
        "the sum of {} in {} of {}, by {}",
        rule.sum_of, selected.cube, selected.keeper, rule.by
    );
    let question = Question {
        measure: Measure::SumOf(rule.sum_of.clone()),
        group_by: Some(rule.by.clone()),
        selected,
    };
    let answer = evaluation.known.cells.get(&question);
    let of = quantity_of(&question.selected, rule.sum_of.clone());
    let quantity = evaluation.known.quantities.get(&of);
    let (answer, quantity) = (answer?, quantity?);
    let answer = match answer.as_ref() {
        Ok(answer) => answer.clone(),
        Err(refusal) => return Some(Worked::refused(refusal.clone())),
    };
    let quantity = quantity.as_ref().as_ref();
    let found = parts(subject, &question.selected, quantity, &answer)
        .and_then(|parts| Ok((total(&parts)?, parts)))
        .and_then(|(total, parts)| Ok((total, folded(parts, rule.limit)?)));
    let mut worked = Worked::from_records();
    worked.grounds.extend(dated_by);
    worked.readings.push(Reading { question, answer });
    let outcome = found.and_then(|(total, parts)| {
        let terms: Vec<_> = parts
            .iter()
            .map(|(key, value)| format!("{key} {value}"))
            .collect();
        worked.beside.parts = with_shares(parts, total)?;
        Ok((total, format!("{} = {total}", terms.join(" + "))))
    });
    Some(worked.valued(words, outcome))
}

/// The parts in the unit of the figure, the largest first, of equal ones by their
/// keys. Groups that come to nothing are no parts.
fn parts(
    subject: Subject<'_>,
    selected: &Selected,
    quantity: Option<&Quantity>,
    answer: &QueryCellsResponse,
) -> Result<Vec<Part>, Refusal> {
    let mut parts = Vec::with_capacity(answer.totals.len());
    for row in answer.totals.iter().filter(|row| row.total != 0) {
        let key = row.group.first().cloned().unwrap_or_default();
        let (value, _) = in_unit(subject, selected, quantity, row.total)?;
        parts.push((key, value));
    }
    parts.sort_by(|(one, large), (other, small)| {
        (Reverse(large), one).cmp(&(Reverse(small), other))
    });
    Ok(parts)
}

fn total(parts: &[Part]) -> Result<Exact, Refusal> {
    parts
        .iter()
        .try_fold(Exact::ZERO, |sum, (_, value)| Ok(sum.plus(*value)?))
}

/// At most so many parts by their keys, and one more of all others if there are
/// more. A key that reads like that of the others goes in with them.
fn folded(parts: Vec<Part>, limit: i32) -> Result<Vec<Part>, Refusal> {
    let limit = usize::try_from(limit).unwrap_or(0);
    if parts.len() <= limit {
        return Ok(parts);
    }
    let (others, mut shown): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|(key, _)| key == OTHER);
    let mut rest = shown.split_off(limit.min(shown.len()));
    rest.extend(others);
    shown.push((OTHER.to_owned(), total(&rest)?));
    Ok(shown)
}

/// The parts as they are sent. Of a total of zero nothing is a part.
fn with_shares(parts: Vec<Part>, total: Exact) -> Result<Vec<FigurePart>, Refusal> {
    let with_share = |(key, value): Part| {
        let share = if total.is_zero() {
            None
        } else {
            Some(value.over(total)?.times(Exact::HUNDRED)?)
        };
        Ok(FigurePart {
            key,
            value: Some(value.into()),
            share_percent: share.map(Into::into),
        })
    };
    parts.into_iter().map(with_share).collect()
}
