//! Publications: the projects of trade in services that were published.

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    forums::v1::{
        CreatePublicationRequest, ImportPublicationsRequest, ListPublicationsRequest,
        ListPublicationsResponse, Publication, PublicationChannel, UpdatePublicationRequest,
        VoidPublicationRequest,
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
    Forums, demand, facts, lengths,
    publisher::{self, Published},
    surroundings::Surroundings,
};

impl Record<Forums> for Publication {
    const COLLECTION: &'static str = "publications";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "publication";
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
        choice::required::<PublicationChannel>(self.channel, "channel", violations);
        date::required(self.published_on.as_ref(), "published_on", violations);
        publisher::check(&self.organisation, &self.name, violations);
        demand::check_named(&self.demand, &self.name, violations);
        code::require_sector(&self.sector_code, "sector_code", violations);
        if !self.featured.is_empty() {
            name::require_id(&self.featured, "featured", violations);
        }
        text::required(&self.source, lengths::SOURCE, "source", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    /// The demand: what else a publication names is in the books of another service,
    /// and [`learn`](Record::learn) asks for it.
    fn references(&self, _: &Name) -> Vec<Reference> {
        demand::reference(&self.demand)
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
        vec![facts::of_publication(self)]
    }

    fn digest(&self) -> RecordDigest {
        let (name, display_name) = (&self.organisation, self.display_name.as_ref());
        let publisher = publisher::participant(name, display_name, &self.country_code);
        RecordDigest {
            title: self.title.clone(),
            participants: vec![publisher],
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// Looks at what a publication names, and fills what is known of who published it.
fn settle(
    publication: &mut Publication,
    before: Option<&Publication>,
    known: &Surroundings,
    name: &Name,
    violations: &mut Violations,
) -> Result<(), Fault> {
    let (now, before) = (published(publication), before.map(published));
    let publisher = publisher::settle(now, before, known, (Publication::FIELD, name), violations)?;
    publication.display_name.clone_from(&publisher.display_name);
    publication.country_code.clone_from(&publisher.country_code);
    Ok(())
}

/// Who published a publication, and when.
fn published(publication: &Publication) -> Published<'_> {
    Published {
        organisation: &publication.organisation,
        on: publication.published_on.as_ref(),
    }
}

pub(crate) fn create(request: CreatePublicationRequest) -> Create<Publication> {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/CreatePublication";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.publication_id,
        record: request.publication,
    }
}

pub(crate) fn import(request: ImportPublicationsRequest) -> Import<Publication> {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/ImportPublications";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "publications",
        records: request.publications,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListPublicationsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Publication>) -> ListPublicationsResponse {
    ListPublicationsResponse {
        publications: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdatePublicationRequest) -> Update<Publication> {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/UpdatePublication";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.publication,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidPublicationRequest) -> Retire {
    const METHOD: &str = "/tradefair.forums.v1.ForumsService/VoidPublication";
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
