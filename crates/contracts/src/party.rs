//! The parties of an agreement.

use std::collections::HashSet;

use fault::{Fault, Violations};
use proto::{
    contracts::v1::{Agreement, Party},
    statistics::v1::Participant,
};
use resource::{Level, Name};
use serve::Naming;

use crate::surroundings::{Surroundings, same_fair};

/// How many parties an agreement has.
const PARTIES: std::ops::RangeInclusive<usize> = 2..=50;

/// Notes what is wrong with the parties: each names an organisation of the fair,
/// once.
pub(crate) fn check(agreement: &Agreement, violations: &mut Violations) {
    let parties = &agreement.parties;
    if !PARTIES.contains(&parties.len()) {
        let description = format!("must be 2 to 50 parties, and are {}", parties.len());
        violations.add("parties", description);
    }
    if parties.len() > *PARTIES.end() {
        return; // too many to be looked at one by one
    }
    let mut named = HashSet::new();
    for (index, party) in parties.iter().enumerate() {
        let (name, field) = (&party.organisation, field(index));
        let organisation = Name::require(name, Level::InFair, "organisations", &field, violations);
        let Some(organisation) = organisation else {
            continue;
        };
        if !same_fair(&organisation, &agreement.name) {
            violations.add(field, "must be an organisation of the same fair");
        } else if !named.insert(name) {
            violations.add(
                field,
                "must name an organisation that is not a party already",
            );
        }
    }
}

/// Fills what is known of the organisations. One that was a party before may stay
/// one when it has been archived since.
///
/// # Errors
/// [`Fault::ReferenceMissing`] for the first that cannot be a party.
pub(crate) fn settle(
    parties: &mut [Party],
    before: Option<&[Party]>,
    known: &Surroundings,
) -> Result<(), Fault> {
    for (index, party) in parties.iter_mut().enumerate() {
        let was_party = |before: &Party| before.organisation == party.organisation;
        let naming = match before.is_some_and(|before| before.iter().any(was_party)) {
            true => Naming::Old,
            false => Naming::New,
        };
        let field = format!("agreement.{}", field(index));
        let organisation = known.organisation(&party.organisation, naming, &field)?;
        party.display_name.clone_from(&organisation.display_name);
        party.country_code.clone_from(&organisation.country_code);
        party
            .subdivision_code
            .clone_from(&organisation.subdivision_code);
    }
    Ok(())
}

/// A party as a digest names it.
pub(crate) fn participant(party: &Party) -> Participant {
    Participant {
        name: party.organisation.clone(),
        display_name: party.display_name.clone(),
        country_code: party.country_code.clone(),
        subdivision_code: party.subdivision_code.clone(),
        office: None,
    }
}

/// The path of the field that names the organisation of a party.
fn field(index: usize) -> String {
    format!("parties[{index}].organisation")
}
