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
    contracts::v1::{
        Agreement, AgreementStage, CreateAgreementRequest, Party,
        contracts_service_client::ContractsServiceClient,
    },
    exhibitions::v1::{
        CreateEditionRequest, CreateFairRequest, CreateOrganisationRequest, Edition, Fair,
        Organisation, exhibitions_service_client::ExhibitionsServiceClient,
    },
    google::r#type::{Date, Money},
    statistics::v1::{EvidenceKind, LocalizedText},
};
use serve::Link;
use tempfile::TempDir;

pub(crate) const EDITION: &str = "fairs/ciftis/editions/4";

/// Exhibitions and contracts in one process, the fair open and four organisations
/// known.
pub(crate) struct Stage {
    pub(crate) contracts: ContractsServiceClient<Link>,
    pub(crate) exhibitions: ExhibitionsServiceClient<Link>,
    pub(crate) book: Book,
    /// Leads to exhibitions.
    pub(crate) link: Link,
    requests: AtomicU64,
    _folder: TempDir,
}

impl Stage {
    pub(crate) async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let book = book(&folder.path().join("exhibitions"), exhibitions::cubes());
        let exhibitions = Link::within(&exhibitions::service(book));
        let book = book_of_contracts(folder.path());
        let contracts = contracts::service(book.clone(), exhibitions.clone());
        let stage = Self {
            contracts: ContractsServiceClient::new(Link::within(&contracts)),
            exhibitions: ExhibitionsServiceClient::new(exhibitions.clone()),
            book,
            link: exhibitions,
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
        let organisations = [
            ("gremio", "BR"),
            ("club", "CN-BJ"),
            ("lantern", "CN-SC"),
            ("bank", "HK"),
        ];
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

    pub(crate) fn create(&self, id: &str, agreement: Agreement) -> CreateAgreementRequest {
        CreateAgreementRequest {
            parent: EDITION.to_owned(),
            agreement_id: id.to_owned(),
            agreement: Some(agreement),
            request_id: self.request_id(),
        }
    }
}

/// The book in a folder, kept in these cubes.
pub(crate) fn book(folder: &Path, cubes: Cubes) -> Book {
    std::fs::create_dir_all(folder).unwrap();
    let store = Box::new(SqliteStore::open(folder).unwrap());
    let clock = Arc::new(ManualClock::at(RecordedAt(1_465_000_000_000_000)));
    let randomness = Box::new(SeededRandomness::new(4));
    Book::open(store, cubes, clock, randomness, BookConfig::default()).unwrap()
}

/// An empty book of agreements.
pub(crate) fn book_of_contracts(folder: &Path) -> Book {
    book(&folder.join("contracts"), contracts::cubes())
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

pub(crate) fn money(currency_code: &str, units: i64) -> Option<Money> {
    Some(Money {
        currency_code: currency_code.to_owned(),
        units,
        nanos: 0,
    })
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

/// A contract between these organisations as a caller sends it.
pub(crate) fn agreement(organisations: &[&str]) -> Agreement {
    let party = |id: &&str| Party {
        organisation: format!("fairs/ciftis/organisations/{id}"),
        ..Party::default()
    };
    Agreement {
        title: text("Football training cooperation"),
        parties: organisations.iter().map(party).collect(),
        stage: AgreementStage::Contract.into(),
        sector_code: "10.D".to_owned(),
        amount: money("USD", 1_000),
        signed_on: day(2016, 5, 30),
        source: "Contracts department".to_owned(),
        evidence_kind: EvidenceKind::Contract.into(),
        ..Agreement::default()
    }
}
