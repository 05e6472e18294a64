//! Rows of SQLite to rows of a store.

use rusqlite::{Row, types::Type};

use crate::{
    CellKey, Hash, LogPlace, RecordedAt, RequestKey, State, Totals,
    store::{CellRow, Head, PositionRow, RequestRow, StoredChange, rows::unpack_places},
};

/// The columns of a change, in the order [`change`] reads them.
pub(super) const CHANGE: &str = "change.sequence, change.ordinal, position.recorded_at_us, change.name, \
     change.revision, change.state, change.reason, change.moved_to, change.salt, change.body, \
     change.body_digest, change.facts";

/// What a change must satisfy to be one of the position that leads to it.
pub(super) const SAME_POSITION: &str =
    "change.fair = position.fair AND change.sequence = position.sequence";

/// The columns of a cell's totals, in the order [`totals`] reads them.
pub(super) const TOTALS: &str = "facts, quantity_1, quantity_2, quantity_3, quantity_4";

/// The columns of a head, in the order [`head`] reads them.
pub(super) const HEAD: &str = "sequence, recorded_at_us, floor_us, hash";

pub(super) fn head(row: &Row<'_>, first: usize) -> rusqlite::Result<Head> {
    Ok(Head {
        sequence: row.get(first)?,
        recorded_at: row.get::<_, Option<i64>>(first + 1)?.map(RecordedAt),
        floor: RecordedAt(row.get(first + 2)?),
        hash: Hash(row.get(first + 3)?),
    })
}

pub(super) fn position(row: &Row<'_>) -> rusqlite::Result<PositionRow> {
    Ok(PositionRow {
        sequence: row.get(0)?,
        recorded_at: RecordedAt(row.get(1)?),
        changes: row.get(2)?,
        hash: Hash(row.get(3)?),
    })
}

pub(super) fn change(row: &Row<'_>) -> rusqlite::Result<StoredChange> {
    let state: i64 = row.get(5)?;
    Ok(StoredChange {
        place: LogPlace {
            sequence: row.get(0)?,
            ordinal: row.get(1)?,
        },
        recorded_at: RecordedAt(row.get(2)?),
        name: row.get(3)?,
        revision: row.get(4)?,
        state: State::from_code(state).ok_or(rusqlite::Error::IntegralValueOutOfRange(5, state))?,
        reason: row.get(6)?,
        moved_to: row.get(7)?,
        salt: row.get(8)?,
        body: row.get(9)?,
        body_digest: Hash(row.get(10)?),
        facts: row.get(11)?,
    })
}

pub(super) fn totals(row: &Row<'_>, first: usize) -> rusqlite::Result<Totals> {
    Ok(Totals {
        facts: row.get(first)?,
        quantities: [
            row.get(first + 1)?,
            row.get(first + 2)?,
            row.get(first + 3)?,
            row.get(first + 4)?,
        ],
    })
}

pub(super) fn cell(row: &Row<'_>) -> rusqlite::Result<CellRow> {
    Ok(CellRow {
        key: CellKey {
            roll_up: row.get(0)?,
            values: row.get(1)?,
        },
        sequence: row.get(2)?,
        totals: totals(row, 3)?,
    })
}

pub(super) fn request(row: &Row<'_>) -> rusqlite::Result<RequestRow> {
    Ok(RequestRow {
        key: RequestKey {
            caller: row.get(0)?,
            method: row.get(1)?,
            id: row.get(2)?,
            digest: row.get(3)?,
        },
        sequence: row.get(4)?,
        answer: places(row, 5)?,
    })
}

/// Reads the places of an answer back.
pub(super) fn places(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<LogPlace>> {
    let bytes: Vec<u8> = row.get(column)?;
    unpack_places(&bytes)
        .map_err(|why| rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, why.into()))
}
