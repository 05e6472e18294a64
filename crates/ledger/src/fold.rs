//! The fold: the totals of every cell at every position, made anew from the
//! stored facts alone. It fills new roll-ups and it is what the audit compares
//! with.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::{
    CellKey, Fact, Fair, LogPlace, Totals,
    cell::Delta,
    layout::Layout,
    store::{CellRow, Snapshot, StoreError, StoredChange},
};

/// A walk over the log of a fair, position after position.
pub(crate) struct Fold<'a> {
    layout: &'a Layout,
    fair: Fair,
    sequence: i64,
    through: i64,
    only: Option<HashSet<i64>>,
    totals: HashMap<CellKey, Totals>,
}

/// One position of the walk.
pub(crate) struct FoldedPosition {
    pub(crate) sequence: i64,
    pub(crate) changes: Vec<StoredChange>,
    /// The cells the position touches, in the order of their keys, with the
    /// totals they have from then on.
    pub(crate) touched: Vec<CellRow>,
    /// What could not be folded, and where.
    pub(crate) damage: Vec<(LogPlace, String)>,
}

impl<'a> Fold<'a> {
    /// The walk over the positions of a fair through a sequence.
    pub(crate) fn of(layout: &'a Layout, fair: Fair, through: i64) -> Self {
        Self {
            layout,
            fair,
            sequence: 0,
            through,
            only: None,
            totals: HashMap::new(),
        }
    }

    /// The walk, for these roll-ups only.
    pub(crate) fn only(mut self, roll_ups: HashSet<i64>) -> Self {
        self.only = Some(roll_ups);
        self
    }

    /// The next position; none at the end. A position without changes in the
    /// log is a position all the same.
    pub(crate) fn next<S: Snapshot + ?Sized>(
        &mut self,
        snapshot: &mut S,
    ) -> Result<Option<FoldedPosition>, StoreError> {
        if self.sequence >= self.through {
            return Ok(None);
        }
        let before = LogPlace {
            sequence: self.sequence,
            ordinal: i64::MAX,
        };
        self.sequence += 1;
        let changes = snapshot.log(&self.fair, before, self.sequence, usize::MAX)?;
        let mut damage = Vec::new();
        let mut touched = BTreeSet::new();
        let previous = self.previous(snapshot, &changes)?;
        for (change, previous) in changes.iter().zip(previous) {
            let folded = self.facts_of(previous.as_ref()).and_then(|out| {
                let new = change.unpack_facts().map_err(|error| error.to_string())?;
                self.apply(&out, &new, &mut touched)
            });
            if let Err(what) = folded {
                damage.push((change.place, what));
            }
        }
        let row = |key: CellKey| CellRow {
            sequence: self.sequence,
            totals: self.totals.get(&key).copied().unwrap_or_default(),
            key,
        };
        Ok(Some(FoldedPosition {
            sequence: self.sequence,
            touched: touched.into_iter().map(row).collect(),
            changes,
            damage,
        }))
    }

    /// The revisions the changes follow, found in the log by their numbers.
    fn previous<S: Snapshot + ?Sized>(
        &self,
        snapshot: &mut S,
        changes: &[StoredChange],
    ) -> Result<Vec<Option<StoredChange>>, StoreError> {
        let wanted: Vec<(&str, i64)> = changes
            .iter()
            .map(|change| (change.name.as_str(), change.revision - 1))
            .collect();
        let places = snapshot.revision_places(&self.fair, &wanted)?;
        let known: Vec<LogPlace> = places.iter().flatten().copied().collect();
        let mut found = snapshot.changes_at(&self.fair, &known)?.into_iter();
        Ok(places
            .into_iter()
            .map(|place| place.and_then(|_| found.next().flatten()))
            .collect())
    }

    fn facts_of(&self, change: Option<&StoredChange>) -> Result<Vec<Fact>, String> {
        change.map_or(Ok(Vec::new()), |change| {
            change.unpack_facts().map_err(|error| error.to_string())
        })
    }

    fn apply(
        &mut self,
        out: &[Fact],
        new: &[Fact],
        touched: &mut BTreeSet<CellKey>,
    ) -> Result<(), String> {
        let mut deltas: HashMap<CellKey, Delta> = HashMap::new();
        let wanted = |key: &CellKey| {
            self.only
                .as_ref()
                .is_none_or(|only| only.contains(&key.roll_up))
        };
        for fact in out {
            self.layout.place(fact, &mut |key, quantities| {
                if wanted(&key) {
                    deltas.entry(key).or_default().take_out(quantities);
                }
            });
        }
        for fact in new {
            self.layout.place(fact, &mut |key, quantities| {
                if wanted(&key) {
                    deltas.entry(key).or_default().put_in(quantities);
                }
            });
        }
        for (key, delta) in deltas {
            let before = self.totals.get(&key).copied().unwrap_or_default();
            let Some(after) = before.plus(&delta) else {
                return Err(format!("a total of {key:?} leaves the range of the books"));
            };
            self.totals.insert(key.clone(), after);
            touched.insert(key);
        }
        Ok(())
    }
}
