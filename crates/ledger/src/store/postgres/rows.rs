//! Rows of PostgreSQL to rows of a store.

use tokio_postgres::{Row, types::FromSql};

use crate::{
    CellKey, Fair, Hash, LogPlace, RecordedAt, RequestKey, State, Totals,
    revision::split_name,
    store::{
        CellRow, Head, PositionRow, RequestRow, StoreError, StoredChange, StoredRequest,
        rows::unpack_places,
    },
};

/// The columns of a head, in the order [`head`] reads them.
pub(super) const HEAD: &str = "sequence, recorded_at_us, floor_us, hash";

/// The columns of a change, in the order [`change`] reads them.
pub(super) const CHANGE: &str = "change.sequence, change.ordinal, position.recorded_at_us, \
     change.collection, change.id, change.revision, change.state, change.reason, change.moved_to, \
     change.salt, change.body, change.body_digest, change.facts";

/// The columns of a cell's totals, in the order [`totals`] reads them.
pub(super) const TOTALS: &str = "facts, quantity_1, quantity_2, quantity_3, quantity_4";

/// The value of a column.
pub(super) fn column<'r, T: FromSql<'r>>(row: &'r Row, index: usize) -> Result<T, StoreError> {
    row.try_get(index).map_err(|error| StoreError::Damaged {
        why: format!("column {index} of a row cannot be read: {error}"),
    })
}

pub(super) fn fair(row: &Row, index: usize) -> Result<Fair, StoreError> {
    let name: &str = column(row, index)?;
    Fair::parse(name).map_err(|_| StoreError::Damaged {
        why: format!("rows are kept of {name:?}, which is no fair"),
    })
}

pub(super) fn head(row: &Row, first: usize) -> Result<Head, StoreError> {
    Ok(Head {
        sequence: column(row, first)?,
        recorded_at: column::<Option<i64>>(row, first + 1)?.map(RecordedAt),
        floor: RecordedAt(column(row, first + 2)?),
        hash: hash(row, first + 3)?,
    })
}

pub(super) fn position(row: &Row) -> Result<PositionRow, StoreError> {
    Ok(PositionRow {
        sequence: column(row, 0)?,
        recorded_at: RecordedAt(column(row, 1)?),
        changes: column(row, 2)?,
        hash: hash(row, 3)?,
    })
}

/// Reads a change whose columns begin at `first`.
pub(super) fn change(row: &Row, first: usize) -> Result<StoredChange, StoreError> {
    let state: i64 = column(row, first + 6)?;
    Ok(StoredChange {
        place: place(row, first)?,
        recorded_at: RecordedAt(column(row, first + 2)?),
        name: joined(column(row, first + 3)?, column(row, first + 4)?),
        revision: column(row, first + 5)?,
        state: State::from_code(state).ok_or_else(|| StoreError::Damaged {
            why: format!("a change is in state {state}, which is none"),
        })?,
        reason: utf8(column(row, first + 7)?)?,
        moved_to: utf8(column(row, first + 8)?)?,
        salt: column::<Option<&[u8]>>(row, first + 9)?
            .map(exactly)
            .transpose()?,
        body: column(row, first + 10)?,
        body_digest: hash(row, first + 11)?,
        facts: column(row, first + 12)?,
    })
}

pub(super) fn place(row: &Row, first: usize) -> Result<LogPlace, StoreError> {
    Ok(LogPlace {
        sequence: column(row, first)?,
        ordinal: column(row, first + 1)?,
    })
}

pub(super) fn totals(row: &Row, first: usize) -> Result<Totals, StoreError> {
    Ok(Totals {
        facts: column(row, first)?,
        quantities: [
            column(row, first + 1)?,
            column(row, first + 2)?,
            column(row, first + 3)?,
            column(row, first + 4)?,
        ],
    })
}

pub(super) fn cell(row: &Row) -> Result<CellRow, StoreError> {
    Ok(CellRow {
        key: CellKey {
            roll_up: column(row, 0)?,
            values: column(row, 1)?,
        },
        sequence: column(row, 2)?,
        totals: totals(row, 3)?,
    })
}

pub(super) fn stored_request(row: &Row, first: usize) -> Result<StoredRequest, StoreError> {
    Ok(StoredRequest {
        digest: exactly(column(row, first)?)?,
        sequence: column(row, first + 1)?,
        answer: unpack_places(column(row, first + 2)?).map_err(|why| StoreError::Damaged {
            why: why.to_owned(),
        })?,
    })
}

pub(super) fn request(row: &Row) -> Result<RequestRow, StoreError> {
    let StoredRequest {
        digest,
        sequence,
        answer,
    } = stored_request(row, 3)?;
    Ok(RequestRow {
        key: RequestKey {
            caller: column(row, 0)?,
            method: column(row, 1)?,
            id: exactly(column(row, 2)?)?,
            digest,
        },
        sequence,
        answer,
    })
}

/// The collection and the id a name is kept under. No record has a NUL in its name, and
/// the server takes none, so such a name is that of no record: it has no id.
pub(super) fn parted(name: &str) -> (&str, &str) {
    if name.contains('\0') {
        return ("", "");
    }
    split_name(name).unwrap_or(("", name))
}

fn joined(collection: &str, id: &str) -> String {
    if collection.is_empty() {
        return id.to_owned();
    }
    format!("{collection}/{id}")
}

fn utf8(bytes: &[u8]) -> Result<String, StoreError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(StoreError::Damaged {
            why: format!("a text is none: {error}"),
        }),
    }
}

fn hash(row: &Row, index: usize) -> Result<Hash, StoreError> {
    Ok(Hash(exactly(column(row, index)?)?))
}

fn exactly<const LENGTH: usize>(bytes: &[u8]) -> Result<[u8; LENGTH], StoreError> {
    bytes.try_into().map_err(|_| StoreError::Damaged {
        why: format!("{} bytes stand where {LENGTH} must", bytes.len()),
    })
}
