//! The service on a book of its own, with the catalogue installed.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use ledger::{Book, BookConfig, ManualClock, RecordedAt, SeededRandomness, SqliteStore};
use proto::{
    google::r#type::Date,
    reporting::v1::{
        BatchGetFiguresRequest, BatchGetFiguresResponse, CreateEditionStatusRequest,
        CreateRateRequest, EditionStatus, FigureBasis, GetFigureRequest, GetFigureResponse,
        InstallCatalogueRequest, ObservationStatus, Rate,
        reporting_service_client::ReportingServiceClient,
    },
    statistics::v1::{AsOf, Cut, LocalizedText, as_of::Moment},
};
use serve::Link;
use tempfile::TempDir;
use tonic::{Response, Status};

use super::peers::{EDITION, FAIR, Peers};

pub(crate) struct Stage {
    pub(crate) reporting: ReportingServiceClient<Link>,
    pub(crate) peers: Peers,
    requests: AtomicU64,
    _folder: TempDir,
}

impl Stage {
    /// The service with an empty book.
    pub(crate) fn empty() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Box::new(SqliteStore::open(folder.path()).unwrap());
        let clock = Arc::new(ManualClock::at(RecordedAt(1_465_000_000_000_000)));
        let randomness = Box::new(SeededRandomness::new(4));
        let cubes = reporting::cubes();
        let book = Book::open(store, cubes, clock, randomness, BookConfig::default()).unwrap();
        let peers = Peers::new();
        let (exhibitions, forums, contracts) =
            (peers.exhibitions(), peers.forums(), peers.contracts());
        let service = reporting::service(book, exhibitions, forums, contracts);
        Self {
            reporting: ReportingServiceClient::new(Link::within(&service)),
            peers,
            requests: AtomicU64::new(1),
            _folder: folder,
        }
    }

    /// The service with the catalogue, a rate, and the status of contracts.
    pub(crate) async fn open() -> Self {
        let stage = Self::empty();
        let mut reporting = stage.reporting.clone();
        reporting
            .install_catalogue(stage.catalogue())
            .await
            .unwrap();
        reporting
            .create_rate(stage.rate("usd-cny", "6.5"))
            .await
            .unwrap();
        let status = EditionStatus {
            family: "contracts".to_owned(),
            basis: FigureBasis::Records.into(),
            status: ObservationStatus::Provisional.into(),
            source: "Statistics office".to_owned(),
            ..EditionStatus::default()
        };
        let status = CreateEditionStatusRequest {
            parent: EDITION.to_owned(),
            edition_status_id: "contracts".to_owned(),
            edition_status: Some(status),
            request_id: stage.request_id(),
        };
        reporting.create_edition_status(status).await.unwrap();
        stage.peers.calls();
        stage
    }

    /// A request id that was not used before.
    pub(crate) fn request_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        format!("01996f6e-0000-7000-8000-{number:012}")
    }

    pub(crate) fn catalogue(&self) -> InstallCatalogueRequest {
        InstallCatalogueRequest {
            parent: FAIR.to_owned(),
            reporting_currency_code: "USD".to_owned(),
            domestic_currency_code: "CNY".to_owned(),
            focus_sector_code: "2.B".to_owned(),
            focus_sector_title: Some(LocalizedText {
                en: "courier-service contracts".to_owned(),
                zh: "快递服务合同".to_owned(),
            }),
            request_id: self.request_id(),
            ..InstallCatalogueRequest::default()
        }
    }

    /// A request for a rate of the US dollar in yuan.
    pub(crate) fn rate(&self, id: &str, price: &str) -> CreateRateRequest {
        CreateRateRequest {
            parent: EDITION.to_owned(),
            rate_id: id.to_owned(),
            rate: Some(Rate {
                base_currency_code: "USD".to_owned(),
                quote_currency_code: "CNY".to_owned(),
                price: price.to_owned(),
                rate_date: Some(Date {
                    year: 2016,
                    month: 6,
                    day: 1,
                }),
                source: "Statistics office".to_owned(),
                ..Rate::default()
            }),
            request_id: self.request_id(),
        }
    }

    pub(crate) async fn figure(
        &self,
        id: &str,
        as_of: Option<AsOf>,
    ) -> Result<GetFigureResponse, Status> {
        let name = format!("{EDITION}/figures/{id}");
        let request = GetFigureRequest { name, as_of };
        self.reporting
            .clone()
            .get_figure(request)
            .await
            .map(Response::into_inner)
    }

    pub(crate) async fn all(&self, as_of: Option<AsOf>) -> Result<BatchGetFiguresResponse, Status> {
        let request = BatchGetFiguresRequest {
            parent: EDITION.to_owned(),
            figure_ids: Vec::new(),
            as_of,
        };
        self.reporting
            .clone()
            .batch_get_figures(request)
            .await
            .map(Response::into_inner)
    }
}

/// The moment of a cut.
pub(crate) fn at(cut: Option<Cut>) -> Option<AsOf> {
    Some(AsOf {
        moment: Some(Moment::Cut(cut?)),
    })
}

/// The value of an answer, as numerator over denominator.
pub(crate) fn value(answer: GetFigureResponse) -> (String, String) {
    let value = answer.figure.unwrap().value.unwrap();
    (value.numerator, value.denominator)
}

/// The reason in the details of an error.
pub(crate) fn reason(status: &Status) -> String {
    use tonic_types::StatusExt;
    status
        .get_details_error_info()
        .map(|info| info.reason)
        .unwrap_or_default()
}
