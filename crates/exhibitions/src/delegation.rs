//! Delegations: who came from a city, a region, a country.

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    exhibitions::v1::{
        CreateDelegationRequest, Delegation, HeadRank, ImportDelegationsRequest,
        ListDelegationsRequest, ListDelegationsResponse, Person, UpdateDelegationRequest,
        VoidDelegationRequest,
    },
    statistics::v1::{EvidenceKind, Participant, RecordDigest},
};
use resource::{
    Level, Name, choice, name,
    text::{self, Languages},
};
use serve::keeper::{
    Asked, Create, Found, Header, Import, List, Page, Record, Reference, Retire, Retirement, Update,
};

use crate::{Exhibitions, facts, lengths, person, places};

impl Record<Exhibitions> for Delegation {
    const COLLECTION: &'static str = "delegations";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "delegation";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &["head_name", "head_office"];
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
        let (called, english) = (self.display_name.as_ref(), Languages::English);
        text::localized_required(called, english, lengths::NAME, "display_name", violations);
        places::check_place(&self.country_code, &self.subdivision_code, violations);
        places::check_city(&self.unlocode, Some(&self.country_code), violations);
        if !self.head.is_empty() {
            let collection = <Person as Record<Exhibitions>>::COLLECTION;
            Name::require(&self.head, Level::InFair, collection, "head", violations);
        }
        choice::required::<HeadRank>(self.head_rank, "head_rank", violations);
        if !self.featured.is_empty() {
            name::require_id(&self.featured, "featured", violations);
        }
        text::required(&self.source, lengths::SOURCE, "source", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    fn references(&self, name: &Name) -> Vec<Reference> {
        let mut references = Reference::parents(name);
        if !self.head.is_empty() {
            references.push(Reference::field("head", &self.head));
        }
        references
    }

    /// Name and office of the head are kept as they were: a later change of the
    /// person does not reach back.
    fn settle(
        &mut self,
        _: Option<&Self>,
        (): &(),
        found: &Found<'_>,
        _: &mut Violations,
    ) -> Result<(), Fault> {
        (self.head_name, self.head_office) = (None, None);
        if !self.head.is_empty() {
            let head = person::named(&self.head, found)?;
            (self.head_name, self.head_office) = (head.display_name, head.office);
        }
        Ok(())
    }

    fn facts(&self) -> Vec<Fact> {
        vec![facts::of_delegation(self)]
    }

    fn digest(&self) -> RecordDigest {
        let head = (!self.head.is_empty()).then(|| Participant {
            name: self.head.clone(),
            display_name: self.head_name.clone(),
            office: self.head_office.clone(),
            country_code: self.country_code.clone(),
            ..Participant::default()
        });
        RecordDigest {
            title: self.display_name.clone(),
            participants: head.into_iter().collect(),
            kind: facts::head_rank(self),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// Notes a violation unless `delegation` is the name of one of the same edition as
/// the record of that name.
pub(crate) fn require_of_same_edition(delegation: &str, record: &str, violations: &mut Violations) {
    const FIELD: &str = "delegation";
    let collection = <Delegation as Record<Exhibitions>>::COLLECTION;
    let delegation = Name::require(delegation, Level::InEdition, collection, FIELD, violations);
    // A record without a right name is refused for that.
    let (Some(delegation), Ok(record)) = (delegation, Name::parse(record)) else {
        return;
    };
    let same = delegation.edition_name() == record.edition_name();
    violations.require(same, FIELD, "must be a delegation of the same edition");
}

pub(crate) fn create(request: CreateDelegationRequest) -> Create<Delegation> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/CreateDelegation";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.delegation_id,
        record: request.delegation,
    }
}

pub(crate) fn import(request: ImportDelegationsRequest) -> Import<Delegation> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ImportDelegations";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "delegations",
        records: request.delegations,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListDelegationsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Delegation>) -> ListDelegationsResponse {
    ListDelegationsResponse {
        delegations: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateDelegationRequest) -> Update<Delegation> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/UpdateDelegation";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.delegation,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidDelegationRequest) -> Retire {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/VoidDelegation";
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
mod tests;
