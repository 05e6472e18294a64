//! The questions a store answers.

use std::ops::ControlFlow;

use crate::{
    CellKey, Fair, LogPlace, RecordedAt, RequestKey, Totals,
    store::{
        CellRow, Head, PositionRow, RecordRow, RequestRow, RollUpRow, Scan, StoreError,
        StoredChange, StoredRequest,
    },
};

/// One moment of the books. Answers to a batch come in the order of the batch.
#[allow(
    clippy::missing_errors_doc,
    reason = "every question fails for one reason: the store fails or is damaged"
)]
pub trait Snapshot: Listing {
    /// The clock of the store, where it has one of its own: a store that several
    /// processes share tells them one time. None means that of the process.
    fn now(&mut self) -> Result<Option<RecordedAt>, StoreError> {
        Ok(None)
    }

    /// The heads of all fairs, in the order of their names.
    fn heads(&mut self) -> Result<Vec<(Fair, Head)>, StoreError>;

    /// The head of a fair.
    fn head(&mut self, fair: &Fair) -> Result<Option<Head>, StoreError>;

    /// The position with that sequence.
    fn position(&mut self, fair: &Fair, sequence: i64) -> Result<Option<PositionRow>, StoreError>;

    /// The latest position recorded at or before `at`, among those up to
    /// `newest`.
    fn position_at(
        &mut self,
        fair: &Fair,
        at: RecordedAt,
        newest: i64,
    ) -> Result<Option<PositionRow>, StoreError> {
        // Times rise with sequences, so halving finds it.
        let (mut found, mut below, mut above) = (None, 0, newest);
        while below < above {
            let middle = below + (above - below + 1) / 2;
            let Some(row) = self.position(fair, middle)? else {
                let why = format!("{fair} has no position {middle} below its newest {newest}");
                return Err(StoreError::Damaged { why });
            };
            if row.recorded_at <= at {
                below = middle;
                found = Some(row);
            } else {
                above = middle - 1;
            }
        }
        Ok(found)
    }

    /// The stored answers to requests.
    fn requests(
        &mut self,
        fair: &Fair,
        keys: &[&RequestKey],
    ) -> Result<Vec<Option<StoredRequest>>, StoreError>;

    /// The changes at places in the log.
    fn changes_at(
        &mut self,
        fair: &Fair,
        places: &[LogPlace],
    ) -> Result<Vec<Option<StoredChange>>, StoreError>;

    /// The log after a place, through a sequence, at most `limit` changes.
    fn log(
        &mut self,
        fair: &Fair,
        after: LogPlace,
        through: i64,
        limit: usize,
    ) -> Result<Vec<StoredChange>, StoreError>;

    /// The newest revisions of records, recorded at or before a sequence.
    fn newest(
        &mut self,
        fair: &Fair,
        names: &[&str],
        sequence: i64,
    ) -> Result<Vec<Option<StoredChange>>, StoreError>;

    /// Where revisions of records stand in the log.
    fn revision_places(
        &mut self,
        fair: &Fair,
        revisions: &[(&str, i64)],
    ) -> Result<Vec<Option<LogPlace>>, StoreError>;

    /// The newest revisions, recorded at or before a sequence, of the records
    /// of a collection in the order of their ids, after an id; live ones only
    /// unless `show_retired`.
    fn records(&mut self, page: &RecordPage<'_>) -> Result<Vec<StoredChange>, StoreError>;

    /// The newest totals of cells, recorded at or before a sequence.
    fn totals(
        &mut self,
        fair: &Fair,
        cells: &[&CellKey],
        sequence: i64,
    ) -> Result<Vec<Option<Totals>>, StoreError>;

    /// Visits the cells a scan allows in the order of their keys, with their
    /// newest totals at or before a sequence, until the visitor breaks off.
    ///
    /// The work grows with the cells, not with their history.
    fn scan(
        &mut self,
        fair: &Fair,
        scan: &Scan,
        sequence: i64,
        visit: &mut dyn FnMut(&[u8], Totals) -> ControlFlow<()>,
    ) -> Result<(), StoreError>;

    /// The sequences from `from` through `through` at which any cell a scan
    /// allows was touched: rising, without repeats, at most `limit`.
    fn touched(
        &mut self,
        fair: &Fair,
        scan: &Scan,
        from: i64,
        through: i64,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError>;

    /// The registered roll-ups.
    fn roll_ups(&mut self) -> Result<Vec<RollUpRow>, StoreError>;
}

/// Everything that is kept of a fair, table by table, for the audit.
#[allow(
    clippy::missing_errors_doc,
    reason = "every question fails for one reason: the store fails or is damaged"
)]
pub trait Listing {
    /// Every fair of which anything is kept, in the order of their names.
    fn fairs(&mut self) -> Result<Vec<Fair>, StoreError>;

    /// All requests of a fair in the order of their keys, after a row.
    fn request_rows(
        &mut self,
        fair: &Fair,
        after: Option<&RequestRow>,
        limit: usize,
    ) -> Result<Vec<RequestRow>, StoreError>;

    /// The whole index of records of a fair in the order of its keys, after a
    /// row.
    fn record_rows(
        &mut self,
        fair: &Fair,
        after: Option<&RecordRow>,
        limit: usize,
    ) -> Result<Vec<RecordRow>, StoreError>;

    /// The whole cell history of a fair in the order of its keys, after a row.
    fn cell_rows(
        &mut self,
        fair: &Fair,
        after: Option<&CellRow>,
        limit: usize,
    ) -> Result<Vec<CellRow>, StoreError>;
}

/// A page of a collection.
#[derive(Clone, Copy, Debug)]
pub struct RecordPage<'a> {
    /// The fair.
    pub fair: &'a Fair,
    /// The full name of the collection.
    pub collection: &'a str,
    /// The id after which the page begins; none for the first page.
    pub after_id: Option<&'a str>,
    /// The most records in the page.
    pub limit: usize,
    /// Whether records that are not live are shown too.
    pub show_retired: bool,
    /// The sequence it is read at.
    pub sequence: i64,
}
