//! The service of the tests, its books and the ways to it.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use ledger::{
    Book, BookConfig, ManualClock, RecordedAt, SeededRandomness, store::sqlite::SqliteStore,
};
use proto::{
    forums::v1::{
        Activity, ActivityKind, CreateActivityRequest, GetActivityRequest, ImportActivitiesRequest,
        ListActivitiesRequest, ListActivitiesResponse, UpdateActivityRequest, VoidActivityRequest,
        forums_service_client::ForumsServiceClient,
        forums_service_server::{ForumsService, ForumsServiceServer, SERVICE_NAME},
    },
    google::r#type::Date,
    statistics::v1::{
        BackUpBooksChunk, BackUpBooksRequest, EvidenceKind, GetPositionRequest, ImportResponse,
        ListCubesRequest, ListCubesResponse, ListEvidenceRequest, ListEvidenceResponse,
        LocalizedText, Position, QueryCellsRequest, QueryCellsResponse,
    },
};
use serve::{
    Caller, Drained, Health, Link, Listener, Service, Serving, Stop,
    keeper::{Asked, Create, Import, Keeper, Kinds, List, Retire, Retirement, Update},
};
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle};
use tonic::{Request, Response, Status, codegen::BoxStream, service::Routes};

use crate::record::{Desk, cubes};

pub type Client = ForumsServiceClient<Link>;

/// 2016-05-28, eight in the morning in Beijing.
pub const OPENING: i64 = 1_464_393_600_000_000;

/// A service on a book of its own.
pub struct House {
    pub keeper: Keeper<Desk>,
    pub service: Service,
    pub clock: ManualClock,
    _folder: TempDir,
}

impl House {
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = ManualClock::at(RecordedAt(OPENING));
        let book = Book::open(
            Box::new(SqliteStore::open(folder.path()).unwrap()),
            cubes(),
            Arc::new(clock.clone()),
            Box::new(SeededRandomness::new(7)),
            BookConfig::default(),
        )
        .unwrap();
        let kinds = Kinds::new().with::<Desk, Activity>();
        let keeper = Keeper::new("forums", book, kinds, Desk);
        let handler = Handler(keeper.clone());
        Self {
            keeper,
            service: service(Routes::new(ForumsServiceServer::new(handler))),
            clock,
            _folder: folder,
        }
    }

    /// A client in this process.
    pub fn client(&self) -> Client {
        ForumsServiceClient::new(Link::within(&self.service))
    }
}

pub fn service(routes: Routes) -> Service {
    Service {
        name: "forums",
        grpc_name: SERVICE_NAME,
        routes,
        descriptors: proto::DESCRIPTORS,
    }
}

/// A service that is served at an address of its own.
pub struct Served {
    pub address: SocketAddr,
    pub health: Health,
    pub stop: Option<oneshot::Sender<Stop>>,
    pub ended: JoinHandle<Drained>,
}

impl Served {
    pub async fn start(service: Service) -> Self {
        Self::start_with(service, |_| {}).await
    }

    pub async fn start_with(service: Service, change: impl FnOnce(&mut Serving)) -> Self {
        let listener = Listener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))
            .await
            .unwrap();
        let address = listener.address();
        let services = vec![service];
        let health = Health::of(&services).await;
        let mut serving = Serving::new(services, health.clone());
        serving.drain.limit = Duration::from_millis(200);
        change(&mut serving);
        let (stop, stopped) = oneshot::channel();
        let serving = listener.serve(
            serving,
            async move { stopped.await.unwrap_or(Stop::Announced) },
        );
        Self {
            address,
            health,
            stop: Some(stop),
            ended: tokio::spawn(async { serving.await.unwrap() }),
        }
    }

    pub fn link(&self) -> Link {
        Link::remote("forums", &self.address.try_into().unwrap())
    }

    pub fn client(&self) -> Client {
        ForumsServiceClient::new(self.link())
    }
}

/// A request id of its own for each number.
pub fn id(number: u128) -> String {
    let text = format!(
        "{:032x}",
        0x0199_6f6e_0000_7000_8000_0000_0000_0000_u128 + number
    );
    format!(
        "{}-{}-{}-{}-{}",
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..]
    )
}

pub fn english(text: &str) -> Option<LocalizedText> {
    Some(LocalizedText {
        en: text.to_owned(),
        zh: String::new(),
    })
}

pub fn activity(title: &str) -> Activity {
    Activity {
        title: english(title),
        kind: ActivityKind::Forum.into(),
        held_on: Some(Date {
            year: 2016,
            month: 5,
            day: 29,
        }),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Activity::default()
    }
}

