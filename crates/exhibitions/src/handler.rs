//! The methods of the service: parse, call, answer. Resource by resource, each in
//! the order create, get, list, update, take out, import.

mod standard;

use proto::{
    exhibitions::v1::{
        ArchiveEditionRequest, ArchiveFairRequest, ArchiveOrganisationRequest,
        ArchivePersonRequest, CreateDelegateRequest, CreateDelegationRequest, CreateEditionRequest,
        CreateFairRequest, CreateHighlightRequest, CreateOrganisationRequest,
        CreateParticipationRequest, CreatePersonRequest, CreateSectionRequest, CreateVisitRequest,
        Delegate, Delegation, Edition, Fair, GetDelegateRequest, GetDelegationRequest,
        GetEditionRequest, GetFairRequest, GetHighlightRequest, GetOrganisationRequest,
        GetParticipationRequest, GetPersonRequest, GetSectionRequest, GetVisitRequest, Highlight,
        ImportDelegatesRequest, ImportDelegationsRequest, ImportEditionsRequest,
        ImportHighlightsRequest, ImportOrganisationsRequest, ImportParticipationsRequest,
        ImportPersonsRequest, ImportSectionsRequest, ImportVisitsRequest, ListDelegatesRequest,
        ListDelegatesResponse, ListDelegationsRequest, ListDelegationsResponse,
        ListEditionsRequest, ListEditionsResponse, ListFairsRequest, ListFairsResponse,
        ListHighlightsRequest, ListHighlightsResponse, ListOrganisationsRequest,
        ListOrganisationsResponse, ListParticipationsRequest, ListParticipationsResponse,
        ListPersonsRequest, ListPersonsResponse, ListSectionsRequest, ListSectionsResponse,
        ListVisitsRequest, ListVisitsResponse, Organisation, Participation, Person,
        RecordVisitsRequest, RecordVisitsResponse, Section, UpdateDelegateRequest,
        UpdateDelegationRequest, UpdateEditionRequest, UpdateFairRequest, UpdateHighlightRequest,
        UpdateOrganisationRequest, UpdateParticipationRequest, UpdatePersonRequest,
        UpdateSectionRequest, UpdateVisitRequest, Visit, VoidDelegateRequest,
        VoidDelegationRequest, VoidHighlightRequest, VoidParticipationRequest, VoidSectionRequest,
        VoidVisitRequest, exhibitions_service_server::ExhibitionsService,
    },
    statistics::v1::{
        BackUpBooksChunk, BackUpBooksRequest, GetPositionRequest, ImportResponse, ListCubesRequest,
        ListCubesResponse, ListEvidenceRequest, ListEvidenceResponse, Position, QueryCellsRequest,
        QueryCellsResponse,
    },
};
use serve::keeper::Keeper;
use tonic::{Request, Response, Status, Streaming, codegen::BoxStream};

