//! The end of a group: its position, its hash, its rows.

use std::sync::Arc;

use fault::Fault;

use crate::{
    LogPlace, Receipt, Revision,
    fact::pack,
    hash::{Chain, SALT_BYTES, body_digest},
    store::{FairCommit, Head, PositionRow, StoreError, StoredChange},
};

use super::{Decided, Overlay};

/// A fair whose rows were handed to the store.
pub(super) struct Finished {
    /// The answer of each write.
    pub(super) answers: Vec<Result<Receipt, Fault>>,
    /// Whether anything was appended.
    pub(super) appended: bool,
    /// How many cells were touched.
    pub(super) cells: u64,
}

impl Overlay<'_> {
    /// Appends what was decided and answers each write.
    pub(super) fn finish(mut self, decided: Vec<Decided>) -> Result<Finished, StoreError> {
        let changes = self.stored_changes();
        let position = (!changes.is_empty()).then(|| self.position_of(&changes));
        let head = position.as_ref().map_or(self.head, |position| Head {
            sequence: position.sequence,
            recorded_at: Some(position.recorded_at),
            floor: self.head.floor,
            hash: position.hash,
        });
        let cells = match &position {
            Some(position) => self
                .bench
                .cells
                .fair(self.fair, self.head.sequence)
                .take_touched(position.sequence),
            None => Vec::new(),
        };
        let commit = FairCommit {
            fair: self.fair,
            head: &head,
            position: position.as_ref(),
            changes: &changes,
            requests: &self.requests,
            cells: &cells,
        };
        let anything =
            position.is_some() || !self.requests.is_empty() || head.floor != self.stored_floor;
        if anything {
            self.transaction.append(&commit)?;
        }
        let here = head.position(self.fair);
        let receipt = |decided| match decided {
            Decided::Refused(fault) => Err(fault),
            Decided::Replayed(stored) => Ok(Receipt {
                position: stored.position,
                revisions: stored.revisions,
                changed: stored.changed,
                replayed: true,
            }),
            Decided::Here {
                revisions,
                changed,
                replayed,
            } => Ok(Receipt {
                position: here.clone(),
                revisions: revisions.into_iter().map(Arc::unwrap_or_clone).collect(),
                changed,
                replayed,
            }),
        };
        // Let go of the shared revisions, so that answers need not copy them.
        self.records.clear();
        self.appended.clear();
        self.answered.clear();
        Ok(Finished {
            answers: decided.into_iter().map(receipt).collect(),
            appended: anything,
            // No memory holds more cells than a u64 counts.
            cells: u64::try_from(cells.len()).unwrap_or(u64::MAX),
        })
    }

    /// The appended revisions as they are stored, each with a salt of its own.
    fn stored_changes(&mut self) -> Vec<StoredChange> {
        let mut salts = vec![[0; SALT_BYTES]; self.appended.len()];
        self.bench.randomness.fill(salts.as_flattened_mut());
        let appended = self.appended.iter().zip(salts);
        appended
            .map(|(revision, salt)| stored(revision, salt))
            .collect()
    }

    fn position_of(&self, changes: &[StoredChange]) -> PositionRow {
        let sequence = self.head.sequence + 1;
        let mut chain = Chain::follow(&self.head.hash, self.fair, sequence, self.recorded_at);
        for change in changes {
            chain.take_in(change);
        }
        PositionRow {
            sequence,
            recorded_at: self.recorded_at,
            // A group holds far fewer changes than fit an i64.
            changes: i64::try_from(changes.len()).unwrap_or(i64::MAX),
            hash: chain.finish(),
        }
    }
}

fn stored(revision: &Revision, salt: [u8; SALT_BYTES]) -> StoredChange {
    StoredChange {
        place: LogPlace {
            sequence: revision.sequence,
            ordinal: revision.ordinal,
        },
        recorded_at: revision.recorded_at,
        name: revision.name.clone(),
        revision: revision.revision,
        state: revision.state,
        reason: revision.reason.clone(),
        moved_to: revision.moved_to.clone(),
        salt: Some(salt),
        body: Some(revision.body.clone()),
        body_digest: body_digest(&salt, &revision.body),
        facts: pack(&revision.facts),
    }
}
