//! Highlights: what was done at an edition and is worth a sentence.

use fault::{Fault, Violations};
use jiff::ToSpan;
use ledger::Fact;
use proto::{
    exhibitions::v1::{
        CreateHighlightRequest, Delegation, Highlight, HighlightKind, ImportHighlightsRequest,
        ListHighlightsRequest, ListHighlightsResponse, Organisation, Person,
        UpdateHighlightRequest, VoidHighlightRequest,
    },
    statistics::v1::{EvidenceKind, Participant, RecordDigest},
};
use resource::{
    Level, Name, choice, date, name,
    text::{self, Languages},
};
use serve::keeper::{
    Asked, Create, Found, Header, Import, List, Page, Record, Reference, Retire, Retirement, Update,
};

use crate::{
    Exhibitions, delegation, edition, facts, lengths,
    person::{self, Named},
};

impl Record<Exhibitions> for Highlight {
    const COLLECTION: &'static str = "highlights";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "highlight";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &["display_name", "office", "country_code"];
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
        let english = Languages::English;
        let title = self.title.as_ref();
        text::localized_required(title, english, lengths::TITLE, "title", violations);
        let subject = self.subject.as_ref();
        text::localized_required(subject, english, lengths::SUBJECT, "subject", violations);
        let kind = choice::required(self.kind, "kind", violations);
        check_who(self, violations);
        if self.medium.is_some() || kind == Some(HighlightKind::MediaProgramme) {
            let medium = self.medium.as_ref();
            text::localized_required(medium, english, lengths::NAME, "medium", violations);
        }
        date::optional(self.occurred_on.as_ref(), "occurred_on", violations);
        if !self.featured.is_empty() {
            name::require_id(&self.featured, "featured", violations);
        }
        text::required(&self.source, lengths::SOURCE, "source", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    fn references(&self, name: &Name) -> Vec<Reference> {
        let mut references = Reference::parents(name);
        for (field, named) in who(self) {
            if !named.is_empty() {
                references.push(Reference::field(field, named));
            }
        }
        references
    }

    fn settle(
        &mut self,
        before: Option<&Self>,
        (): &(),
        found: &Found<'_>,
        violations: &mut Violations,
    ) -> Result<(), Fault> {
        let named = named(self, found)?;
        self.display_name = named.display_name;
        self.office = named.office;
        self.country_code = named.country_code;
        // Once accepted it stays, also when the days of the edition are corrected.
        if before.is_some_and(|before| before.occurred_on == self.occurred_on) {
            return Ok(());
        }
        check_day(self, found, violations)
    }

    fn facts(&self) -> Vec<Fact> {
        vec![facts::of_highlight(self)]
    }

    fn digest(&self) -> RecordDigest {
        let name = who(self).map(|(_, named)| named.as_str()).concat();
        RecordDigest {
            title: self.title.clone(),
            subject: self.subject.clone(),
            participants: vec![Participant {
                name,
                display_name: self.display_name.clone(),
                office: self.office.clone(),
                country_code: self.country_code.clone(),
                ..Participant::default()
            }],
            kind: facts::kind(self),
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// The fields of which exactly one tells who did it.
fn who(highlight: &Highlight) -> [(&'static str, &String); 3] {
    [
        ("person", &highlight.person),
        ("delegation", &highlight.delegation),
        ("organisation", &highlight.organisation),
    ]
}

/// Notes what is wrong with the fields that tell who did it.
fn check_who(highlight: &Highlight, violations: &mut Violations) {
    const ONE: &str =
        "must be given alone: a highlight is about exactly one person, delegation or organisation";
    let given = who(highlight)
        .into_iter()
        .filter(|(_, named)| !named.is_empty());
    let given: Vec<_> = given.map(|(field, _)| field).collect();
    match given.as_slice() {
        [] => violations.add(
            "person",
            "is required, or a delegation or an organisation is",
        ),
        [_] => {}
        several => several.iter().for_each(|field| violations.add(*field, ONE)),
    }
    let (persons, organisations) = (
        <Person as Record<Exhibitions>>::COLLECTION,
        <Organisation as Record<Exhibitions>>::COLLECTION,
    );
    if given == ["person"] {
        Name::require(
            &highlight.person,
            Level::InFair,
            persons,
            "person",
            violations,
        );
    }
    if given == ["delegation"] {
        delegation::require_of_same_edition(&highlight.delegation, &highlight.name, violations);
    }
    if given == ["organisation"] {
        let (field, name) = ("organisation", &highlight.organisation);
        Name::require(name, Level::InFair, organisations, field, violations);
    }
}

/// Who did it, as the books know them now.
fn named(highlight: &Highlight, found: &Found<'_>) -> Result<Named, Fault> {
    if !highlight.person.is_empty() {
        return person::named(&highlight.person, found);
    }
    let (display_name, country_code) = if highlight.delegation.is_empty() {
        let organisation = found.get::<Organisation>(&highlight.organisation)?;
        let organisation = organisation.ok_or_else(|| found.overtaken())?;
        (organisation.display_name, organisation.country_code)
    } else {
        let delegation = found.get::<Delegation>(&highlight.delegation)?;
        let delegation = delegation.ok_or_else(|| found.overtaken())?;
        (delegation.display_name, delegation.country_code)
    };
    Ok(Named {
        display_name,
        office: None,
        country_code,
    })
}

/// Notes a day that has nothing to do with the edition: a slip in the year.
fn check_day(
    highlight: &Highlight,
    found: &Found<'_>,
    violations: &mut Violations,
) -> Result<(), Fault> {
    let Some(day) = highlight.occurred_on.as_ref().and_then(date::civil) else {
        return Ok(());
    };
    let (opening, closing) = edition::open_days(found)?;
    let from = opening.saturating_sub(1.year());
    let until = closing.saturating_add(1.year());
    if !(from..=until).contains(&day) {
        let description = format!("must be within a year of the edition: {from} to {until}");
        violations.add("occurred_on", description);
    }
    Ok(())
}

pub(crate) fn create(request: CreateHighlightRequest) -> Create<Highlight> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/CreateHighlight";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.highlight_id,
        record: request.highlight,
    }
}

pub(crate) fn import(request: ImportHighlightsRequest) -> Import<Highlight> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ImportHighlights";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "highlights",
        records: request.highlights,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListHighlightsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Highlight>) -> ListHighlightsResponse {
    ListHighlightsResponse {
        highlights: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateHighlightRequest) -> Update<Highlight> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/UpdateHighlight";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.highlight,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidHighlightRequest) -> Retire {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/VoidHighlight";
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