use crate::{
    Exhibitions, delegate, delegation, edition, fair, highlight, organisation, participation,
    person, section, visit,
};

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
        self.create(fair::create(request.into_inner())).await
    }
    async fn get_fair(&self, request: Request<GetFairRequest>) -> Answer<Fair> {
        let request = request.into_inner();
        self.get(&request.name, request.as_of).await
    }
    async fn list_fairs(&self, request: Request<ListFairsRequest>) -> Answer<ListFairsResponse> {
        self.list(fair::list(request.into_inner()), fair::listed)
            .await
    }
    async fn update_fair(&self, request: Request<UpdateFairRequest>) -> Answer<Fair> {
        self.update(fair::update(request.into_inner())).await
    }
    async fn archive_fair(&self, request: Request<ArchiveFairRequest>) -> Answer<Fair> {
        self.retire(fair::archive(request.into_inner())).await
    }

    async fn create_edition(&self, request: Request<CreateEditionRequest>) -> Answer<Edition> {
        self.create(edition::create(request.into_inner())).await
    }
    async fn get_edition(&self, request: Request<GetEditionRequest>) -> Answer<Edition> {
        let request = request.into_inner();
        self.get(&request.name, request.as_of).await
    }
    async fn list_editions(
        &self,
        request: Request<ListEditionsRequest>,
    ) -> Answer<ListEditionsResponse> {
        self.list(edition::list(request.into_inner()), edition::listed)
            .await
    }
    async fn update_edition(&self, request: Request<UpdateEditionRequest>) -> Answer<Edition> {
        self.update(edition::update(request.into_inner())).await
    }
    async fn archive_edition(&self, request: Request<ArchiveEditionRequest>) -> Answer<Edition> {
        self.retire(edition::archive(request.into_inner())).await
    }
    async fn import_editions(
        &self,
        request: Request<ImportEditionsRequest>,
    ) -> Answer<ImportResponse> {
        self.import(edition::import(request.into_inner())).await
    }

    async fn create_organisation(
        &self,
        request: Request<CreateOrganisationRequest>,
    ) -> Answer<Organisation> {
        self.create(organisation::create(request.into_inner()))
            .await
    }
    async fn get_organisation(
        &self,
        request: Request<GetOrganisationRequest>,
    ) -> Answer<Organisation> {
        let request = request.into_inner();
        self.get(&request.name, request.as_of).await
    }
    async fn list_organisations(
        &self,
        request: Request<ListOrganisationsRequest>,
    ) -> Answer<ListOrganisationsResponse> {
        self.list(
            organisation::list(request.into_inner()),
            organisation::listed,
        )
        .await
    }
    async fn update_organisation(
        &self,
        request: Request<UpdateOrganisationRequest>,
    ) -> Answer<Organisation> {
        self.update(organisation::update(request.into_inner()))
            .await
    }
    async fn archive_organisation(
        &self,
        request: Request<ArchiveOrganisationRequest>,
    ) -> Answer<Organisation> {
        self.retire(organisation::archive(request.into_inner()))
            .await
    }
    async fn import_organisations(
        &self,
        request: Request<ImportOrganisationsRequest>,
    ) -> Answer<ImportResponse> {
        self.import(organisation::import(request.into_inner()))
            .await
    }

    async fn create_section(&self, request: Request<CreateSectionRequest>) -> Answer<Section> {
        self.create(section::create(request.into_inner())).await
    }
    async fn get_section(&self, request: Request<GetSectionRequest>) -> Answer<Section> {
        let request = request.into_inner();
        self.get(&request.name, request.as_of).await
    }
    async fn list_sections(
        &self,
        request: Request<ListSectionsRequest>,
    ) -> Answer<ListSectionsResponse> {
        self.list(section::list(request.into_inner()), section::listed)
            .await
    }
    async fn update_section(&self, request: Request<UpdateSectionRequest>) -> Answer<Section> {
        self.update(section::update(request.into_inner())).await
    }
    async fn void_section(&self, request: Request<VoidSectionRequest>) -> Answer<Section> {
        self.retire(section::void(request.into_inner())).await
    }
    async fn import_sections(
        &self,
        request: Request<ImportSectionsRequest>,
    ) -> Answer<ImportResponse> {
        self.import(section::import(request.into_inner())).await
    }

    async fn create_participation(
        &self,
        request: Request<CreateParticipationRequest>,
    ) -> Answer<Participation> {
        self.create(participation::create(request.into_inner()))
            .await
    }
    async fn get_participation(
        &self,
        request: Request<GetParticipationRequest>,
    ) -> Answer<Participation> {
        let request = request.into_inner();
        self.get(&request.name, request.as_of).await
    }
    async fn list_participations(
        &self,
        request: Request<ListParticipationsRequest>,
    ) -> Answer<ListParticipationsResponse> {
        self.list(
            participation::list(request.into_inner()),
            participation::listed,
        )
        .await
    }
    async fn update_participation(
        &self,
        request: Request<UpdateParticipationRequest>,
    ) -> Answer<Participation> {
        self.update(participation::update(request.into_inner()))
            .await
    }
    async fn void_participation(
        &self,
        request: Request<VoidParticipationRequest>,
    ) -> Answer<Participation> {
        self.retire(participation::void(request.into_inner())).await
    }
    async fn import_participations(
        &self,
        request: Request<ImportParticipationsRequest>,
    ) -> Answer<ImportResponse> {
        self.import(participation::import(request.into_inner()))
            .await
    }

    async fn create_visit(&self, request: Request<CreateVisitRequest>) -> Answer<Visit> {
        self.create(visit::create(request.into_inner())).await
    }
    async fn get_visit(&self, request: Request<GetVisitRequest>) -> Answer<Visit> {
        let request = request.into_inner();
        self.get(&request.name, request.as_of).await
    }
    async fn list_visits(&self, request: Request<ListVisitsRequest>) -> Answer<ListVisitsResponse> {
        self.list(visit::list(request.into_inner()), visit::listed)
            .await
    }
    async fn update_visit(&self, request: Request<UpdateVisitRequest>) -> Answer<Visit> {
        self.update(visit::update(request.into_inner())).await
    }
    async fn void_visit(&self, request: Request<VoidVisitRequest>) -> Answer<Visit> {
        self.retire(visit::void(request.into_inner())).await
    }
    async fn import_visits(&self, request: Request<ImportVisitsRequest>) -> Answer<ImportResponse> {
        self.import(visit::import(request.into_inner())).await
    }
    async fn record_visits(
        &self,
        request: Request<Streaming<RecordVisitsRequest>>,
    ) -> Answer<BoxStream<RecordVisitsResponse>> {
        let chunks = request.into_inner();
        Ok(Response::new(visit::record(self.keeper.clone(), chunks)))
    }

    async fn create_person(&self, request: Request<CreatePersonRequest>) -> Answer<Person> {
        self.create(person::create(request.into_inner())).await
    }
    async fn get_person(&self, request: Request<GetPersonRequest>) -> Answer<Person> {
        let request = request.into_inner();
        self.get(&request.name, request.as_of).await
    }
    async fn list_persons(
        &self,
        request: Request<ListPersonsRequest>,
    ) -> Answer<ListPersonsResponse> {
        self.list(person::list(request.into_inner()), person::listed)
            .await
    }
    async fn update_person(&self, request: Request<UpdatePersonRequest>) -> Answer<Person> {
        self.update(person::update(request.into_inner())).await
    }
    async fn archive_person(&self, request: Request<ArchivePersonRequest>) -> Answer<Person> {
        self.retire(person::archive(request.into_inner())).await
    }
    async fn import_persons(
        &self,
        request: Request<ImportPersonsRequest>,
    ) -> Answer<ImportResponse> {
        self.import(person::import(request.into_inner())).await
    }

    async fn create_delegation(
        &self,
        request: Request<CreateDelegationRequest>,
    ) -> Answer<Delegation> {
        self.create(delegation::create(request.into_inner())).await
    }
    async fn get_delegation(&self, request: Request<GetDelegationRequest>) -> Answer<Delegation> {
        let request = request.into_inner();
        self.get(&request.name, request.as_of).await
    }
    async fn list_delegations(
        &self,
        request: Request<ListDelegationsRequest>,
    ) -> Answer<ListDelegationsResponse> {
        self.list(delegation::list(request.into_inner()), delegation::listed)
            .await
    }
    async fn update_delegation(
        &self,
        request: Request<UpdateDelegationRequest>,
    ) -> Answer<Delegation> {
        self.update(delegation::update(request.into_inner())).await
    }
    async fn void_delegation(&self, request: Request<VoidDelegationRequest>) -> Answer<Delegation> {
        self.retire(delegation::void(request.into_inner())).await
    }
    async fn import_delegations(
        &self,
        request: Request<ImportDelegationsRequest>,
    ) -> Answer<ImportResponse> {
        self.import(delegation::import(request.into_inner())).await
    }

    async fn create_delegate(&self, request: Request<CreateDelegateRequest>) -> Answer<Delegate> {
        self.create(delegate::create(request.into_inner())).await
    }
    async fn get_delegate(&self, request: Request<GetDelegateRequest>) -> Answer<Delegate> {
        let request = request.into_inner();
        self.get(&request.name, request.as_of).await
    }
    async fn list_delegates(
        &self,
        request: Request<ListDelegatesRequest>,
    ) -> Answer<ListDelegatesResponse> {
        self.list(delegate::list(request.into_inner()), delegate::listed)
            .await
    }
    async fn update_delegate(&self, request: Request<UpdateDelegateRequest>) -> Answer<Delegate> {
        self.update(delegate::update(request.into_inner())).await
    }
    async fn void_delegate(&self, request: Request<VoidDelegateRequest>) -> Answer<Delegate> {
        self.retire(delegate::void(request.into_inner())).await
    }
    async fn import_delegates(
        &self,
        request: Request<ImportDelegatesRequest>,
    ) -> Answer<ImportResponse> {
        self.import(delegate::import(request.into_inner())).await
    }

    async fn create_highlight(
        &self,
        request: Request<CreateHighlightRequest>,
    ) -> Answer<Highlight> {
        self.create(highlight::create(request.into_inner())).await
    }
    async fn get_highlight(&self, request: Request<GetHighlightRequest>) -> Answer<Highlight> {
        let request = request.into_inner();
        self.get(&request.name, request.as_of).await
    }
    async fn list_highlights(
        &self,
        request: Request<ListHighlightsRequest>,
    ) -> Answer<ListHighlightsResponse> {
        self.list(highlight::list(request.into_inner()), highlight::listed)
            .await
    }
    async fn update_highlight(
        &self,
        request: Request<UpdateHighlightRequest>,
    ) -> Answer<Highlight> {
        self.update(highlight::update(request.into_inner())).await
    }
    async fn void_highlight(&self, request: Request<VoidHighlightRequest>) -> Answer<Highlight> {
        self.retire(highlight::void(request.into_inner())).await
    }
    async fn import_highlights(
        &self,
        request: Request<ImportHighlightsRequest>,
    ) -> Answer<ImportResponse> {
        self.import(highlight::import(request.into_inner())).await
    }

    async fn get_position(&self, request: Request<GetPositionRequest>) -> Answer<Position> {
        let request = request.into_inner();
        Ok(Response::new(self.keeper.get_position(request).await?))
    }
    async fn list_cubes(&self, _: Request<ListCubesRequest>) -> Answer<ListCubesResponse> {
        Ok(Response::new(self.keeper.list_cubes()))
    }
    async fn query_cells(&self, request: Request<QueryCellsRequest>) -> Answer<QueryCellsResponse> {
        let request = request.into_inner();
        Ok(Response::new(self.keeper.query_cells(request).await?))
    }
    async fn list_evidence(
        &self,
        request: Request<ListEvidenceRequest>,
    ) -> Answer<ListEvidenceResponse> {
        let request = request.into_inner();
        Ok(Response::new(self.keeper.list_evidence(request).await?))
    }

    async fn back_up_books(
        &self,
        _: Request<BackUpBooksRequest>,
    ) -> Answer<BoxStream<BackUpBooksChunk>> {
        Ok(Response::new(Box::pin(self.keeper.back_up())))
    }
}
