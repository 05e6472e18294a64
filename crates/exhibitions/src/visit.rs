//! Visits: counts of how often people came through the gates.

mod chunk;

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    exhibitions::v1::{
        CreateVisitRequest, ImportVisitsRequest, ListVisitsRequest, ListVisitsResponse,
        UpdateVisitRequest, Visit, VisitMethod, VisitorClass, VoidVisitRequest,
    },
    statistics::v1::{EvidenceKind, RecordDigest},
};
use resource::{Level, Name, choice, code, date, name, text};
use serve::keeper::{
    Asked, Create, Found, Header, Import, List, Page, Record, Reference, Retire, Retirement, Update,
};

use crate::{Exhibitions, edition, facts, lengths};

pub(crate) use chunk::record;

/// The most entries of one count: more than any gate sees of one class and country
/// in a day.
const ENTRIES_LIMIT: i64 = 1_000_000;

impl Record<Exhibitions> for Visit {
    const COLLECTION: &'static str = "visits";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "visit";
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
        date::required(self.visited_on.as_ref(), "visited_on", violations);
        name::require_id(&self.gate, "gate", violations);
        code::require_country(&self.country_code, "country_code", violations);
        choice::required::<VisitorClass>(self.visitor_class, "visitor_class", violations);
        if !(1..=ENTRIES_LIMIT).contains(&self.entries) {
            violations.add("entries", format!("must be 1 to {ENTRIES_LIMIT}"));
        }
        choice::required::<VisitMethod>(self.method, "method", violations);
        text::required(&self.source, lengths::SOURCE, "source", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    fn references(&self, name: &Name) -> Vec<Reference> {
        Reference::parents(name)
    }

    /// A day on which the edition was closed cannot have had visits. Once accepted it
    /// stays, also when the days of the edition are corrected: whoever corrects them
    /// looks for the visits outside, and must be able to mend them one by one.
    fn settle(
        &mut self,
        before: Option<&Self>,
        (): &(),
        found: &Found<'_>,
        violations: &mut Violations,
    ) -> Result<(), Fault> {
        if before.is_some_and(|before| before.visited_on == self.visited_on) {
            return Ok(());
        }
        let (opening, closing) = edition::open_days(found)?;
        let day = self.visited_on.as_ref().and_then(date::civil);
        if !day.is_some_and(|day| (opening..=closing).contains(&day)) {
            let description = format!("must be a day the edition was open: {opening} to {closing}");
            violations.add("visited_on", description);
        }
        Ok(())
    }

    fn facts(&self) -> Vec<Fact> {
        vec![facts::of_visit(self)]
    }

    fn digest(&self) -> RecordDigest {
        RecordDigest {
            kind: facts::visitor_class(self),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

pub(crate) fn create(request: CreateVisitRequest) -> Create<Visit> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/CreateVisit";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.visit_id,
        record: request.visit,
    }
}

pub(crate) fn import(request: ImportVisitsRequest) -> Import<Visit> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ImportVisits";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "visits",
        records: request.visits,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListVisitsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Visit>) -> ListVisitsResponse {
    ListVisitsResponse {
        visits: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateVisitRequest) -> Update<Visit> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/UpdateVisit";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.visit,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidVisitRequest) -> Retire {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/VoidVisit";
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
    use crate::samples::{day, visit, wrong_fields};

    #[test]
    fn a_count_of_visits_says_when_where_who_and_how_many() {
        assert_eq!(wrong_fields(&visit("v1")), Vec::<String>::new());
        let every_required_field = [
            "visited_on",
            "gate",
            "country_code",
            "visitor_class",
            "entries",
            "method",
            "source",
            "evidence_kind",
        ];
        assert_eq!(wrong_fields(&Visit::default()), every_required_field);
        let all_wrong = Visit {
            visited_on: day(0, 0, 0),
            gate: "North Gate".to_owned(),
            country_code: "cn".to_owned(),
            visitor_class: 99,
            entries: -1,
            method: 99,
            source: "a\nb".to_owned(),
            evidence_kind: 99,
            ..Visit::default()
        };
        assert_eq!(wrong_fields(&all_wrong), every_required_field);
    }

    #[test]
    fn entries_are_neither_none_nor_beyond_belief() {
        for (entries, fits) in [
            (1, true),
            (1_000_000, true),
            (0, false),
            (1_000_001, false),
            (i64::MIN, false),
        ] {
            let visit = Visit {
                entries,
                ..visit("v1")
            };
            let expected: &[&str] = if fits { &[] } else { &["entries"] };
            assert_eq!(wrong_fields(&visit), expected, "{entries}");
        }
    }
}
