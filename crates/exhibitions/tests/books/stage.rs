//! The service on a book of its own, and records to fill it with.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use ledger::{Book, BookConfig, ManualClock, RecordedAt, SeededRandomness, SqliteStore};
use proto::{
    exhibitions::v1::{
        AttendanceMode, CreateEditionRequest, CreateFairRequest, CreateOrganisationRequest,
        CreateParticipationRequest, Edition, Fair, Organisation, Participation, ParticipationRole,
        exhibitions_service_client::ExhibitionsServiceClient,
    },
    google::r#type::Date,
    statistics::v1::{EvidenceKind, LocalizedText},
};
use serve::Link;
use tempfile::TempDir;

pub(crate) const EDITION: &str = "fairs/ciftis/editions/4";

/// The service with the 4th edition of a fair open.
pub(crate) struct Stage {
    pub(crate) client: ExhibitionsServiceClient<Link>,
    pub(crate) book: Book,
    requests: AtomicU64,
    _folder: TempDir,
}

impl Stage {
    pub(crate) async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Box::new(SqliteStore::open(folder.path()).unwrap());
        let clock = Arc::new(ManualClock::at(RecordedAt(1_465_000_000_000_000)));
        let randomness = Box::new(SeededRandomness::new(4));
        let config = BookConfig::default();
        let book = Book::open(store, exhibitions::cubes(), clock, randomness, config).unwrap();
        let stage = Self {
            client: ExhibitionsServiceClient::new(Link::within(&exhibitions::service(
                book.clone(),
            ))),
            book,
            requests: AtomicU64::new(1),
            _folder: folder,
        };
        let mut client = stage.client.clone();
        client.create_fair(stage.fair("ciftis")).await.unwrap();
        client.create_edition(stage.edition(4)).await.unwrap();
        stage
    }

    /// A request id that was not used before.
    pub(crate) fn request_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        format!("01996f6e-0000-7000-8000-{number:012}")
    }

    pub(crate) async fn the_audit_is_clean(&self) {
        let book = self.book.clone();
        let audit =
            tokio::task::spawn_blocking(move || book.audit(&exhibitions::recompute, &mut |_| {}));
        let report = audit.await.unwrap().unwrap();
        assert_eq!(report.findings, []);
        assert_eq!(report.differences, []);
        assert!(report.counts.revisions > 0);
    }

    pub(crate) fn fair(&self, id: &str) -> CreateFairRequest {
        let fair = Fair {
            title: text("China International Fair for Trade in Services"),
            short_title: text("CIFTIS"),
            first_year: 2012,
            source: "Halls department".to_owned(),
            evidence_kind: EvidenceKind::Registration.into(),
            ..Fair::default()
        };
        CreateFairRequest {
            fair_id: id.to_owned(),
            fair: Some(fair),
            request_id: self.request_id(),
        }
    }

    pub(crate) fn edition(&self, ordinal: i32) -> CreateEditionRequest {
        let edition = Edition {
            ordinal,
            opening_date: day(2012 + ordinal, 5, 28),
            closing_date: day(2012 + ordinal, 6, 1),
            time_zone: "Asia/Shanghai".to_owned(),
            host_subdivision_code: "CN-BJ".to_owned(),
            host_city: text("Beijing"),
            statistics_office: text("the organising committee"),
            source: "Halls department".to_owned(),
            evidence_kind: EvidenceKind::Registration.into(),
            ..Edition::default()
        };
        CreateEditionRequest {
            parent: "fairs/ciftis".to_owned(),
            edition_id: ordinal.to_string(),
            edition: Some(edition),
            request_id: self.request_id(),
        }
    }

    /// An organisation of a country.
    pub(crate) fn organisation(&self, id: &str, country_code: &str) -> CreateOrganisationRequest {
        let organisation = Organisation {
            display_name: text(id),
            country_code: country_code.to_owned(),
            source: "Halls department".to_owned(),
            evidence_kind: EvidenceKind::Registration.into(),
            ..Organisation::default()
        };
        CreateOrganisationRequest {
            parent: "fairs/ciftis".to_owned(),
            organisation_id: id.to_owned(),
            organisation: Some(organisation),
            request_id: self.request_id(),
        }
    }

    /// The organisation as a merchant, under its own id.
    pub(crate) fn participation(&self, organisation_id: &str) -> CreateParticipationRequest {
        let participation = Participation {
            organisation: format!("fairs/ciftis/organisations/{organisation_id}"),
            role: ParticipationRole::Merchant.into(),
            attendance_mode: AttendanceMode::Physical.into(),
            source: "Halls department".to_owned(),
            evidence_kind: EvidenceKind::Registration.into(),
            ..Participation::default()
        };
        CreateParticipationRequest {
            parent: EDITION.to_owned(),
            participation_id: organisation_id.to_owned(),
            participation: Some(participation),
            request_id: self.request_id(),
        }
    }
}

pub(crate) fn text(en: &str) -> Option<LocalizedText> {
    Some(LocalizedText {
        en: en.to_owned(),
        zh: format!("「{en}」"),
    })
}

pub(crate) fn day(year: i32, month: i32, day: i32) -> Option<Date> {
    Some(Date { year, month, day })
}

pub(crate) fn mask(paths: &[&str]) -> Option<prost_types::FieldMask> {
    Some(prost_types::FieldMask {
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
    })
}
