//! The index of records and the answers to requests: each leads to something.

use crate::store::{RecordRow, RequestRow, StoreError};

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

    /// Every stored answer names a position and revisions that are there.
    pub(super) fn check_requests(&mut self) -> Result<(), StoreError> {
        let mut after: Option<RequestRow> = None;
        loop {
            let mut snapshot = self.reader.snapshot()?;
            let rows = snapshot.request_rows(&self.fair, after.as_ref(), ROWS_AT_ONCE)?;
            let places: Vec<_> = rows.iter().flat_map(|row| row.answer.clone()).collect();
            let mut changes = snapshot.changes_at(&self.fair, &places)?.into_iter();
            drop(snapshot);
            let Some(last) = rows.last() else {
                (self.progress)(self.report.counts);
                return Ok(());
            };
            after = Some(last.clone());
            for row in rows {
                self.report.counts.requests += 1;
                let answered = changes
                    .by_ref()
                    .take(row.answer.len())
                    .filter(Option::is_some);
                let whole = answered.count() == row.answer.len();
                // A request later than the cut belongs to the next audit.
                if !whole && row.sequence <= self.head.sequence {
                    let id = uuid::Uuid::from_bytes(row.key.id);
                    let subject = format!("request {id} ({})", row.key.method);
                    let what = "its stored answer names a revision that is not there";
                    self.find(Some(row.sequence), None, Some(subject), what.to_owned());
                }
            }
        }
    }
}
