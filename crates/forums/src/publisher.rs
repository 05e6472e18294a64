//! The organisation that published a demand or a project.

use fault::{Fault, Violations};
use proto::{
    exhibitions::v1::Organisation,
    statistics::v1::{LocalizedText, Participant},
};
use resource::{Level, Name};

use crate::surroundings::{Surroundings, naming, same_fair};

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

/// The organisation as exhibitions knows it, when `record_field` holds the record.
/// One that was named before may stay when it has been archived since.
///
/// # Errors
/// [`Fault::ReferenceMissing`] when it cannot be named.
pub(crate) fn find<'a>(
    organisation: &str,
    before: Option<&str>,
    known: &'a Surroundings,
    record_field: &str,
) -> Result<&'a Organisation, Fault> {
    let naming = naming(before == Some(organisation));
    known.organisation(organisation, naming, &format!("{record_field}.{FIELD}"))
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
