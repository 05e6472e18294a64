//! Organisations: one identity for all services and editions of a fair.

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    exhibitions::v1::{
        ArchiveOrganisationRequest, CreateOrganisationRequest, ImportOrganisationsRequest,
        ListOrganisationsRequest, ListOrganisationsResponse, Organisation,
        UpdateOrganisationRequest,
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

use crate::{Exhibitions, lengths, places};

impl Record<Exhibitions> for Organisation {
    const COLLECTION: &'static str = "organisations";
    const LEVEL: Level = Level::InFair;
    const FIELD: &'static str = "organisation";
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
        let (name, longest) = (self.display_name.as_ref(), lengths::NAME);
        text::localized_required(
            name,
            Languages::English,
            longest,
            "display_name",
            violations,
        );
        places::check_place(&self.country_code, &self.subdivision_code, violations);
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
        const FIXED: &str = "is fixed, figures of other services are computed from it: archive the organisation and create it anew";
        if let Some(before) = before {
            let country_stays = before.country_code == self.country_code;
            violations.require(country_stays, "country_code", FIXED);
            let subdivision_stays = before.subdivision_code == self.subdivision_code;
            violations.require(subdivision_stays, "subdivision_code", FIXED);
        }
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

pub(crate) fn create(request: CreateOrganisationRequest) -> Create<Organisation> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/CreateOrganisation";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.organisation_id,
        record: request.organisation,
    }
}

pub(crate) fn import(request: ImportOrganisationsRequest) -> Import<Organisation> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ImportOrganisations";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "organisations",
        records: request.organisations,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListOrganisationsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Organisation>) -> ListOrganisationsResponse {
    ListOrganisationsResponse {
        organisations: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateOrganisationRequest) -> Update<Organisation> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/UpdateOrganisation";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.organisation,
        update_mask: request.update_mask,
    }
}

pub(crate) fn archive(request: ArchiveOrganisationRequest) -> Retire {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ArchiveOrganisation";
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
    use crate::samples::{organisation, text_in_english, wrong_fields};

    #[test]
    fn an_organisation_has_an_english_name_and_a_country() {
        assert_eq!(
            wrong_fields(&organisation("Gremio", "BR")),
            Vec::<String>::new()
        );
        assert_eq!(
            wrong_fields(&organisation("Zigong Lantern", "CN-SC")),
            Vec::<String>::new()
        );
        let every_required_field = ["display_name.en", "country_code", "source", "evidence_kind"];
        assert_eq!(wrong_fields(&Organisation::default()), every_required_field);
        let all_wrong = Organisation {
            display_name: text_in_english(&"x".repeat(201)),
            country_code: "XX".to_owned(),
            subdivision_code: "XX-1".to_owned(),
            source: "a\nb".to_owned(),
            evidence_kind: 99,
            ..Organisation::default()
        };
        let fields = [
            "display_name.en",
            "country_code",
            "subdivision_code",
            "source",
            "evidence_kind",
        ];
        assert_eq!(wrong_fields(&all_wrong), fields);
    }
}
