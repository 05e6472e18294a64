//! The live sources: the books of reporting and the record keepers, at one cut.

use fault::Fault;
use proto::{
    exhibitions::v1::{Edition, Fair},
    reporting::v1::{
        CodeList, Comparability, EditionStatus, FigureDefinition, Rate, ReportedFigure,
    },
    statistics::v1::{ListEvidenceResponse, Quantity, QueryCellsResponse},
};

use crate::{
    books::Books,
    code_list,
    cut::At,
    figure_definition,
    question::{EvidenceQuestion, Question},
    record_keeper::RecordKeeper,
    record_keepers::RecordKeepers,
    refusal::Refusal,
};

use super::{FamilyInEdition, FigureInEdition, Held, QuantityOfCube, Sources};

/// Reads everything at one cut.
pub(crate) struct Live<'a> {
    pub(crate) at: &'a At,
    pub(crate) books: &'a Books,
    pub(crate) record_keepers: &'a RecordKeepers,
}

impl Live<'_> {
    /// The live records of a collection of an edition.
    async fn of_edition<M: prost::Message + Default>(
        &self,
        edition: &str,
        collection: &str,
    ) -> Result<Vec<Held<M>>, Fault> {
        let collection = format!("{edition}/{collection}");
        let all = self.books.all(&collection, false, &self.at.own).await?;
        Ok(all.into_iter().map(|(_, held)| held).collect())
    }
}

impl Sources for Live<'_> {
    async fn definition(&self, id: String) -> Result<Option<Held<FigureDefinition>>, Fault> {
        let name = figure_definition::name(self.at.fair(), &id);
        self.books.held(&name, &self.at.own).await
    }

    async fn code_list(&self, id: String) -> Result<Option<Held<CodeList>>, Fault> {
        let name = code_list::name(self.at.fair(), &id);
        self.books.held(&name, &self.at.own).await
    }

    async fn status(&self, of: FamilyInEdition) -> Result<Option<Held<EditionStatus>>, Fault> {
        let name = format!("{}/statuses/{}", of.edition, of.family);
        self.books.live(&name, &self.at.own).await
    }

    async fn reported(&self, of: FigureInEdition) -> Result<Option<Held<ReportedFigure>>, Fault> {
        let name = format!("{}/reportedFigures/{}", of.edition, of.id);
        self.books.live(&name, &self.at.own).await
    }

    async fn rates(&self, edition: String) -> Result<Vec<Held<Rate>>, Fault> {
        self.of_edition(&edition, "rates").await
    }

    async fn comparabilities(&self, edition: String) -> Result<Vec<Held<Comparability>>, Fault> {
        self.of_edition(&edition, "comparabilities").await
    }

    async fn fair(&self, name: String) -> Result<Option<Fair>, Fault> {
        let as_of = self.at.cut.as_of(RecordKeeper::Exhibitions);
        self.record_keepers.fair(&name, Some(as_of)).await
    }

    async fn edition(&self, name: String) -> Result<Option<Edition>, Fault> {
        let as_of = self.at.cut.as_of(RecordKeeper::Exhibitions);
        self.record_keepers.edition(&name, Some(as_of)).await
    }

    async fn editions(&self, fair: String) -> Result<Vec<Edition>, Fault> {
        let as_of = self.at.cut.as_of(RecordKeeper::Exhibitions);
        self.record_keepers.editions(&fair, as_of).await
    }

    async fn quantity(&self, of: QuantityOfCube) -> Result<Option<Quantity>, Fault> {
        self.record_keepers.quantity(&of).await
    }

    async fn cells(
        &self,
        question: Question,
    ) -> Result<Result<QueryCellsResponse, Refusal>, Fault> {
        let keeper = question.selected.keeper;
        let request = question.request(self.at.cut.as_of(keeper));
        self.record_keepers.cells(keeper, request).await
    }

    async fn evidence(
        &self,
        question: EvidenceQuestion,
    ) -> Result<Result<ListEvidenceResponse, Refusal>, Fault> {
        let keeper = question.selected.keeper;
        let request = question.request(self.at.cut.as_of(keeper));
        self.record_keepers.evidence(keeper, request).await
    }
}
