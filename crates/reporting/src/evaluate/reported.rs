//! Figures that were published elsewhere.

use std::fmt::Write;

use proto::reporting::v1::{FigureBasis, ReportedFigure, figure_definition::Rule};

use crate::{
    answer::{Worked, Yield},
    range::Range,
    refusal::Refusal,
    sources::{FigureInEdition, Held},
    value::Exact,
};

use super::{Evaluation, Subject, growth};

/// The figure as it was reported, or `Some(None)` when the books hold no report of
/// it. A reported growth is a growth all the same: it is given only where the
/// edition may be compared with its base.
#[allow(
    clippy::option_option,
    reason = "the outer level says whether it is known yet"
)]
pub(super) fn work(evaluation: &mut Evaluation, subject: Subject<'_>) -> Option<Option<Worked>> {
    let held = evaluation.known.reported.get(&FigureInEdition {
        edition: subject.edition.to_owned(),
        id: subject.id.to_owned(),
    })?;
    let Some(held) = held.as_ref() else {
        return Some(None);
    };
    let mut worked = Worked::from_records();
    worked.basis = FigureBasis::Reported;
    worked.status = held.record.status();
    worked.approximate = held.record.approximate;
    worked.range = range(&held.record);
    worked.grounds.push(held.pedigree.clone());
    let mut outcome = value(held, &subject.definition.unit);
    if let Some(Rule::Growth(rule)) = &subject.definition.rule {
        let base = growth::base(evaluation, subject, rule)?;
        worked.base_edition.clone_from(&base.edition);
        worked.grounds.extend(base.grounds);
        outcome = base.comparable.and(outcome);
    }
    let rule = sentence(&held.record);
    worked = worked.concluded(
        rule,
        outcome.map(|value| (Yield::Value(value), value.to_string())),
    );
    Some(Some(worked))
}

/// The value that was reported, if it is in the unit of the definition as it is now.
fn value(held: &Held<ReportedFigure>, unit: &str) -> Result<Exact, Refusal> {
    if held.record.unit != unit {
        return Err(Refusal::new(format!(
            "{} was reported in {}, where {unit} is needed",
            held.pedigree, held.record.unit
        )));
    }
    Exact::parse(&held.record.value).ok_or_else(|| {
        Refusal::new(format!(
            "the value of {} is no decimal number",
            held.pedigree
        ))
    })
}

/// What the value can be, where the report does not give it exactly.
fn range(record: &ReportedFigure) -> Option<Range> {
    let bound = |text: &str| Exact::parse(text);
    let range = Range {
        least: bound(&record.lower_bound),
        most: bound(&record.upper_bound),
    };
    (record.approximate || range != Range::UNBOUNDED).then_some(range)
}

/// The reason when the edition has reported figures only and not this one.
pub(super) fn missing(subject: Subject<'_>) -> Refusal {
    Refusal::new(format!(
        "missing: of {} the books of {} hold reported figures only, and no {}",
        subject.definition.family, subject.edition, subject.id
    ))
}

/// Where the value comes from, for the explanation.
fn sentence(record: &ReportedFigure) -> String {
    let mut text = format!("as reported by {}", record.source);
    // Writing to a string does not fail.
    if !record.derived_from.is_empty() {
        let _ = write!(text, ", derived from {}", record.derived_from);
    }
    match (record.lower_bound.as_str(), record.upper_bound.as_str()) {
        ("", "") => {}
        (lower, "") => {
            let _ = write!(text, ", at least {lower}");
        }
        ("", upper) => {
            let _ = write!(text, ", at most {upper}");
        }
        (lower, upper) => {
            let _ = write!(text, ", between {lower} and {upper}");
        }
    }
    if record.approximate {
        text.push_str(", given as approximate");
    }
    text
}
