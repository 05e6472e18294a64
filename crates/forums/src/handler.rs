//! The methods of the service: parse, call, answer.

use proto::{
    forums::v1::{
        Activity, Attendance, CreateActivityRequest, CreateAttendanceRequest, CreateDemandRequest,
        CreatePublicationRequest, Demand, GetActivityRequest, GetAttendanceRequest,
        GetDemandRequest, GetPublicationRequest, ImportActivitiesRequest, ImportAttendancesRequest,
        ImportDemandsRequest, ImportPublicationsRequest, ListActivitiesRequest,
        ListActivitiesResponse, ListAttendancesRequest, ListAttendancesResponse,
        ListDemandsRequest, ListDemandsResponse, ListPublicationsRequest, ListPublicationsResponse,
        Publication, UpdateActivityRequest, UpdateAttendanceRequest, UpdateDemandRequest,
        UpdatePublicationRequest, VoidActivityRequest, VoidAttendanceRequest, VoidDemandRequest,
        VoidPublicationRequest, forums_service_server::ForumsService,
    },
    statistics::v1::{
        BackUpBooksChunk, BackUpBooksRequest, GetPositionRequest, ImportResponse, ListCubesRequest,
        ListCubesResponse, ListEvidenceRequest, ListEvidenceResponse, Position, QueryCellsRequest,
        QueryCellsResponse,
    },
};
use serve::keeper::Keeper;
use tonic::{Request, Response, Status, codegen::BoxStream};

use crate::{Forums, activity, attendance, demand, publication};

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

    async fn create_attendance(
        &self,
        request: Request<CreateAttendanceRequest>,
    ) -> Answer<Attendance> {
        let create = attendance::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_attendance(&self, request: Request<GetAttendanceRequest>) -> Answer<Attendance> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_attendances(
        &self,
        request: Request<ListAttendancesRequest>,
    ) -> Answer<ListAttendancesResponse> {
        let list = attendance::list(request.into_inner());
        Ok(Response::new(attendance::listed(
            self.keeper.list(list).await?,
        )))
    }

    async fn update_attendance(
        &self,
        request: Request<UpdateAttendanceRequest>,
    ) -> Answer<Attendance> {
        let update = attendance::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn void_attendance(&self, request: Request<VoidAttendanceRequest>) -> Answer<Attendance> {
        let retire = attendance::void(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn import_attendances(
        &self,
        request: Request<ImportAttendancesRequest>,
    ) -> Answer<ImportResponse> {
        let import = attendance::import(request.into_inner());
        Ok(Response::new(self.keeper.import(import).await?))
    }

    async fn create_demand(&self, request: Request<CreateDemandRequest>) -> Answer<Demand> {
        let create = demand::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_demand(&self, request: Request<GetDemandRequest>) -> Answer<Demand> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_demands(
        &self,
        request: Request<ListDemandsRequest>,
    ) -> Answer<ListDemandsResponse> {
        let list = demand::list(request.into_inner());
        Ok(Response::new(demand::listed(self.keeper.list(list).await?)))
    }

    async fn update_demand(&self, request: Request<UpdateDemandRequest>) -> Answer<Demand> {
        let update = demand::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn void_demand(&self, request: Request<VoidDemandRequest>) -> Answer<Demand> {
        let retire = demand::void(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn import_demands(
        &self,
        request: Request<ImportDemandsRequest>,
    ) -> Answer<ImportResponse> {
        let import = demand::import(request.into_inner());
        Ok(Response::new(self.keeper.import(import).await?))
    }

    async fn create_publication(
        &self,
        request: Request<CreatePublicationRequest>,
    ) -> Answer<Publication> {
        let create = publication::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_publication(
        &self,
        request: Request<GetPublicationRequest>,
    ) -> Answer<Publication> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_publications(
        &self,
        request: Request<ListPublicationsRequest>,
    ) -> Answer<ListPublicationsResponse> {
        let list = publication::list(request.into_inner());
        Ok(Response::new(publication::listed(
            self.keeper.list(list).await?,
        )))
    }

    async fn update_publication(
        &self,
        request: Request<UpdatePublicationRequest>,
    ) -> Answer<Publication> {
        let update = publication::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn void_publication(
        &self,
        request: Request<VoidPublicationRequest>,
    ) -> Answer<Publication> {
        let retire = publication::void(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn import_publications(
        &self,
        request: Request<ImportPublicationsRequest>,
    ) -> Answer<ImportResponse> {
        let import = publication::import(request.into_inner());
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
