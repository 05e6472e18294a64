//! What a session answers.

use std::ops::ControlFlow;

use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row, params};

use crate::{
    CellKey, Fair, LogPlace, RequestKey, Totals,
    revision::split_name,
    store::{
        Head, PositionRow, RecordPage, RollUpRow, Scan, Snapshot, StoreError, StoredChange,
        StoredRequest,
    },
};

use super::{
    Session, cells, failed,
    rows::{self, CHANGE, HEAD, SAME_POSITION},
    walk,
};

impl Snapshot for Session<'_> {
    fn heads(&mut self) -> Result<Vec<(Fair, Head)>, StoreError> {
        let sql = format!("SELECT fair, {HEAD} FROM head ORDER BY fair");
        let found = self.all("reading the heads", &sql, [], |row| {
            Ok((row.get::<_, String>(0)?, rows::head(row, 1)?))
        })?;
        found
            .into_iter()
            .map(|(name, head)| Ok((fair(&name)?, head)))
            .collect()
    }

    fn head(&mut self, fair: &Fair) -> Result<Option<Head>, StoreError> {
        let sql = format!("SELECT {HEAD} FROM head WHERE fair = ?1");
        self.one("reading a head", &sql, [fair.as_str()], |row| {
            rows::head(row, 0)
        })
    }

    fn position(&mut self, fair: &Fair, sequence: i64) -> Result<Option<PositionRow>, StoreError> {
        self.one(
            "reading a position",
            "SELECT sequence, recorded_at_us, changes, hash FROM position WHERE fair = ?1 AND sequence = ?2",
            params![fair.as_str(), sequence],
            rows::position,
        )
    }

    fn requests(
        &mut self,
        fair: &Fair,
        keys: &[&RequestKey],
    ) -> Result<Vec<Option<StoredRequest>>, StoreError> {
        self.each(
            "looking up requests",
            "SELECT digest, sequence, answer FROM request \
             WHERE fair = ?1 AND caller = ?2 AND method = ?3 AND id = ?4",
            keys,
            |statement, key| {
                let read = |row: &Row<'_>| {
                    Ok(StoredRequest {
                        digest: row.get(0)?,
                        sequence: row.get(1)?,
                        answer: rows::places(row, 2)?,
                    })
                };
                statement.query_row(params![fair.as_str(), key.caller, key.method, key.id], read)
            },
        )
    }

    fn changes_at(
        &mut self,
        fair: &Fair,
        places: &[LogPlace],
    ) -> Result<Vec<Option<StoredChange>>, StoreError> {
        let sql = format!(
            "SELECT {CHANGE} FROM position CROSS JOIN change \
               ON change.id = position.first_change + ?3 \
             WHERE position.fair = ?1 AND position.sequence = ?2 AND {SAME_POSITION} \
               AND change.ordinal = ?3"
        );
        self.each("reading the log", &sql, places, |statement, place| {
            let key = params![fair.as_str(), place.sequence, place.ordinal];
            statement.query_row(key, rows::change)
        })
    }

    fn log(
        &mut self,
        fair: &Fair,
        after: LogPlace,
        through: i64,
        limit: usize,
    ) -> Result<Vec<StoredChange>, StoreError> {
        let sql = format!(
            "SELECT {CHANGE} FROM position CROSS JOIN change ON change.id \
               BETWEEN position.first_change AND position.first_change + position.changes - 1 \
             WHERE position.fair = ?1 AND position.sequence BETWEEN ?2 AND ?4 AND {SAME_POSITION} \
               AND (position.sequence > ?2 OR change.ordinal > ?3) \
             ORDER BY position.sequence, change.id LIMIT ?5"
        );
        let key = params![
            fair.as_str(),
            after.sequence,
            after.ordinal,
            through,
            bound(limit)
        ];
        self.all("reading the log", &sql, key, rows::change)
    }

    fn newest(
        &mut self,
        fair: &Fair,
        names: &[&str],
        sequence: i64,
    ) -> Result<Vec<Option<StoredChange>>, StoreError> {
        self.each(
            "reading records",
            &newest_sql(),
            names,
            |statement, name| {
                let (collection, id) = split_name(name).unwrap_or(("", name));
                let key = params![fair.as_str(), collection, id, sequence];
                statement.query_row(key, rows::change)
            },
        )
    }

    fn revision_places(
        &mut self,
        fair: &Fair,
        revisions: &[(&str, i64)],
    ) -> Result<Vec<Option<LogPlace>>, StoreError> {
        self.each(
            "looking up revisions",
            "SELECT sequence, ordinal FROM record \
             WHERE fair = ?1 AND collection = ?2 AND id = ?3 AND revision = ?4",
            revisions,
            |statement, (name, revision)| {
                let (collection, id) = split_name(name).unwrap_or(("", name));
                let read = |row: &Row<'_>| {
                    Ok(LogPlace {
                        sequence: row.get(0)?,
                        ordinal: row.get(1)?,
                    })
                };
                statement.query_row(params![fair.as_str(), collection, id, revision], read)
            },
        )
    }

    fn records(&mut self, page: &RecordPage<'_>) -> Result<Vec<StoredChange>, StoreError> {
        walk::records(self.connection(), page).map_err(|error| failed("listing records", error))
    }

    fn totals(
        &mut self,
        fair: &Fair,
        cells: &[&CellKey],
        sequence: i64,
    ) -> Result<Vec<Option<Totals>>, StoreError> {
        self.each(
            "reading cells",
            &cells::newest_sql(),
            cells,
            |statement, cell| {
                let key = params![fair.as_str(), cell.roll_up, cell.values, sequence];
                statement.query_row(key, |row| rows::totals(row, 0))
            },
        )
    }

    fn scan(
        &mut self,
        fair: &Fair,
        scan: &Scan,
        sequence: i64,
        visit: &mut dyn FnMut(&[u8], Totals) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        walk::cells(self.connection(), fair, scan, sequence, visit)
    }

    fn touched(
        &mut self,
        fair: &Fair,
        scan: &Scan,
        from: i64,
        through: i64,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        walk::touched(self.connection(), fair, scan, from..=through, limit)
    }

    fn roll_ups(&mut self) -> Result<Vec<RollUpRow>, StoreError> {
        self.all(
            "reading the roll-ups",
            "SELECT id, cube, dimensions, quantities FROM roll_up ORDER BY id",
            [],
            |row| {
                Ok(RollUpRow {
                    id: row.get(0)?,
                    cube: row.get(1)?,
                    dimensions: row.get(2)?,
                    quantities: row.get(3)?,
                })
            },
        )
    }
}

