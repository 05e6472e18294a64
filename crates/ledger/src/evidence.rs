//! Evidence: the records behind a selection.
//!
//! The history of cells is the index: a record that counts at the cut was
//! recorded at a position that touched a cell of the selection. So evidence
//! looks into those positions only, keeps the revisions that are still the
//! newest of their record at the cut, and adds up what their stored facts bring.

use fault::Fault;

use crate::{
    Cube, EvidenceQuery, Fact, Fair, LogPlace, Revision,
    layout::Layout,
    plan::{Chosen, Plan},
    store::{Snapshot, StoredChange},
};

/// How many positions are looked up at once.
const POSITIONS_AT_ONCE: usize = 64;

/// One record behind a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The revision that counts at the cut.
    pub revision: Revision,
    /// What it adds to the total.
    pub contribution: i64,
}

impl Evidence {
    /// The place in the log, after which the next page begins.
    #[must_use]
    pub fn place(&self) -> LogPlace {
        LogPlace {
            sequence: self.revision.sequence,
            ordinal: self.revision.ordinal,
        }
    }
}

/// The evidence for a selection at a sequence, after a place in the log.
pub(crate) fn evidence(
    snapshot: &mut dyn Snapshot,
    layout: &Layout,
    fair: &Fair,
    query: &EvidenceQuery,
    page: Page,
) -> Result<Vec<Evidence>, Fault> {
    let chosen = Chosen::check(layout, &query.selection)?;
    let first = chosen.cube().quantities[0].name;
    let quantity = query.quantity.as_deref().unwrap_or(first);
    let search = Search {
        plans: chosen.plans_for_records(quantity)?,
        cube: chosen.cube(),
        fair,
        query,
        quantity,
        page,
    };
    search.run(snapshot)
}

/// Which part of the evidence is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    pub(crate) after: Option<LogPlace>,
    pub(crate) limit: usize,
    pub(crate) sequence: i64,
}

struct Search<'a> {
    plans: Vec<Plan<'a>>,
    cube: &'a Cube,
    fair: &'a Fair,
    query: &'a EvidenceQuery,
    quantity: &'a str,
    page: Page,
}

impl Search<'_> {
    fn run(&self, snapshot: &mut dyn Snapshot) -> Result<Vec<Evidence>, Fault> {
        let mut found = Vec::new();
        let mut from = self.page.after.map_or(1, |after| after.sequence);
        while found.len() < self.page.limit {
            let sequences = self.touched(snapshot, from)?;
            let Some(&last) = sequences.last() else {
                break;
            };
            for sequence in sequences {
                if found.len() < self.page.limit {
                    self.look_into(snapshot, sequence, &mut found)?;
                }
            }
            from = last.saturating_add(1);
        }
        found.truncate(self.page.limit);
        Ok(found)
    }

    /// The next positions that touched a cell of any plan.
    fn touched(&self, snapshot: &mut dyn Snapshot, from: i64) -> Result<Vec<i64>, Fault> {
        let mut sequences = Vec::new();
        for plan in &self.plans {
            let through = self.page.sequence;
            let some = snapshot.touched(self.fair, &plan.scan, from, through, POSITIONS_AT_ONCE)?;
            sequences.extend(some);
        }
        sequences.sort_unstable();
        sequences.dedup();
        // Beyond this many, another plan may have held some back.
        sequences.truncate(POSITIONS_AT_ONCE);
        Ok(sequences)
    }

    fn look_into(
        &self,
        snapshot: &mut dyn Snapshot,
        sequence: i64,
        found: &mut Vec<Evidence>,
    ) -> Result<(), Fault> {
        let start = LogPlace {
            sequence,
            ordinal: -1,
        };
        let after = self.page.after.map_or(start, |after| after.max(start));
        let changes = snapshot.log(self.fair, after, sequence, usize::MAX)?;
        let mut candidates = Vec::new();
        for change in changes {
            if let Some(contribution) = self.contribution(&change)? {
                candidates.push((change, contribution));
            }
        }
        let next: Vec<(&str, i64)> = candidates
            .iter()
            .map(|(change, _)| (change.name.as_str(), change.revision + 1))
            .collect();
        let followers = snapshot.revision_places(self.fair, &next)?;
        for ((change, contribution), follower) in candidates.into_iter().zip(followers) {
            let counts = follower.is_none_or(|place| place.sequence > self.page.sequence);
            if counts {
                let revision = change.into_revision()?;
                found.push(Evidence {
                    revision,
                    contribution,
                });
            }
        }
        Ok(())
    }

    /// What the facts of a revision bring to the selection; none if none of
    /// them belongs to it.
    fn contribution(&self, change: &StoredChange) -> Result<Option<i64>, Fault> {
        let facts = change.unpack_facts()?;
        let mut belonging = facts.iter().filter(|fact| self.belongs(fact)).peekable();
        if belonging.peek().is_none() {
            return Ok(None);
        }
        let sum: i128 = belonging
            .map(|fact| i128::from(fact.quantity(self.quantity)))
            .sum();
        let contribution = i64::try_from(sum).map_err(|_| Fault::AmountOutOfRange {
            what: format!("what {} adds to the sum", change.name),
        })?;
        Ok(Some(contribution))
    }

    /// Whether a fact is in the selected cells of a plan.
    fn belongs(&self, fact: &Fact) -> bool {
        let selection = &self.query.selection;
        let value = |index: usize| fact.value(self.cube.dimensions[index].name);
        fact.cube == selection.cube
            && value(0) == Some(selection.edition.as_str())
            && selection.conditions.iter().all(|condition| {
                fact.value(&condition.dimension)
                    .is_some_and(|value| condition.test.passes(value))
            })
            && self.plans.iter().any(|plan| {
                plan.roll_up
                    .dimensions
                    .iter()
                    .all(|&index| value(index).is_some())
            })
    }
}
