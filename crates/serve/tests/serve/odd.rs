//! A service that does what services should not: the id of the activity that is
//! asked for says what.

use std::sync::Arc;

use proto::{
    forums::v1::{
        Activity, CreateActivityRequest, GetActivityRequest, ListActivitiesRequest,
        ListActivitiesResponse,
        forums_service_client::ForumsServiceClient,
        forums_service_server::{ForumsService, ForumsServiceServer},
    },
    statistics::v1::{BackUpBooksChunk, BackUpBooksRequest},
};
use serve::{Link, PeerNames, Service, peer};
use tokio::sync::{Notify, mpsc};
use tonic::{Request, Response, Status, codegen::BoxStream, service::Routes};

use crate::desk::{english, named, service};

/// How many pieces a copy has, and how many bytes each.
pub const PIECES: usize = 20;
pub const PIECE_BYTES: usize = 256 * 1024;

/// The odd service, and what can be seen of it.
pub struct Odd {
    pub service: Service,
    /// Told when a call has begun.
    pub begun: mpsc::UnboundedReceiver<()>,
    /// Lets a call go on that waits.
    pub go_on: Arc<Notify>,
}

impl Odd {
    pub fn new() -> Self {
        Self::before(None)
    }

    /// An odd service that calls another.
    pub fn before(next: Option<Link>) -> Self {
        let (told, begun) = mpsc::unbounded_channel();
        let go_on = Arc::new(Notify::new());
        let handler = Handler {
            told,
            go_on: Arc::clone(&go_on),
            next,
        };
        Self {
            service: service(Routes::new(ForumsServiceServer::new(handler))),
            begun,
            go_on,
        }
    }
}

/// Asks for what the id says.
pub fn ask(id: &str) -> Request<GetActivityRequest> {
    Request::new(GetActivityRequest {
        name: named(id),
        as_of: None,
    })
}

struct Handler {
    told: mpsc::UnboundedSender<()>,
    go_on: Arc<Notify>,
    next: Option<Link>,
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl ForumsService for Handler {
    async fn get_activity(&self, request: Request<GetActivityRequest>) -> Answer<Activity> {
        self.told.send(()).unwrap();
        let waits = request.metadata().get("grpc-timeout");
        let waits = waits.map_or("", |waits| waits.to_str().unwrap()).to_owned();
        let id = request
            .get_ref()
            .name
            .rsplit_once('/')
            .unwrap()
            .1
            .to_owned();
        let next = id.strip_prefix("next-");
        let names = request.extensions().get::<PeerNames>();
        match (id.as_str(), next) {
            (_, Some(next)) => {
                let mut client = ForumsServiceClient::new(self.next.clone().unwrap());
                let answer = client.get_activity(ask(next)).await;
                Ok(answer.map_err(|status| peer("forums", &status))?)
            }
            ("panics", _) => panic!("the odd service lost {waits}"),
            ("never", _) => std::future::pending().await,
            ("waits", _) => {
                self.go_on.notified().await;
                Ok(Response::new(Activity::default()))
            }
            // Of whoever calls, as far as they are proved.
            ("names", _) => Ok(Response::new(Activity {
                title: english(&names.unwrap().iter().collect::<Vec<_>>().join(" ")),
                ..Activity::default()
            })),
            ("bare", _) => Err(Status::aborted("an error without details")),
            _ => Ok(Response::new(Activity {
                title: english(&waits),
                ..Activity::default()
            })),
        }
    }

    /// Answers with that many KiB.
    async fn list_activities(
        &self,
        request: Request<ListActivitiesRequest>,
    ) -> Answer<ListActivitiesResponse> {
        let kibibytes = usize::try_from(request.get_ref().page_size).unwrap();
        let answer = Activity {
            source: "x".repeat(kibibytes * 1024),
            ..Activity::default()
        };
        Ok(Response::new(ListActivitiesResponse {
            activities: vec![answer],
            ..ListActivitiesResponse::default()
        }))
    }

    async fn create_activity(&self, request: Request<CreateActivityRequest>) -> Answer<Activity> {
        Ok(Response::new(
            request.into_inner().activity.unwrap_or_default(),
        ))
    }

    /// Answers with more pieces than any real book of a test has.
    async fn back_up_books(
        &self,
        _: Request<BackUpBooksRequest>,
    ) -> Answer<BoxStream<BackUpBooksChunk>> {
        let piece = BackUpBooksChunk {
            data: vec![7; PIECE_BYTES],
            digest: Vec::new(),
        };
        let pieces = vec![Ok(piece); PIECES];
        Ok(Response::new(Box::pin(tokio_stream::iter(pieces))))
    }
}
