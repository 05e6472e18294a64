//! The methods of the service: parse, call, answer.

use proto::{
    gateway::v1::{
        ApproveReleaseRequest, CheckTextRequest, CheckTextResponse, CreateReleaseRequest,
        ExplainPublishedFigureRequest, ExplainPublishedFigureResponse, ExtractClaimsRequest,
        ExtractClaimsResponse, GetPublishedReleaseRequest, GetReleaseRequest,
        ListPublishedEvidenceRequest, ListPublishedEvidenceResponse, ListPublishedReleasesRequest,
        ListPublishedReleasesResponse, ListReleasesRequest, ListReleasesResponse,
        PublishReleaseRequest, PublishedRelease, Release, ReturnReleaseRequest,
        SubmitReleaseRequest, SummarizeEditionRequest, Summary, UpdateReleaseRequest,
        WithdrawReleaseRequest, press_desk_service_server::PressDeskService,
    },
    statistics::v1::{BackUpBooksChunk, BackUpBooksRequest, GetPositionRequest, Position},
};
use serve::keeper::Keeper;
use tonic::{Request, Response, Status, codegen::BoxStream};

use crate::{
    PressDesk, checked_claim, extracted_claim, published_figure, published_release, release,
    wanted::Wanted,
};

/// Answers calls.
pub(crate) struct Handler {
    keeper: Keeper<PressDesk>,
}

impl Handler {
    pub(crate) fn new(keeper: Keeper<PressDesk>) -> Self {
        Self { keeper }
    }
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl PressDeskService for Handler {
    async fn summarize_edition(
        &self,
        request: Request<SummarizeEditionRequest>,
    ) -> Answer<Summary> {
        let PressDesk { desk, writer, .. } = self.keeper.service();
        let wanted = Wanted::read(request.into_inner())?;
        let material = desk.assemble(&wanted).await?;
        Ok(Response::new(writer.write(&wanted, &material)?))
    }

    async fn extract_claims(
        &self,
        request: Request<ExtractClaimsRequest>,
    ) -> Answer<ExtractClaimsResponse> {
        let claims = extracted_claim::extract(&request.into_inner())?;
        Ok(Response::new(claims))
    }

    async fn check_text(&self, request: Request<CheckTextRequest>) -> Answer<CheckTextResponse> {
        let PressDesk { desk, writer, .. } = self.keeper.service();
        let checked = checked_claim::check(desk, writer, request.into_inner()).await?;
        Ok(Response::new(checked))
    }

    async fn create_release(&self, request: Request<CreateReleaseRequest>) -> Answer<Release> {
        let create = release::create(request.into_inner());
        Ok(Response::new(self.keeper.create(create).await?))
    }

    async fn get_release(&self, request: Request<GetReleaseRequest>) -> Answer<Release> {
        let request = request.into_inner();
        let release = self.keeper.get(&request.name, request.as_of).await?;
        Ok(Response::new(published_release::dated(release)))
    }

    async fn list_releases(
        &self,
        request: Request<ListReleasesRequest>,
    ) -> Answer<ListReleasesResponse> {
        let list = release::list(request.into_inner());
        Ok(Response::new(release::listed(
            self.keeper.list(list).await?,
        )))
    }

    async fn update_release(&self, request: Request<UpdateReleaseRequest>) -> Answer<Release> {
        let update = release::update(request.into_inner());
        Ok(Response::new(self.keeper.update(update).await?))
    }

    async fn submit_release(&self, request: Request<SubmitReleaseRequest>) -> Answer<Release> {
        let release = release::submit(&self.keeper, request.into_inner()).await?;
        Ok(Response::new(release))
    }

    async fn return_release(&self, request: Request<ReturnReleaseRequest>) -> Answer<Release> {
        let release = release::return_to_draft(&self.keeper, request.into_inner()).await?;
        Ok(Response::new(release))
    }

    async fn approve_release(&self, request: Request<ApproveReleaseRequest>) -> Answer<Release> {
        let release = release::approve(&self.keeper, request.into_inner()).await?;
        Ok(Response::new(release))
    }

    async fn publish_release(&self, request: Request<PublishReleaseRequest>) -> Answer<Release> {
        let release = release::publish(&self.keeper, request.into_inner()).await?;
        Ok(Response::new(release))
    }

    async fn withdraw_release(&self, request: Request<WithdrawReleaseRequest>) -> Answer<Release> {
        let release = release::withdraw(&self.keeper, request.into_inner()).await?;
        Ok(Response::new(release))
    }

    async fn get_published_release(
        &self,
        request: Request<GetPublishedReleaseRequest>,
    ) -> Answer<PublishedRelease> {
        let published = published_release::get(&self.keeper, request.into_inner()).await?;
        Ok(Response::new(published))
    }

    async fn list_published_releases(
        &self,
        request: Request<ListPublishedReleasesRequest>,
    ) -> Answer<ListPublishedReleasesResponse> {
        let published = published_release::list(&self.keeper, request.into_inner()).await?;
        Ok(Response::new(published))
    }

    async fn explain_published_figure(
        &self,
        request: Request<ExplainPublishedFigureRequest>,
    ) -> Answer<ExplainPublishedFigureResponse> {
        let explained = published_figure::explain(&self.keeper, request.into_inner()).await?;
        Ok(Response::new(explained))
    }

    async fn list_published_evidence(
        &self,
        request: Request<ListPublishedEvidenceRequest>,
    ) -> Answer<ListPublishedEvidenceResponse> {
        let evidence = published_figure::list_evidence(&self.keeper, request.into_inner()).await?;
        Ok(Response::new(evidence))
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