impl Session<'_> {
    pub(super) fn connection(&self) -> &Connection {
        &self.transaction
    }

    pub(super) fn one<T>(
        &self,
        doing: &'static str,
        sql: &str,
        key: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let ask = || {
            self.connection()
                .prepare_cached(sql)?
                .query_row(key, read)
                .optional()
        };
        ask().map_err(|error| failed(doing, error))
    }

    pub(super) fn all<T>(
        &self,
        doing: &'static str,
        sql: &str,
        key: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let ask = || -> rusqlite::Result<Vec<T>> {
            self.connection()
                .prepare_cached(sql)?
                .query_map(key, read)?
                .collect()
        };
        ask().map_err(|error| failed(doing, error))
    }

    /// Asks the same question of each key.
    pub(super) fn each<K: Copy, T>(
        &self,
        doing: &'static str,
        sql: &str,
        keys: &[K],
        ask: impl Fn(&mut CachedStatement<'_>, K) -> rusqlite::Result<T>,
    ) -> Result<Vec<Option<T>>, StoreError> {
        let ask_all = || -> rusqlite::Result<Vec<Option<T>>> {
            let mut statement = self.connection().prepare_cached(sql)?;
            keys.iter()
                .map(|&key| ask(&mut statement, key).optional())
                .collect()
        };
        ask_all().map_err(|error| failed(doing, error))
    }
}

/// The newest revision of a record (fair, collection, id) at a sequence. The
/// order of the joins is the order of the look-ups, hence the CROSS.
pub(super) fn newest_sql() -> String {
    format!(
        "SELECT {CHANGE} FROM record \
         CROSS JOIN position ON position.fair = record.fair \
           AND position.sequence = record.sequence \
         CROSS JOIN change ON change.id = position.first_change + record.ordinal \
         WHERE record.fair = ?1 AND record.collection = ?2 AND record.id = ?3 \
           AND record.sequence <= ?4 AND {SAME_POSITION} \
         ORDER BY record.revision DESC LIMIT 1"
    )
}

pub(super) fn fair(name: &str) -> Result<Fair, StoreError> {
    Fair::parse(name).map_err(|_| StoreError::Damaged {
        why: format!("rows are kept of {name:?}, which is no fair"),
    })
}

/// A limit as SQLite takes it.
pub(super) fn bound(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
