//! Loose walks over the indexes: seek the next key, seek its newest row, and
//! leap over everything between. The work grows with the keys that are wanted,
//! not with how often each was written.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap},
    ops::{ControlFlow, RangeInclusive},
};

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    Fair, State, Totals,
    store::{RecordPage, Scan, ScanStep, StoreError, StoredChange},
};

use super::{
    cells::{self, Keys, Touches},
    failed,
    read::newest_sql,
    rows,
};

/// The fairs that any table has rows of.
pub(super) fn fairs(connection: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for table in [
        "head",
        "position",
        "record",
        "request",
        "cell",
        "fresh_cell",
    ] {
        let sql = format!("SELECT fair FROM {table} WHERE fair > ?1 ORDER BY fair LIMIT 1");
        let mut next = connection.prepare_cached(&sql)?;
        // No fair has an empty name.
        let mut after = String::new();
        while let Some(fair) = next.query_row([&after], |row| row.get(0)).optional()? {
            after = fair;
            found.insert(after.clone());
        }
    }
    Ok(found)
}

/// A page of a collection.
pub(super) fn records(
    connection: &Connection,
    page: &RecordPage<'_>,
) -> rusqlite::Result<Vec<StoredChange>> {
    let mut next_id = connection.prepare_cached(
        "SELECT id FROM record WHERE fair = ?1 AND collection = ?2 AND id > ?3 \
         ORDER BY id LIMIT 1",
    )?;
    let mut newest = connection.prepare_cached(&newest_sql())?;
    let fair = page.fair.as_str();
    let mut found = Vec::new();
    // No id is empty, so the empty text lies before all.
    let mut after = page.after_id.unwrap_or_default().to_owned();
    while found.len() < page.limit {
        let key = params![fair, page.collection, after];
        let Some(id) = next_id
            .query_row(key, |row| row.get::<_, String>(0))
            .optional()?
        else {
            break;
        };
        let key = params![fair, page.collection, id, page.sequence];
        let change = newest.query_row(key, rows::change).optional()?;
        let shown = |change: &StoredChange| page.show_retired || change.state == State::Live;
        found.extend(change.filter(shown));
        after = id;
    }
    Ok(found)
}

/// The cells a scan allows, with their totals.
pub(super) fn cells(
    connection: &Connection,
    fair: &Fair,
    scan: &Scan,
    sequence: i64,
    visit: &mut dyn FnMut(&[u8], Totals) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let error = |error| failed("reading cells", error);
    let mut newest = connection
        .prepare_cached(&cells::newest_sql())
        .map_err(error)?;
    keys(connection, fair, scan, &mut |cell| {
        let key = params![fair.as_str(), scan.roll_up, cell, sequence];
        let totals = newest
            .query_row(key, |row| rows::totals(row, 0))
            .optional()
            .map_err(error)?;
        // A cell first touched later is not there yet.
        Ok(totals.map_or(ControlFlow::Continue(()), |totals| visit(cell, totals)))
    })
}

/// The sequences at which cells a scan allows were touched, merged.
pub(super) fn touched(
    connection: &Connection,
    fair: &Fair,
    scan: &Scan,
    range: RangeInclusive<i64>,
    limit: usize,
) -> Result<Vec<i64>, StoreError> {
    let error = |error| failed("reading cells", error);
    let mut touches = Touches::of(connection).map_err(error)?;
    let mut next_touch = |cell: &[u8], from: i64| {
        let key = (fair.as_str(), scan.roll_up, cell);
        touches.seek(key, from, *range.end()).map_err(error)
    };
    let mut waiting = BinaryHeap::new();
    keys(connection, fair, scan, &mut |cell| {
        if let Some(sequence) = next_touch(cell, *range.start())? {
            waiting.push(Reverse((sequence, cell.to_vec())));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let mut found: Vec<i64> = Vec::new();
    while let Some(Reverse((sequence, cell))) = waiting.pop() {
        if found.last() != Some(&sequence) {
            if found.len() == limit {
                break;
            }
            found.push(sequence);
        }
        if let Some(later) = next_touch(&cell, sequence.saturating_add(1))? {
            waiting.push(Reverse((later, cell)));
        }
    }
    Ok(found)
}

/// Is shown a key, and says whether to go on.
type KeyVisitor<'v> = dyn FnMut(&[u8]) -> Result<ControlFlow<()>, StoreError> + 'v;

/// The keys a scan allows, whatever their history.
fn keys(
    connection: &Connection,
    fair: &Fair,
    scan: &Scan,
    visit: &mut KeyVisitor<'_>,
) -> Result<(), StoreError> {
    let error = |error| failed("reading cells", error);
    let mut keys = Keys::of(connection).map_err(error)?;
    let mut from = scan.start();
    loop {
        let found = keys
            .seek(fair.as_str(), scan.roll_up, &from)
            .map_err(error)?;
        let Some(cell) = found else {
            return Ok(());
        };
        from = match scan.step(&cell) {
            ScanStep::Take(next) => match visit(&cell)? {
                ControlFlow::Continue(()) => next,
                ControlFlow::Break(()) => return Ok(()),
            },
            ScanStep::Seek(next) => next,
            ScanStep::End => return Ok(()),
            ScanStep::Damaged => {
                let why = format!(
                    "a cell of roll-up {} of {fair} has a broken key",
                    scan.roll_up
                );
                return Err(StoreError::Damaged { why });
            }
        };
    }
}
