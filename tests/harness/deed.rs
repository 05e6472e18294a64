//! What callers ask of a fair, and which services each of it needs: for tests in which
//! some of them are missing, or the way to them is.

use std::time::Duration;

use proto::{
    contracts::v1::{GetAgreementRequest, contracts_service_client::ContractsServiceClient},
    exhibitions::v1::exhibitions_service_client::ExhibitionsServiceClient,
    forums::v1::{DemandKind, GetDemandRequest, forums_service_client::ForumsServiceClient},
    gateway::v1::{
        ExplainPublishedFigureRequest, ExtractClaimsRequest, GetPublishedReleaseRequest,
        SummarizeEditionRequest, press_desk_service_client::PressDeskServiceClient,
    },
    reporting::v1::{
        GetFigureRequest, GetRateRequest, reporting_service_client::ReportingServiceClient,
    },
};
use tonic::{
    Status,
    body::Body,
    client::GrpcService,
    codegen::{Body as HttpBody, Bytes, StdError},
};
use tradefair::topology::ServiceName;

use crate::{
    builders::{agreement, create, demand, organisation},
    plain::allowing,
    standing::{EDITION, FAIR, PRINTED, PUBLISHED, organisation_named},
};

/// Something a caller asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Record an organisation of this id.
    RecordOrganisation,
    /// Record a demand of this id, of the organisation of this id.
    RecordDemand,
    /// Read the demand of this id.
    ReadDemand,
    /// Record an agreement of this id, with the organisation of this id.
    RecordAgreement,
    /// Read the agreement of this id.
    ReadAgreement,
    /// Read a rate.
    ReadRate,
    /// Read a figure, at a cut of all books.
    ReadFigure,
    /// Write a release.
    WriteRelease,
    /// Read what a text claims.
    ReadClaims,
    /// Read the release that is published.
    ReadPublished,
    /// Have a number of the release that is published explained.
    ExplainPublished,
}

