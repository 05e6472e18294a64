//! What a transaction appends.

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    Fair,
    revision::split_name,
    store::{
        FairCommit, Head, NewRequest, PositionRow, RollUpRow, Snapshot, StoreError, StoredChange,
        Transaction, rows::pack_places,
    },
};

use super::{Session, cells, failed};

/// How much of the database the writer keeps in memory, in KiB.
///
/// Not more: SQLite walks through all of it at most commits (after a page was
/// split, `pcache1Truncate` scans the whole hash table).
const CACHE_KIB: i64 = 16_384;

/// Settings of the one connection that writes.
pub(super) fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    // The checkpoint thread copies the log; a commit never does.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)
}

impl Transaction for Session<'_> {
    fn lock_head(&mut self, fair: &Fair) -> Result<Option<Head>, StoreError> {
        // BEGIN IMMEDIATE keeps every other writer out already.
        self.head(fair)
    }

    fn append(&mut self, commit: &FairCommit<'_>) -> Result<(), StoreError> {
        let append = || -> rusqlite::Result<()> {
            let (connection, fair) = (self.connection(), commit.fair.as_str());
            put_head(connection, fair, commit.head)?;
            let first_change = put_changes(connection, fair, commit.changes)?;
            if let Some(position) = commit.position {
                put_position(connection, fair, position, first_change)?;
            }
            put_records(connection, fair, commit.changes)?;
            put_requests(connection, fair, commit.head.sequence, commit.requests)?;
            match &self.fresh {
                Some(fresh) => fresh.append(connection, fair, commit.cells),
                None => Ok(()),
            }
        };
        append().map_err(|error| failed("appending a commit", error))
    }

    fn register_roll_up(&mut self, roll_up: &RollUpRow) -> Result<i64, StoreError> {
        self.connection()
            .query_row(
                "INSERT INTO roll_up (cube, dimensions, quantities) VALUES (?1, ?2, ?3) RETURNING id",
                params![roll_up.cube, roll_up.dimensions, roll_up.quantities],
                |row| row.get(0),
            )
            .map_err(|error| failed("registering a roll-up", error))
    }

    fn forget_roll_up(&mut self, id: i64) -> Result<(), StoreError> {
        let forget = || -> rusqlite::Result<()> {
            let connection = self.connection();
            // The fair leads every key, so one fair after the other.
            let mut next = connection
                .prepare("SELECT fair FROM head WHERE fair > ?1 ORDER BY fair LIMIT 1")?;
            let mut after = String::new();
            while let Some(fair) = next
                .query_row([&after], |row| row.get::<_, String>(0))
                .optional()?
            {
                cells::forget(connection, &fair, id)?;
                after = fair;
            }
            connection.execute("DELETE FROM roll_up WHERE id = ?1", [id])?;
            Ok(())
        };
        forget().map_err(|error| failed("forgetting a roll-up", error))
    }

    fn commit(self: Box<Self>) -> Result<(), StoreError> {
        let Self {
            transaction, turn, ..
        } = *self;
        let outcome = transaction.commit();
        drop(turn);
        outcome.map_err(|error| failed("committing", error))
    }
}

fn put_head(connection: &Connection, fair: &str, head: &Head) -> rusqlite::Result<()> {
    let mut put = connection.prepare_cached(
        "INSERT INTO head (fair, sequence, recorded_at_us, floor_us, hash) \
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (fair) DO UPDATE SET \
         sequence = excluded.sequence, recorded_at_us = excluded.recorded_at_us, \
         floor_us = excluded.floor_us, hash = excluded.hash",
    )?;
    put.execute(params![
        fair,
        head.sequence,
        head.recorded_at.map(|at| at.0),
        head.floor.0,
        head.hash.0
    ])?;
    Ok(())
}

fn put_position(
    connection: &Connection,
    fair: &str,
    row: &PositionRow,
    first_change: i64,
) -> rusqlite::Result<()> {
    let mut put = connection.prepare_cached(
        "INSERT INTO position (fair, sequence, recorded_at_us, first_change, changes, hash) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    put.execute(params![
        fair,
        row.sequence,
        row.recorded_at.0,
        first_change,
        row.changes,
        row.hash.0
    ])?;
    Ok(())
}

/// Appends changes to the log and gives the id of the first.
fn put_changes(
    connection: &Connection,
    fair: &str,
    changes: &[StoredChange],
) -> rusqlite::Result<i64> {
    let newest: i64 = connection
        .prepare_cached("SELECT coalesce(max(id), 0) FROM change")?
        .query_row([], |row| row.get(0))?;
    let first = newest + 1;
    let mut put = connection.prepare_cached(
        "INSERT INTO change (id, fair, sequence, ordinal, name, revision, state, reason, \
                             moved_to, body_digest, salt, facts, body) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    for change in changes {
        put.execute(params![
            first + change.place.ordinal,
            fair,
            change.place.sequence,
            change.place.ordinal,
            change.name,
            change.revision,
            change.state.code(),
            change.reason,
            change.moved_to,
            change.body_digest.0,
            change.salt,
            change.facts,
            change.body
        ])?;
    }
    Ok(first)
}

fn put_records(
    connection: &Connection,
    fair: &str,
    changes: &[StoredChange],
) -> rusqlite::Result<()> {
    let mut put = connection.prepare_cached(
        "INSERT INTO record (fair, collection, id, revision, sequence, ordinal) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for change in changes {
        let (collection, id) = split_name(&change.name).unwrap_or(("", &change.name));
        put.execute(params![
            fair,
            collection,
            id,
            change.revision,
            change.place.sequence,
            change.place.ordinal
        ])?;
    }
    Ok(())
}

fn put_requests(
    connection: &Connection,
    fair: &str,
    sequence: i64,
    requests: &[NewRequest],
) -> rusqlite::Result<()> {
    let mut put = connection.prepare_cached(
        "INSERT INTO request (fair, caller, method, id, digest, sequence, answer) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for NewRequest { key, answer } in requests {
        put.execute(params![
            fair,
            key.caller,
            key.method,
            key.id,
            key.digest,
            sequence,
            pack_places(answer)
        ])?;
    }
    Ok(())
}
