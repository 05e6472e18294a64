//! Fairs. Each has books of its own.

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    exhibitions::v1::{
        ArchiveFairRequest, CreateFairRequest, Fair, ListFairsRequest, ListFairsResponse,
        UpdateFairRequest,
    },
    statistics::v1::{EvidenceKind, RecordDigest},
};
use resource::{
    Level, Name, choice,
    text::{self, Languages},
};
use serve::keeper::{
    Asked, Create, Found, Header, List, Page, Record, Reference, Retire, Retirement, Update,
};

use crate::{Exhibitions, lengths};

/// The years in which a first edition may have been held.
const FIRST_YEARS: std::ops::RangeInclusive<i32> = 1850..=2200;

impl Record<Exhibitions> for Fair {
    const COLLECTION: &'static str = "fairs";
    const LEVEL: Level = Level::Fair;
    const FIELD: &'static str = "fair";
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
        let title = self.title.as_ref();
        text::localized_required(title, Languages::Both, lengths::TITLE, "title", violations);
        let short_title = self.short_title.as_ref();
        let longest = lengths::SHORT_TITLE;
        text::localized_required(
            short_title,
            Languages::Both,
            longest,
            "short_title",
            violations,
        );
        violations.require(
            FIRST_YEARS.contains(&self.first_year),
            "first_year",
            "must be a year from 1850 to 2200",
        );
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
            title: self.title.clone(),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

pub(crate) fn create(request: CreateFairRequest) -> Create<Fair> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/CreateFair";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: String::new(),
        id: request.fair_id,
        record: request.fair,
    }
}

pub(crate) fn list(request: ListFairsRequest) -> List {
    List {
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        filter: String::new(),
        ..List::default()
    }
}

pub(crate) fn listed(page: Page<Fair>) -> ListFairsResponse {
    ListFairsResponse {
        fairs: page.records,
        next_page_token: page.next_page_token,
    }
}

pub(crate) fn update(request: UpdateFairRequest) -> Update<Fair> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/UpdateFair";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.fair,
        update_mask: request.update_mask,
    }
}

pub(crate) fn archive(request: ArchiveFairRequest) -> Retire {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ArchiveFair";
    Retire {
        asked: Asked::new(METHOD, &request.request_id, &request),
        name: request.name,
        etag: request.etag,
        reason: request.reason,
        retirement: Retirement::Archive,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{fair, wrong_fields};

    #[test]
    fn a_fair_has_a_title_in_both_languages_and_a_first_year() {
        assert_eq!(wrong_fields(&fair()), Vec::<String>::new());
        let every_required_field = [
            "title.en",
            "title.zh",
            "short_title.en",
            "short_title.zh",
            "first_year",
            "source",
            "evidence_kind",
        ];
        assert_eq!(wrong_fields(&Fair::default()), every_required_field);
        for first_year in [1849, 2201, -1] {
            let fair = Fair {
                first_year,
                ..fair()
            };
            assert_eq!(wrong_fields(&fair), ["first_year"]);
        }
    }
}
