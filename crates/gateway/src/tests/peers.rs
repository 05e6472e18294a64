//! Services that answer as a test wants them to, behind real links.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Body, routing::post};
use ledger::{Book, BookConfig, ManualClock, RecordedAt, SeededRandomness, SqliteStore};
use proto::{
    exhibitions::v1::{Edition, Fair, GetEditionRequest, GetFairRequest},
    reporting::v1::{BatchGetFiguresRequest, BatchGetFiguresResponse},
};
use serve::{Link, Service};
use tonic::{Request, Response, Status, service::Routes};
use tonic_prost::ProstCodec;

/// The books of the service itself, empty.
pub(crate) fn book(folder: &Path) -> Book {
    let store = Box::new(SqliteStore::open(folder).unwrap());
    let clock = Arc::new(ManualClock::at(RecordedAt(1_465_000_000_000_000)));
    let randomness = Box::new(SeededRandomness::new(4));
    let cubes = crate::cubes();
    Book::open(store, cubes, clock, randomness, BookConfig::default()).unwrap()
}

/// What a peer was asked, in order.
pub(crate) type Asked<Q> = Arc<Mutex<Vec<Q>>>;

/// A router that answers one method, and writes down what it was asked.
fn answering<Q, A>(
    router: Router,
    method: &str,
    answer: impl Fn(&Q) -> Result<A, Status> + Clone + Send + Sync + 'static,
) -> (Router, Asked<Q>)
where
    Q: prost::Message + Default + Clone + 'static,
    A: prost::Message + Default + 'static,
{
    let asked: Asked<Q> = Arc::default();
    let noted = Arc::clone(&asked);
    let handler = move |request: http::Request<Body>| {
        let (answer, noted) = (answer.clone(), Arc::clone(&noted));
        async move {
            let service = tower::service_fn(move |request: Request<Q>| {
                noted.lock().unwrap().push(request.get_ref().clone());
                std::future::ready(answer(request.get_ref()).map(Response::new))
            });
            let mut grpc = tonic::server::Grpc::new(ProstCodec::<A, Q>::default());
            let answered = grpc
                .unary(service, request.map(tonic::body::Body::new))
                .await;
            answered.map(Body::new)
        }
    };
    (router.route(method, post(handler)), asked)
}

fn link(name: &'static str, grpc_name: &'static str, router: Router) -> Link {
    Link::within(&Service {
        name,
        grpc_name,
        routes: Routes::from(router),
        descriptors: proto::DESCRIPTORS,
    })
}

/// A reporting service with one answer.
pub(crate) fn reporting(
    answer: Result<BatchGetFiguresResponse, Status>,
) -> (Link, Asked<BatchGetFiguresRequest>) {
    let method = "/tradefair.reporting.v1.ReportingService/BatchGetFigures";
    let (router, asked) = answering(Router::new(), method, move |_| answer.clone());
    let link = link(
        "reporting",
        "tradefair.reporting.v1.ReportingService",
        router,
    );
    (link, asked)
}

/// An exhibitions service with one fair and one edition.
pub(crate) fn exhibitions(
    fair: Result<Fair, Status>,
    edition: Result<Edition, Status>,
) -> (Link, Asked<GetFairRequest>, Asked<GetEditionRequest>) {
    let of = |method: &str| format!("/tradefair.exhibitions.v1.ExhibitionsService/{method}");
    let router = Router::new();
    let (router, fairs) = answering(router, &of("GetFair"), move |_| fair.clone());
    let (router, editions) = answering(router, &of("GetEdition"), move |_| edition.clone());
    let name = "tradefair.exhibitions.v1.ExhibitionsService";
    (link("exhibitions", name, router), fairs, editions)
}
