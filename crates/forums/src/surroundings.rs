//! What a record is surrounded by: the fair, the edition and the organisations it
//! names, as the exhibitions service knows them.

use std::{collections::HashMap, sync::Arc};

use fault::Fault;
use proto::exhibitions::v1::{Edition, Fair, Organisation};
use resource::Name;
use serve::{Naming, nameable};

/// What there is of the records that a record names: nothing of what does not exist.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    /// The fair.
    pub(crate) fair: Option<Arc<Fair>>,
    /// The edition.
    pub(crate) edition: Option<Arc<Edition>>,
    /// The organisations, by name.
    pub(crate) organisations: HashMap<String, Arc<Organisation>>,
}

/// Whether what is named belongs to the same fair as the record of that name, as far
/// as it has one yet: books are kept apart by fair.
pub(crate) fn same_fair(named: &Name, record: &str) -> bool {
    Name::parse(record).map_or(true, |record| record.fair() == named.fair())
}

/// How something is named that was or was not named before.
pub(crate) fn naming(was_named: bool) -> Naming {
    if was_named { Naming::Old } else { Naming::New }
}

impl Surroundings {
    /// The edition in which the record of that name is entered.
    ///
    /// # Errors
    /// [`Fault::ReferenceMissing`] when the edition or its fair does not exist, or is
    /// archived and the record new.
    pub(crate) fn edition(&self, record: &Name, naming: Naming) -> Result<&Edition, Fault> {
        let fair = self.fair.as_deref();
        nameable(
            fair,
            |fair| fair.entry.as_ref(),
            naming,
            "parent",
            record.fair(),
        )?;
        let edition = self.edition.as_deref();
        nameable(
            edition,
            |edition| edition.entry.as_ref(),
            naming,
            "parent",
            record.parent(),
        )
    }

    /// The organisation of that name, which `field` names.
    ///
    /// # Errors
    /// [`Fault::ReferenceMissing`] when it does not exist, or is archived and named
    /// for the first time.
    pub(crate) fn organisation(
        &self,
        name: &str,
        naming: Naming,
        field: &str,
    ) -> Result<&Organisation, Fault> {
        let found = self.organisations.get(name).map(AsRef::as_ref);
        nameable(
            found,
            |found: &Organisation| found.entry.as_ref(),
            naming,
            field,
            name,
        )
    }
}

#[cfg(test)]
mod tests {
    use proto::statistics::v1::RecordState;

    use super::*;
    use crate::samples::{in_state, surroundings};

    const NAME: &str = "fairs/ciftis/editions/4/activities/f001";
    const GREMIO: &str = "fairs/ciftis/organisations/gremio";

    fn told(refused: Result<impl Sized, Fault>) -> Option<(String, String)> {
        match refused.err()? {
            Fault::ReferenceMissing {
                field, resource, ..
            } => Some((field, resource)),
            other => panic!("{other}"),
        }
    }

    fn refusal(field: &str, resource: &str) -> Option<(String, String)> {
        Some((field.to_owned(), resource.to_owned()))
    }

    #[test]
    fn what_is_archived_takes_no_new_entries_and_keeps_the_old() {
        let name = Name::parse(NAME).unwrap();
        let field = "activity.hosts[0]";
        let archived = in_state(RecordState::Archived);
        let mut around = surroundings(&[("gremio", "BR")]);
        assert_eq!(told(around.edition(&name, Naming::New)), None);
        assert_eq!(told(around.organisation(GREMIO, Naming::New, field)), None);

        let gremio = around.organisations.get_mut(GREMIO).unwrap();
        Arc::get_mut(gremio).unwrap().entry = archived.clone();
        let refused = told(around.organisation(GREMIO, Naming::New, field));
        assert_eq!(refused, refusal(field, GREMIO));
        assert_eq!(told(around.organisation(GREMIO, Naming::Old, field)), None);

        Arc::get_mut(around.edition.as_mut().unwrap())
            .unwrap()
            .entry = archived.clone();
        let refused = told(around.edition(&name, Naming::New));
        assert_eq!(refused, refusal("parent", "fairs/ciftis/editions/4"));
        assert_eq!(told(around.edition(&name, Naming::Old)), None);

        Arc::get_mut(around.fair.as_mut().unwrap()).unwrap().entry = archived;
        let refused = told(around.edition(&name, Naming::New));
        assert_eq!(refused, refusal("parent", "fairs/ciftis"));
    }

    #[test]
    fn what_does_not_exist_cannot_be_named() {
        let name = Name::parse(NAME).unwrap();
        let nothing = Surroundings::default();
        for entry in [Naming::New, Naming::Old] {
            let refused = told(nothing.edition(&name, entry));
            assert_eq!(refused, refusal("parent", "fairs/ciftis"));
            let refused = told(nothing.organisation(GREMIO, entry, "hosts[1]"));
            assert_eq!(refused, refusal("hosts[1]", GREMIO));
        }
    }
}
