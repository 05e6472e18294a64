//! What the evaluation of figures may ask: the records of the books of reporting
//! and the answers of the record keepers, all at one cut.
//!
//! The evaluation itself knows only this trait, so it can be run on tables of
//! data as well as on live services.

pub(crate) mod live;

use std::future::Future;

use fault::Fault;
use proto::{
    exhibitions::v1::{Edition, Fair},
    reporting::v1::{
        CodeList, Comparability, EditionStatus, FigureDefinition, Rate, ReportedFigure,
    },
    statistics::v1::{BookEntry, ListEvidenceResponse, Quantity, QueryCellsResponse},
};

use crate::{
    question::{EvidenceQuestion, Question},
    record_keeper::RecordKeeper,
    refusal::Refusal,
};

/// A record as the books of reporting held it at the cut.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Held<T> {
    /// The record.
    pub(crate) record: T,
    /// Which revision it was, as name@revision.
    pub(crate) pedigree: String,
    /// Whether it was live.
    pub(crate) live: bool,
}

/// A family of figures in an edition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FamilyInEdition {
    /// The full name of the edition.
    pub(crate) edition: String,
    /// The family.
    pub(crate) family: String,
}

/// A figure of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FigureInEdition {
    /// The full name of the edition.
    pub(crate) edition: String,
    /// The id of the figure.
    pub(crate) id: String,
}

/// A quantity of a cube.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct QuantityOfCube {
    /// Who keeps the cube.
    pub(crate) keeper: RecordKeeper,
    /// The name of the cube.
    pub(crate) cube: String,
    /// The name of the quantity; empty for the first, which counts records.
    pub(crate) quantity: String,
}

/// Where the evaluation of the figures of one fair at one cut gets what it needs.
///
/// An `Err(Fault)` ends the whole evaluation: a service cannot be reached, the
/// books are damaged. What concerns one figure only comes back as its refusal.
pub(crate) trait Sources: Sync {
    /// The definition of that id, retired ones too.
    fn definition(
        &self,
        id: String,
    ) -> impl Future<Output = Result<Option<Held<FigureDefinition>>, Fault>> + Send;

    /// The code list of that id, retired ones too.
    fn code_list(
        &self,
        id: String,
    ) -> impl Future<Output = Result<Option<Held<CodeList>>, Fault>> + Send;

    /// How the books stand for a family, if a live record says so.
    fn status(
        &self,
        of: FamilyInEdition,
    ) -> impl Future<Output = Result<Option<Held<EditionStatus>>, Fault>> + Send;

    /// The live reported figure of an edition.
    fn reported(
        &self,
        of: FigureInEdition,
    ) -> impl Future<Output = Result<Option<Held<ReportedFigure>>, Fault>> + Send;

    /// The live rates of an edition.
    fn rates(&self, edition: String)
    -> impl Future<Output = Result<Vec<Held<Rate>>, Fault>> + Send;

    /// The live judgements on what an edition may be compared with.
    fn comparabilities(
        &self,
        edition: String,
    ) -> impl Future<Output = Result<Vec<Held<Comparability>>, Fault>> + Send;

    /// The fair, by its name.
    fn fair(&self, name: String) -> impl Future<Output = Result<Option<Fair>, Fault>> + Send;

    /// An edition, by its name.
    fn edition(&self, name: String) -> impl Future<Output = Result<Option<Edition>, Fault>> + Send;

    /// Every edition of the fair, archived ones too.
    fn editions(&self, fair: String) -> impl Future<Output = Result<Vec<Edition>, Fault>> + Send;

    /// What a quantity of a cube is, if there is such a one.
    fn quantity(
        &self,
        of: QuantityOfCube,
    ) -> impl Future<Output = Result<Option<Quantity>, Fault>> + Send;

    /// The totals of a selection.
    fn cells(
        &self,
        question: Question,
    ) -> impl Future<Output = Result<Result<QueryCellsResponse, Refusal>, Fault>> + Send;

    /// The first records behind a selection.
    fn evidence(
        &self,
        question: EvidenceQuestion,
    ) -> impl Future<Output = Result<Result<ListEvidenceResponse, Refusal>, Fault>> + Send;
}

/// Which revision of a record was read, as name@revision.
pub(crate) fn pedigree(name: &str, entry: Option<&BookEntry>) -> String {
    format!("{name}@{}", entry.map_or(0, |entry| entry.revision))
}
