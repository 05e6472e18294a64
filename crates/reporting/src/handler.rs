//! The methods of the service: parse, call, answer.

use proto::{
    reporting::v1::{
        BatchGetFiguresRequest, BatchGetFiguresResponse, CodeList, Comparability,
        CompileReportRequest, CreateCodeListRequest, CreateComparabilityRequest,
        CreateEditionStatusRequest, CreateFigureDefinitionRequest, CreateRateRequest,
        CreateReportedFigureRequest, EditionStatus, ExplainFigureRequest, ExplainFigureResponse,
        FigureDefinition, GetCodeListRequest, GetComparabilityRequest, GetEditionStatusRequest,
        GetFigureDefinitionRequest, GetFigureRequest, GetFigureResponse, GetRateRequest,
        GetReportRequest, GetReportedFigureRequest, InstallCatalogueRequest,
        InstallCatalogueResponse, ListCodeListsRequest, ListCodeListsResponse,
        ListComparabilitiesRequest, ListComparabilitiesResponse, ListEditionStatusesRequest,
        ListEditionStatusesResponse, ListFigureDefinitionsRequest, ListFigureDefinitionsResponse,
        ListRatesRequest, ListRatesResponse, ListReportedFiguresRequest,
        ListReportedFiguresResponse, ListReportsRequest, ListReportsResponse, Rate, Report,
        ReportedFigure, RetireCodeListRequest, RetireFigureDefinitionRequest,
        UpdateCodeListRequest, UpdateComparabilityRequest, UpdateEditionStatusRequest,
        UpdateFigureDefinitionRequest, UpdateRateRequest, UpdateReportedFigureRequest,
        VoidComparabilityRequest, VoidEditionStatusRequest, VoidRateRequest,
        VoidReportedFigureRequest, reporting_service_server::ReportingService,
    },
    statistics::v1::{BackUpBooksChunk, BackUpBooksRequest, GetPositionRequest, Position},
};
use serve::keeper::Keeper;
use tonic::{Request, Response, Status, codegen::BoxStream};

use crate::{
    Reporting, catalogue, code_list, comparability, edition_status, figure, figure_definition,
    rate, report, reported_figure,
};

/// Answers calls by asking the keeper and the evaluation.
pub(crate) struct Handler {
    keeper: Keeper<Reporting>,
}

