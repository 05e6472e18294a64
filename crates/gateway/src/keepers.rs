//! The record keepers, as the desk asks them for the evidence of numbers.

use fault::Fault;
use futures_util::try_join;
use proto::{
    contracts::v1::contracts_service_client::ContractsServiceClient,
    exhibitions::v1::exhibitions_service_client::ExhibitionsServiceClient,
    forums::v1::forums_service_client::ForumsServiceClient,
    statistics::v1::{
        ListCubesRequest, ListCubesResponse, ListEvidenceRequest, ListEvidenceResponse,
    },
};
use serve::Link;
use tonic::{Response, Status};

use crate::{
    assemble::{EXHIBITIONS, told},
    withheld::Cubes,
};

const FORUMS: &str = "forums";
const CONTRACTS: &str = "contracts";

/// The three services whose records figures are made of.
pub(crate) struct Keepers {
    exhibitions: ExhibitionsServiceClient<Link>,
    forums: ForumsServiceClient<Link>,
    contracts: ContractsServiceClient<Link>,
}

impl Keepers {
    pub(crate) fn new(exhibitions: Link, forums: Link, contracts: Link) -> Self {
        Self {
            exhibitions: ExhibitionsServiceClient::new(exhibitions),
            forums: ForumsServiceClient::new(forums),
            contracts: ContractsServiceClient::new(contracts),
        }
    }

    /// Records behind a selection of a service.
    ///
    /// # Errors
    /// Whatever kept it from answering; [`Fault::Defect`] when it keeps no records of
    /// figures.
    pub(crate) async fn evidence(
        &self,
        service: &str,
        request: ListEvidenceRequest,
    ) -> Result<ListEvidenceResponse, Fault> {
        let answer = match service {
            EXHIBITIONS => self.exhibitions.clone().list_evidence(request).await,
            FORUMS => self.forums.clone().list_evidence(request).await,
            CONTRACTS => self.contracts.clone().list_evidence(request).await,
            other => {
                return Err(Fault::Defect {
                    what: format!("asking {other} for the records behind a figure"),
                    source: None,
                });
            }
        };
        told(service, answer)
    }

    /// The cubes of all of them.
    ///
    /// # Errors
    /// Whatever kept one from answering.
    pub(crate) async fn cubes(&self) -> Result<Cubes, Fault> {
        let (mut exhibitions, mut forums, mut contracts) = (
            self.exhibitions.clone(),
            self.forums.clone(),
            self.contracts.clone(),
        );
        let of = |service: &'static str, answer: Result<Response<ListCubesResponse>, Status>| {
            told(service, answer).map(|answer| (service.to_owned(), answer.cubes))
        };
        let (exhibitions, forums, contracts) = try_join!(
            async {
                of(
                    EXHIBITIONS,
                    exhibitions.list_cubes(ListCubesRequest {}).await,
                )
            },
            async { of(FORUMS, forums.list_cubes(ListCubesRequest {}).await) },
            async { of(CONTRACTS, contracts.list_cubes(ListCubesRequest {}).await) },
        )?;
        Ok([exhibitions, forums, contracts].into())
    }
}
