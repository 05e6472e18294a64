//! What an agreement is surrounded by: the fair, the edition and the organisations
//! it names, as the exhibitions service knows them.

use std::{collections::HashMap, sync::Arc};

use fault::Fault;
use proto::{
    exhibitions::v1::{Edition, Fair, Organisation},
    statistics::v1::{BookEntry, RecordState},
};
use resource::Name;

/// What there is of the records that an agreement names: nothing of what does not
/// exist.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    /// The fair.
    pub(crate) fair: Option<Arc<Fair>>,
    /// The edition.
    pub(crate) edition: Option<Arc<Edition>>,
    /// The organisations, by name.
    pub(crate) organisations: HashMap<String, Arc<Organisation>>,
}

/// Whether a record belongs to the same fair as the agreement of that name, as far
/// as it has one yet: books are kept apart by fair.
pub(crate) fn same_fair(record: &Name, agreement: &str) -> bool {
    Name::parse(agreement).map_or(true, |agreement| agreement.fair() == record.fair())
}

/// Whether a record is named for the first time. What takes no new entries may stay
/// named where it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    New,
    Old,
}

impl Surroundings {
    /// The edition in which the agreement of that name is entered.
    ///
    /// # Errors
    /// [`Fault::ReferenceMissing`] when the edition or its fair does not exist, or is
    /// archived and the entry new.
    pub(crate) fn edition(&self, agreement: &Name, entry: Entry) -> Result<&Edition, Fault> {
        let fair = self.fair.as_deref();
        let fair_entry = fair.and_then(|fair| fair.entry.as_ref());
        usable(fair, fair_entry, entry, "parent", agreement.fair())?;
        let edition = self.edition.as_deref();
        let edition_entry = edition.and_then(|edition| edition.entry.as_ref());
        usable(edition, edition_entry, entry, "parent", agreement.parent())
    }

    /// The organisation of that name, which `field` names.
    ///
    /// # Errors
    /// [`Fault::ReferenceMissing`] when it does not exist, or is archived and the
    /// entry new.
    pub(crate) fn organisation(
        &self,
        name: &str,
        entry: Entry,
        field: &str,
    ) -> Result<&Organisation, Fault> {
        let found = self.organisations.get(name).map(AsRef::as_ref);
        let found_entry = found.and_then(|organisation| organisation.entry.as_ref());
        usable(found, found_entry, entry, field, name)
    }
}

/// The record, if `field` can name it.
fn usable<'a, T>(
    record: Option<&'a T>,
    book_entry: Option<&BookEntry>,
    entry: Entry,
    field: &str,
    name: &str,
) -> Result<&'a T, Fault> {
    let missing = |why: &str| Fault::ReferenceMissing {
        field: field.to_owned(),
        resource: name.to_owned(),
        why: why.to_owned(),
    };
    let record = record.ok_or_else(|| missing("which does not exist"))?;
    let live = book_entry.is_some_and(|entry| entry.state() == RecordState::Live);
    if entry == Entry::New && !live {
        return Err(missing("which is archived and takes no new entries"));
    }
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{in_state, surroundings};

    const NAME: &str = "fairs/ciftis/editions/4/agreements/a17";
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
        let field = "agreement.parties[0].organisation";
        let archived = in_state(RecordState::Archived);
        let mut around = surroundings(&[("gremio", "BR")]);
        assert_eq!(told(around.edition(&name, Entry::New)), None);
        assert_eq!(told(around.organisation(GREMIO, Entry::New, field)), None);

        let gremio = around.organisations.get_mut(GREMIO).unwrap();
        Arc::get_mut(gremio).unwrap().entry = archived.clone();
        let refused = told(around.organisation(GREMIO, Entry::New, field));
        assert_eq!(refused, refusal(field, GREMIO));
        assert_eq!(told(around.organisation(GREMIO, Entry::Old, field)), None);

        Arc::get_mut(around.edition.as_mut().unwrap())
            .unwrap()
            .entry = archived.clone();
        let refused = told(around.edition(&name, Entry::New));
        assert_eq!(refused, refusal("parent", "fairs/ciftis/editions/4"));
        assert_eq!(told(around.edition(&name, Entry::Old)), None);

        Arc::get_mut(around.fair.as_mut().unwrap()).unwrap().entry = archived;
        let refused = told(around.edition(&name, Entry::New));
        assert_eq!(refused, refusal("parent", "fairs/ciftis"));
    }

    #[test]
    fn what_does_not_exist_cannot_be_named() {
        let name = Name::parse(NAME).unwrap();
        let nothing = Surroundings::default();
        for entry in [Entry::New, Entry::Old] {
            let refused = told(nothing.edition(&name, entry));
            assert_eq!(refused, refusal("parent", "fairs/ciftis"));
            let refused = told(nothing.organisation(GREMIO, entry, "hosts[1]"));
            assert_eq!(refused, refusal("hosts[1]", GREMIO));
        }
    }
}
