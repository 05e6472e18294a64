//! The record keepers, as they are asked over their links.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use fault::Fault;
use proto::{
    contracts::v1::contracts_service_client::ContractsServiceClient,
    exhibitions::v1::{
        Edition, Fair, GetEditionRequest, GetFairRequest, ListEditionsRequest,
        exhibitions_service_client::ExhibitionsServiceClient,
    },
    forums::v1::forums_service_client::ForumsServiceClient,
    statistics::v1::{
        AsOf, Cube, GetPositionRequest, ListCubesRequest, ListEvidenceRequest,
        ListEvidenceResponse, Position, Quantity, QueryCellsRequest, QueryCellsResponse,
    },
};
use serve::Link;
use tonic::{Code, Response, Status};

use crate::{record_keeper::RecordKeeper, refusal::Refusal, sources::QuantityOfCube};

/// The most editions in one answer.
const EDITIONS_IN_A_PAGE: i32 = 1_000;

/// Asks the record keepers.
pub(crate) struct RecordKeepers {
    exhibitions: ExhibitionsServiceClient<Link>,
    forums: ForumsServiceClient<Link>,
    contracts: ContractsServiceClient<Link>,
    /// The cubes each keeper told of last.
    cubes: Mutex<BTreeMap<RecordKeeper, Arc<Vec<Cube>>>>,
}

impl RecordKeepers {
    pub(crate) fn new(exhibitions: Link, forums: Link, contracts: Link) -> Self {
        Self {
            exhibitions: ExhibitionsServiceClient::new(exhibitions),
            forums: ForumsServiceClient::new(forums),
            contracts: ContractsServiceClient::new(contracts),
            cubes: Mutex::default(),
        }
    }

    /// The position of a keeper's book of a fair at a moment.
    pub(crate) async fn position(
        &self,
        keeper: RecordKeeper,
        fair: &str,
        as_of: Option<AsOf>,
    ) -> Result<Position, Fault> {
        let request = GetPositionRequest {
            name: fair.to_owned(),
            as_of,
        };
        let answer = match keeper {
            RecordKeeper::Exhibitions => self.exhibitions.clone().get_position(request).await,
            RecordKeeper::Forums => self.forums.clone().get_position(request).await,
            RecordKeeper::Contracts => self.contracts.clone().get_position(request).await,
        };
        told(keeper, answer)
    }

    /// The cubes of a keeper, asked for anew.
    pub(crate) async fn cubes(&self, keeper: RecordKeeper) -> Result<Arc<Vec<Cube>>, Fault> {
        let request = ListCubesRequest {};
        let answer = match keeper {
            RecordKeeper::Exhibitions => self.exhibitions.clone().list_cubes(request).await,
            RecordKeeper::Forums => self.forums.clone().list_cubes(request).await,
            RecordKeeper::Contracts => self.contracts.clone().list_cubes(request).await,
        };
        let cubes = Arc::new(told(keeper, answer)?.cubes);
        let mut remembered = self.cubes.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.insert(keeper, Arc::clone(&cubes));
        Ok(cubes)
    }

    /// What a quantity of a cube is. A keeper may learn new cubes while this process
    /// runs, and never changes what one means: what is remembered stands, and what is
    /// not is asked for.
    pub(crate) async fn quantity(&self, of: &QuantityOfCube) -> Result<Option<Quantity>, Fault> {
        let remembered = {
            let cubes = self.cubes.lock().unwrap_or_else(PoisonError::into_inner);
            cubes.get(&of.keeper).and_then(|cubes| quantity(cubes, of))
        };
        match remembered {
            Some(quantity) => Ok(Some(quantity)),
            None => Ok(quantity(&self.cubes(of.keeper).await?, of)),
        }
    }

    /// Totals of a keeper, or why it has no answer to the question.
    pub(crate) async fn cells(
        &self,
        keeper: RecordKeeper,
        request: QueryCellsRequest,
    ) -> Result<Result<QueryCellsResponse, Refusal>, Fault> {
        let answer = match keeper {
            RecordKeeper::Exhibitions => self.exhibitions.clone().query_cells(request).await,
            RecordKeeper::Forums => self.forums.clone().query_cells(request).await,
            RecordKeeper::Contracts => self.contracts.clone().query_cells(request).await,
        };
        answered(keeper, answer)
    }

