//! Two services on books of their own, and records to fill them with.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use ledger::{Book, BookConfig, Cubes, ManualClock, RecordedAt, SeededRandomness, SqliteStore};
use proto::{
    exhibitions::v1::{
        CreateEditionRequest, CreateFairRequest, CreateOrganisationRequest, Edition, Fair,
        Organisation, exhibitions_service_client::ExhibitionsServiceClient,
    },
    forums::v1::{
        Activity, ActivityKind, CreateActivityRequest, Demand, DemandKind, PublicationChannel,
        forums_service_client::ForumsServiceClient,
    },
    google::r#type::Date,
    statistics::v1::{EvidenceKind, LocalizedText},
};
use serve::Link;
use tempfile::TempDir;

pub(crate) const EDITION: &str = "fairs/ciftis/editions/4";

/// Exhibitions and forums in one process, the fair open and two organisations
/// known.
pub(crate) struct Stage {
    pub(crate) forums: ForumsServiceClient<Link>,
    pub(crate) exhibitions: ExhibitionsServiceClient<Link>,
    pub(crate) book: Book,
    requests: AtomicU64,
    _folder: TempDir,
}

impl Stage {
    pub(crate) async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let book = book(&folder.path().join("exhibitions"), exhibitions::cubes());
        let exhibitions = Link::within(&exhibitions::service(book));
        let book = book_of_forums(folder.path());
        let forums = forums::service(book.clone(), exhibitions.clone());
        let stage = Self {
            forums: ForumsServiceClient::new(Link::within(&forums)),
            exhibitions: ExhibitionsServiceClient::new(exhibitions),
            book,
            requests: AtomicU64::new(1),
            _folder: folder,
        };
        stage.fill().await;
        stage
    }

    async fn fill(&self) {
        let mut exhibitions = self.exhibitions.clone();
        let fair = CreateFairRequest {
            fair_id: "ciftis".to_owned(),
            fair: Some(fair()),
            request_id: self.request_id(),
        };
        exhibitions.create_fair(fair).await.unwrap();
        let edition = CreateEditionRequest {
            parent: "fairs/ciftis".to_owned(),
            edition_id: "4".to_owned(),
            edition: Some(edition()),
            request_id: self.request_id(),
        };
        exhibitions.create_edition(edition).await.unwrap();
        let organisations = [("gremio", "BR"), ("club", "CN-BJ")];
        for (id, place) in organisations {
            let organisation = CreateOrganisationRequest {
                parent: "fairs/ciftis".to_owned(),
                organisation_id: id.to_owned(),
                organisation: Some(organisation(id, place)),
                request_id: self.request_id(),
            };
            exhibitions.create_organisation(organisation).await.unwrap();
        }
    }

    /// A request id that was not used before.
    pub(crate) fn request_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        format!("01996f6e-0000-7000-8000-{number:012}")
    }

    pub(crate) fn create(&self, id: &str, activity: Activity) -> CreateActivityRequest {
        CreateActivityRequest {
            parent: EDITION.to_owned(),
            activity_id: id.to_owned(),
            activity: Some(activity),
            request_id: self.request_id(),
        }
    }
}

fn book(folder: &Path, cubes: Cubes) -> Book {
    std::fs::create_dir_all(folder).unwrap();
    let store = Box::new(SqliteStore::open(folder).unwrap());
    let clock = Arc::new(ManualClock::at(RecordedAt(1_465_000_000_000_000)));
    let randomness = Box::new(SeededRandomness::new(4));
    Book::open(store, cubes, clock, randomness, BookConfig::default()).unwrap()
}

/// An empty book of the service.
pub(crate) fn book_of_forums(folder: &Path) -> Book {
    book(&folder.join("forums"), forums::cubes())
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

fn fair() -> Fair {
    Fair {
        title: text("China International Fair for Trade in Services"),
        short_title: text("CIFTIS"),
        first_year: 2012,
        source: "Halls department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Fair::default()
    }
}

fn edition() -> Edition {
    Edition {
        ordinal: 4,
        opening_date: day(2016, 5, 28),
        closing_date: day(2016, 6, 1),
        time_zone: "Asia/Shanghai".to_owned(),
        host_subdivision_code: "CN-BJ".to_owned(),
        host_city: text("Beijing"),
        statistics_office: text("the organising committee"),
        source: "Halls department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Edition::default()
    }
}

fn organisation(name: &str, place: &str) -> Organisation {
    let (country_code, subdivision_code) = match place.split_once('-') {
        Some((country_code, _)) => (country_code, place),
        None => (place, ""),
    };
    Organisation {
        display_name: text(name),
        country_code: country_code.to_owned(),
        subdivision_code: subdivision_code.to_owned(),
        source: "Halls department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Organisation::default()
    }
}

/// A forum held by these organisations, as a caller sends it.
pub(crate) fn activity(hosts: &[&str]) -> Activity {
    let host = |id: &&str| format!("fairs/ciftis/organisations/{id}");
    Activity {
        title: text("Forum on courier services"),
        kind: ActivityKind::Forum.into(),
        held_on: day(2016, 5, 29),
        hosts: hosts.iter().map(host).collect(),
        source: "Forums department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Activity::default()
    }
}

/// Something that this organisation wants to procure, as a caller sends it.
pub(crate) fn demand(publisher: &str) -> Demand {
    Demand {
        title: text("Animation for television"),
        kind: DemandKind::Procurement.into(),
        channel: PublicationChannel::Website.into(),
        published_on: day(2016, 5, 10),
        organisation: format!("fairs/ciftis/organisations/{publisher}"),
        sector_code: "2.D".to_owned(),
        source: "Forums department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Demand::default()
    }
}
