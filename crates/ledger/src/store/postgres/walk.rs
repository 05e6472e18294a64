//! Loose walks over the indexes: the server seeks the next key, and the next, and the
//! newest row of each, so the work grows with the keys and not with how often each was
//! written. Keys come by the page; what a scan does not want is passed over here.

use std::ops::{ControlFlow, RangeInclusive};

use crate::{
    Fair, State, Totals,
    store::{RecordPage, Scan, ScanStep, StoreError, StoredChange},
};

use super::{
    read::{bound, newest_sql},
    rows::{self, CHANGE, TOTALS, column},
    session::Session,
};

/// How many keys are asked for at first, and at most. Each page asks for more than the
/// one before, so that a small scan is one short question and a long one few.
const FIRST_PAGE: usize = 64;
const LARGEST_PAGE: usize = 1024;

/// A page of the cells of a roll-up from a key on, with their totals at a sequence.
const CELLS: &str = "WITH RECURSIVE key (cell, nth) AS ( \
       (SELECT cell.cell, 1 FROM cell WHERE fair = $1 AND roll_up = $2 AND cell.cell >= $3 \
        ORDER BY cell.cell LIMIT 1) \
       UNION ALL \
       SELECT next.cell, key.nth + 1 FROM key CROSS JOIN LATERAL ( \
         SELECT cell.cell FROM cell WHERE fair = $1 AND roll_up = $2 AND cell.cell > key.cell \
         ORDER BY cell.cell LIMIT 1) AS next \
       WHERE key.nth < $5::bigint)";

/// A page of the ids of a collection after an id.
const IDS: &str = "WITH RECURSIVE key (id, nth) AS ( \
       (SELECT change.id, 1 FROM change WHERE fair = $1 AND collection = $2 AND change.id > $3 \
        ORDER BY change.id LIMIT 1) \
       UNION ALL \
       SELECT next.id, key.nth + 1 FROM key CROSS JOIN LATERAL ( \
         SELECT change.id FROM change WHERE fair = $1 AND collection = $2 AND change.id > key.id \
         ORDER BY change.id LIMIT 1) AS next \
       WHERE key.nth < $5::bigint)";

