//! The questions every service answers alike: positions, cubes, cells, evidence.

use fault::Fault;
use proto::statistics::v1::{
    GetPositionRequest, ListCubesResponse, ListEvidenceRequest, ListEvidenceResponse, Position,
    QueryCellsRequest, QueryCellsResponse,
};

use super::Keeper;

impl<Service: Sync> Keeper<Service> {
    /// Which position a moment falls on.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`], [`Fault::AsOfInvalid`].
    pub async fn get_position(&self, request: GetPositionRequest) -> Result<Position, Fault> {
        todo!()
    }

    /// The cubes of the service.
    pub fn list_cubes(&self) -> ListCubesResponse {
        todo!()
    }

    /// Totals or distinct counts of a cube.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`], [`Fault::AsOfInvalid`], [`Fault::Refused`] with
    /// `SELECTION_REFUSED`.
    pub async fn query_cells(
        &self,
        request: QueryCellsRequest,
    ) -> Result<QueryCellsResponse, Fault> {
        todo!()
    }

    /// The records behind a selection.
    ///
    /// # Errors
    /// As [`Keeper::query_cells`], and [`Fault::PageTokenInvalid`].
    pub async fn list_evidence(
        &self,
        request: ListEvidenceRequest,
    ) -> Result<ListEvidenceResponse, Fault> {
        todo!()
    }
}
