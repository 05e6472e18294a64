//! The log: dense, in the order of time, chained, and each body the one that
//! was written.

use crate::{
    Fair, Hash, LogPlace, RecordedAt,
    fold::{Fold, FoldedPosition},
    hash::Chain,
    store::{PositionRow, Snapshot, StoreError, StoredChange},
};

use super::{
    FairAudit,
    cells::Proofs,
    newest_code::{Standing, compare},
};

/// How many positions are read in one snapshot.
const POSITIONS_AT_ONCE: usize = 256;

/// What the next position follows.
struct Before {
    hash: Hash,
    recorded_at: Option<RecordedAt>,
}

impl FairAudit<'_> {
    /// Walks the log, and gives what the cells must be by it.
    pub(super) fn check_log(&mut self) -> Result<Proofs, StoreError> {
        let mut proofs = Proofs::default();
        let mut fold = Fold::of(self.layout, self.fair.clone(), self.head.sequence);
        let mut before = Before {
            hash: Hash::default(),
            recorded_at: None,
        };
        loop {
            let read = self.read_positions(&mut fold)?;
            if read.is_empty() {
                return Ok(proofs);
            }
            for (row, folded) in read {
                self.check_position(&mut before, row, &folded);
                self.check_changes(&folded.changes);
                for (place, what) in folded.damage {
                    self.find(Some(place.sequence), Some(place.ordinal), None, what);
                }
                proofs.expect(&folded.touched);
                self.report.counts.positions += 1;
                self.report.counts.revisions += folded.changes.len() as u64;
            }
            (self.progress)(self.report.counts);
        }
    }

    fn read_positions(
        &mut self,
        fold: &mut Fold<'_>,
    ) -> Result<Vec<(Option<PositionRow>, FoldedPosition)>, StoreError> {
        let mut snapshot = self.reader.snapshot()?;
        let mut read = Vec::new();
        while read.len() < POSITIONS_AT_ONCE {
            let Some(folded) = fold.next(&mut *snapshot)? else {
                break;
            };
            let row = snapshot.position(&self.fair, folded.sequence)?;
            let damage = numbering(&mut *snapshot, &self.fair, &folded.changes)?;
            read.push((
                row,
                FoldedPosition {
                    damage: folded.damage.into_iter().chain(damage).collect(),
                    ..folded
                },
            ));
        }
        Ok(read)
    }

    fn check_position(
        &mut self,
        before: &mut Before,
        row: Option<PositionRow>,
        folded: &FoldedPosition,
    ) {
        let sequence = Some(folded.sequence);
        let Some(row) = row else {
            self.find(sequence, None, None, "the position is missing".to_owned());
            before.hash = Hash::default();
            return;
        };
        if before
            .recorded_at
            .is_some_and(|earlier| row.recorded_at <= earlier)
        {
            let what = "it was not recorded later than the position before";
            self.find(sequence, None, None, what.to_owned());
        }
        let ordinals = folded.changes.iter().map(|change| change.place.ordinal);
        if !ordinals.eq(0..row.changes) {
            let what = format!(
                "it holds {} changes in the log, numbered otherwise than 0 to {}",
                folded.changes.len(),
                row.changes - 1
            );
            self.find(sequence, None, None, what);
        }
        let mut chain = Chain::follow(&before.hash, &self.fair, folded.sequence, row.recorded_at);
        for change in &folded.changes {
            chain.take_in(change);
        }
        if chain.finish() != row.hash {
            let what = "its hash is not that of its changes and the position before";
            self.find(sequence, None, None, what.to_owned());
        }
        // Go on from what is stored, so that one fault is found once.
        before.hash = row.hash;
        before.recorded_at = before.recorded_at.max(Some(row.recorded_at));
    }

    fn check_changes(&mut self, changes: &[StoredChange]) {
        for change in changes {
            self.unanswered.insert(change.place);
            if !change.body_is_intact() {
                self.find_in(
                    change,
                    "its body is not the one its digest was made of".to_owned(),
                );
            }
            if !self.fair.holds(&change.name) {
                self.find_in(change, "the record is not one of the fair".to_owned());
            }
            if change.body.is_some() {
                self.compare_with_newest_code(change);
            }
        }
    }

    fn compare_with_newest_code(&mut self, change: &StoredChange) {
        // Facts that cannot be unpacked are found by the fold.
        let Ok(revision) = change.clone().into_revision() else {
            return;
        };
        let what = match (self.recompute)(&revision) {
            Err(error) => format!("its facts cannot be recomputed: {error}"),
            Ok(recomputed) => match compare(&revision.facts, recomputed, self.layout) {
                Standing::Same => return,
                Standing::Less => {
                    self.report.counts.outgrown += 1;
                    return;
                }
                Standing::Other => "its stored facts differ from recomputation".to_owned(),
            },
        };
        let place = change.place;
        let subject = Some(change.name.clone());
        let difference = self.finding(Some(place.sequence), Some(place.ordinal), subject, what);
        self.report.differences.push(difference);
    }

    fn find_in(&mut self, change: &StoredChange, what: String) {
        let place = change.place;
        let subject = Some(change.name.clone());
        self.find(Some(place.sequence), Some(place.ordinal), subject, what);
    }
}

/// Whether the index leads to each change, and each follows the revision
/// before.
fn numbering(
    snapshot: &mut dyn Snapshot,
    fair: &Fair,
    changes: &[StoredChange],
) -> Result<Vec<(LogPlace, String)>, StoreError> {
    let own: Vec<_> = changes
        .iter()
        .map(|change| (change.name.as_str(), change.revision))
        .collect();
    let before: Vec<_> = own
        .iter()
        .map(|(name, revision)| (*name, revision - 1))
        .collect();
    let own = snapshot.revision_places(fair, &own)?;
    let before = snapshot.revision_places(fair, &before)?;
    let mut found = Vec::new();
    for ((change, own), before) in changes.iter().zip(own).zip(before) {
        let (name, revision) = (&change.name, change.revision);
        if own != Some(change.place) {
            let what = format!("the index does not lead to {name} revision {revision}");
            found.push((change.place, what));
        }
        let follows = match before {
            None => revision == 1,
            Some(place) => revision > 1 && place < change.place,
        };
        if !follows {
            let what = format!("{name} revision {revision} does not follow the revision before");
            found.push((change.place, what));
        }
    }
    Ok(found)
}
