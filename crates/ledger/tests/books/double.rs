//! A store whose commits fail, or wait, when a test says so.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, mpsc},
};

use ledger::{
    CellKey, Fair, LogPlace, OpenError, RequestKey, Store, Totals,
    store::{
        CellRow, FairCommit, Head, Listing, PositionRow, Reader, RecordPage, RecordRow, RequestRow,
        RollUpRow, Scan, Snapshot, StoreError, StoredChange, StoredRequest, Transaction, Writer,
    },
};

/// What happens to the next commit.
pub(crate) enum Next {
    /// After so many reads of cells, the next finds the disk full.
    FullWhileReadingCells(u32),
    /// Appending finds the disk full.
    FullWhileAppending,
    /// Committing finds the disk full: nothing is stored.
    FullAtCommit,
    /// Appending fails.
    FailsWhileAppending,
    /// Committing fails, and nothing is stored.
    LostAtCommit,
    /// Committing fails, and everything is stored.
    StoredAtCommit,
    /// Says that it has come to the commit, and waits for leave.
    Waits(mpsc::Sender<()>, mpsc::Receiver<()>),
}

type Plan = Arc<Mutex<Option<Next>>>;

#[derive(Clone, Default)]
pub(crate) struct Control(Plan);

impl Control {
    pub(crate) fn next(&self, next: Next) {
        *self.0.lock().unwrap() = Some(next);
    }
}

pub(crate) struct Double {
    store: Box<dyn Store>,
    control: Control,
}

impl Double {
    pub(crate) fn of(store: Box<dyn Store>) -> (Self, Control) {
        let control = Control::default();
        let double = Self {
            store,
            control: control.clone(),
        };
        (double, control)
    }
}

impl Store for Double {
    fn place(&self) -> String {
        self.store.place()
    }

    fn system(&self) -> &'static str {
        self.store.system()
    }

    fn writer(&self) -> Result<Box<dyn Writer>, OpenError> {
        let writer = self.store.writer()?;
        let control = self.control.clone();
        Ok(Box::new(DoubleWriter { writer, control }))
    }

    fn reader(&self) -> Result<Box<dyn Reader>, OpenError> {
        self.store.reader()
    }

    fn back_up(&self, file: &Path) -> Result<(), StoreError> {
        self.store.back_up(file)
    }

    fn scratch(&self) -> PathBuf {
        self.store.scratch()
    }
}

struct DoubleWriter {
    writer: Box<dyn Writer>,
    control: Control,
}

impl Writer for DoubleWriter {
    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, StoreError> {
        let inner = self.writer.begin()?;
        let plan = self.control.0.clone();
        Ok(Box::new(DoubleTransaction { inner, plan }))
    }
}

struct DoubleTransaction<'t> {
    inner: Box<dyn Transaction + 't>,
    plan: Plan,
}

fn broken(doing: &'static str) -> StoreError {
    StoreError::Failed {
        doing,
        source: "the disk is broken".into(),
    }
}

impl Transaction for DoubleTransaction<'_> {
    fn lock_head(&mut self, fair: &Fair) -> Result<Option<Head>, StoreError> {
        self.inner.lock_head(fair)
    }

    fn append(&mut self, commit: &FairCommit<'_>) -> Result<(), StoreError> {
        let mut plan = self.plan.lock().unwrap();
        match plan.take() {
            Some(Next::FullWhileAppending) => Err(StoreError::Full),
            Some(Next::FailsWhileAppending) => Err(broken("appending")),
            other => {
                *plan = other;
                self.inner.append(commit)
            }
        }
    }

    fn register_roll_up(&mut self, roll_up: &RollUpRow) -> Result<i64, StoreError> {
        self.inner.register_roll_up(roll_up)
    }

    fn forget_roll_up(&mut self, id: i64) -> Result<(), StoreError> {
        self.inner.forget_roll_up(id)
    }

    fn commit(self: Box<Self>) -> Result<(), StoreError> {
        let next = self.plan.lock().unwrap().take();
        match next {
            Some(Next::FullAtCommit) => Err(StoreError::Full),
            Some(Next::LostAtCommit) => Err(broken("committing")),
            Some(Next::StoredAtCommit) => {
                self.inner.commit()?;
                Err(broken("committing"))
            }
            Some(Next::Waits(arrived, leave)) => {
                arrived.send(()).unwrap();
                leave.recv().unwrap();
                self.inner.commit()
            }
            _ => self.inner.commit(),
        }
    }
}

