//! The organisation that published a demand or a project.

use fault::{Fault, Violations};
use proto::{
    exhibitions::v1::Organisation,
    google::r#type::Date,
    statistics::v1::{LocalizedText, Participant},
};
use resource::{Level, Name};

use crate::{
    period,
    surroundings::{Surroundings, naming, same_fair},
};

/// The field that names it.
const FIELD: &str = "organisation";

/// Notes what is wrong with the name of the organisation that published the record
/// of that name.
pub(crate) fn check(organisation: &str, record: &str, violations: &mut Violations) {
    let organisation = Name::require(
        organisation,
        Level::InFair,
        "organisations",
        FIELD,
        violations,
    );
    if let Some(organisation) = organisation {
        let same_fair = same_fair(&organisation, record);
        violations.require(same_fair, FIELD, "must be an organisation of the same fair");
    }
}

/// Who published something, and when.
#[derive(Clone, Copy)]
pub(crate) struct Published<'a> {
    pub(crate) organisation: &'a str,
    pub(crate) on: Option<&'a Date>,
}

/// Looks at who published the record of that name, which `record_field` holds, and
/// when, and gives the organisation as exhibitions knows it. An organisation that was
/// named before may stay when it has been archived since, and so may a day that was
/// accepted.
///
/// # Errors
/// [`Fault::ReferenceMissing`] when the edition or the organisation cannot be named.
pub(crate) fn settle<'a>(
    now: Published<'_>,
    before: Option<Published<'_>>,
    known: &'a Surroundings,
    (record_field, name): (&str, &Name),
    violations: &mut Violations,
) -> Result<&'a Organisation, Fault> {
    const BEFORE: i64 = period::PUBLISHED_YEARS_BEFORE;
    let edition = known.edition(name, naming(before.is_some()))?;
    let stays = before.is_some_and(|before| before.organisation == now.organisation);
    let field = format!("{record_field}.{FIELD}");
    let publisher = known.organisation(now.organisation, naming(stays), &field)?;
    if before.map(|before| before.on) != Some(now.on) {
        period::check(now.on, edition, BEFORE, "published_on", violations);
    }
    Ok(publisher)
}

/// The organisation as a digest names it.
pub(crate) fn participant(
    organisation: &str,
    display_name: Option<&LocalizedText>,
    country_code: &str,
) -> Participant {
    Participant {
        name: organisation.to_owned(),
        display_name: display_name.cloned(),
        country_code: country_code.to_owned(),
        ..Participant::default()
    }
}
