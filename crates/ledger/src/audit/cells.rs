//! The cells: at every position exactly what the stored facts add up to.
//!
//! The log walk leaves one small proof per cell, the history is read once and
//! makes the same proofs, and only cells whose proofs differ are looked at row
//! by row. So the audit reads everything once, in order.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    CellKey, Totals,
    cell::split_values,
    fold::Fold,
    store::{CellRow, StoreError},
};

use super::FairAudit;

/// How many rows are read in one snapshot.
const ROWS_AT_ONCE: usize = 10_000;

/// The most cells that are looked at row by row; more are only named.
const CELLS_LOOKED_AT: usize = 1000;

/// What the history of each cell comes to, in short.
#[derive(Default)]
pub(super) struct Proofs {
    cells: HashMap<CellKey, u128>,
}

impl Proofs {
    /// Takes rows in, in any order.
    pub(super) fn expect(&mut self, rows: &[CellRow]) {
        for row in rows {
            // The sum of the hashes of the rows: no row can be missing, added
            // or changed without another sum, but by a collision of 128 bits.
            let sum = self.cells.entry(row.key.clone()).or_default();
            *sum = sum.wrapping_add(proof(row));
        }
    }

    /// The cells whose histories differ.
    fn differing(&self, other: &Self) -> BTreeSet<CellKey> {
        let keys = self.cells.keys().chain(other.cells.keys());
        keys.filter(|key| self.cells.get(key) != other.cells.get(key))
            .cloned()
            .collect()
    }
}

fn proof(row: &CellRow) -> u128 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&row.sequence.to_le_bytes());
    hasher.update(&row.totals.facts.to_le_bytes());
    for quantity in row.totals.quantities {
        hasher.update(&quantity.to_le_bytes());
    }
    let mut half = [0; 16];
    hasher.finalize_xof().fill(&mut half);
    u128::from_le_bytes(half)
}

impl FairAudit<'_> {
    /// Compares the history of the cells with what the log walk expects.
    pub(super) fn check_cells(&mut self, expected: &Proofs) -> Result<(), StoreError> {
        let stored = self.stored_proofs()?;
        let differing = expected.differing(&stored);
        if differing.is_empty() {
            return Ok(());
        }
        for key in differing.iter().skip(CELLS_LOOKED_AT) {
            let what = "its totals are not those of the stored facts".to_owned();
            self.find(None, None, Some(self.describe(key)), what);
        }
        let closely: BTreeSet<_> = differing.into_iter().take(CELLS_LOOKED_AT).collect();
        let expected = self.fold_again(&closely)?;
        let stored = self.stored_rows(&closely)?;
        self.compare(&expected, &stored);
        Ok(())
    }

    fn stored_proofs(&mut self) -> Result<Proofs, StoreError> {
        let mut proofs = Proofs::default();
        let known = self.known_roll_ups()?;
        let mut rows = Vec::new();
        self.each_row(&mut |row| {
            // Totals that are registered and no longer declared are not ours.
            if known.contains(&row.key.roll_up) {
                rows.push(row);
            }
            if rows.len() >= ROWS_AT_ONCE {
                proofs.expect(&rows);
                rows.clear();
            }
        })?;
        proofs.expect(&rows);
        Ok(proofs)
    }

    /// The roll-ups whose rows are checked: the declared ones, and those that
    /// nobody registered, whose rows should not be there.
    fn known_roll_ups(&mut self) -> Result<Known, StoreError> {
        let registered = self.reader.snapshot()?.roll_ups()?;
        let declared: BTreeSet<i64> = self.layout.roll_ups().map(|(_, one)| one.id).collect();
        let retired = registered
            .iter()
            .map(|row| row.id)
            .filter(|id| !declared.contains(id));
        Ok(Known {
            retired: retired.collect(),
        })
    }

    fn each_row(&mut self, visit: &mut dyn FnMut(CellRow)) -> Result<(), StoreError> {
        let mut after: Option<CellRow> = None;
        loop {
            let mut snapshot = self.reader.snapshot()?;
            let rows = snapshot.cell_rows(&self.fair, after.as_ref(), ROWS_AT_ONCE)?;
            drop(snapshot);
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = Some(last.clone());
            for row in rows {
                if row.sequence <= self.head.sequence {
                    self.report.counts.cell_rows += 1;
                    visit(row);
                }
            }
            (self.progress)(self.report.counts);
        }
    }

    fn fold_again(&mut self, cells: &BTreeSet<CellKey>) -> Result<History, StoreError> {
        let mut history = History::new();
        let mut fold = Fold::of(self.layout, self.fair.clone(), self.head.sequence);
        while let Some(position) = fold.next(&mut *self.reader.snapshot()?)? {
            let touched = position
                .touched
                .into_iter()
                .filter(|row| cells.contains(&row.key));
            history.extend(touched.map(|row| ((row.key, row.sequence), row.totals)));
        }
        Ok(history)
    }

    fn stored_rows(&mut self, cells: &BTreeSet<CellKey>) -> Result<History, StoreError> {
        let mut history = History::new();
        let counted = self.report.counts.cell_rows;
        self.each_row(&mut |row| {
            if cells.contains(&row.key) {
                history.insert((row.key, row.sequence), row.totals);
            }
        })?;
        self.report.counts.cell_rows = counted;
        Ok(history)
    }

    fn compare(&mut self, expected: &History, stored: &History) {
        let places: BTreeSet<_> = expected.keys().chain(stored.keys()).collect();
        for place in places {
            let what = match (expected.get(place), stored.get(place)) {
                (Some(wanted), Some(found)) if wanted != found => {
                    format!("it holds {found:?}, and the stored facts add up to {wanted:?}")
                }
                (Some(_), None) => "its row is missing".to_owned(),
                (None, Some(_)) => "it has a row, and no fact touched it".to_owned(),
                _ => continue,
            };
            let (key, sequence) = place;
            let subject = Some(self.describe(key));
            self.find(Some(*sequence), None, subject, what);
        }
    }

    /// A cell in words: the cube, and the value of each dimension.
    fn describe(&self, key: &CellKey) -> String {
        let found = self
            .layout
            .roll_ups()
            .find(|(_, roll_up)| roll_up.id == key.roll_up);
        let Some((layout, roll_up)) = found else {
            return format!("{key:?}");
        };
        let names = roll_up.names(&layout.cube);
        let Some(values) = split_values(&key.values, names.len()) else {
            return format!("{key:?}");
        };
        let pairs: Vec<_> = names
            .iter()
            .zip(values)
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("{} {}", layout.cube.name, pairs.join(" "))
    }
}

/// Totals by cell and sequence.
type History = BTreeMap<(CellKey, i64), Totals>;

/// Which roll-ups are checked.
struct Known {
    retired: BTreeSet<i64>,
}

impl Known {
    fn contains(&self, roll_up: &i64) -> bool {
        !self.retired.contains(roll_up)
    }
}
