//! What a test does with releases, in one line each.

use prost_types::FieldMask;
use proto::{
    gateway::v1::{
        ApproveReleaseRequest, CreateReleaseRequest, ExplainPublishedFigureRequest,
        GetPublishedReleaseRequest, GetReleaseRequest, ListPublishedEvidenceRequest,
        PublishReleaseRequest, PublishedEvidence, PublishedRelease, Release, ReturnReleaseRequest,
        SubmitReleaseRequest, UpdateReleaseRequest, WithdrawReleaseRequest,
    },
    reporting::v1::Explanation,
    statistics::v1::AsOf,
};
use tonic::{Response, Status};

use crate::{builders::request_id, clients::Clients};

/// An English text with nothing in it that the books could say otherwise.
pub const NOTHING_CLAIMED: (&str, &str) = ("The fair has closed", "It was held in Beijing.");

/// A text of one paragraph.
#[must_use]
pub fn text(headline: &str, paragraph: &str) -> Release {
    Release {
        language_code: "en".to_owned(),
        headline: headline.to_owned(),
        paragraphs: vec![paragraph.to_owned()],
        ..Release::default()
    }
}

/// No text, so that the summary is written.
#[must_use]
pub fn summary(language_code: &str) -> Release {
    Release {
        language_code: language_code.to_owned(),
        ..Release::default()
    }
}

fn inner<T>(answer: Result<Response<T>, Status>) -> Result<T, Status> {
    answer.map(Response::into_inner)
}

impl Clients {
    /// Creates a release.
    ///
    /// # Errors
    /// What the press desk says.
    pub async fn create_release(
        &self,
        edition: &str,
        id: &str,
        release: Release,
    ) -> Result<Release, Status> {
        let request = CreateReleaseRequest {
            parent: edition.to_owned(),
            release_id: id.to_owned(),
            release: Some(release),
            request_id: request_id(),
        };
        inner(self.press_desk.clone().create_release(request).await)
    }

    /// Changes these fields of a release.
    ///
    /// # Errors
    /// What the press desk says.
    pub async fn update_release(
        &self,
        release: Release,
        fields: &[&str],
    ) -> Result<Release, Status> {
        let request = UpdateReleaseRequest {
            release: Some(release),
            update_mask: Some(FieldMask {
                paths: fields.iter().map(|field| (*field).to_owned()).collect(),
            }),
            request_id: request_id(),
        };
        inner(self.press_desk.clone().update_release(request).await)
    }

    /// Reads a release.
    ///
    /// # Errors
    /// What the press desk says.
    pub async fn release(&self, name: &str, as_of: Option<AsOf>) -> Result<Release, Status> {
        let request = GetReleaseRequest {
            name: name.to_owned(),
            as_of,
        };
        inner(self.press_desk.clone().get_release(request).await)
    }

    /// Hands a draft in.
    ///
    /// # Errors
    /// What the press desk says.
    pub async fn submit_release(&self, name: &str) -> Result<Release, Status> {
        let request = SubmitReleaseRequest {
            name: name.to_owned(),
            etag: String::new(),
            request_id: request_id(),
        };
        inner(self.press_desk.clone().submit_release(request).await)
    }

    /// Makes a draft of a release again.
    ///
    /// # Errors
    /// What the press desk says.
    pub async fn return_release(&self, name: &str) -> Result<Release, Status> {
        let request = ReturnReleaseRequest {
            name: name.to_owned(),
            etag: String::new(),
            request_id: request_id(),
        };
        inner(self.press_desk.clone().return_release(request).await)
    }

    /// Approves a release.
    ///
    /// # Errors
    /// What the press desk says.
    pub async fn approve_release(&self, name: &str) -> Result<Release, Status> {
        let request = ApproveReleaseRequest {
            name: name.to_owned(),
            etag: String::new(),
            request_id: request_id(),
        };
        inner(self.press_desk.clone().approve_release(request).await)
    }

    /// Publishes a release.
    ///
    /// # Errors
    /// What the press desk says.
    pub async fn publish_release(&self, name: &str) -> Result<Release, Status> {
        let request = PublishReleaseRequest {
            name: name.to_owned(),
            etag: String::new(),
            request_id: request_id(),
        };
        inner(self.press_desk.clone().publish_release(request).await)
    }

    /// Withdraws a release.
    ///
    /// # Errors
    /// What the press desk says.
    pub async fn withdraw_release(&self, name: &str, reason: &str) -> Result<Release, Status> {
        let request = WithdrawReleaseRequest {
            name: name.to_owned(),
            etag: String::new(),
            reason: reason.to_owned(),
            request_id: request_id(),
        };
        inner(self.press_desk.clone().withdraw_release(request).await)
    }

    /// Hands a draft in, approves and publishes it.
    ///
    /// # Panics
    /// When the press desk refuses a step.
    pub async fn bring_out(&self, name: &str) -> Release {
        self.submit_release(name).await.unwrap();
        self.approve_release(name).await.unwrap();
        self.publish_release(name).await.unwrap()
    }

    /// Reads what was published of a release.
    ///
    /// # Errors
    /// What the press desk says.
    pub async fn published(&self, name: &str) -> Result<PublishedRelease, Status> {
        let request = GetPublishedReleaseRequest {
            name: name.to_owned(),
            as_of: None,
        };
        inner(self.press_desk.clone().get_published_release(request).await)
    }

    /// Explains a number of a published release.
    ///
    /// # Errors
    /// What the press desk says.
    pub async fn explain_published(
        &self,
        name: &str,
        figure_id: &str,
    ) -> Result<Explanation, Status> {
        let request = ExplainPublishedFigureRequest {
            name: name.to_owned(),
            figure_id: figure_id.to_owned(),
            as_of: None,
        };
        let mut desk = self.press_desk.clone();
        let answer = inner(desk.explain_published_figure(request).await)?;
        Ok(answer.explanation.unwrap_or_default())
    }

    /// All records behind one reading of a number of a published release.
    ///
    /// # Errors
    /// What the press desk says.
    pub async fn published_evidence(
        &self,
        name: &str,
        figure_id: &str,
        reading: i32,
    ) -> Result<Vec<PublishedEvidence>, Status> {
        let mut desk = self.press_desk.clone();
        let mut evidence = Vec::new();
        let mut request = ListPublishedEvidenceRequest {
            name: name.to_owned(),
            figure_id: figure_id.to_owned(),
            reading,
            page_size: 100,
            page_token: String::new(),
            as_of: None,
        };
        loop {
            let page = inner(desk.list_published_evidence(request.clone()).await)?;
            evidence.extend(page.evidence);
            if page.next_page_token.is_empty() {
                return Ok(evidence);
            }
            request.page_token = page.next_page_token;
        }
    }
}
