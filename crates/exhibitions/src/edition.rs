//! Editions: the holdings of a fair.

use fault::{Fault, Violations};
use jiff::{civil::Date, tz::TimeZoneDatabase};
use ledger::Fact;
use proto::{
    exhibitions::v1::{
        ArchiveEditionRequest, CreateEditionRequest, Edition, ImportEditionsRequest,
        ListEditionsRequest, ListEditionsResponse, UpdateEditionRequest,
    },
    statistics::v1::{EvidenceKind, RecordDigest},
};
use resource::{
    Level, Name, choice, date,
    text::{self, Languages},
};
use serve::keeper::{
    Asked, Create, Found, Header, Import, List, Page, Record, Reference, Retire, Retirement, Update,
};

use crate::{Exhibitions, lengths, places};

/// The most days an edition is open, both ends counted: long enough for a world
/// exposition, too short for a slip in the year.
const OPEN_DAYS_LIMIT: i32 = 400;

impl Record<Exhibitions> for Edition {
    const COLLECTION: &'static str = "editions";
    const LEVEL: Level = Level::InFair;
    const FIELD: &'static str = "edition";
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
        check_ordinal(self, violations);
        text::localized_optional(self.title.as_ref(), lengths::TITLE, "title", violations);
        check_days(self, violations);
        check_time_zone(&self.time_zone, violations);
        places::check_host(&self.host_subdivision_code, violations);
        let host_city = self.host_city.as_ref();
        let (both, longest) = (Languages::Both, lengths::NAME);
        text::localized_required(host_city, both, longest, "host_city", violations);
        let office = self.statistics_office.as_ref();
        text::localized_required(office, both, longest, "statistics_office", violations);
        text::required(&self.source, lengths::SOURCE, "source", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    fn references(&self, name: &Name) -> Vec<Reference> {
        Reference::parents(name)
    }

    fn settle(
        &mut self,
        before: Option<&Self>,
        (): &(),
        _: &Found<'_>,
        violations: &mut Violations,
    ) -> Result<(), Fault> {
        if let Some(before) = before
            && before.host_subdivision_code != self.host_subdivision_code
        {
            let host = &before.host_subdivision_code;
            let description = format!("is fixed: figures are seen from {host}");
            violations.add("host_subdivision_code", description);
        }
        Ok(())
    }

    fn facts(&self) -> Vec<Fact> {
        Vec::new()
    }

    fn digest(&self) -> RecordDigest {
        RecordDigest {
            title: self.title.clone(),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// Notes what is wrong with the ordinal: it is the id of the edition.
fn check_ordinal(edition: &Edition, violations: &mut Violations) {
    const FIELD: &str = "ordinal";
    if edition.ordinal < 1 {
        violations.add(FIELD, "must be counted from 1");
    } else if let Ok(name) = Name::parse(&edition.name)
        && name.id() != edition.ordinal.to_string()
    {
        let description = format!("must be the id of the edition, which is {:?}", name.id());
        violations.add(FIELD, description);
    }
}

/// Notes what is wrong with the days of an edition.
fn check_days(edition: &Edition, violations: &mut Violations) {
    let opening = date::required(edition.opening_date.as_ref(), "opening_date", violations);
    let closing = date::required(edition.closing_date.as_ref(), "closing_date", violations);
    let cutoff = edition.statistics_cutoff_date.as_ref();
    let cutoff = date::optional(cutoff, "statistics_cutoff_date", violations);
    if let (Some(opening), Some(closing)) = (opening, closing) {
        let open_days = days_between(opening, closing) + 1;
        if open_days < 1 {
            violations.add("closing_date", "must not be before the opening date");
        } else if open_days > OPEN_DAYS_LIMIT {
            let description = format!(
                "makes the edition {open_days} days long; at most {OPEN_DAYS_LIMIT} are believed"
            );
            violations.add("closing_date", description);
        }
    }
    if let (Some(opening), Some(cutoff)) = (opening, cutoff) {
        violations.require(
            cutoff >= opening,
            "statistics_cutoff_date",
            "must not be before the opening date",
        );
    }
}

/// The first and the last day of the edition that a record lies in, as the
/// transaction sees them.
pub(crate) fn open_days(found: &Found<'_>) -> Result<(Date, Date), Fault> {
    let name = found.name().edition_name().unwrap_or_default();
    let edition = found.get::<Edition>(name)?;
    let edition = edition.ok_or_else(|| found.overtaken())?;
    let opening = edition.opening_date.as_ref().and_then(date::civil);
    let closing = edition.closing_date.as_ref().and_then(date::civil);
    opening.zip(closing).ok_or_else(|| Fault::BooksDamaged {
        why: format!("{name} has no days"),
    })
}

/// The days from one day to another; negative when the second is earlier.
fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// Notes what is wrong with a time zone. The zones are the ones built into the
/// program, so that the same request is right on every machine.
fn check_time_zone(time_zone: &str, violations: &mut Violations) {
    let zone = TimeZoneDatabase::bundled().get(time_zone);
    // Names are found in any spelling; the books keep the one of the database.
    let known = zone.is_ok_and(|zone| zone.iana_name() == Some(time_zone));
    violations.require(
        known,
        "time_zone",
        "must be a zone of the time zone database, as in \"Asia/Shanghai\"",
    );
}

pub(crate) fn create(request: CreateEditionRequest) -> Create<Edition> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/CreateEdition";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.edition_id,
        record: request.edition,
    }
}

pub(crate) fn import(request: ImportEditionsRequest) -> Import<Edition> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ImportEditions";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "editions",
        records: request.editions,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListEditionsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Edition>) -> ListEditionsResponse {
    ListEditionsResponse {
        editions: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateEditionRequest) -> Update<Edition> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/UpdateEdition";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.edition,
        update_mask: request.update_mask,
    }
}

pub(crate) fn archive(request: ArchiveEditionRequest) -> Retire {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ArchiveEdition";
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
