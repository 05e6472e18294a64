//! Rows of a store column by column, as one statement takes many of them.

use tokio_postgres::types::ToSql;

use crate::store::{CellRow, NewRequest, PositionRow, StoredChange, rows::pack_places};

use super::rows::parted;

/// A position, as its statement takes it.
pub(super) struct Position<'c> {
    sequence: i64,
    recorded_at: i64,
    changes: i64,
    hash: &'c [u8],
}

impl<'c> Position<'c> {
    pub(super) fn of(row: &'c PositionRow) -> Self {
        Self {
            sequence: row.sequence,
            recorded_at: row.recorded_at.0,
            changes: row.changes,
            hash: row.hash.0.as_slice(),
        }
    }

    pub(super) fn values<'v>(&'v self, fair: &'v &str) -> Vec<&'v (dyn ToSql + Sync)> {
        vec![
            fair,
            &self.sequence,
            &self.recorded_at,
            &self.changes,
            &self.hash,
        ]
    }
}

/// Requests, column by column.
#[derive(Default)]
pub(super) struct Requests<'c> {
    callers: Vec<&'c str>,
    methods: Vec<&'c str>,
    ids: Vec<&'c [u8]>,
    digests: Vec<&'c [u8]>,
    answers: Vec<Vec<u8>>,
}

impl<'c> Requests<'c> {
    pub(super) fn of(requests: &'c [NewRequest]) -> Self {
        let mut columns = Self::default();
        for NewRequest { key, answer } in requests {
            columns.callers.push(&key.caller);
            columns.methods.push(&key.method);
            columns.ids.push(&key.id);
            columns.digests.push(&key.digest);
            columns.answers.push(pack_places(answer));
        }
        columns
    }

    pub(super) fn values<'v>(
        &'v self,
        fair: &'v &str,
        sequence: &'v i64,
    ) -> Vec<&'v (dyn ToSql + Sync)> {
        vec![
            fair,
            sequence,
            &self.callers,
            &self.methods,
            &self.ids,
            &self.digests,
            &self.answers,
        ]
    }
}

/// Changes, column by column.
#[derive(Default)]
pub(super) struct Changes<'c> {
    sequences: Vec<i64>,
    ordinals: Vec<i64>,
    collections: Vec<&'c str>,
    ids: Vec<&'c str>,
    revisions: Vec<i64>,
    states: Vec<i64>,
    reasons: Vec<&'c [u8]>,
    moved_to: Vec<&'c [u8]>,
    body_digests: Vec<&'c [u8]>,
    salts: Vec<Option<&'c [u8]>>,
    facts: Vec<&'c [u8]>,
    bodies: Vec<Option<&'c [u8]>>,
}

impl<'c> Changes<'c> {
    pub(super) fn of(changes: &'c [StoredChange]) -> Self {
        let mut columns = Self::default();
        for change in changes {
            let (collection, id) = parted(&change.name);
            columns.sequences.push(change.place.sequence);
            columns.ordinals.push(change.place.ordinal);
            columns.collections.push(collection);
            columns.ids.push(id);
            columns.revisions.push(change.revision);
            columns.states.push(change.state.code());
            columns.reasons.push(change.reason.as_bytes());
            columns.moved_to.push(change.moved_to.as_bytes());
            columns.body_digests.push(&change.body_digest.0);
            columns.salts.push(change.salt.as_ref().map(AsRef::as_ref));
            columns.facts.push(&change.facts);
            columns.bodies.push(change.body.as_deref());
        }
        columns
    }

    pub(super) fn values<'v>(&'v self, fair: &'v &str) -> Vec<&'v (dyn ToSql + Sync)> {
        vec![
            fair,
            &self.sequences,
            &self.ordinals,
            &self.collections,
            &self.ids,
            &self.revisions,
            &self.states,
            &self.reasons,
            &self.moved_to,
            &self.body_digests,
            &self.salts,
            &self.facts,
            &self.bodies,
        ]
    }
}

/// Rows of cell history, column by column.
#[derive(Default)]
pub(super) struct Cells<'c> {
    roll_ups: Vec<i64>,
    keys: Vec<&'c [u8]>,
    sequences: Vec<i64>,
    facts: Vec<i64>,
    quantities: [Vec<i64>; 4],
}

impl<'c> Cells<'c> {
    pub(super) fn of(cells: &'c [CellRow]) -> Self {
        let mut columns = Self::default();
        for cell in cells {
            columns.roll_ups.push(cell.key.roll_up);
            columns.keys.push(&cell.key.values);
            columns.sequences.push(cell.sequence);
            columns.facts.push(cell.totals.facts);
            for (column, quantity) in columns.quantities.iter_mut().zip(cell.totals.quantities) {
                column.push(quantity);
            }
        }
        columns
    }

    pub(super) fn values<'v>(&'v self, fair: &'v &str) -> Vec<&'v (dyn ToSql + Sync)> {
        let [first, second, third, fourth] = &self.quantities;
        vec![
            fair,
            &self.roll_ups,
            &self.keys,
            &self.sequences,
            &self.facts,
            first,
            second,
            third,
            fourth,
        ]
    }
}
