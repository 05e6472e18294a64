//! What a transaction appends: each table in one statement, all sent before the first is
//! answered. Requests go in first, so it is they that are refused when a key is there.

use futures_util::future::join_all;
use tokio_postgres::types::ToSql;

use crate::{
    Fair,
    store::{FairCommit, Head, RollUpRow, Snapshot, StoreError, Transaction},
};

use super::{
    columns::{Cells, Changes, Position, Requests},
    rows::{self, HEAD, column},
    session::Session,
};

const APPENDING: &str = "appending a commit";

impl Transaction for Session<'_> {
    fn lock_head(&mut self, fair: &Fair) -> Result<Option<Head>, StoreError> {
        const DOING: &str = "locking a head";
        // No key of another row refers to a head, so this is enough to be alone.
        let lock = format!("SELECT {HEAD} FROM head WHERE fair = $1 FOR NO KEY UPDATE");
        let key = fair.as_str();
        let mut found = self.one(DOING, &lock, &[&key])?;
        if found.is_none() {
            // Nothing can be locked that is not there. Who else makes it meanwhile
            // is waited for, and then it is there.
            let make = "INSERT INTO head (fair, sequence, floor_us, hash) \
                        VALUES ($1, 0, 0, decode(repeat('00', 32), 'hex')) \
                        ON CONFLICT (fair) DO NOTHING RETURNING fair";
            if self.one(DOING, make, &[&key])?.is_some() {
                self.placeholders.insert(fair.clone());
            }
            found = self.one(DOING, &lock, &[&key])?;
        }
        if self.placeholders.contains(fair) {
            return Ok(None);
        }
        found.map(|row| rows::head(&row, 0)).transpose()
    }

    fn append(&mut self, commit: &FairCommit<'_>) -> Result<(), StoreError> {
        let fair = commit.fair.as_str();
        let requests = Requests::of(commit.requests);
        let changes = Changes::of(commit.changes);
        let cells = Cells::of(commit.cells);
        let (head, position) = (commit.head, commit.position);
        let floor = head.floor.0;
        let recorded_at = head.recorded_at.map(|at| at.0);
        let hash = head.hash.0.as_slice();
        let mut statements: Vec<(&str, Vec<&(dyn ToSql + Sync)>)> = Vec::new();
        let sequence = &head.sequence;
        if !commit.requests.is_empty() {
            statements.push((PUT_REQUESTS, requests.values(&fair, sequence)));
        }
        statements.push((PUT_HEAD, vec![&fair, sequence, &recorded_at, &floor, &hash]));
        let row = position.map(Position::of);
        if let Some(row) = &row {
            statements.push((PUT_POSITION, row.values(&fair)));
        }
        if !commit.changes.is_empty() {
            statements.push((PUT_CHANGES, changes.values(&fair)));
        }
        if !commit.cells.is_empty() {
            statements.push((PUT_CELLS, cells.values(&fair)));
        }
        self.send(&statements)?;
        self.placeholders.remove(commit.fair);
        Ok(())
    }

    fn register_roll_up(&mut self, roll_up: &RollUpRow) -> Result<i64, StoreError> {
        const SQL: &str =
            "INSERT INTO roll_up (cube, dimensions, quantities) VALUES ($1, $2, $3) RETURNING id";
        const DOING: &str = "registering a roll-up";
        self.roll_ups_changed = true;
        let row = self.one(
            DOING,
            SQL,
            &[&roll_up.cube, &roll_up.dimensions, &roll_up.quantities],
        )?;
        match row {
            Some(row) => column(&row, 0),
            None => Err(StoreError::Failed {
                doing: DOING,
                source: "the server gave it no id".into(),
            }),
        }
    }

    fn forget_roll_up(&mut self, id: i64) -> Result<(), StoreError> {
        const DOING: &str = "forgetting a roll-up";
        self.roll_ups_changed = true;
        // The fair leads every key, so one fair after the other.
        for (fair, _) in self.heads()? {
            let forget = "DELETE FROM cell WHERE fair = $1 AND roll_up = $2";
            self.all(DOING, forget, &[&fair.as_str(), &id])?;
        }
        self.all(DOING, "DELETE FROM roll_up WHERE id = $1", &[&id])?;
        Ok(())
    }

    fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        for fair in std::mem::take(&mut self.placeholders) {
            let forget = "DELETE FROM head WHERE fair = $1";
            self.all("letting a head go", forget, &[&fair.as_str()])?;
        }
        if !self.roll_ups_changed {
            return self.settle();
        }
        let (seen, access) = (self.roll_ups_seen()?, self.access);
        self.settle()?;
        access.made(seen);
        Ok(())
    }
}

impl Session<'_> {
    /// Runs statements in their order without waiting for one before the next is sent.
    fn send(&mut self, statements: &[(&str, Vec<&(dyn ToSql + Sync)>)]) -> Result<(), StoreError> {
        let access = self.access;
        let connection = self.connection()?;
        let sent = access.ask(APPENDING, async {
            let mut prepared = Vec::with_capacity(statements.len());
            for (sql, values) in statements {
                prepared.push((connection.prepared(sql).await?, values));
            }
            let client = &connection.client;
            // Each is sent when it is first asked, which is in this order.
            let sent = prepared
                .iter()
                .map(|(statement, values)| client.execute(statement, values));
            // The first error is the cause; those after it only echo it.
            join_all(sent)
                .await
                .into_iter()
                .try_for_each(|sent| sent.map(drop))
        });
        self.noted(sent)
    }
}

const PUT_HEAD: &str = "INSERT INTO head (fair, sequence, recorded_at_us, floor_us, hash) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (fair) DO UPDATE SET \
     sequence = excluded.sequence, recorded_at_us = excluded.recorded_at_us, \
     floor_us = excluded.floor_us, hash = excluded.hash";

const PUT_POSITION: &str = "INSERT INTO position (fair, sequence, recorded_at_us, changes, hash) \
     VALUES ($1, $2, $3, $4, $5)";

const PUT_REQUESTS: &str = "INSERT INTO request (fair, sequence, caller, method, id, digest, answer) \
     SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::bytea[], $6::bytea[], $7::bytea[])";

const PUT_CHANGES: &str = "INSERT INTO change (fair, sequence, ordinal, collection, id, revision, state, \
       reason, moved_to, body_digest, salt, facts, body) \
     SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], \
       $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[], $12::bytea[], $13::bytea[])";

const PUT_CELLS: &str = "INSERT INTO cell (fair, roll_up, cell, sequence, facts, \
       quantity_1, quantity_2, quantity_3, quantity_4) \
     SELECT $1, * FROM unnest($2::bigint[], $3::bytea[], $4::bigint[], $5::bigint[], \
       $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[])";
