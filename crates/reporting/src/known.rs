//! What an evaluation knows so far, and what it still has to ask.

use std::{collections::HashMap, hash::Hash, sync::Arc};

use fault::Fault;
use futures_util::future::try_join_all;
use proto::{
    exhibitions::v1::{Edition, Fair},
    reporting::v1::{
        CodeList, Comparability, EditionStatus, FigureDefinition, Rate, ReportedFigure,
    },
    statistics::v1::{ListEvidenceResponse, Quantity, QueryCellsResponse},
};

use crate::{
    question::{EvidenceQuestion, Question},
    refusal::Refusal,
    sources::{FamilyInEdition, FigureInEdition, Held, QuantityOfCube, Sources},
};

/// The most questions of one kind that are under way at the same time.
const UNDER_WAY_AT_MOST: usize = 32;

/// Answers by question, and the questions that still want one. Each question is
/// put once, however many figures need its answer.
pub(crate) struct Asked<K, V> {
    answers: HashMap<K, V>,
    wanted: Vec<K>,
}

impl<K, V> Default for Asked<K, V> {
    fn default() -> Self {
        Self {
            answers: HashMap::new(),
            wanted: Vec::new(),
        }
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Asked<K, V> {
    /// The answer, or `None` when it is not known yet; then it is wanted.
    pub(crate) fn get(&mut self, question: &K) -> Option<V> {
        if let Some(answer) = self.answers.get(question) {
            return Some(answer.clone());
        }
        if !self.wanted.contains(question) {
            self.wanted.push(question.clone());
        }
        None
    }

    /// Takes in an answer that was come by otherwise.
    pub(crate) fn know(&mut self, question: K, answer: V) {
        self.answers.insert(question, answer);
    }

    /// Asks what is wanted and tells how many questions that were.
    async fn ask<A, F>(&mut self, put: impl Fn(K) -> F) -> Result<usize, Fault>
    where
        V: From<A>,
        F: Future<Output = Result<A, Fault>>,
    {
        let wanted = std::mem::take(&mut self.wanted);
        for some in wanted.chunks(UNDER_WAY_AT_MOST) {
            let answers = try_join_all(some.iter().cloned().map(&put)).await?;
            for (question, answer) in some.iter().zip(answers) {
                self.answers.insert(question.clone(), V::from(answer));
            }
        }
        Ok(wanted.len())
    }
}

/// Everything an evaluation may need to know, by question.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) definitions: Asked<String, Arc<Option<Held<FigureDefinition>>>>,
    pub(crate) code_lists: Asked<String, Arc<Option<Held<CodeList>>>>,
    pub(crate) statuses: Asked<FamilyInEdition, Arc<Option<Held<EditionStatus>>>>,
    pub(crate) reported: Asked<FigureInEdition, Arc<Option<Held<ReportedFigure>>>>,
    pub(crate) rates: Asked<String, Arc<Vec<Held<Rate>>>>,
    pub(crate) comparabilities: Asked<String, Arc<Vec<Held<Comparability>>>>,
    pub(crate) fairs: Asked<String, Arc<Option<Fair>>>,
    pub(crate) editions: Asked<String, Arc<Option<Edition>>>,
    pub(crate) editions_of_fair: Asked<String, Arc<Vec<Edition>>>,
    pub(crate) quantities: Asked<QuantityOfCube, Arc<Option<Quantity>>>,
    pub(crate) cells: Asked<Question, Arc<Result<QueryCellsResponse, Refusal>>>,
    pub(crate) evidence: Asked<EvidenceQuestion, Arc<Result<ListEvidenceResponse, Refusal>>>,
}

impl Known {
    /// Asks everything that is wanted, at the same time, and tells how many
    /// questions that were.
    pub(crate) async fn learn(&mut self, sources: &impl Sources) -> Result<usize, Fault> {
        let (a, b, c, d, e, f, g, h, i, j, k, l) = tokio::try_join!(
            self.definitions.ask(|id| sources.definition(id)),
            self.code_lists.ask(|id| sources.code_list(id)),
            self.statuses.ask(|of| sources.status(of)),
            self.reported.ask(|of| sources.reported(of)),
            self.rates.ask(|edition| sources.rates(edition)),
            self.comparabilities
                .ask(|edition| sources.comparabilities(edition)),
            self.fairs.ask(|name| sources.fair(name)),
            self.editions.ask(|name| sources.edition(name)),
            self.editions_of_fair.ask(|fair| sources.editions(fair)),
            self.quantities.ask(|of| sources.quantity(of)),
            self.cells.ask(|question| sources.cells(question)),
            self.evidence.ask(|question| sources.evidence(question)),
        )?;
        Ok([a, b, c, d, e, f, g, h, i, j, k, l].iter().sum())
    }
}