impl Snapshot for DoubleTransaction<'_> {
    fn heads(&mut self) -> Result<Vec<(Fair, Head)>, StoreError> {
        self.inner.heads()
    }

    fn head(&mut self, fair: &Fair) -> Result<Option<Head>, StoreError> {
        self.inner.head(fair)
    }

    fn position(&mut self, fair: &Fair, sequence: i64) -> Result<Option<PositionRow>, StoreError> {
        self.inner.position(fair, sequence)
    }

    fn requests(
        &mut self,
        fair: &Fair,
        keys: &[&RequestKey],
    ) -> Result<Vec<Option<StoredRequest>>, StoreError> {
        self.inner.requests(fair, keys)
    }

    fn changes_at(
        &mut self,
        fair: &Fair,
        places: &[LogPlace],
    ) -> Result<Vec<Option<StoredChange>>, StoreError> {
        self.inner.changes_at(fair, places)
    }

    fn log(
        &mut self,
        fair: &Fair,
        after: LogPlace,
        through: i64,
        limit: usize,
    ) -> Result<Vec<StoredChange>, StoreError> {
        self.inner.log(fair, after, through, limit)
    }

    fn newest(
        &mut self,
        fair: &Fair,
        names: &[&str],
        sequence: i64,
    ) -> Result<Vec<Option<StoredChange>>, StoreError> {
        self.inner.newest(fair, names, sequence)
    }

    fn revision_places(
        &mut self,
        fair: &Fair,
        revisions: &[(&str, i64)],
    ) -> Result<Vec<Option<LogPlace>>, StoreError> {
        self.inner.revision_places(fair, revisions)
    }

    fn records(&mut self, page: &RecordPage<'_>) -> Result<Vec<StoredChange>, StoreError> {
        self.inner.records(page)
    }

    fn totals(
        &mut self,
        fair: &Fair,
        cells: &[&CellKey],
        sequence: i64,
    ) -> Result<Vec<Option<Totals>>, StoreError> {
        let mut plan = self.plan.lock().unwrap();
        match plan.take() {
            Some(Next::FullWhileReadingCells(0)) => return Err(StoreError::Full),
            Some(Next::FullWhileReadingCells(more)) => {
                *plan = Some(Next::FullWhileReadingCells(more - 1));
            }
            other => *plan = other,
        }
        self.inner.totals(fair, cells, sequence)
    }

    fn scan(
        &mut self,
        fair: &Fair,
        scan: &Scan,
        sequence: i64,
        visit: &mut dyn FnMut(&[u8], Totals) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.inner.scan(fair, scan, sequence, visit)
    }

    fn touched(
        &mut self,
        fair: &Fair,
        scan: &Scan,
        from: i64,
        through: i64,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        self.inner.touched(fair, scan, from, through, limit)
    }

    fn roll_ups(&mut self) -> Result<Vec<RollUpRow>, StoreError> {
        self.inner.roll_ups()
    }
}

impl Listing for DoubleTransaction<'_> {
    fn fairs(&mut self) -> Result<Vec<Fair>, StoreError> {
        self.inner.fairs()
    }

    fn request_rows(
        &mut self,
        fair: &Fair,
        after: Option<&RequestRow>,
        limit: usize,
    ) -> Result<Vec<RequestRow>, StoreError> {
        self.inner.request_rows(fair, after, limit)
    }

    fn record_rows(
        &mut self,
        fair: &Fair,
        after: Option<&RecordRow>,
        limit: usize,
    ) -> Result<Vec<RecordRow>, StoreError> {
        self.inner.record_rows(fair, after, limit)
    }

    fn cell_rows(
        &mut self,
        fair: &Fair,
        after: Option<&CellRow>,
        limit: usize,
    ) -> Result<Vec<CellRow>, StoreError> {
        self.inner.cell_rows(fair, after, limit)
    }
}
