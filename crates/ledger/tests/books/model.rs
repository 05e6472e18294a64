//! The model: a plain list of revisions, counted anew for every question.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{CellQuery, Cube, Fact, Measure, RecordedAt, Selection, State};

use super::deal::Deal;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ModelRevision {
    pub(crate) name: String,
    pub(crate) revision: i64,
    pub(crate) sequence: i64,
    pub(crate) ordinal: i64,
    pub(crate) state: State,
    pub(crate) deal: Deal,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    pub(crate) revisions: Vec<ModelRevision>,
    /// When each position was recorded, from sequence 1.
    pub(crate) times: Vec<RecordedAt>,
}

impl Model {
    /// The newest revision of each record at a sequence.
    pub(crate) fn newest(&self, sequence: i64) -> BTreeMap<&str, &ModelRevision> {
        let past = self
            .revisions
            .iter()
            .filter(|revision| revision.sequence <= sequence);
        past.map(|revision| (revision.name.as_str(), revision))
            .collect()
    }

    pub(crate) fn record(&self, name: &str) -> Option<&ModelRevision> {
        self.revisions
            .iter()
            .rev()
            .find(|revision| revision.name == name)
    }

    /// Each live record that contributes, in the order of the log, with its
    /// contributing facts.
    fn contributing(
        &self,
        sequence: i64,
        selection: &Selection,
        named: &[&str],
    ) -> Vec<(&ModelRevision, Vec<Fact>)> {
        let newest = self.newest(sequence);
        let mut found: Vec<_> = newest
            .values()
            .filter(|revision| revision.state == State::Live)
            .map(|revision| {
                let mut facts = revision.deal.facts();
                facts.retain(|fact| selected(fact, selection, named));
                (*revision, facts)
            })
            .filter(|(_, facts)| !facts.is_empty())
            .collect();
        found.sort_by_key(|(revision, _)| (revision.sequence, revision.ordinal));
        found
    }

    /// The totals of a query, group by group.
    pub(crate) fn totals(&self, sequence: i64, query: &CellQuery) -> Vec<(Vec<String>, i64)> {
        let mut named: Vec<&str> = query.group_by.iter().map(String::as_str).collect();
        if let Measure::Distinct(dimension) = &query.measure {
            named.push(dimension);
        }
        let records = self.contributing(sequence, &query.selection, &named);
        let facts: Vec<Fact> = records.into_iter().flat_map(|(_, facts)| facts).collect();
        match &query.measure {
            Measure::Distinct(dimension) => {
                let values: BTreeSet<_> = facts
                    .iter()
                    .filter_map(|fact| fact.value(dimension))
                    .collect();
                vec![(Vec::new(), i64::try_from(values.len()).unwrap())]
            }
            Measure::Sum(quantity) => {
                let mut groups: BTreeMap<Vec<String>, i64> = BTreeMap::new();
                if query.group_by.is_empty() {
                    groups.insert(Vec::new(), 0);
                }
                for fact in &facts {
                    let group = named
                        .iter()
                        .map(|name| fact.value(name).unwrap().to_owned());
                    *groups.entry(group.collect()).or_default() += fact.quantity(quantity);
                }
                groups.into_iter().collect()
            }
        }
    }

    /// The evidence for a selection: name, revision, contribution.
    pub(crate) fn evidence(
        &self,
        sequence: i64,
        selection: &Selection,
        quantity: &str,
    ) -> Vec<(String, i64, i64)> {
        self.contributing(sequence, selection, &[])
            .into_iter()
            .map(|(revision, facts)| {
                let sum = facts.iter().map(|fact| fact.quantity(quantity)).sum();
                (revision.name.clone(), revision.revision, sum)
            })
            .collect()
    }

    /// The greatest sequence recorded at or before a time.
    pub(crate) fn sequence_at(&self, time: RecordedAt) -> i64 {
        let before = self
            .times
            .iter()
            .filter(|&&recorded| recorded <= time)
            .count();
        i64::try_from(before).unwrap()
    }

    pub(crate) fn newest_sequence(&self) -> i64 {
        i64::try_from(self.times.len()).unwrap()
    }
}

fn selected(fact: &Fact, selection: &Selection, named: &[&str]) -> bool {
    fact.cube == selection.cube
        && fact.value("edition") == Some(&selection.edition)
        && named.iter().all(|name| fact.value(name).is_some())
        && selection.conditions.iter().all(|condition| {
            fact.value(&condition.dimension)
                .is_some_and(|value| condition.test.passes(value))
        })
}

/// For every roll-up of a cube each quantity under all its dimensions, and for
/// every dimension its distinct values.
pub(crate) fn queries_of_every_roll_up(cube: &Cube, edition: &str) -> Vec<CellQuery> {
    let mut queries = Vec::new();
    let selection = Selection {
        edition: edition.to_owned(),
        cube: cube.name.to_owned(),
        conditions: Vec::new(),
    };
    for roll_up in &cube.roll_ups {
        for quantity in &cube.quantities {
            if quantity
                .unit_dimension
                .is_none_or(|unit| roll_up.contains(&unit))
            {
                queries.push(CellQuery {
                    selection: selection.clone(),
                    measure: Measure::Sum(quantity.name.to_owned()),
                    group_by: roll_up.iter().map(|&name| name.to_owned()).collect(),
                });
            }
        }
    }
    for dimension in &cube.dimensions {
        if is_kept_for_all(cube, dimension.name) {
            queries.push(CellQuery {
                selection: selection.clone(),
                measure: Measure::Distinct(dimension.name.to_owned()),
                group_by: Vec::new(),
            });
        }
    }
    queries
}

/// Whether some roll-up with the dimension holds every fact that names it.
fn is_kept_for_all(cube: &Cube, dimension: &str) -> bool {
    let optional = |name: &str| {
        cube.dimensions
            .iter()
            .any(|one| one.name == name && one.optional && name != dimension)
    };
    cube.roll_ups
        .iter()
        .any(|roll_up| roll_up.contains(&dimension) && !roll_up.iter().any(|name| optional(name)))
}
