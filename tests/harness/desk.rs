//! What a test does most often, in one line each; a refusal fails the test.

use num_rational::Ratio;
use proto::{
    contracts::v1::{Agreement, GetAgreementRequest, UpdateAgreementRequest, VoidAgreementRequest},
    exhibitions::v1::{
        Organisation, Participation, UpdateParticipationRequest, VoidParticipationRequest,
    },
    forums::v1::{Activity, Attendance, Demand, Publication},
    gateway::v1::{SummarizeEditionRequest, Summary},
    reporting::v1::{
        BatchGetFiguresRequest, BatchGetFiguresResponse, Figure, GetFigureRequest,
        GetFigureResponse, Ratio as RatioMessage,
    },
    statistics::v1::AsOf,
};

use crate::{
    builders::{create, request_id},
    check::Refusal,
    clients::Clients,
};

/// An exact value.
pub type Exact = Ratio<i128>;

/// The exact value of a message.
///
/// # Panics
/// When the message holds no fraction in lowest terms.
#[must_use]
pub fn exact(ratio: &RatioMessage) -> Exact {
    let read = |text: &str| {
        text.parse::<i128>()
            .unwrap_or_else(|_| panic!("{text:?} is no whole number"))
    };
    let (numerator, denominator) = (read(&ratio.numerator), read(&ratio.denominator));
    let value = Ratio::new(numerator, denominator);
    assert_eq!(
        (value.numer(), value.denom()),
        (&numerator, &denominator),
        "a value is in lowest terms, its denominator above zero"
    );
    value
}

/// The value of a figure.
///
/// # Panics
/// When the figure has none.
#[must_use]
pub fn value_of(figure: &Figure) -> Exact {
    let value = figure.value.as_ref();
    exact(value.unwrap_or_else(|| panic!("a figure with a value: {figure:?}")))
}

impl Clients {
    /// Records an organisation.
    pub async fn record_organisation(
        &self,
        fair: &str,
        id: &str,
        organisation: Organisation,
    ) -> Organisation {
        let request = create::organisation(fair, id, organisation);
        self.exhibitions
            .clone()
            .create_organisation(request)
            .await
            .unwrap()
            .into_inner()
    }

    /// Records a participation.
    pub async fn record_participation(
        &self,
        edition: &str,
        id: &str,
        participation: Participation,
    ) -> Participation {
        let request = create::participation(edition, id, participation);
        self.exhibitions
            .clone()
            .create_participation(request)
            .await
            .unwrap()
            .into_inner()
    }

    /// Writes the whole of a participation anew.
    pub async fn change_participation(&self, participation: Participation) -> Participation {
        let request = UpdateParticipationRequest {
            participation: Some(Participation {
                etag: String::new(),
                entry: None,
                country_code: String::new(),
                ..participation
            }),
            update_mask: None,
            request_id: request_id(),
        };
        self.exhibitions
            .clone()
            .update_participation(request)
            .await
            .unwrap()
            .into_inner()
    }

    /// Voids a participation.
    pub async fn void_participation(&self, name: &str) -> Participation {
        let request = VoidParticipationRequest {
            name: name.to_owned(),
            reason: "Entered twice".to_owned(),
            request_id: request_id(),
            ..VoidParticipationRequest::default()
        };
        self.exhibitions
            .clone()
            .void_participation(request)
            .await
            .unwrap()
            .into_inner()
    }

    /// Records an activity.
    pub async fn record_activity(&self, edition: &str, id: &str, activity: Activity) -> Activity {
        let request = create::activity(edition, id, activity);
        self.forums
            .clone()
            .create_activity(request)
            .await
            .unwrap()
            .into_inner()
    }

    /// Records a count of attendance.
    pub async fn record_attendance(
        &self,
        edition: &str,
        id: &str,
        attendance: Attendance,
    ) -> Attendance {
        let request = create::attendance(edition, id, attendance);
        self.forums
            .clone()
            .create_attendance(request)
            .await
            .unwrap()
            .into_inner()
    }

    /// Records a demand.
    pub async fn record_demand(&self, edition: &str, id: &str, demand: Demand) -> Demand {
        let request = create::demand(edition, id, demand);
        self.forums
            .clone()
            .create_demand(request)
            .await
            .unwrap()
            .into_inner()
    }

    /// Records a publication.
    pub async fn record_publication(
        &self,
        edition: &str,
        id: &str,
        publication: Publication,
    ) -> Publication {
        let request = create::publication(edition, id, publication);
        self.forums
            .clone()
            .create_publication(request)
            .await
            .unwrap()
            .into_inner()
    }

