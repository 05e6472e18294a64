//! The parties of an agreement.

use std::collections::HashSet;

use fault::{Fault, Violations};
use proto::{contracts::v1::Party, statistics::v1::Participant};
use resource::{Level, Name};

use crate::surroundings::{Entry, Surroundings};

/// How many parties an agreement has.
const PARTIES: std::ops::RangeInclusive<usize> = 2..=50;

/// Notes what is wrong with the parties: each names an organisation, once.
pub(crate) fn check(parties: &[Party], violations: &mut Violations) {
    if !PARTIES.contains(&parties.len()) {
        let description = format!("must be 2 to 50 parties, and are {}", parties.len());
        violations.add("parties", description);
    }
    let mut named = HashSet::new();
    // What lies beyond the limit is wrong as a whole, and not looked at further.
    for (index, party) in parties.iter().enumerate().take(*PARTIES.end()) {
        let field = field(index);
        Name::require(
            &party.organisation,
            Level::InFair,
            "organisations",
            &field,
            violations,
        );
        if !party.organisation.is_empty() && !named.insert(&party.organisation) {
            violations.add(
                field,
                "must name an organisation that is not a party already",
            );
        }
    }
}

/// Notes parties that are organisations of another fair than the agreement.
pub(crate) fn check_fair(parties: &[Party], agreement: &Name, violations: &mut Violations) {
    for (index, party) in parties.iter().enumerate() {
        let organisation = Name::parse(&party.organisation);
        if organisation.is_ok_and(|organisation| organisation.fair() != agreement.fair()) {
            violations.add(
                field(index),
                "must be an organisation of the same fair: books are kept apart by fair",
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
        let entry = match before.is_some_and(|before| before.iter().any(was_party)) {
            true => Entry::Old,
            false => Entry::New,
        };
        let field = format!("agreement.{}", field(index));
        let organisation = known.organisation(&party.organisation, entry, &field)?;
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
    }
}

/// The path of the field that names the organisation of a party.
fn field(index: usize) -> String {
    format!("parties[{index}].organisation")
}
