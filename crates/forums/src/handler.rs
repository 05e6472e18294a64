//! The methods of the service: parse, call, answer.

use proto::{
    forums::v1::{
        Activity, CreateActivityRequest, GetActivityRequest, ImportActivitiesRequest,
        ListActivitiesRequest, ListActivitiesResponse, UpdateActivityRequest, VoidActivityRequest,
        forums_service_server::ForumsService,
    },
    statistics::v1::{
        BackUpBooksChunk, BackUpBooksRequest, GetPositionRequest, ImportResponse, ListCubesRequest,
        ListCubesResponse, ListEvidenceRequest, ListEvidenceResponse, Position, QueryCellsRequest,
        QueryCellsResponse,
    },
};
use serve::keeper::Keeper;
use tonic::{Request, Response, Status, codegen::BoxStream};

use crate::{Forums, activity};

/// Answers calls by asking the keeper.
pub(crate) struct Handler {
    keeper: Keeper<Forums>,
}

impl Handler {
    pub(crate) fn new(keeper: Keeper<Forums>) -> Self {
        Self { keeper }
    }
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl ForumsService for Handler {
    async fn create_activity(&self, request: Request<CreateActivityRequest>) -> Answer<Activity> {
        let create = activity::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_activity(&self, request: Request<GetActivityRequest>) -> Answer<Activity> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_activities(
        &self,
        request: Request<ListActivitiesRequest>,
    ) -> Answer<ListActivitiesResponse> {
        let list = activity::list(request.into_inner());
        Ok(Response::new(activity::listed(
            self.keeper.list(list).await?,
        )))
    }

    async fn update_activity(&self, request: Request<UpdateActivityRequest>) -> Answer<Activity> {
        let update = activity::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn void_activity(&self, request: Request<VoidActivityRequest>) -> Answer<Activity> {
        let retire = activity::void(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn import_activities(
        &self,
        request: Request<ImportActivitiesRequest>,
    ) -> Answer<ImportResponse> {
        let import = activity::import(request.into_inner());
        Ok(Response::new(self.keeper.import(import).await?))
    }

    async fn get_position(&self, request: Request<GetPositionRequest>) -> Answer<Position> {
        Ok(Response::new(
            self.keeper.get_position(request.into_inner()).await?,
        ))
    }

    async fn list_cubes(&self, _: Request<ListCubesRequest>) -> Answer<ListCubesResponse> {
        Ok(Response::new(self.keeper.list_cubes()))
    }

    async fn query_cells(&self, request: Request<QueryCellsRequest>) -> Answer<QueryCellsResponse> {
        Ok(Response::new(
            self.keeper.query_cells(request.into_inner()).await?,
        ))
    }

    async fn list_evidence(
        &self,
        request: Request<ListEvidenceRequest>,
    ) -> Answer<ListEvidenceResponse> {
        Ok(Response::new(
            self.keeper.list_evidence(request.into_inner()).await?,
        ))
    }

    async fn back_up_books(
        &self,
        _: Request<BackUpBooksRequest>,
    ) -> Answer<BoxStream<BackUpBooksChunk>> {
        Ok(Response::new(Box::pin(self.keeper.back_up())))
    }
}
