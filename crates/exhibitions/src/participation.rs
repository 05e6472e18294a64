//! Participations: the part an organisation took in an edition.

use fault::{Fault, Violations};
use ledger::Fact;
use proto::{
    exhibitions::v1::{
        AttendanceMode, CreateParticipationRequest, ImportParticipationsRequest,
        ListParticipationsRequest, ListParticipationsResponse, Organisation, Participation,
        ParticipationRole, UpdateParticipationRequest, VoidParticipationRequest,
    },
    statistics::v1::{EvidenceKind, Participant, RecordDigest},
};
use resource::{Level, Name, choice, text};
use serve::keeper::{
    Asked, Create, Found, Header, Import, List, Page, Record, Reference, Retire, Retirement, Update,
};

use crate::{Exhibitions, facts, lengths};

impl Record<Exhibitions> for Participation {
    const COLLECTION: &'static str = "participations";
    const LEVEL: Level = Level::InEdition;
    const FIELD: &'static str = "participation";
    const WRITTEN_BY_SERVICE: &'static [&'static str] = &["country_code"];
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
        let collection = <Organisation as Record<Exhibitions>>::COLLECTION;
        Name::require(
            &self.organisation,
            Level::InFair,
            collection,
            "organisation",
            violations,
        );
        choice::required::<ParticipationRole>(self.role, "role", violations);
        choice::required::<AttendanceMode>(self.attendance_mode, "attendance_mode", violations);
        text::required(&self.source, lengths::SOURCE, "source", violations);
        choice::required::<EvidenceKind>(self.evidence_kind, "evidence_kind", violations);
    }

    fn references(&self, name: &Name) -> Vec<Reference> {
        let mut references = Reference::parents(name);
        references.push(Reference::field("organisation", &self.organisation));
        references
    }

    /// The country follows from the organisation, where it is fixed.
    fn settle(
        &mut self,
        before: Option<&Self>,
        (): &(),
        found: &Found<'_>,
        _: &mut Violations,
    ) -> Result<(), Fault> {
        self.country_code = match before {
            Some(before) if before.organisation == self.organisation => before.country_code.clone(),
            _ => {
                let organisation = found.get::<Organisation>(&self.organisation)?;
                organisation.ok_or_else(|| found.overtaken())?.country_code
            }
        };
        Ok(())
    }

    fn facts(&self) -> Vec<Fact> {
        vec![facts::of_participation(self)]
    }

    fn digest(&self) -> RecordDigest {
        RecordDigest {
            participants: vec![Participant {
                name: self.organisation.clone(),
                country_code: self.country_code.clone(),
                ..Participant::default()
            }],
            kind: facts::role(self),
            ..RecordDigest::default()
        }
    }

    fn synthetic(&self) -> bool {
        self.synthetic
    }
}

pub(crate) fn create(request: CreateParticipationRequest) -> Create<Participation> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/CreateParticipation";
    Create {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        id: request.participation_id,
        record: request.participation,
    }
}

pub(crate) fn import(request: ImportParticipationsRequest) -> Import<Participation> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ImportParticipations";
    Import {
        asked: Asked::new(METHOD, &request.request_id, &request),
        parent: request.parent,
        field: "participations",
        records: request.participations,
        validate_only: request.validate_only,
    }
}

pub(crate) fn list(request: ListParticipationsRequest) -> List {
    List {
        parent: request.parent,
        page_size: request.page_size,
        page_token: request.page_token,
        show_retired: request.show_retired,
        as_of: request.as_of,
        filter: request.filter,
    }
}

pub(crate) fn listed(page: Page<Participation>) -> ListParticipationsResponse {
    ListParticipationsResponse {
        participations: page.records,
        next_page_token: page.next_page_token,
        position: page.position,
    }
}

pub(crate) fn update(request: UpdateParticipationRequest) -> Update<Participation> {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/UpdateParticipation";
    Update {
        asked: Asked::new(METHOD, &request.request_id, &request),
        record: request.participation,
        update_mask: request.update_mask,
    }
}

pub(crate) fn void(request: VoidParticipationRequest) -> Retire {
    const METHOD: &str = "/tradefair.exhibitions.v1.ExhibitionsService/VoidParticipation";
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
    use crate::samples::{participation, wrong_fields};

    #[test]
    fn a_participation_says_who_took_which_part_and_how() {
        assert_eq!(
            wrong_fields(&participation("gremio", "BR")),
            Vec::<String>::new()
        );
        let every_required_field = [
            "organisation",
            "role",
            "attendance_mode",
            "source",
            "evidence_kind",
        ];
        assert_eq!(
            wrong_fields(&Participation::default()),
            every_required_field
        );
        for no_organisation in ["gremio", "fairs/ciftis", "fairs/ciftis/editions/4"] {
            let participation = Participation {
                organisation: no_organisation.to_owned(),
                ..participation("gremio", "BR")
            };
            assert_eq!(
                wrong_fields(&participation),
                ["organisation"],
                "{no_organisation}"
            );
        }
    }
}
