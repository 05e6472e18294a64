//! Persons: those a release may name, with the offices they hold.

use fault::{Fault, Violations};
use jiff::civil::Date;
use ledger::Fact;
use proto::{
    exhibitions::v1::{
        ArchivePersonRequest, CreatePersonRequest, ImportPersonsRequest, ListPersonsRequest,
        ListPersonsResponse, Office, Person, UpdatePersonRequest,
    },
    statistics::v1::{EvidenceKind, LocalizedText, RecordDigest},
};
use resource::{
    Level, Name, choice, code, date,
    text::{self, Languages},
};
use serve::keeper::{
    Asked, Create, Found, Header, Import, List, Page, Record, Reference, Retire, Retirement, Update,
};

use crate::{Exhibitions, edition, lengths, places};

/// The most offices of one person.
const OFFICES_AT_MOST: usize = 20;

impl Record<Exhibitions> for Person {
    const COLLECTION: &'static str = "persons";
    const LEVEL: Level = Level::InFair;
    const FIELD: &'static str = "person";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &[];
    type Known = ();

    async fn learn(&self, _: &Name, _: &Exhibitions) -> Result<(), Fault> {
        Ok(())
    }

    fn header(&mut self) -> Header<'_> {
        Header {
            name: &mut self.name,
            etag: &mut self.etag,
            entry: &mut self.entry,
        }
    }

    fn check(&self, violations: &mut Violations) {
        let (name, english) = (self.display_name.as_ref(), Languages::English);
        text::localized_required(name, english, lengths::NAME, "display_name", violations);
        code::require_country(&self.country_code, "country_code", violations);
        let count = self.offices.len();
        if count > OFFICES_AT_MOST {
            let description = format!("must have at most {OFFICES_AT_MOST}, and has {count}");
            violations.add("offices", description);
        }
        for (index, office) in self.offices.iter().take(OFFICES_AT_MOST).enumerate() {
            let mut within = Violations::new();
            check_office(office, &mut within);
            violations.within(&format!("offices[{index}]"), within);
        }
        text::required(&self.source, lengths::SOURCE, "source", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    fn references(&self, name: &Name) -> Vec<Reference> {
        Reference::parents(name)
    }

    fn settle(
        &mut self,
        _: Option<&Self>,
        (): &(),
        _: &Found<'_>,
        _: &mut Violations,
    ) -> Result<(), Fault> {
        Ok(())
    }

    fn facts(&self) -> Vec<Fact> {
        Vec::new()
    }

    fn digest(&self) -> RecordDigest {
        RecordDigest {
            title: self.display_name.clone(),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// Notes what is wrong with one office.
fn check_office(office: &Office, violations: &mut Violations) {
    let (title, english) = (office.title.as_ref(), Languages::English);
    text::localized_required(title, english, lengths::NAME, "title", violations);
    places::check_city(&office.unlocode, None, violations);
    let from = date::required(office.from.as_ref(), "from", violations);
    let until = date::optional(office.until.as_ref(), "until", violations);
    if let (Some(from), Some(until)) = (from, until) {
        let in_order = from <= until;
        violations.require(
            in_order,
            "until",
            "must not be before the first day of the term",
        );
    }
}

/// Whom a record names, as the books knew them when it was recorded.
pub(crate) struct Named {
    pub(crate) display_name: Option<LocalizedText>,
    /// The office held on the day the edition of the record opened.
    pub(crate) office: Option<LocalizedText>,
    pub(crate) country_code: String,
}

/// The person that a record of an edition refers to.
pub(crate) fn named(person: &str, found: &Found<'_>) -> Result<Named, Fault> {
    let person = found.get::<Person>(person)?;
    let person = person.ok_or_else(|| found.overtaken())?;
    let (opening, _) = edition::open_days(found)?;
    Ok(Named {
        office: office_on(&person, opening),
        display_name: person.display_name,
        country_code: person.country_code,
    })
}

/// The office a person held on a day; the first that is listed, if there were
/// several.
fn office_on(person: &Person, day: Date) -> Option<LocalizedText> {
    let held = person.offices.iter().find(|office| {
        let from = office.from.as_ref().and_then(date::civil);
        let until = office.until.as_ref().and_then(date::civil);
        from.is_some_and(|from| from <= day) && until.is_none_or(|until| day <= until)
    });
    held.and_then(|office| office.title.clone())
}

pub(crate) fn create(request: CreatePersonRequest) -> Create<Person> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/CreatePerson";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.person_id,
        record: request.person,
    }
}

pub(crate) fn import(request: ImportPersonsRequest) -> Import<Person> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ImportPersons";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "persons",
        records: request.persons,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListPersonsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Person>) -> ListPersonsResponse {
    ListPersonsResponse {
        persons: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdatePersonRequest) -> Update<Person> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/UpdatePerson";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.person,
        update_mask: request.update_mask,
    }
}

pub(crate) fn archive(request: ArchivePersonRequest) -> Retire {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ArchivePerson";
    Retire {
        asked: Asked::new(METHOD, &request.request_id, &request),
        name: request.name,
        etag: request.etag,
        reason: request.reason,
        retirement: Retirement::Archive,
    }
}

#[cfg(test)]
mod tests;