impl Deed {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::RecordOrganisation,
        Self::RecordDemand,
        Self::ReadDemand,
        Self::RecordAgreement,
        Self::ReadAgreement,
        Self::ReadRate,
        Self::ReadFigure,
        Self::WriteRelease,
        Self::ReadClaims,
        Self::ReadPublished,
        Self::ExplainPublished,
    ];

    /// The services it needs, the one that is asked first.
    #[must_use]
    pub fn needs(self) -> &'static [ServiceName] {
        use ServiceName::{Contracts, Exhibitions, Forums, Gateway, Reporting};
        match self {
            Self::RecordOrganisation => &[Exhibitions],
            Self::RecordDemand => &[Forums, Exhibitions],
            Self::ReadDemand => &[Forums],
            Self::RecordAgreement => &[Contracts, Exhibitions],
            Self::ReadAgreement => &[Contracts],
            Self::ReadRate => &[Reporting],
            Self::ReadFigure => &[Reporting, Exhibitions, Forums, Contracts],
            Self::WriteRelease | Self::ExplainPublished => {
                &[Gateway, Reporting, Exhibitions, Forums, Contracts]
            }
            Self::ReadClaims | Self::ReadPublished => &[Gateway],
        }
    }

    /// The service that is asked.
    #[must_use]
    pub fn at(self) -> ServiceName {
        self.needs()[0]
    }

    /// Asks for it over a connection or a link to that service, with an id that tells it
    /// from others, and says how long it may take.
    ///
    /// # Errors
    /// What the service, or the way to it, answers.
    pub async fn ask(self, over: impl Carrier, id: &str, allowed: Duration) -> Result<(), Status> {
        match self.at() {
            ServiceName::Exhibitions => {
                let new = create::organisation(FAIR, id, organisation(id, "LT"));
                let mut client = ExhibitionsServiceClient::new(over);
                let asked = client.create_organisation(allowing(allowed, new));
                asked.await.map(drop)
            }
            ServiceName::Forums => self.ask_forums(over, id, allowed).await,
            ServiceName::Contracts => self.ask_contracts(over, id, allowed).await,
            ServiceName::Reporting => self.ask_reporting(over, allowed).await,
            ServiceName::Gateway => match self {
                Self::ReadPublished | Self::ExplainPublished => {
                    self.ask_for_published(over, allowed).await
                }
                _ => self.ask_gateway(over, allowed).await,
            },
        }
    }

    async fn ask_forums(
        self,
        over: impl Carrier,
        id: &str,
        allowed: Duration,
    ) -> Result<(), Status> {
        let mut client = ForumsServiceClient::new(over);
        if self == Self::RecordDemand {
            let new = demand(DemandKind::Procurement, &organisation_named(id));
            let new = create::demand(EDITION, id, new);
            return client.create_demand(allowing(allowed, new)).await.map(drop);
        }
        let wanted = GetDemandRequest {
            name: format!("{EDITION}/demands/{id}"),
            as_of: None,
        };
        client.get_demand(allowing(allowed, wanted)).await.map(drop)
    }

    async fn ask_contracts(
        self,
        over: impl Carrier,
        id: &str,
        allowed: Duration,
    ) -> Result<(), Status> {
        let mut client = ContractsServiceClient::new(over);
        if self == Self::RecordAgreement {
            let parties = [organisation_named(id), organisation_named("gremio")];
            let new = agreement(&[&parties[0], &parties[1]]);
            let new = create::agreement(EDITION, id, new);
            let asked = client.create_agreement(allowing(allowed, new));
            return asked.await.map(drop);
        }
        let wanted = GetAgreementRequest {
            name: format!("{EDITION}/agreements/{id}"),
            as_of: None,
        };
        let asked = client.get_agreement(allowing(allowed, wanted));
        asked.await.map(drop)
    }

    async fn ask_reporting(self, over: impl Carrier, allowed: Duration) -> Result<(), Status> {
        let mut client = ReportingServiceClient::new(over);
        if self == Self::ReadRate {
            let wanted = GetRateRequest {
                name: format!("{EDITION}/rates/usd-cny"),
                as_of: None,
            };
            return client.get_rate(allowing(allowed, wanted)).await.map(drop);
        }
        let wanted = GetFigureRequest {
            name: format!("{EDITION}/figures/contract-count"),
            as_of: None,
        };
        client.get_figure(allowing(allowed, wanted)).await.map(drop)
    }

    async fn ask_gateway(self, over: impl Carrier, allowed: Duration) -> Result<(), Status> {
        let mut client = PressDeskServiceClient::new(over);
        let language_code = "en".to_owned();
        if self == Self::ReadClaims {
            let text = "The fair closed with 331 contracts.".to_owned();
            let wanted = ExtractClaimsRequest {
                text,
                language_code,
            };
            let asked = client.extract_claims(allowing(allowed, wanted));
            return asked.await.map(drop);
        }
        let wanted = SummarizeEditionRequest {
            name: EDITION.to_owned(),
            language_code,
            as_of: None,
        };
        let asked = client.summarize_edition(allowing(allowed, wanted));
        asked.await.map(drop)
    }

    async fn ask_for_published(self, over: impl Carrier, allowed: Duration) -> Result<(), Status> {
        let mut client = PressDeskServiceClient::new(over);
        let name = format!("{EDITION}/releases/{PUBLISHED}");
        if self == Self::ReadPublished {
            let wanted = GetPublishedReleaseRequest { name, as_of: None };
            let asked = client.get_published_release(allowing(allowed, wanted));
            return asked.await.map(drop);
        }
        let wanted = ExplainPublishedFigureRequest {
            name,
            figure_id: PRINTED.to_owned(),
            as_of: None,
        };
        let asked = client.explain_published_figure(allowing(allowed, wanted));
        asked.await.map(drop)
    }
}

/// What generated clients work over.
pub trait Carrier:
    GrpcService<
        Body,
        Error: Into<StdError>,
        ResponseBody: HttpBody<Data = Bytes, Error: Into<StdError> + Send> + Send + 'static,
    >
{
}

impl<T> Carrier for T where
    T: GrpcService<
            Body,
            Error: Into<StdError>,
            ResponseBody: HttpBody<Data = Bytes, Error: Into<StdError> + Send> + Send + 'static,
        >
{
}
