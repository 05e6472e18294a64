//! The index of records: each row leads to the revision it names.

use crate::store::{RecordRow, StoreError};

use super::FairAudit;

/// How many rows are read in one snapshot.
const ROWS_AT_ONCE: usize = 1000;

impl FairAudit<'_> {
    /// Every row of the index leads to the revision it names. That every
    /// revision has a row was found in the log.
    pub(super) fn check_index(&mut self) -> Result<(), StoreError> {
        let mut after: Option<RecordRow> = None;
        loop {
            let mut snapshot = self.reader.snapshot()?;
            let rows = snapshot.record_rows(&self.fair, after.as_ref(), ROWS_AT_ONCE)?;
            let places: Vec<_> = rows.iter().map(|row| row.place).collect();
            let changes = snapshot.changes_at(&self.fair, &places)?;
            drop(snapshot);
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = Some(last.clone());
            for (row, change) in rows.into_iter().zip(changes) {
                let name = format!("{}/{}", row.collection, row.id);
                let leads = change
                    .is_some_and(|change| change.name == name && change.revision == row.revision);
                if !leads && row.place.sequence <= self.head.sequence {
                    let what = format!("the index of revision {} leads elsewhere", row.revision);
                    let place = row.place;
                    self.find(Some(place.sequence), Some(place.ordinal), Some(name), what);
                }
            }
        }
    }
}
