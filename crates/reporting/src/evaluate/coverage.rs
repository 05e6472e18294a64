//! How many members of a code list occur, out of all of them.

use std::collections::BTreeSet;

use proto::{
    exhibitions::v1::Edition,
    reporting::v1::{CodeList, Coverage},
    statistics::v1::{ValueSet, condition::Test, query_cells_request::Measure},
};

use crate::{
    answer::Worked,
    code_list,
    question::{Question, Reading, Selected},
    refusal::Refusal,
    sources::{self, Held},
    value::Exact,
};

use super::{Evaluation, Subject, attribute::opening, selection::selected, window};

/// How many members one question names. Counts of different members add up.
const MEMBERS_AT_ONCE: usize = 200;

/// Counts the members of the list that are values of the dimension.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Coverage,
) -> Option<Worked> {
    let list = evaluation.known.code_lists.get(&rule.code_list);
    let edition = evaluation.known.editions.get(&subject.edition.to_owned());
    let selected = selected(subject, &rule.service, rule.selection.as_ref());
    let windowed = window::within(evaluation, selected, rule.window.as_ref());
    let (list, edition) = (list?, edition?);
    let selected = match windowed? {
        Ok((selected, _)) => selected,
        Err(refusal) => return Some(Worked::refused(refusal)),
    };
    let (list, edition) = match usable(rule, list.as_ref().as_ref(), edition.as_ref().as_ref()) {
        Ok(usable) => usable,
        Err(refusal) => return Some(Worked::refused(refusal)),
    };
    let members = match members(list, edition) {
        Ok(members) => members,
        Err(refusal) => return Some(Worked::refused(refusal)),
    };
    let readings = match readings(evaluation, &selected, &rule.distinct, &members)? {
        Ok(readings) => readings,
        Err(refusal) => return Some(Worked::refused(refusal)),
    };
    let words = format!(
        "the members of {} in force on the opening day that occur as {} in {} of {}",
        list.pedigree, rule.distinct, selected.cube, selected.keeper
    );
    let out_of = i64::try_from(members.len()).unwrap_or(i64::MAX);
    let mut worked = Worked::from_records();
    worked.grounds.push(list.pedigree.clone());
    let dated_by = sources::pedigree(&edition.name, edition.entry.as_ref());
    worked.grounds.push(dated_by);
    worked.beside.out_of = out_of;
    worked.readings = readings;
    let outcome = occurring(&worked.readings)
        .map(|occurring| (occurring, format!("{occurring} of {out_of}")));
    Some(worked.valued(words, outcome))
}

/// The list and the edition, if there are such and the list is not retired.
fn usable<'a>(
    rule: &Coverage,
    list: Option<&'a Held<CodeList>>,
    edition: Option<&'a Edition>,
) -> Result<(&'a Held<CodeList>, &'a Edition), Refusal> {
    let list =
        list.ok_or_else(|| Refusal::new(format!("no code list {} was recorded", rule.code_list)))?;
    if !list.live {
        let retired = format!("the code list {} was retired", list.pedigree);
        return Err(Refusal::new(retired));
    }
    let edition = edition.ok_or_else(|| Refusal::new("the edition does not exist"))?;
    Ok((list, edition))
}

/// The members on the opening day; a list without any covers nothing.
fn members(list: &Held<CodeList>, edition: &Edition) -> Result<BTreeSet<String>, Refusal> {
    let day = opening(edition)?;
    let members = code_list::in_force(&list.record, day);
    if members.is_empty() {
        let none = format!("{} has no member in force on {day}", list.pedigree);
        return Err(Refusal::new(none));
    }
    Ok(members.into_iter().map(str::to_owned).collect())
}

/// Asks which of the members occur, so many at once.
fn readings(
    evaluation: &mut Evaluation,
    selected: &Selected,
    dimension: &str,
    members: &BTreeSet<String>,
) -> Option<Result<Vec<Reading>, Refusal>> {
    let members: Vec<_> = members.iter().cloned().collect();
    let questions = members.chunks(MEMBERS_AT_ONCE).map(|some| {
        let values = some.to_vec();
        Question {
            selected: selected
                .clone()
                .only(dimension, Test::AnyOf(ValueSet { values })),
            measure: Measure::Distinct(dimension.to_owned()),
            group_by: None,
        }
    });
    evaluation.readings(questions)
}

/// The members that occur, over all readings.
fn occurring(readings: &[Reading]) -> Result<Exact, Refusal> {
    let mut totals = readings.iter().flat_map(|reading| &reading.answer.totals);
    totals.try_fold(Exact::ZERO, |sum, row| {
        Ok(sum.plus(Exact::whole(row.total))?)
    })
}
