//! The methods of the service: parse, call, answer.

use proto::{
    contracts::v1::{
        Agreement, CreateAgreementRequest, GetAgreementRequest, ImportAgreementsRequest,
        ListAgreementsRequest, ListAgreementsResponse, UpdateAgreementRequest,
        VoidAgreementRequest, contracts_service_server::ContractsService,
    },
    statistics::v1::{
        BackUpBooksChunk, BackUpBooksRequest, GetPositionRequest, ImportResponse, ListCubesRequest,
        ListCubesResponse, ListEvidenceRequest, ListEvidenceResponse, Position, QueryCellsRequest,
        QueryCellsResponse,
    },
};
use serve::keeper::Keeper;
use tonic::{Request, Response, Status, codegen::BoxStream};

use crate::{Contracts, agreement};

/// Answers calls by asking the keeper.
pub(crate) struct Handler {
    keeper: Keeper<Contracts>,
}

impl Handler {
    pub(crate) fn new(keeper: Keeper<Contracts>) -> Self {
        Self { keeper }
    }
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl ContractsService for Handler {
    async fn create_agreement(
        &self,
        request: Request<CreateAgreementRequest>,
    ) -> Answer<Agreement> {
        let create = agreement::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_agreement(&self, request: Request<GetAgreementRequest>) -> Answer<Agreement> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_agreements(
        &self,
        request: Request<ListAgreementsRequest>,
    ) -> Answer<ListAgreementsResponse> {
        let list = agreement::list(request.into_inner());
        Ok(Response::new(agreement::listed(
            self.keeper.list(list).await?,
        )))
    }

    async fn update_agreement(
        &self,
        request: Request<UpdateAgreementRequest>,
    ) -> Answer<Agreement> {
        let update = agreement::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn void_agreement(&self, request: Request<VoidAgreementRequest>) -> Answer<Agreement> {
        let retire = agreement::void(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn import_agreements(
        &self,
        request: Request<ImportAgreementsRequest>,
    ) -> Answer<ImportResponse> {
        let import = agreement::import(request.into_inner());
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
