//! The newest totals of cells, kept in memory between commits.
//!
//! They hold for as long as the head of the fair is the one they were left at:
//! if another process has written since, they are read again.

use std::collections::{HashMap, HashSet};

use crate::{
    CellKey, Fair, Totals,
    cell::Delta,
    layout::Layout,
    store::{CellRow, Transaction},
};

use fault::Fault;

use super::admit::Setback;

/// The newest totals, by fair.
pub(super) struct CellCache {
    /// How many cells stay in memory between commits.
    limit: usize,
    fairs: HashMap<Fair, FairCells>,
}

/// The newest totals of one fair.
#[derive(Default)]
pub(super) struct FairCells {
    sequence: i64,
    totals: HashMap<CellKey, Totals>,
    touched: HashSet<CellKey>,
}

impl CellCache {
    /// An empty cache that keeps at most so many cells between commits.
    pub(super) fn keeping(limit: usize) -> Self {
        Self {
            limit,
            fairs: HashMap::new(),
        }
    }

    /// The cells of a fair whose head stands at `sequence`.
    pub(super) fn fair(&mut self, fair: &Fair, sequence: i64) -> &mut FairCells {
        let cells = self.fairs.entry(fair.clone()).or_default();
        if cells.sequence != sequence {
            *cells = FairCells {
                sequence,
                ..FairCells::default()
            };
        }
        cells
    }

    /// Lets go of what is too much. Only between commits: until its rows are
    /// taken, a group needs every total it has changed.
    pub(super) fn shrink(&mut self) {
        let kept: usize = self.fairs.values().map(|cells| cells.totals.len()).sum();
        if kept > self.limit {
            self.fairs.clear();
        }
    }

    /// Forgets everything: what is in memory may never have been stored.
    pub(super) fn forget(&mut self) {
        self.fairs.clear();
    }
}

impl FairCells {
    /// Applies what one write changes: all of it or, if any total would leave
    /// the range of the books, nothing.
    pub(super) fn apply(
        &mut self,
        transaction: &mut dyn Transaction,
        fair: &Fair,
        layout: &Layout,
        deltas: HashMap<CellKey, Delta>,
    ) -> Result<(), Setback> {
        let missing: Vec<&CellKey> = deltas
            .keys()
            .filter(|key| !self.totals.contains_key(*key))
            .collect();
        if !missing.is_empty() {
            let found = transaction.totals(fair, &missing, self.sequence)?;
            for (key, totals) in missing.into_iter().zip(found) {
                self.totals.insert(key.clone(), totals.unwrap_or_default());
            }
        }
        let mut after = Vec::with_capacity(deltas.len());
        for (key, delta) in deltas {
            let before = self.totals.get(&key).copied().unwrap_or_default();
            let totals = before
                .plus(&delta)
                .ok_or_else(|| out_of_range(layout, &key))?;
            if totals.facts < 0 {
                let why = format!("cell {key:?} of {fair} would count fewer than no facts");
                return Err(Fault::BooksDamaged { why }.into());
            }
            after.push((key, totals));
        }
        for (key, totals) in after {
            self.touched.insert(key.clone());
            self.totals.insert(key, totals);
        }
        Ok(())
    }

    /// The history rows of the cells touched since the last commit, in the
    /// order of their keys, and the sequence they are left at.
    pub(super) fn take_touched(&mut self, sequence: i64) -> Vec<CellRow> {
        self.sequence = sequence;
        let mut rows: Vec<CellRow> = self
            .touched
            .drain()
            .map(|key| CellRow {
                totals: self.totals.get(&key).copied().unwrap_or_default(),
                key,
                sequence,
            })
            .collect();
        rows.sort_unstable_by(|one, other| one.key.cmp(&other.key));
        rows
    }
}

fn out_of_range(layout: &Layout, key: &CellKey) -> Fault {
    let cube = layout
        .roll_ups()
        .find(|(_, roll_up)| roll_up.id == key.roll_up)
        .map_or("", |(layout, _)| layout.cube.name);
    Fault::AmountOutOfRange {
        what: format!("a total of {cube}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(roll_up: i64) -> CellKey {
        CellKey {
            roll_up,
            values: Vec::new(),
        }
    }

    #[test]
    fn what_is_too_much_stays_until_the_group_is_settled_and_goes_then() {
        let fair = Fair::parse("fairs/ciftis").unwrap();
        let mut cache = CellCache::keeping(2);
        let totals = |cache: &mut CellCache| cache.fair(&fair, 7).totals.len();
        for (roll_up, before, after) in [(1, 1, 1), (2, 2, 2), (3, 3, 0)] {
            let cells = cache.fair(&fair, 7);
            cells.totals.insert(key(roll_up), Totals::default());
            assert_eq!(totals(&mut cache), before);
            cache.shrink();
            assert_eq!(totals(&mut cache), after);
        }
    }
}
