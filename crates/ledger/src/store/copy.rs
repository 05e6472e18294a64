//! Copies books from any store into a SQLite file, row by row: a copy can be opened,
//! audited and restored wherever the books were kept.

use std::{collections::HashMap, path::Path};

use crate::{
    Fair, LogPlace, OpenError, Store,
    store::{
        FairCommit, Head, NewRequest, Snapshot, StoreError, Transaction, clear_scratch,
        sqlite::SqliteStore,
    },
};

const DOING: &str = "copying the books";

/// How many rows are held at a time.
const ROWS: usize = 4_096;

/// Copies everything a snapshot sees to a new file, and makes it durable.
pub(super) fn to_file(from: &mut dyn Snapshot, file: &Path) -> Result<(), StoreError> {
    if file.exists() {
        return Err(broken(&"there is a file of that name already"));
    }
    // Books take a folder of their own; of these only the one file is wanted.
    let folder = file.with_extension("parts");
    let copied = into_folder(from, &folder, file);
    let cleared = clear_scratch(&folder).map_err(|error| broken(&error));
    copied.and(cleared)
}

fn into_folder(from: &mut dyn Snapshot, folder: &Path, file: &Path) -> Result<(), StoreError> {
    let unopened = |error: OpenError| broken(&error);
    let store = SqliteStore::open(folder).map_err(unopened)?;
    let mut writer = store.writer().map_err(unopened)?;
    let mut transaction = writer.begin_alone()?;
    books(from, &mut *transaction)?;
    transaction.commit()?;
    store.back_up(file)
}

/// Copies all rows into books that have none yet.
fn books(from: &mut dyn Snapshot, into: &mut dyn Transaction) -> Result<(), StoreError> {
    let mut ids = HashMap::new();
    for row in from.roll_ups()? {
        ids.insert(row.id, into.register_roll_up(&row)?);
    }
    for fair in from.fairs()? {
        let head = from.head(&fair)?.unwrap_or_default();
        log(from, into, &fair, &head)?;
        requests(from, into, &fair, &head)?;
        cells(from, into, &fair, &head, &ids)?;
    }
    Ok(())
}

fn log(
    from: &mut dyn Snapshot,
    into: &mut dyn Transaction,
    fair: &Fair,
    head: &Head,
) -> Result<(), StoreError> {
    for sequence in 1..=head.sequence {
        let position = from.position(fair, sequence)?;
        let before = LogPlace {
            sequence: sequence - 1,
            ordinal: i64::MAX,
        };
        // One commit was held in memory when it was written.
        let changes = from.log(fair, before, sequence, usize::MAX)?;
        into.append(&FairCommit {
            position: position.as_ref(),
            changes: &changes,
            ..only_head(fair, head)
        })?;
    }
    Ok(())
}

fn requests(
    from: &mut dyn Snapshot,
    into: &mut dyn Transaction,
    fair: &Fair,
    head: &Head,
) -> Result<(), StoreError> {
    let mut last = None;
    loop {
        let rows = from.request_rows(fair, last.as_ref(), ROWS)?;
        let Some(newest) = rows.last().cloned() else {
            // Each request has left the head that it came with.
            return into.append(&only_head(fair, head));
        };
        last = Some(newest);
        for row in rows {
            let request = NewRequest {
                key: row.key,
                answer: row.answer,
            };
            let came_with = Head {
                sequence: row.sequence,
                ..*head
            };
            into.append(&FairCommit {
                requests: &[request],
                ..only_head(fair, &came_with)
            })?;
        }
    }
}

fn cells(
    from: &mut dyn Snapshot,
    into: &mut dyn Transaction,
    fair: &Fair,
    head: &Head,
    ids: &HashMap<i64, i64>,
) -> Result<(), StoreError> {
    let mut last = None;
    loop {
        let mut rows = from.cell_rows(fair, last.as_ref(), ROWS)?;
        let Some(newest) = rows.last().cloned() else {
            return Ok(());
        };
        last = Some(newest);
        for row in &mut rows {
            let id = ids.get(&row.key.roll_up);
            row.key.roll_up = *id.ok_or_else(|| StoreError::Damaged {
                why: format!("{:?} is of no registered roll-up", row.key),
            })?;
        }
        into.append(&FairCommit {
            cells: &rows,
            ..only_head(fair, head)
        })?;
    }
}

fn only_head<'c>(fair: &'c Fair, head: &'c Head) -> FairCommit<'c> {
    FairCommit {
        fair,
        head,
        position: None,
        changes: &[],
        requests: &[],
        cells: &[],
    }
}

fn broken(why: &impl ToString) -> StoreError {
    StoreError::Failed {
        doing: DOING,
        source: why.to_string().into(),
    }
}
