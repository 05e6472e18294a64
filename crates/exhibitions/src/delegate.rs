//! Delegates: who took part, by rank and country.

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    exhibitions::v1::{
        CreateDelegateRequest, Delegate, DelegateRank, ImportDelegatesRequest,
        ListDelegatesRequest, ListDelegatesResponse, Person, UpdateDelegateRequest,
        VoidDelegateRequest,
    },
    statistics::v1::{EvidenceKind, Participant, RecordDigest},
};
use resource::{Level, Name, choice, code, name, text};
use serve::keeper::{
    Asked, Create, Found, Header, Import, List, Page, Record, Reference, Retire, Retirement, Update,
};

use crate::{Exhibitions, delegation, facts, lengths, person};

impl Record<Exhibitions> for Delegate {
    const COLLECTION: &'static str = "delegates";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "delegate";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &["display_name", "office"];
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
        choice::required::<DelegateRank>(self.rank, "rank", violations);
        code::require_country(&self.country_code, "country_code", violations);
        if !self.person.is_empty() {
            let collection = <Person as Record<Exhibitions>>::COLLECTION;
            Name::require(
                &self.person,
                Level::InFair,
                collection,
                "person",
                violations,
            );
        }
        if !self.delegation.is_empty() {
            delegation::require_of_same_edition(&self.delegation, &self.name, violations);
        }
        if !self.featured.is_empty() {
            name::require_id(&self.featured, "featured", violations);
        }
        text::required(&self.source, lengths::SOURCE, "source", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    fn references(&self, name: &Name) -> Vec<Reference> {
        let mut references = Reference::parents(name);
        for (field, named) in [("person", &self.person), ("delegation", &self.delegation)] {
            if !named.is_empty() {
                references.push(Reference::field(field, named));
            }
        }
        references
    }

    fn settle(
        &mut self,
        _: Option<&Self>,
        (): &(),
        found: &Found<'_>,
        _: &mut Violations,
    ) -> Result<(), Fault> {
        (self.display_name, self.office) = (None, None);
        if !self.person.is_empty() {
            let person = person::named(&self.person, found)?;
            (self.display_name, self.office) = (person.display_name, person.office);
        }
        Ok(())
    }

    fn facts(&self) -> Vec<Fact> {
        vec![facts::of_delegate(self)]
    }

    /// Whom nobody named is told by the country alone.
    fn digest(&self) -> RecordDigest {
        RecordDigest {
            participants: vec![Participant {
                name: self.person.clone(),
                display_name: self.display_name.clone(),
                office: self.office.clone(),
                country_code: self.country_code.clone(),
                ..Participant::default()
            }],
            kind: facts::rank(self),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

pub(crate) fn create(request: CreateDelegateRequest) -> Create<Delegate> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/CreateDelegate";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.delegate_id,
        record: request.delegate,
    }
}

pub(crate) fn import(request: ImportDelegatesRequest) -> Import<Delegate> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ImportDelegates";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "delegates",
        records: request.delegates,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListDelegatesRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Delegate>) -> ListDelegatesResponse {
    ListDelegatesResponse {
        delegates: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateDelegateRequest) -> Update<Delegate> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/UpdateDelegate";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.delegate,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidDelegateRequest) -> Retire {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/VoidDelegate";
    Retire {
        asked: Asked::new(METHOD, &request.request_id, &request),
        name: request.name,
        etag: request.etag,
        reason: request.reason,
        retirement: Retirement::Void {
            moved_to: request.moved_to,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{delegate, text_in_english, wrong_fields};

    #[test]
    fn a_delegate_has_a_rank_and_a_country() {
        assert_eq!(wrong_fields(&delegate("cz", "CZ")), Vec::<String>::new());
        let every_required_field = ["rank", "country_code", "source", "evidence_kind"];
        assert_eq!(wrong_fields(&Delegate::default()), every_required_field);
    }

    #[test]
    fn a_delegate_belongs_to_a_delegation_of_the_same_edition() {
        for (delegation, fits) in [
            ("fairs/ciftis/editions/4/delegations/prague", true),
            ("fairs/ciftis/editions/3/delegations/prague", false),
            ("fairs/other/editions/4/delegations/prague", false),
            ("fairs/ciftis/editions/4/delegates/prague", false),
            ("prague", false),
        ] {
            let delegate = Delegate {
                delegation: delegation.to_owned(),
                ..delegate("cz", "CZ")
            };
            let expected: &[&str] = if fits { &[] } else { &["delegation"] };
            assert_eq!(wrong_fields(&delegate), expected, "{delegation}");
        }
    }

    #[test]
    fn whom_nobody_named_is_told_by_the_country_alone() {
        let unnamed = delegate("cz", "CZ");
        let [who] = &unnamed.digest().participants[..] else {
            panic!("one delegate is one participant");
        };
        assert_eq!((who.name.as_str(), who.country_code.as_str()), ("", "CZ"));
        assert_eq!((&who.display_name, &who.office), (&None, &None));
        let named = Delegate {
            person: "fairs/ciftis/persons/eva".to_owned(),
            display_name: text_in_english("Eva"),
            office: text_in_english("ambassador of the Czech Republic"),
            ..unnamed
        };
        let digest = named.digest();
        assert_eq!(digest.kind, "ambassador");
        assert_eq!(digest.participants[0].name, "fairs/ciftis/persons/eva");
        assert_eq!(digest.participants[0].display_name, text_in_english("Eva"));
        assert_eq!(digest.participants[0].office, named.office);
    }
}