    /// Records an agreement.
    pub async fn record_agreement(
        &self,
        edition: &str,
        id: &str,
        agreement: Agreement,
    ) -> Agreement {
        let request = create::agreement(edition, id, agreement);
        self.contracts
            .clone()
            .create_agreement(request)
            .await
            .unwrap()
            .into_inner()
    }

    /// Changes the fields of an agreement that the mask names.
    ///
    /// # Errors
    /// The refusal of the service.
    pub async fn change_agreement(
        &self,
        agreement: Agreement,
        mask: &[&str],
    ) -> Result<Agreement, Refusal> {
        let request = UpdateAgreementRequest {
            agreement: Some(agreement),
            update_mask: Some(prost_types::FieldMask {
                paths: mask.iter().map(|path| (*path).to_owned()).collect(),
            }),
            request_id: request_id(),
        };
        let answer = self.contracts.clone().update_agreement(request).await;
        answer
            .map(tonic::Response::into_inner)
            .map_err(Refusal::from)
    }

    /// Voids an agreement.
    pub async fn void_agreement(&self, name: &str) -> Agreement {
        let request = VoidAgreementRequest {
            name: name.to_owned(),
            reason: "Lapsed".to_owned(),
            request_id: request_id(),
            ..VoidAgreementRequest::default()
        };
        self.contracts
            .clone()
            .void_agreement(request)
            .await
            .unwrap()
            .into_inner()
    }

    /// Reads an agreement at a moment.
    ///
    /// # Errors
    /// The refusal of the service.
    pub async fn agreement(&self, name: &str, as_of: Option<AsOf>) -> Result<Agreement, Refusal> {
        let request = GetAgreementRequest {
            name: name.to_owned(),
            as_of,
        };
        let answer = self.contracts.clone().get_agreement(request).await;
        answer
            .map(tonic::Response::into_inner)
            .map_err(Refusal::from)
    }

    /// Reads a figure of an edition at a moment.
    ///
    /// # Errors
    /// The refusal of the service.
    pub async fn figure(
        &self,
        edition: &str,
        id: &str,
        as_of: Option<AsOf>,
    ) -> Result<GetFigureResponse, Refusal> {
        let request = GetFigureRequest {
            name: format!("{edition}/figures/{id}"),
            as_of,
        };
        let answer = self.reporting.clone().get_figure(request).await;
        answer
            .map(tonic::Response::into_inner)
            .map_err(Refusal::from)
    }

    /// The newest value of a figure.
    pub async fn value(&self, edition: &str, id: &str) -> Exact {
        let answer = self.figure(edition, id, None).await.expect("a figure");
        value_of(&answer.figure.expect("an answer has a figure"))
    }

    /// Reads all figures of an edition at a moment.
    pub async fn all_figures(&self, edition: &str, as_of: Option<AsOf>) -> BatchGetFiguresResponse {
        self.try_all_figures(edition, as_of)
            .await
            .expect("all figures")
    }

    /// Reads all figures of an edition at a moment.
    ///
    /// # Errors
    /// The refusal of the service.
    pub async fn try_all_figures(
        &self,
        edition: &str,
        as_of: Option<AsOf>,
    ) -> Result<BatchGetFiguresResponse, Refusal> {
        let request = BatchGetFiguresRequest {
            parent: edition.to_owned(),
            figure_ids: Vec::new(),
            as_of,
        };
        let answer = self.reporting.clone().batch_get_figures(request).await;
        answer
            .map(tonic::Response::into_inner)
            .map_err(Refusal::from)
    }

    /// Reads the summary of an edition at a moment.
    ///
    /// # Errors
    /// The refusal of the service.
    pub async fn summary(&self, edition: &str, as_of: Option<AsOf>) -> Result<Summary, Refusal> {
        self.summary_in("en", edition, as_of).await
    }

    /// Reads the summary of an edition in a language.
    ///
    /// # Errors
    /// The refusal of the service.
    pub async fn summary_in(
        &self,
        language_code: &str,
        edition: &str,
        as_of: Option<AsOf>,
    ) -> Result<Summary, Refusal> {
        let request = SummarizeEditionRequest {
            name: edition.to_owned(),
            language_code: language_code.to_owned(),
            as_of,
        };
        let answer = self.press_desk.clone().summarize_edition(request).await;
        answer
            .map(tonic::Response::into_inner)
            .map_err(Refusal::from)
    }
}
