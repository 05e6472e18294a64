//! Reads cells and the evidence behind them, of any service that keeps cubes.

use proto::statistics::v1::{
    AsOf, CellTotal, Condition, Evidence, ListEvidenceRequest, ListEvidenceResponse,
    QueryCellsRequest, QueryCellsResponse, Selection, ValueSet, condition::Test,
    query_cells_request::Measure,
};
use tonic::Status;

use crate::clients::Clients;

/// A selection: `selection("agreements", &[("counted", "true")])`.
#[must_use]
pub fn selection(cube: &str, pinned: &[(&str, &str)]) -> Selection {
    Selection {
        cube: cube.to_owned(),
        r#where: pinned
            .iter()
            .map(|(dimension, value)| any_of(dimension, &[value]))
            .collect(),
    }
}

/// The condition that a dimension has one of these values.
#[must_use]
pub fn any_of(dimension: &str, values: &[&str]) -> Condition {
    Condition {
        dimension: dimension.to_owned(),
        test: Some(Test::AnyOf(ValueSet {
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        })),
    }
}

/// Asks a service for the sum of a quantity.
#[must_use]
pub fn sum_request(edition: &str, selection: Selection, quantity: &str) -> QueryCellsRequest {
    QueryCellsRequest {
        parent: edition.to_owned(),
        selection: Some(selection),
        measure: Some(Measure::SumOf(quantity.to_owned())),
        group_by: Vec::new(),
        as_of: None,
    }
}

/// Asks a service for the number of different values of a dimension.
#[must_use]
pub fn distinct_request(edition: &str, selection: Selection, dimension: &str) -> QueryCellsRequest {
    QueryCellsRequest {
        measure: Some(Measure::Distinct(dimension.to_owned())),
        ..sum_request(edition, selection, "")
    }
}

/// Asks for the records behind a selection, `page_size` at a time.
#[must_use]
pub fn evidence_request(
    edition: &str,
    selection: Selection,
    quantity: &str,
    page_size: i32,
) -> ListEvidenceRequest {
    ListEvidenceRequest {
        parent: edition.to_owned(),
        selection: Some(selection),
        quantity: quantity.to_owned(),
        page_size,
        page_token: String::new(),
        as_of: None,
    }
}

/// The only total of an answer; zero when no record contributes.
#[must_use]
pub fn only(answer: &QueryCellsResponse) -> i64 {
    match answer.totals.as_slice() {
        [] => 0,
        [CellTotal { group, total }] if group.is_empty() => *total,
        totals => panic!("one total was asked for, not {totals:?}"),
    }
}

impl Clients {
    /// Asks the service for the totals of a selection.
    ///
    /// # Errors
    /// The refusal of the service.
    ///
    /// # Panics
    /// When the service keeps no cubes.
    pub async fn query_cells(
        &self,
        service: &str,
        request: QueryCellsRequest,
    ) -> Result<QueryCellsResponse, Status> {
        let answer = match service {
            "exhibitions" => self.exhibitions.clone().query_cells(request).await,
            "forums" => self.forums.clone().query_cells(request).await,
            "contracts" => self.contracts.clone().query_cells(request).await,
            other => panic!("{other} keeps no cubes"),
        };
        answer.map(tonic::Response::into_inner)
    }

    /// Asks the service for one page of the records behind a selection.
    ///
    /// # Errors
    /// The refusal of the service.
    ///
    /// # Panics
    /// When the service keeps no cubes.
    pub async fn evidence_page(
        &self,
        service: &str,
        request: ListEvidenceRequest,
    ) -> Result<ListEvidenceResponse, Status> {
        let answer = match service {
            "exhibitions" => self.exhibitions.clone().list_evidence(request).await,
            "forums" => self.forums.clone().list_evidence(request).await,
            "contracts" => self.contracts.clone().list_evidence(request).await,
            other => panic!("{other} keeps no cubes"),
        };
        answer.map(tonic::Response::into_inner)
    }

    /// The records behind a selection, page after page.
    ///
    /// # Panics
    /// When a page is refused, or a page is read at another position than the
    /// first.
    pub async fn evidence(&self, service: &str, mut request: ListEvidenceRequest) -> Vec<Evidence> {
        let mut found = Vec::new();
        let mut position = None;
        loop {
            let page = self
                .evidence_page(service, request.clone())
                .await
                .expect("a page of evidence");
            assert!(page.position.is_some(), "a page tells its position");
            let first = position.get_or_insert_with(|| page.position.clone());
            assert_eq!(first, &page.position, "all pages at one position");
            found.extend(page.evidence);
            if page.next_page_token.is_empty() {
                return found;
            }
            request.page_token = page.next_page_token;
        }
    }

    /// The totals of a selection at a moment, after checking that the evidence
    /// behind it adds up to the same.
    ///
    /// # Panics
    /// When cells and evidence differ.
    pub async fn proved_sum(
        &self,
        service: &str,
        mut request: QueryCellsRequest,
        as_of: Option<AsOf>,
    ) -> i64 {
        request.as_of = as_of;
        let answer = self
            .query_cells(service, request.clone())
            .await
            .expect("a total");
        let total = only(&answer);
        let Some(Measure::SumOf(quantity)) = &request.measure else {
            panic!("a sum was asked for");
        };
        let selection = request.selection.clone().expect("a selection");
        let mut ask = evidence_request(&request.parent, selection, quantity, 7);
        ask.as_of = request.as_of.clone();
        if ask.as_of.is_none() {
            ask.as_of = answer
                .position
                .as_ref()
                .and_then(crate::clients::at_position);
        }
        let evidence = self.evidence(service, ask).await;
        let proved: i64 = evidence.iter().map(|record| record.contribution).sum();
        assert_eq!(total, proved, "cells and evidence of {request:?}");
        total
    }
}
