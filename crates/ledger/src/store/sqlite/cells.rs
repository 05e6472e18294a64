//! The two tables of cell history, asked as if they were one.
//!
//! A commit touches a row of each of its cells. In one big table ordered by
//! cell each of them lies in a page of its own, and all these pages are
//! written with every commit. So new rows go into the small table `fresh_cell`,
//! where they lie close together, and every few thousand rows those that have a
//! successor there are moved into `cell` in one go.
//!
//! The newest row of each cell stays: so `fresh_cell` has every cell, and what
//! is asked most is answered by it alone, however long the history has grown.

use std::cell::Cell;

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

use crate::store::CellRow;

use super::rows::TOTALS;

/// The fresh rows that have a successor there.
const SUCCEEDED: &str = "FROM fresh_cell AS old WHERE EXISTS (SELECT 1 FROM fresh_cell AS later \
     WHERE later.fair = old.fair AND later.roll_up = old.roll_up AND later.cell = old.cell \
       AND later.sequence > old.sequence)";

/// How many rows `fresh_cell` holds, and when some are moved.
pub(super) struct FreshRows {
    /// Too many rather than too few after a transaction was taken back.
    held: Cell<usize>,
    /// How many the last move left there: one for each cell.
    left: Cell<usize>,
    limit: usize,
}

impl FreshRows {
    /// Counts the rows, some of which are moved once `limit` have gathered.
    pub(super) fn count(connection: &Connection, limit: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            held: Cell::new(count(connection, "fresh_cell")?),
            left: Cell::new(count(
                connection,
                "(SELECT DISTINCT fair, roll_up, cell FROM fresh_cell)",
            )?),
            limit,
        })
    }

    /// Appends rows, and before that moves the ones that have gathered.
    pub(super) fn append(
        &self,
        connection: &Connection,
        fair: &str,
        cells: &[CellRow],
    ) -> rusqlite::Result<()> {
        let (held, left) = (self.held.get(), self.left.get());
        // A move looks at all rows, so it waits for more the more there are.
        if held.saturating_sub(left) >= self.limit.max(left / 2) {
            self.make_room(connection)?;
        }
        self.held.set(self.held.get() + cells.len());
        insert(connection, fair, cells)
    }

    fn make_room(&self, connection: &Connection) -> rusqlite::Result<()> {
        let copy = format!("INSERT INTO cell SELECT old.* {SUCCEEDED}");
        connection.prepare_cached(&copy)?.execute([])?;
        let remove = format!("DELETE {SUCCEEDED}");
        connection.prepare_cached(&remove)?.execute([])?;
        let left = count(connection, "fresh_cell")?;
        self.held.set(left);
        self.left.set(left);
        Ok(())
    }
}

fn count(connection: &Connection, rows: &str) -> rusqlite::Result<usize> {
    let sql = format!("SELECT count(*) FROM {rows}");
    let counted: i64 = connection
        .prepare_cached(&sql)?
        .query_row([], |row| row.get(0))?;
    Ok(usize::try_from(counted).unwrap_or(usize::MAX))
}

fn insert(connection: &Connection, fair: &str, cells: &[CellRow]) -> rusqlite::Result<()> {
    let mut put = connection.prepare_cached(
        "INSERT INTO fresh_cell (fair, roll_up, cell, sequence, facts, \
                                 quantity_1, quantity_2, quantity_3, quantity_4) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for CellRow {
        key,
        sequence,
        totals,
    } in cells
    {
        let [first, second, third, fourth] = totals.quantities;
        put.execute(params![
            fair,
            key.roll_up,
            key.values,
            sequence,
            totals.facts,
            first,
            second,
            third,
            fourth
        ])?;
    }
    Ok(())
}

/// Forgets the rows of a roll-up of a fair.
pub(super) fn forget(connection: &Connection, fair: &str, roll_up: i64) -> rusqlite::Result<()> {
    for table in ["cell", "fresh_cell"] {
        let sql = format!("DELETE FROM {table} WHERE fair = ?1 AND roll_up = ?2");
        connection.execute(&sql, params![fair, roll_up])?;
    }
    Ok(())
}

/// The newest totals of a cell (fair, roll-up, values) at a sequence. A fresh
/// row is later than all others of its cell, so the second table is asked only
/// if the first has none.
pub(super) fn newest_sql() -> String {
    let newest = |table: &str| {
        format!(
            "SELECT * FROM (SELECT {TOTALS} FROM {table} \
             WHERE fair = ?1 AND roll_up = ?2 AND cell = ?3 AND sequence <= ?4 \
             ORDER BY sequence DESC LIMIT 1)"
        )
    };
    format!(
        "{} UNION ALL {} LIMIT 1",
        newest("fresh_cell"),
        newest("cell")
    )
}

/// The history of the cells of a fair after a row (roll-up, values, sequence),
/// in the order of the keys.
pub(super) fn history_sql() -> String {
    let rows = |table: &str| {
        format!(
            "SELECT roll_up, cell, sequence, {TOTALS} FROM {table} \
             WHERE fair = ?1 AND (roll_up, cell, sequence) > (?2, ?3, ?4)"
        )
    };
    format!(
        "{} UNION ALL {} ORDER BY roll_up, cell, sequence LIMIT ?5",
        rows("cell"),
        rows("fresh_cell")
    )
}

/// Seeks the keys of the cells of a roll-up, all of which have a fresh row.
pub(super) struct Keys<'c> {
    seek: CachedStatement<'c>,
}

impl<'c> Keys<'c> {
    pub(super) fn of(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            seek: connection.prepare_cached(
                "SELECT cell FROM fresh_cell WHERE fair = ?1 AND roll_up = ?2 AND cell >= ?3 \
                 ORDER BY cell LIMIT 1",
            )?,
        })
    }

    /// The least key that is not less than `from`.
    pub(super) fn seek(
        &mut self,
        fair: &str,
        roll_up: i64,
        from: &[u8],
    ) -> rusqlite::Result<Option<Vec<u8>>> {
        self.seek
            .query_row(params![fair, roll_up, from], |row| row.get(0))
            .optional()
    }
}

/// Seeks the sequences at which a cell was touched.
pub(super) struct Touches<'c> {
    /// The earlier rows first.
    tables: [CachedStatement<'c>; 2],
}

impl<'c> Touches<'c> {
    pub(super) fn of(connection: &'c Connection) -> rusqlite::Result<Self> {
        let seek = |table: &str| {
            connection.prepare_cached(&format!(
                "SELECT sequence FROM {table} WHERE fair = ?1 AND roll_up = ?2 AND cell = ?3 \
                   AND sequence BETWEEN ?4 AND ?5 ORDER BY sequence LIMIT 1"
            ))
        };
        Ok(Self {
            tables: [seek("cell")?, seek("fresh_cell")?],
        })
    }

    /// The first sequence from `from` through `through`.
    pub(super) fn seek(
        &mut self,
        (fair, roll_up, cell): (&str, i64, &[u8]),
        from: i64,
        through: i64,
    ) -> rusqlite::Result<Option<i64>> {
        for table in &mut self.tables {
            let key = params![fair, roll_up, cell, from, through];
            let found = table.query_row(key, |row| row.get(0)).optional()?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}
