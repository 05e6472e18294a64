//! The methods of the service: parse, call, answer.

use proto::{
    exhibitions::v1::{
        ArchiveEditionRequest, ArchiveFairRequest, ArchiveOrganisationRequest,
        CreateEditionRequest, CreateFairRequest, CreateOrganisationRequest,
        CreateParticipationRequest, Edition, Fair, GetEditionRequest, GetFairRequest,
        GetOrganisationRequest, GetParticipationRequest, ImportEditionsRequest,
        ImportOrganisationsRequest, ImportParticipationsRequest, ListEditionsRequest,
        ListEditionsResponse, ListFairsRequest, ListFairsResponse, ListOrganisationsRequest,
        ListOrganisationsResponse, ListParticipationsRequest, ListParticipationsResponse,
        Organisation, Participation, UpdateEditionRequest, UpdateFairRequest,
        UpdateOrganisationRequest, UpdateParticipationRequest, VoidParticipationRequest,
        exhibitions_service_server::ExhibitionsService,
    },
    statistics::v1::{
        BackUpBooksRequest, GetPositionRequest, ImportResponse, ListCubesRequest, ListCubesResponse,
        ListEvidenceRequest, ListEvidenceResponse, Position, QueryCellsRequest, QueryCellsResponse,
    },
};
use serve::keeper::{Chunks, Keeper};
use tonic::{Request, Response, Status};

use crate::{Exhibitions, edition, fair, organisation, participation};

/// Answers calls by asking the keeper.
pub(crate) struct Handler {
    keeper: Keeper<Exhibitions>,
}

impl Handler {
    pub(crate) fn new(keeper: Keeper<Exhibitions>) -> Self {
        Self { keeper }
    }
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl ExhibitionsService for Handler {
    async fn create_fair(&self, request: Request<CreateFairRequest>) -> Answer<Fair> {
        let create = fair::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_fair(&self, request: Request<GetFairRequest>) -> Answer<Fair> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_fairs(&self, request: Request<ListFairsRequest>) -> Answer<ListFairsResponse> {
        let list = fair::list(request.into_inner());
        Ok(Response::new(fair::listed(self.keeper.list(list).await?)))
    }

    async fn update_fair(&self, request: Request<UpdateFairRequest>) -> Answer<Fair> {
        let update = fair::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn archive_fair(&self, request: Request<ArchiveFairRequest>) -> Answer<Fair> {
        let retire = fair::archive(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn create_edition(&self, request: Request<CreateEditionRequest>) -> Answer<Edition> {
        let create = edition::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_edition(&self, request: Request<GetEditionRequest>) -> Answer<Edition> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_editions(
        &self,
        request: Request<ListEditionsRequest>,
    ) -> Answer<ListEditionsResponse> {
        let list = edition::list(request.into_inner());
        Ok(Response::new(edition::listed(
            self.keeper.list(list).await?,
        )))
    }

    async fn update_edition(&self, request: Request<UpdateEditionRequest>) -> Answer<Edition> {
        let update = edition::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn archive_edition(&self, request: Request<ArchiveEditionRequest>) -> Answer<Edition> {
        let retire = edition::archive(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn create_organisation(
        &self,
        request: Request<CreateOrganisationRequest>,
    ) -> Answer<Organisation> {
        let create = organisation::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_organisation(
        &self,
        request: Request<GetOrganisationRequest>,
    ) -> Answer<Organisation> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_organisations(
        &self,
        request: Request<ListOrganisationsRequest>,
    ) -> Answer<ListOrganisationsResponse> {
        let list = organisation::list(request.into_inner());
        Ok(Response::new(organisation::listed(
            self.keeper.list(list).await?,
        )))
    }

    async fn update_organisation(
        &self,
        request: Request<UpdateOrganisationRequest>,
    ) -> Answer<Organisation> {
        let update = organisation::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn archive_organisation(
        &self,
        request: Request<ArchiveOrganisationRequest>,
    ) -> Answer<Organisation> {
        let retire = organisation::archive(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn create_participation(
        &self,
        request: Request<CreateParticipationRequest>,
    ) -> Answer<Participation> {
        let create = participation::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_participation(
        &self,
        request: Request<GetParticipationRequest>,
    ) -> Answer<Participation> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_participations(
        &self,
        request: Request<ListParticipationsRequest>,
    ) -> Answer<ListParticipationsResponse> {
        let list = participation::list(request.into_inner());
        Ok(Response::new(participation::listed(
            self.keeper.list(list).await?,
        )))
    }

    async fn update_participation(
        &self,
        request: Request<UpdateParticipationRequest>,
    ) -> Answer<Participation> {
        let update = participation::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn void_participation(
        &self,
        request: Request<VoidParticipationRequest>,
    ) -> Answer<Participation> {
        let retire = participation::void(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn import_editions(
        &self,
        request: Request<ImportEditionsRequest>,
    ) -> Answer<ImportResponse> {
        let import = edition::import(request.into_inner());
        Ok(Response::new(self.keeper.import(import).await?))
    }

    async fn import_participations(
        &self,
        request: Request<ImportParticipationsRequest>,
    ) -> Answer<ImportResponse> {
        let import = participation::import(request.into_inner());
        Ok(Response::new(self.keeper.import(import).await?))
    }

    async fn import_organisations(
        &self,
        request: Request<ImportOrganisationsRequest>,
    ) -> Answer<ImportResponse> {
        let import = organisation::import(request.into_inner());
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

    type BackUpBooksStream = Chunks;

    async fn back_up_books(&self, _: Request<BackUpBooksRequest>) -> Answer<Chunks> {
        Ok(Response::new(self.keeper.back_up()))
    }
}
