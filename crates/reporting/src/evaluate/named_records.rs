//! Records that are named in prose.

use proto::{reporting::v1::NamedRecords, statistics::v1::query_cells_request::Measure};

use crate::{
    answer::{Worked, Yield},
    question::{EvidenceQuestion, Question, Reading},
    refusal::Refusal,
};

use super::{
    Evaluation, Subject,
    selection::{quantity_of, selected},
    window,
};

/// Counts the records in the cells and lists them, unless there are none or more
/// than may be named.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &NamedRecords,
) -> Option<Worked> {
    let selected = selected(subject, &rule.service, rule.selection.as_ref());
    let (selected, dated_by) = match window::within(evaluation, selected, rule.window.as_ref())? {
        Ok(windowed) => windowed,
        Err(refusal) => return Some(Worked::refused(refusal)),
    };
    let words = format!(
        "the records of the selection in {} of {}, at most {}",
        selected.cube, selected.keeper, rule.limit
    );
    let listed = evaluation.known.evidence.get(&EvidenceQuestion {
        selected: selected.clone(),
        limit: rule.limit,
    });
    let counting = quantity_of(&selected, String::new());
    let counting = evaluation.known.quantities.get(&counting)?;
    let Some(counting) = counting.as_ref() else {
        return Some(Worked::refused(Refusal::new(format!(
            "{} keeps no cube {:?}",
            selected.keeper, selected.cube
        ))));
    };
    let question = Question {
        selected,
        measure: Measure::SumOf(counting.name.clone()),
        group_by: None,
    };
    let counted = evaluation.known.cells.get(&question)?;
    let listed = listed?;
    let (counted, listed) = match (counted.as_ref(), listed.as_ref()) {
        (Ok(counted), Ok(listed)) => (counted, listed),
        (Err(refusal), _) | (_, Err(refusal)) => {
            return Some(Worked::refused(refusal.clone()));
        }
    };
    let count = counted.totals.first().map_or(0, |row| row.total);
    let outcome = if count > i64::from(rule.limit) {
        Err(Refusal::new(format!(
            "{count} records match, more than the {} that may be named",
            rule.limit
        )))
    } else if listed.evidence.is_empty() {
        Err(Refusal::new("no record matches, so there is none to name"))
    } else {
        Ok((
            Yield::Records(listed.evidence.clone()),
            format!("{} records", listed.evidence.len()),
        ))
    };
    let mut worked = Worked::from_records();
    worked.grounds.extend(dated_by);
    worked.readings.push(Reading {
        question,
        answer: counted.clone(),
    });
    Some(worked.concluded(words, outcome))
}
