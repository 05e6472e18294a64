//! The methods of the service: parse, call, answer.

use proto::gateway::v1::{
    CheckTextRequest, CheckTextResponse, ExtractClaimsRequest, ExtractClaimsResponse,
    SummarizeEditionRequest, Summary, press_desk_service_server::PressDeskService,
};
use tonic::{Request, Response, Status};

use crate::{assemble::Desk, checked_claim, extracted_claim, summary::Writer, wanted::Wanted};

/// Answers calls.
pub(crate) struct Handler {
    desk: Desk,
    writer: Writer,
}

impl Handler {
    pub(crate) fn new(desk: Desk) -> Self {
        Self {
            desk,
            writer: Writer::new(),
        }
    }
}

#[tonic::async_trait]
impl PressDeskService for Handler {
    async fn summarize_edition(
        &self,
        request: Request<SummarizeEditionRequest>,
    ) -> Result<Response<Summary>, Status> {
        let wanted = Wanted::read(request.into_inner())?;
        let material = self.desk.assemble(&wanted).await?;
        Ok(Response::new(self.writer.write(&wanted, &material)?))
    }

    async fn extract_claims(
        &self,
        request: Request<ExtractClaimsRequest>,
    ) -> Result<Response<ExtractClaimsResponse>, Status> {
        let claims = extracted_claim::extract(&request.into_inner())?;
        Ok(Response::new(claims))
    }

    async fn check_text(
        &self,
        request: Request<CheckTextRequest>,
    ) -> Result<Response<CheckTextResponse>, Status> {
        let checked = checked_claim::check(&self.desk, &self.writer, request.into_inner()).await?;
        Ok(Response::new(checked))
    }
}
