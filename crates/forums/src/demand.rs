//! Demands: what organisations seek, in partners or to procure.

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    forums::v1::{
        CreateDemandRequest, Demand, DemandKind, ImportDemandsRequest, ListDemandsRequest,
        ListDemandsResponse, PublicationChannel, UpdateDemandRequest, VoidDemandRequest,
    },
    statistics::v1::{EvidenceKind, RecordDigest},
};
use resource::{
    Level, Name, choice, code, date, name,
    text::{self, Languages},
};
use serve::keeper::{
    Asked, Create, Found, Header, Import, List, Page, Record, Reference, Retire, Retirement, Update,
};

use crate::{
    Forums, facts, lengths,
    publisher::{self, Published},
    surroundings::{Surroundings, same_fair},
};

impl Record<Forums> for Demand {
    const COLLECTION: &'static str = "demands";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "demand";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &["display_name", "country_code"];
    type Known = Surroundings;

    async fn learn(&self, name: &Name, forums: &Forums) -> Result<Surroundings, Fault> {
        let organisations = std::iter::once(self.organisation.as_str());
        forums
            .exhibitions
            .surroundings(name.fair(), name.parent(), organisations)
            .await
    }

    fn header(&mut self) -> Header<'_> {
        Header {
            name: &mut self.name,
            etag: &mut self.etag,
            entry: &mut self.entry,
        }
    }

    fn check(&self, violations: &mut Violations) {
        let (title, english) = (self.title.as_ref(), Languages::English);
        text::localized_required(title, english, lengths::TITLE, "title", violations);
        choice::required::<DemandKind>(self.kind, "kind", violations);
        choice::required::<PublicationChannel>(self.channel, "channel", violations);
        date::required(self.published_on.as_ref(), "published_on", violations);
        publisher::check(&self.organisation, &self.name, violations);
        code::require_sector(&self.sector_code, "sector_code", violations);
        if !self.featured.is_empty() {
            name::require_id(&self.featured, "featured", violations);
        }
        text::required(&self.source, lengths::SOURCE, "source", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    /// None: what a demand names is in the books of another service, and
    /// [`learn`](Record::learn) asks for it.
    fn references(&self, _: &Name) -> Vec<Reference> {
        Vec::new()
    }

    fn settle(
        &mut self,
        before: Option<&Self>,
        known: &Surroundings,
        found: &Found<'_>,
        violations: &mut Violations,
    ) -> Result<(), Fault> {
        settle(self, before, known, found.name(), violations)
    }

    fn facts(&self) -> Vec<Fact> {
        vec![facts::of_demand(self)]
    }

    fn digest(&self) -> RecordDigest {
        let (name, display_name) = (&self.organisation, self.display_name.as_ref());
        let publisher = publisher::participant(name, display_name, &self.country_code);
        RecordDigest {
            title: self.title.clone(),
            participants: vec![publisher],
            kind: facts::demand_kind(self),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// Looks at what a demand names, and fills what is known of who published it.
fn settle(
    demand: &mut Demand,
    before: Option<&Demand>,
    known: &Surroundings,
    name: &Name,
    violations: &mut Violations,
) -> Result<(), Fault> {
    let (now, before) = (published(demand), before.map(published));
    let publisher = publisher::settle(now, before, known, (Demand::FIELD, name), violations)?;
    demand.display_name.clone_from(&publisher.display_name);
    demand.country_code.clone_from(&publisher.country_code);
    Ok(())
}

/// Who published a demand, and when.
fn published(demand: &Demand) -> Published<'_> {
    Published {
        organisation: &demand.organisation,
        on: demand.published_on.as_ref(),
    }
}

/// Notes what is wrong with the demand that the record of that name names in its
/// field `demand`; nothing when it names none.
pub(crate) fn check_named(demand: &str, record: &str, violations: &mut Violations) {
    const FIELD: &str = "demand";
    if demand.is_empty() {
        return;
    }
    let demand = Name::require(demand, Level::InEdition, "demands", FIELD, violations);
    if let Some(demand) = demand {
        let same_fair = same_fair(&demand, record);
        violations.require(same_fair, FIELD, "must be a demand of the same fair");
    }
}

/// The demand that a record names in its field `demand`, if it names one.
pub(crate) fn reference(demand: &str) -> Vec<Reference> {
    let named = Some(demand).filter(|demand| !demand.is_empty());
    let named = named.map(|demand| Reference::field("demand", demand));
    named.into_iter().collect()
}

pub(crate) fn create(request: CreateDemandRequest) -> Create<Demand> {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/CreateDemand";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.demand_id,
        record: request.demand,
    }
}

pub(crate) fn import(request: ImportDemandsRequest) -> Import<Demand> {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/ImportDemands";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "demands",
        records: request.demands,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListDemandsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Demand>) -> ListDemandsResponse {
    ListDemandsResponse {
        demands: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateDemandRequest) -> Update<Demand> {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/UpdateDemand";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.demand,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidDemandRequest) -> Retire {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/VoidDemand";
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