    /// Records of a keeper, or why it has no answer to the question.
    pub(crate) async fn evidence(
        &self,
        keeper: RecordKeeper,
        request: ListEvidenceRequest,
    ) -> Result<Result<ListEvidenceResponse, Refusal>, Fault> {
        let answer = match keeper {
            RecordKeeper::Exhibitions => self.exhibitions.clone().list_evidence(request).await,
            RecordKeeper::Forums => self.forums.clone().list_evidence(request).await,
            RecordKeeper::Contracts => self.contracts.clone().list_evidence(request).await,
        };
        answered(keeper, answer)
    }

    /// A fair at a moment, if there is such a one.
    pub(crate) async fn fair(
        &self,
        name: &str,
        as_of: Option<AsOf>,
    ) -> Result<Option<Fair>, Fault> {
        let request = GetFairRequest {
            name: name.to_owned(),
            as_of,
        };
        found(self.exhibitions.clone().get_fair(request).await)
    }

    /// An edition at a moment, if there is such a one.
    pub(crate) async fn edition(
        &self,
        name: &str,
        as_of: Option<AsOf>,
    ) -> Result<Option<Edition>, Fault> {
        let request = GetEditionRequest {
            name: name.to_owned(),
            as_of,
        };
        found(self.exhibitions.clone().get_edition(request).await)
    }

    /// Every edition of a fair at a moment, archived ones too.
    pub(crate) async fn editions(&self, fair: &str, as_of: AsOf) -> Result<Vec<Edition>, Fault> {
        let (mut editions, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = ListEditionsRequest {
                parent: fair.to_owned(),
                page_size: EDITIONS_IN_A_PAGE,
                page_token,
                show_retired: true,
                as_of: Some(as_of.clone()),
                filter: String::new(),
            };
            let answer = self.exhibitions.clone().list_editions(request).await;
            let page = told(RecordKeeper::Exhibitions, answer)?;
            editions.extend(page.editions);
            if page.next_page_token.is_empty() {
                return Ok(editions);
            }
            page_token = page.next_page_token;
        }
    }
}

/// The quantity among these cubes.
fn quantity(cubes: &[Cube], of: &QuantityOfCube) -> Option<Quantity> {
    let cube = cubes.iter().find(|cube| cube.name == of.cube)?;
    let mut quantities = cube.quantities.iter();
    // The first quantity of a cube counts records.
    quantities
        .find(|quantity| of.quantity.is_empty() || quantity.name == of.quantity)
        .cloned()
}

/// An answer that must be had.
fn told<T>(keeper: RecordKeeper, answer: Result<Response<T>, Status>) -> Result<T, Fault> {
    match answer {
        Ok(answer) => Ok(answer.into_inner()),
        Err(status) => Err(serve::peer(keeper.name(), &status)),
    }
}

/// A record, or that there is none.
fn found<T>(answer: Result<Response<T>, Status>) -> Result<Option<T>, Fault> {
    match answer {
        Err(status) if status.code() == Code::NotFound => Ok(None),
        other => told(RecordKeeper::Exhibitions, other).map(Some),
    }
}

/// An answer to a question that a definition asks: a question without an answer
/// concerns the figure, everything else the whole call.
fn answered<T>(
    keeper: RecordKeeper,
    answer: Result<Response<T>, Status>,
) -> Result<Result<T, Refusal>, Fault> {
    match answer {
        Err(status)
            if matches!(
                status.code(),
                Code::FailedPrecondition
                    | Code::InvalidArgument
                    | Code::NotFound
                    | Code::OutOfRange
                    | Code::Unimplemented
            ) && !status.details().is_empty() =>
        {
            Ok(Err(Refusal {
                why: format!("{keeper} has no answer: {}", status.message()),
                out_of_range: status.code() == Code::OutOfRange,
            }))
        }
        other => told(keeper, other).map(Ok),
    }
}
