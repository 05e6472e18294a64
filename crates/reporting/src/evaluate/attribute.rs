//! Properties of the fair or the edition.

use jiff::{Unit, civil::Date};
use proto::{
    exhibitions::v1::{Edition, Fair},
    reporting::v1::{Attribute, AttributeKind},
};

use resource::date;

use crate::{answer::Worked, refusal::Refusal, sources, value::Exact};

use super::{Evaluation, Subject};

/// Reads the property from the record of the edition, and of the fair where it
/// takes one.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Attribute,
) -> Option<Worked> {
    let edition = evaluation.known.editions.get(&subject.edition.to_owned());
    let fair = match rule.kind() {
        AttributeKind::YearsSinceFirstInclusive => {
            Some(evaluation.known.fairs.get(&evaluation.fair.clone())?)
        }
        _ => None,
    };
    let edition = edition?;
    let Some(edition) = edition.as_ref() else {
        return Some(Worked::refused(Refusal::new(format!(
            "{} does not exist",
            subject.edition
        ))));
    };
    let fair = fair.as_ref().and_then(|fair| fair.as_ref().as_ref());
    let read = sources::pedigree(&edition.name, edition.entry.as_ref());
    let rule_in_words = format!("{} read from {read}", words(rule.kind()));
    let outcome = property(rule.kind(), edition, fair);
    let mut worked = Worked::from_records();
    worked.grounds.push(read);
    worked
        .grounds
        .extend(fair.map(|fair| sources::pedigree(&fair.name, fair.entry.as_ref())));
    Some(worked.valued(rule_in_words, outcome))
}

/// The value of the property with how it was reckoned.
fn property(
    kind: AttributeKind,
    edition: &Edition,
    fair: Option<&Fair>,
) -> Result<(Exact, String), Refusal> {
    match kind {
        AttributeKind::Unspecified => Err(Refusal::new("its definition names no property")),
        AttributeKind::Ordinal => Ok(plain(edition.ordinal.into())),
        AttributeKind::OpeningYear => Ok(plain(opening(edition)?.year().into())),
        AttributeKind::YearsSinceFirstInclusive => {
            let fair = fair.ok_or_else(|| Refusal::new("the fair has no record"))?;
            let (first, last) = (
                i64::from(fair.first_year),
                i64::from(opening(edition)?.year()),
            );
            counted_inclusively(first, last, last - first)
        }
        AttributeKind::OpenDaysInclusive => open_days(edition),
    }
}

/// The days an edition was open, both ends counted, with how they were counted.
pub(super) fn open_days(edition: &Edition) -> Result<(Exact, String), Refusal> {
    let (first, last) = (opening(edition)?, closing(edition)?);
    let between = first.until((Unit::Day, last)).map_err(|_| {
        Refusal::new("the days of the edition are further apart than can be counted")
    })?;
    counted_inclusively(first, last, between.get_days().into())
}

/// The property in words.
fn words(kind: AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Unspecified => "nothing",
        AttributeKind::Ordinal => "the ordinal",
        AttributeKind::OpeningYear => "the year of the opening",
        AttributeKind::YearsSinceFirstInclusive => {
            "the years since the first edition, both counted,"
        }
        AttributeKind::OpenDaysInclusive => "the days open, both ends counted,",
    }
}

fn plain(number: i64) -> (Exact, String) {
    (Exact::whole(number), number.to_string())
}

/// What lies from `first` to `last` with both counted, when `between` lies between
/// them.
fn counted_inclusively(
    first: impl std::fmt::Display,
    last: impl std::fmt::Display,
    between: i64,
) -> Result<(Exact, String), Refusal> {
    if between < 0 {
        return Err(Refusal::new(format!("{last} lies before {first}")));
    }
    let count = between + 1;
    Ok((
        Exact::whole(count),
        format!("from {first} to {last} = {count}"),
    ))
}

/// The day an edition opened.
pub(super) fn opening(edition: &Edition) -> Result<Date, Refusal> {
    civil(edition.opening_date.as_ref(), "opening")
}

/// The day an edition closed.
pub(super) fn closing(edition: &Edition) -> Result<Date, Refusal> {
    civil(edition.closing_date.as_ref(), "closing")
}

fn civil(day: Option<&proto::google::r#type::Date>, which: &str) -> Result<Date, Refusal> {
    day.and_then(date::civil)
        .ok_or_else(|| Refusal::new(format!("the edition has no {which} date")))
}
