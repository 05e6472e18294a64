//! Questions to the record keepers, and readings: a question with its answer.

use prost::{Message, Name};
use prost_reflect::DynamicMessage;
use proto::{
    reporting::v1::CellRead,
    statistics::v1::{
        AsOf, Condition, ListEvidenceRequest, QueryCellsRequest, QueryCellsResponse, Selection,
        ValueSet, condition::Test, query_cells_request::Measure,
    },
};

use fault::Fault;

use crate::{cut::ReadCut, record_keeper::RecordKeeper};

/// Which facts of a cube of one edition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Selected {
    /// Who keeps the cube.
    pub(crate) keeper: RecordKeeper,
    /// The full name of the edition.
    pub(crate) edition: String,
    /// The name of the cube.
    pub(crate) cube: String,
    /// The conditions.
    pub(crate) conditions: Vec<Condition>,
}

impl Selected {
    /// The same facts, less those whose `dimension` has another value.
    pub(crate) fn pinned(self, dimension: &str, value: &str) -> Self {
        let values = vec![value.to_owned()];
        self.only(dimension, Test::AnyOf(ValueSet { values }))
    }

    /// The same facts under this test of a dimension, in place of any other.
    pub(crate) fn only(mut self, dimension: &str, test: Test) -> Self {
        self.conditions
            .retain(|condition| condition.dimension != dimension);
        self.conditions.push(Condition {
            dimension: dimension.to_owned(),
            test: Some(test),
        });
        self
    }

    /// The same facts of another edition.
    pub(crate) fn in_edition(&self, edition: &str) -> Self {
        Self {
            edition: edition.to_owned(),
            ..self.clone()
        }
    }

    /// As it goes over the wire.
    pub(crate) fn selection(&self) -> Selection {
        Selection {
            cube: self.cube.clone(),
            r#where: self.conditions.clone(),
        }
    }

    /// The one value a dimension is pinned to, if it is.
    pub(crate) fn pin(&self, dimension: &str) -> Option<&str> {
        pin(&self.conditions, dimension)
    }
}

/// The one value that conditions pin a dimension to, if they do.
pub(crate) fn pin<'a>(conditions: &'a [Condition], dimension: &str) -> Option<&'a str> {
    let condition = conditions.iter().find(|one| one.dimension == dimension)?;
    match &condition.test {
        Some(Test::AnyOf(set)) => match set.values.as_slice() {
            [value] => Some(value),
            _ => None,
        },
        _ => None,
    }
}

/// A question about totals.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Question {
    /// Which facts.
    pub(crate) selected: Selected,
    /// What is asked of them.
    pub(crate) measure: Measure,
    /// The dimension the answer is broken down by, if any.
    pub(crate) group_by: Option<String>,
}

impl Question {
    /// As it is put to the record keeper.
    pub(crate) fn request(&self, as_of: AsOf) -> QueryCellsRequest {
        QueryCellsRequest {
            parent: self.selected.edition.clone(),
            selection: Some(self.selected.selection()),
            measure: Some(self.measure.clone()),
            group_by: self.group_by.iter().cloned().collect(),
            as_of: Some(as_of),
        }
    }

    /// The question that lists the records behind the answer.
    fn evidence_request(&self, as_of: AsOf) -> ListEvidenceRequest {
        ListEvidenceRequest {
            parent: self.selected.edition.clone(),
            selection: Some(self.selected.selection()),
            quantity: match &self.measure {
                Measure::SumOf(quantity) => quantity.clone(),
                Measure::Distinct(_) => String::new(),
            },
            as_of: Some(as_of),
            ..ListEvidenceRequest::default()
        }
    }
}

/// A question about the records behind a selection.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EvidenceQuestion {
    /// Which facts.
    pub(crate) selected: Selected,
    /// The most records to list.
    pub(crate) limit: i32,
}

impl EvidenceQuestion {
    /// As it is put to the record keeper.
    pub(crate) fn request(&self, as_of: AsOf) -> ListEvidenceRequest {
        ListEvidenceRequest {
            parent: self.selected.edition.clone(),
            selection: Some(self.selected.selection()),
            page_size: self.limit,
            as_of: Some(as_of),
            ..ListEvidenceRequest::default()
        }
    }
}

/// What a record keeper answered to a question.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// The question.
    pub(crate) question: Question,
    /// The answer.
    pub(crate) answer: QueryCellsResponse,
}

impl Reading {
    /// As it can be repeated: the question at the cut, the answer, and the
    /// question for its records as JSON.
    pub(crate) fn cell_read(&self, cut: &ReadCut) -> Result<CellRead, Fault> {
        let keeper = self.question.selected.keeper;
        let evidence = self.question.evidence_request(cut.as_of(keeper));
        Ok(CellRead {
            service: keeper.name().to_owned(),
            query: Some(self.question.request(cut.as_of(keeper))),
            answer: Some(self.answer.clone()),
            evidence_request_json: json(&evidence)?,
        })
    }
}

/// A message as protobuf JSON.
fn json<M: Message + Name>(message: &M) -> Result<String, Fault> {
    let broken = |source: Box<dyn std::error::Error + Send + Sync>| {
        Fault::defect(format!("writing {} as JSON", M::NAME), source)
    };
    let descriptor = proto::descriptor_pool()
        .get_message_by_name(&M::full_name())
        .ok_or_else(|| broken("its descriptor is not in the pool".into()))?;
    let dynamic = DynamicMessage::decode(descriptor, message.encode_to_vec().as_slice())
        .map_err(|wrong| broken(wrong.into()))?;
    serde_json::to_string(&dynamic).map_err(|wrong| broken(wrong.into()))
}