impl Handler {
    pub(crate) fn new(keeper: Keeper<Reporting>) -> Self {
        Self { keeper }
    }
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl ReportingService for Handler {
    async fn create_figure_definition(
        &self,
        request: Request<CreateFigureDefinitionRequest>,
    ) -> Answer<FigureDefinition> {
        let create = figure_definition::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_figure_definition(
        &self,
        request: Request<GetFigureDefinitionRequest>,
    ) -> Answer<FigureDefinition> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_figure_definitions(
        &self,
        request: Request<ListFigureDefinitionsRequest>,
    ) -> Answer<ListFigureDefinitionsResponse> {
        let list = figure_definition::list(request.into_inner());
        Ok(Response::new(figure_definition::listed(
            self.keeper.list(list).await?,
        )))
    }

    async fn update_figure_definition(
        &self,
        request: Request<UpdateFigureDefinitionRequest>,
    ) -> Answer<FigureDefinition> {
        let update = figure_definition::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn retire_figure_definition(
        &self,
        request: Request<RetireFigureDefinitionRequest>,
    ) -> Answer<FigureDefinition> {
        let retire = figure_definition::retire(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn create_code_list(&self, request: Request<CreateCodeListRequest>) -> Answer<CodeList> {
        let create = code_list::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_code_list(&self, request: Request<GetCodeListRequest>) -> Answer<CodeList> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_code_lists(
        &self,
        request: Request<ListCodeListsRequest>,
    ) -> Answer<ListCodeListsResponse> {
        let list = code_list::list(request.into_inner());
        Ok(Response::new(code_list::listed(
            self.keeper.list(list).await?,
        )))
    }

    async fn update_code_list(&self, request: Request<UpdateCodeListRequest>) -> Answer<CodeList> {
        let update = code_list::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn retire_code_list(&self, request: Request<RetireCodeListRequest>) -> Answer<CodeList> {
        let retire = code_list::retire(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn create_rate(&self, request: Request<CreateRateRequest>) -> Answer<Rate> {
        let create = rate::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_rate(&self, request: Request<GetRateRequest>) -> Answer<Rate> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_rates(&self, request: Request<ListRatesRequest>) -> Answer<ListRatesResponse> {
        let list = rate::list(request.into_inner());
        Ok(Response::new(rate::listed(self.keeper.list(list).await?)))
    }

    async fn update_rate(&self, request: Request<UpdateRateRequest>) -> Answer<Rate> {
        let update = rate::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn void_rate(&self, request: Request<VoidRateRequest>) -> Answer<Rate> {
        let retire = rate::void(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn create_comparability(
        &self,
        request: Request<CreateComparabilityRequest>,
    ) -> Answer<Comparability> {
        let create = comparability::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_comparability(
        &self,
        request: Request<GetComparabilityRequest>,
    ) -> Answer<Comparability> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_comparabilities(
        &self,
        request: Request<ListComparabilitiesRequest>,
    ) -> Answer<ListComparabilitiesResponse> {
        let list = comparability::list(request.into_inner());
        Ok(Response::new(comparability::listed(
            self.keeper.list(list).await?,
        )))
    }

    async fn update_comparability(
        &self,
        request: Request<UpdateComparabilityRequest>,
    ) -> Answer<Comparability> {
        let update = comparability::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn void_comparability(
        &self,
        request: Request<VoidComparabilityRequest>,
    ) -> Answer<Comparability> {
        let retire = comparability::void(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn create_edition_status(
        &self,
        request: Request<CreateEditionStatusRequest>,
    ) -> Answer<EditionStatus> {
        let create = edition_status::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_edition_status(
        &self,
        request: Request<GetEditionStatusRequest>,
    ) -> Answer<EditionStatus> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_edition_statuses(
        &self,
        request: Request<ListEditionStatusesRequest>,
    ) -> Answer<ListEditionStatusesResponse> {
        let list = edition_status::list(request.into_inner());
        Ok(Response::new(edition_status::listed(
            self.keeper.list(list).await?,
        )))
    }

    async fn update_edition_status(
        &self,
        request: Request<UpdateEditionStatusRequest>,
    ) -> Answer<EditionStatus> {
        let update = edition_status::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn void_edition_status(
        &self,
        request: Request<VoidEditionStatusRequest>,
    ) -> Answer<EditionStatus> {
        let retire = edition_status::void(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn create_reported_figure(
        &self,
        request: Request<CreateReportedFigureRequest>,
    ) -> Answer<ReportedFigure> {
        let create = reported_figure::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_reported_figure(
        &self,
        request: Request<GetReportedFigureRequest>,
    ) -> Answer<ReportedFigure> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_reported_figures(
        &self,
        request: Request<ListReportedFiguresRequest>,
    ) -> Answer<ListReportedFiguresResponse> {
        let list = reported_figure::list(request.into_inner());
        Ok(Response::new(reported_figure::listed(
            self.keeper.list(list).await?,
        )))
    }

    async fn update_reported_figure(
        &self,
        request: Request<UpdateReportedFigureRequest>,
    ) -> Answer<ReportedFigure> {
        let update = reported_figure::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn void_reported_figure(
        &self,
        request: Request<VoidReportedFigureRequest>,
    ) -> Answer<ReportedFigure> {
        let retire = reported_figure::void(request.into_inner());
        Ok(Response::new(self.keeper.retire(retire).await?))
    }

    async fn install_catalogue(
        &self,
        request: Request<InstallCatalogueRequest>,
    ) -> Answer<InstallCatalogueResponse> {
        let installed = catalogue::install(&self.keeper, request.into_inner()).await?;
        Ok(Response::new(installed))
    }

    async fn get_figure(&self, request: Request<GetFigureRequest>) -> Answer<GetFigureResponse> {
        Ok(Response::new(
            figure::get(&self.keeper, request.into_inner()).await?,
        ))
    }

    async fn batch_get_figures(
        &self,
        request: Request<BatchGetFiguresRequest>,
    ) -> Answer<BatchGetFiguresResponse> {
        Ok(Response::new(
            figure::batch(&self.keeper, request.into_inner()).await?,
        ))
    }

    async fn explain_figure(
        &self,
        request: Request<ExplainFigureRequest>,
    ) -> Answer<ExplainFigureResponse> {
        Ok(Response::new(
            figure::explain(&self.keeper, request.into_inner()).await?,
        ))
    }

    async fn compile_report(&self, request: Request<CompileReportRequest>) -> Answer<Report> {
        Ok(Response::new(
            report::compile(&self.keeper, request.into_inner()).await?,
        ))
    }

    async fn get_report(&self, request: Request<GetReportRequest>) -> Answer<Report> {
        let request = request.into_inner();
        Ok(Response::new(
            self.keeper.get(&request.name, request.as_of).await?,
        ))
    }

    async fn list_reports(
        &self,
        request: Request<ListReportsRequest>,
    ) -> Answer<ListReportsResponse> {
        let list = report::list(request.into_inner());
        Ok(Response::new(report::listed(self.keeper.list(list).await?)))
    }

    async fn get_position(&self, request: Request<GetPositionRequest>) -> Answer<Position> {
        Ok(Response::new(
            self.keeper.get_position(request.into_inner()).await?,
        ))
    }

    async fn back_up_books(
        &self,
        _: Request<BackUpBooksRequest>,
    ) -> Answer<BoxStream<BackUpBooksChunk>> {
        Ok(Response::new(Box::pin(self.keeper.back_up())))
    }
}
