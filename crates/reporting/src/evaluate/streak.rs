//! For how many editions in a row records of a selection exist.
//!
//! A record proves presence, whatever is said of its edition. Absence is proved only
//! where the records of an edition are in the books and none of them leaves open
//! what the selection pins: a delegation without a known head may have been led by
//! anybody. Where neither is proved the run cannot be followed further, and the
//! figure says so.

use std::sync::Arc;

use proto::{
    reporting::v1::{FigureBasis, Streak},
    statistics::v1::{QueryCellsResponse, condition::Test, query_cells_request::Measure},
};

use crate::{
    answer::Worked,
    edition_status::FAMILY_OF_THE_FAIR,
    question::{Question, Reading, Selected},
    range::Range,
    refusal::Refusal,
    sources,
    value::Exact,
};

use super::{
    Evaluation, Subject, past,
    past::Past,
    selection::{quantity_of, selected},
    standing,
};

/// The value of a dimension of which nothing is known.
const NOT_KNOWN: &str = "none";

/// Where a run ends.
enum End {
    /// With the first edition, or with one that was absent for certain.
    Proved(String),
    /// At an edition of which neither presence nor absence is proved.
    Open { edition: String, why: String },
}

/// Follows the run back from this edition.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Streak,
) -> Option<Worked> {
    let selected = match selected(subject, &rule.service, rule.selection.as_ref()) {
        Ok(selected) => selected,
        Err(refusal) => return Some(Worked::refused(refusal)),
    };
    let past = past::of(evaluation, subject);
    let counting = quantity_of(&selected, String::new());
    let counting = evaluation.known.quantities.get(&counting)?;
    let past = match past? {
        Ok(past) => past,
        Err(refusal) => return Some(Worked::refused(refusal)),
    };
    let Some(counting) = counting.as_ref() else {
        return Some(Worked::refused(Refusal::new(format!(
            "{} keeps no cube {:?}",
            selected.keeper, selected.cube
        ))));
    };
    let measure = Measure::SumOf(counting.name.clone());
    let readings = match readings(evaluation, &past, &selected, &measure)? {
        Ok(readings) => readings,
        Err(refusal) => return Some(Worked::refused(refusal)),
    };
    let mut worked = Worked::from_records();
    let this = sources::pedigree(&past.this.name, past.this.entry.as_ref());
    worked.grounds.push(this);
    let run = present(&past, readings, &mut worked.readings);
    let end = end(evaluation, subject, &past, run, &selected, &mut worked)?;
    let words = format!(
        "the editions in a row, up to {}, with records of the selection in {} of {}",
        subject.edition, selected.cube, selected.keeper
    );
    Some(concluded(worked, words, run, end))
}

/// The count of records in each edition, in the order of the editions.
fn readings(
    evaluation: &mut Evaluation,
    past: &Past,
    selected: &Selected,
    measure: &Measure,
) -> Option<Result<Vec<Reading>, Refusal>> {
    let questions = past.editions.iter().map(|edition| Question {
        selected: selected.in_edition(&edition.name),
        measure: measure.clone(),
        group_by: None,
    });
    evaluation.readings(questions)
}

/// How many editions in a row have records, this one the last of them. What was
/// read on the way, the first without records included, goes to `read`.
fn present(past: &Past, readings: Vec<Reading>, read: &mut Vec<Reading>) -> i32 {
    let mut run = 0;
    for (edition, reading) in past.editions.iter().zip(readings).rev() {
        if edition.ordinal != past.this.ordinal - run {
            break;
        }
        let records = total(&reading.answer);
        read.push(reading);
        if records <= 0 {
            break;
        }
        run += 1;
    }
    run
}

fn total(answer: &QueryCellsResponse) -> i64 {
    answer.totals.first().map_or(0, |row| row.total)
}

/// What ends a run of so many editions.
fn end(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    past: &Past,
    run: i32,
    selected: &Selected,
    worked: &mut Worked,
) -> Option<End> {
    let ordinal = past.this.ordinal - run;
    if ordinal < 1 {
        return Some(End::Proved("back to the first of the fair".to_owned()));
    }
    // The id of an edition is its ordinal.
    let edition = format!("{}/editions/{ordinal}", evaluation.fair);
    if !past.editions.iter().any(|past| past.ordinal == ordinal) {
        let why = "it is not in the books".to_owned();
        return Some(End::Open { edition, why });
    }
    let family = &subject.definition.family;
    let of_fair = family == FAMILY_OF_THE_FAIR;
    let standing = standing::in_edition(evaluation, &edition, family, of_fair);
    let doubtful = doubtful(evaluation, &selected.in_edition(&edition));
    let (standing, doubtful) = (standing?, doubtful?);
    worked.grounds.extend(
        standing
            .as_ref()
            .ok()
            .and_then(|standing| standing.ground.clone())
            .filter(|_| edition != subject.edition),
    );
    let why = match (standing, doubtful) {
        (Err(refusal), _) => refusal.why,
        (Ok(standing), _) if standing.basis != FigureBasis::Records => {
            format!("of {family} its books hold reported figures only")
        }
        (Ok(_), None) => return Some(End::Proved(format!("{edition} has none"))),
        (Ok(_), Some(Err(refusal))) => refusal.why,
        (Ok(_), Some(Ok(reading))) => {
            let records = total(&reading.answer);
            worked.readings.push(reading);
            if records <= 0 {
                return Some(End::Proved(format!("{edition} has none")));
            }
            "it has records of which a dimension of the selection is not known".to_owned()
        }
    };
    Some(End::Open { edition, why })
}

/// Whether an edition has records that the selection would hold if what is not
/// known of them were; `None` when it pins nothing, so that nothing can be unknown.
/// They are found by counting values, which is allowed under every dimension.
#[allow(
    clippy::option_option,
    reason = "the outer level says whether it is known yet"
)]
fn doubtful(
    evaluation: &mut Evaluation,
    selected: &Selected,
) -> Option<Option<Result<Reading, Refusal>>> {
    let Some(first) = selected.conditions.first() else {
        return Some(None);
    };
    let measure = Measure::Distinct(first.dimension.clone());
    let mut selected = selected.clone();
    for condition in &mut selected.conditions {
        if let Some(Test::AnyOf(set)) = &mut condition.test
            && !set.values.iter().any(|value| value == NOT_KNOWN)
        {
            set.values.push(NOT_KNOWN.to_owned());
        }
    }
    let question = Question {
        selected,
        measure,
        group_by: None,
    };
    let answer = evaluation.known.cells.get(&question)?;
    let reading = Arc::unwrap_or_clone(answer).map(|answer| Reading { question, answer });
    Some(Some(reading))
}

/// The run with how far it is proved. That this edition is absent must be proved
/// itself, or there is nothing to tell.
fn concluded(mut worked: Worked, words: String, run: i32, end: End) -> Worked {
    let value = Exact::whole(run.into());
    let outcome = match end {
        End::Proved(how) => Ok((value, format!("{run}, {how}"))),
        End::Open { edition, why } if run == 0 => Err(Refusal::new(format!(
            "nothing proves presence or absence in {edition}: {why}"
        ))),
        End::Open { edition, why } => {
            let numbers = format!("at least {run}; not proved beyond {edition}: {why}");
            worked.beside.not_proven_beyond = edition;
            worked.range = Some(Range {
                least: Some(value),
                most: None,
            });
            Ok((value, numbers))
        }
    };
    worked.valued(words, outcome)
}