/// The fairs that any table has rows of.
pub(super) fn fairs(session: &mut Session<'_>) -> Result<Vec<Fair>, StoreError> {
    let mut found = Vec::new();
    for table in ["head", "position", "change", "request", "cell"] {
        let sql = format!("SELECT fair FROM {table} WHERE fair > $1 ORDER BY fair LIMIT 1");
        // No fair has an empty name.
        let mut after = String::new();
        while let Some(row) = session.one("reading the fairs", &sql, &[&after])? {
            let fair = rows::fair(&row, 0)?;
            after = fair.as_str().to_owned();
            found.push(fair);
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// A page of a collection.
pub(super) fn records(
    session: &mut Session<'_>,
    page: &RecordPage<'_>,
) -> Result<Vec<StoredChange>, StoreError> {
    let sql = format!(
        "{IDS} SELECT key.id, newest.found, {CHANGE} FROM key \
         LEFT JOIN LATERAL (SELECT true AS found, change.* FROM ({}) AS change) AS newest ON true \
         LEFT JOIN LATERAL (SELECT newest.*) AS change ON true \
         LEFT JOIN position ON position.fair = $1 AND position.sequence = newest.sequence \
         ORDER BY key.nth",
        newest_sql("$2", "key.id", "$4")
    );
    let fair = page.fair.as_str();
    let mut found = Vec::new();
    // No id is empty, so the empty text lies before all. And none holds a NUL, so what
    // follows one decides nothing.
    let after = page.after_id.unwrap_or_default();
    let mut after = after.split('\0').next().unwrap_or_default().to_owned();
    if page.collection.contains('\0') {
        return Ok(found);
    }
    let mut asked = page.limit.min(LARGEST_PAGE);
    while found.len() < page.limit {
        let values: &super::session::Values<'_> = &[
            &fair,
            &page.collection,
            &after,
            &page.sequence,
            &bound(asked),
        ];
        let rows = session.all("listing records", &sql, values)?;
        for row in &rows {
            after = column(row, 0)?;
            // A record first written later is not there yet.
            if column::<Option<bool>>(row, 1)?.is_none() {
                continue;
            }
            let change = rows::change(row, 2)?;
            if page.show_retired || change.state == State::Live {
                found.push(change);
            }
            if found.len() == page.limit {
                break;
            }
        }
        if rows.len() < asked {
            break;
        }
        asked = (asked * 4).min(LARGEST_PAGE);
    }
    Ok(found)
}

/// The cells a scan allows that are there at a sequence, with their totals.
pub(super) fn cells(
    session: &mut Session<'_>,
    fair: &Fair,
    scan: &Scan,
    sequence: i64,
    visit: &mut dyn FnMut(&[u8], Totals) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let sql = format!(
        "{CELLS} SELECT key.cell, {TOTALS} FROM key LEFT JOIN LATERAL ( \
           SELECT {TOTALS} FROM cell WHERE fair = $1 AND roll_up = $2 AND cell.cell = key.cell \
             AND sequence <= $4 ORDER BY sequence DESC LIMIT 1) AS newest ON true \
         ORDER BY key.nth"
    );
    let (mut from, mut asked) = (scan.start(), FIRST_PAGE);
    loop {
        let values: &super::session::Values<'_> = &[
            &fair.as_str(),
            &scan.roll_up,
            &from,
            &sequence,
            &bound(asked),
        ];
        let page = session.all("reading cells", &sql, values)?;
        for row in &page {
            let key: &[u8] = column(row, 0)?;
            if key < from.as_slice() {
                continue;
            }
            from = match scan.step(key) {
                ScanStep::Take(next) => {
                    // A cell first touched later is not there yet.
                    let there = column::<Option<i64>>(row, 1)?.is_some();
                    if there && visit(key, rows::totals(row, 1)?).is_break() {
                        return Ok(());
                    }
                    next
                }
                ScanStep::Seek(next) => next,
                ScanStep::End => return Ok(()),
                ScanStep::Damaged => {
                    let roll_up = scan.roll_up;
                    let why = format!("a cell of roll-up {roll_up} of {fair} has a broken key");
                    return Err(StoreError::Damaged { why });
                }
            };
        }
        if page.len() < asked {
            return Ok(());
        }
        asked = (asked * 4).min(LARGEST_PAGE);
    }
}

/// The sequences at which cells a scan allows were touched.
pub(super) fn touched(
    session: &mut Session<'_>,
    fair: &Fair,
    scan: &Scan,
    range: RangeInclusive<i64>,
    limit: usize,
) -> Result<Vec<i64>, StoreError> {
    // Of each cell no more than the limit can be among the least of all.
    const SQL: &str = "SELECT DISTINCT touch.sequence FROM unnest($3::bytea[]) AS key (cell) \
         CROSS JOIN LATERAL (SELECT sequence FROM cell \
           WHERE fair = $1 AND roll_up = $2 AND cell.cell = key.cell AND sequence BETWEEN $4 AND $5 \
           ORDER BY sequence LIMIT $6) AS touch \
         ORDER BY touch.sequence LIMIT $6";
    let mut keys: Vec<Vec<u8>> = Vec::new();
    cells(session, fair, scan, *range.end(), &mut |key, _| {
        keys.push(key.to_vec());
        ControlFlow::Continue(())
    })?;
    let found = session.all(
        "reading cells",
        SQL,
        &[
            &fair.as_str(),
            &scan.roll_up,
            &keys,
            range.start(),
            range.end(),
            &bound(limit),
        ],
    )?;
    found.iter().map(|row| column(row, 0)).collect()
}
