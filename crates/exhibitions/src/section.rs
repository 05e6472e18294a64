//! Sections: the parts of the fairground with an area of their own.

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    exhibitions::v1::{
        AreaBasis, CreateSectionRequest, ImportSectionsRequest, ListSectionsRequest,
        ListSectionsResponse, Section, SectionKind, UpdateSectionRequest, VoidSectionRequest,
    },
    statistics::v1::{EvidenceKind, RecordDigest},
};
use resource::{
    Level, Name, choice,
    text::{self, Languages},
};
use serve::keeper::{
    Asked, Create, Found, Header, Import, List, Page, Record, Reference, Retire, Retirement, Update,
};

use crate::{Exhibitions, facts, lengths};

/// The largest area of one section, in square metres: more than any fairground has.
const AREA_LIMIT: i64 = 10_000_000;

impl Record<Exhibitions> for Section {
    const COLLECTION: &'static str = "sections";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "section";
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
        let (title, english) = (self.title.as_ref(), Languages::English);
        text::localized_required(title, english, lengths::TITLE, "title", violations);
        choice::required::<SectionKind>(self.kind, "kind", violations);
        if !(1..=AREA_LIMIT).contains(&self.area_square_metres) {
            let description = format!("must be 1 to {AREA_LIMIT} square metres");
            violations.add("area_square_metres", description);
        }
        choice::required::<AreaBasis>(self.area_basis, "area_basis", violations);
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
        vec![facts::of_section(self)]
    }

    fn digest(&self) -> RecordDigest {
        RecordDigest {
            title: self.title.clone(),
            kind: facts::section_kind(self),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

pub(crate) fn create(request: CreateSectionRequest) -> Create<Section> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/CreateSection";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.section_id,
        record: request.section,
    }
}

pub(crate) fn import(request: ImportSectionsRequest) -> Import<Section> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ImportSections";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "sections",
        records: request.sections,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListSectionsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Section>) -> ListSectionsResponse {
    ListSectionsResponse {
        sections: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateSectionRequest) -> Update<Section> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/UpdateSection";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.section,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidSectionRequest) -> Retire {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/VoidSection";
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
    use crate::samples::{section, text, wrong_fields};

    #[test]
    fn a_section_says_what_it_is_and_how_large() {
        assert_eq!(wrong_fields(&section("hall-1")), Vec::<String>::new());
        let every_required_field = [
            "title.en",
            "kind",
            "area_square_metres",
            "area_basis",
            "source",
            "evidence_kind",
        ];
        assert_eq!(wrong_fields(&Section::default()), every_required_field);
        let only_in_chinese = Section {
            title: text("", "一号馆"),
            ..section("hall-1")
        };
        assert_eq!(wrong_fields(&only_in_chinese), ["title.en"]);
    }

    #[test]
    fn an_area_is_neither_nothing_nor_beyond_belief() {
        for (area_square_metres, fits) in [
            (1, true),
            (10_000_000, true),
            (0, false),
            (-12_000, false),
            (10_000_001, false),
            (i64::MAX, false),
        ] {
            let section = Section {
                area_square_metres,
                ..section("hall-1")
            };
            let expected: &[&str] = if fits { &[] } else { &["area_square_metres"] };
            assert_eq!(wrong_fields(&section), expected, "{area_square_metres}");
        }
    }
}