pub fn create(number: u128, id_of_record: &str, activity: Activity) -> CreateActivityRequest {
    CreateActivityRequest {
        parent: "fairs/ciftis/editions/4".to_owned(),
        activity_id: id_of_record.to_owned(),
        activity: Some(activity),
        request_id: id(number),
    }
}

pub fn named(id_of_record: &str) -> String {
    format!("fairs/ciftis/editions/4/activities/{id_of_record}")
}

pub fn void(number: u128, id_of_record: &str) -> VoidActivityRequest {
    VoidActivityRequest {
        name: named(id_of_record),
        reason: "entered twice".to_owned(),
        request_id: id(number),
        ..VoidActivityRequest::default()
    }
}

/// A request to create, as a service hands it to the keeper.
pub fn asked(request: CreateActivityRequest) -> Create<Activity> {
    Create {
        asked: Asked::by(&Caller::Local, CREATE, &request.request_id, &request),
        parent: request.parent,
        id: request.activity_id,
        record: request.activity,
    }
}

/// The handler, as every service writes it.
struct Handler(Keeper<Desk>);

const CREATE: &str = "/tradefair.forums.v1.ForumsService/CreateActivity";
const UPDATE: &str = "/tradefair.forums.v1.ForumsService/UpdateActivity";
const IMPORT: &str = "/tradefair.forums.v1.ForumsService/ImportActivities";
const VOID: &str = "/tradefair.forums.v1.ForumsService/VoidActivity";

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl ForumsService for Handler {
    async fn create_activity(&self, request: Request<CreateActivityRequest>) -> Answer<Activity> {
        let create = asked(request.into_inner());
        Ok(Response::new(self.0.create(create).await?))
    }

    async fn get_activity(&self, request: Request<GetActivityRequest>) -> Answer<Activity> {
        let request = request.into_inner();
        Ok(Response::new(
            self.0.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_activities(
        &self,
        request: Request<ListActivitiesRequest>,
    ) -> Answer<ListActivitiesResponse> {
        let request = request.into_inner();
        let list = List {
            parent: request.parent,
            page_size: request.page_size,
            page_token: request.page_token,
            show_retired: request.show_retired,
            as_of: request.as_of,
            filter: request.filter,
        };
        let page = self.0.list(list).await?;
        Ok(Response::new(ListActivitiesResponse {
            activities: page.records,
            next_page_token: page.next_page_token,
            position: page.position,
        }))
    }

    async fn update_activity(&self, request: Request<UpdateActivityRequest>) -> Answer<Activity> {
        let request = request.into_inner();
        let update = Update {
            asked: Asked::by(&Caller::Local, UPDATE, &request.request_id, &request),
            record: request.activity,
            update_mask: request.update_mask,
        };
        Ok(Response::new(self.0.update(update).await?))
    }

    async fn void_activity(&self, request: Request<VoidActivityRequest>) -> Answer<Activity> {
        let request = request.into_inner();
        let retire = Retire {
            asked: Asked::by(&Caller::Local, VOID, &request.request_id, &request),
            name: request.name,
            etag: request.etag,
            reason: request.reason,
            retirement: Retirement::Void {
                moved_to: request.moved_to,
            },
        };
        Ok(Response::new(self.0.retire(retire).await?))
    }

    async fn import_activities(
        &self,
        request: Request<ImportActivitiesRequest>,
    ) -> Answer<ImportResponse> {
        let request = request.into_inner();
        let import = Import {
            asked: Asked::by(&Caller::Local, IMPORT, &request.request_id, &request),
            parent: request.parent,
            field: "activities",
            records: request.activities,
            validate_only: request.validate_only,
        };
        Ok(Response::new(self.0.import(import).await?))
    }

    async fn get_position(&self, request: Request<GetPositionRequest>) -> Answer<Position> {
        Ok(Response::new(
            self.0.get_position(request.into_inner()).await?,
        ))
    }

    async fn list_cubes(&self, _: Request<ListCubesRequest>) -> Answer<ListCubesResponse> {
        Ok(Response::new(self.0.list_cubes()))
    }

    async fn query_cells(&self, request: Request<QueryCellsRequest>) -> Answer<QueryCellsResponse> {
        Ok(Response::new(
            self.0.query_cells(request.into_inner()).await?,
        ))
    }

    async fn list_evidence(
        &self,
        request: Request<ListEvidenceRequest>,
    ) -> Answer<ListEvidenceResponse> {
        Ok(Response::new(
            self.0.list_evidence(request.into_inner()).await?,
        ))
    }

    async fn back_up_books(
        &self,
        _: Request<BackUpBooksRequest>,
    ) -> Answer<BoxStream<BackUpBooksChunk>> {
        Ok(Response::new(Box::pin(self.0.back_up())))
    }
}
