//! The rows of a table in batches, read only as fast as they are taken.

use std::{ops::ControlFlow, sync::Arc};

use tokio::sync::{mpsc, oneshot};

use super::{
    fault::RowFault,
    plan::Planned,
    record::{Header, Record},
    source::{Row, Unreadable},
};

/// The most rows of a batch, which is the most a bulk method takes.
const ROWS_AT_MOST: usize = 1_000;

/// How many bytes of records make a batch full. With the rest of the request they
/// stay below the 1 MiB that a service takes.
const BYTES_AT_MOST: usize = 900_000;

/// How many batches are read ahead.
const AHEAD: usize = 2;

/// Some rows that follow each other.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) records: Vec<Record>,
    /// The rows that became no record, with all that is wrong with each.
    pub(super) faulty: Vec<FaultyRow>,
    /// Why the table could not be read on, if it could not.
    pub(super) broken: Option<RowFault>,
}

/// A row that became no record.
#[derive(Debug)]
pub(super) struct FaultyRow {
    pub(super) row: Row,
    /// The name its record would have, where that is not what is wrong.
    pub(super) name: Option<String>,
    pub(super) faults: Vec<RowFault>,
}

/// A table that is being read.
pub(super) struct Reading {
    pub(super) header: Arc<Header>,
    pub(super) batches: mpsc::Receiver<Batch>,
}

/// Begins to read a table on a thread of its own.
///
/// # Errors
/// The faults of its header.
pub(super) async fn read(planned: &Planned, fair: &str) -> Result<Reading, Vec<RowFault>> {
    let (send, batches) = mpsc::channel(AHEAD);
    let (tell, told) = oneshot::channel();
    let reader = Reader {
        planned: planned.clone(),
        fair: fair.to_owned(),
        header: Err(Some(tell)),
        batch: Batch::default(),
        bytes: 0,
        send,
    };
    let file = planned.table.file.clone();
    tokio::task::spawn_blocking(move || reader.run());
    match told.await {
        Ok(Ok(header)) => Ok(Reading { header, batches }),
        Ok(Err(faults)) => Err(faults),
        Err(_) => Err(vec![RowFault::of_file(file, "could not be read")]),
    }
}

type Tell = oneshot::Sender<Result<Arc<Header>, Vec<RowFault>>>;

/// Reads a table from its first row to its last.
struct Reader {
    planned: Planned,
    fair: String,
    /// The header, or whom to tell it once it is read.
    header: Result<Arc<Header>, Option<Tell>>,
    batch: Batch,
    bytes: usize,
    send: mpsc::Sender<Batch>,
}

impl Reader {
    fn run(mut self) {
        let source = self.planned.table.source.clone();
        let read = source.read(&mut |row| self.take(row));
        let file = self.planned.table.file.clone();
        let fault = |wrong: Unreadable| RowFault {
            line: wrong.line,
            ..RowFault::of_file(file.clone(), wrong.why)
        };
        let broken = read.err().map(fault);
        match &mut self.header {
            Ok(_) => {
                self.batch.broken = broken;
                // Nobody listens any more when the import has stopped.
                let _ = self.flush();
            }
            Err(tell) => {
                let empty = || RowFault::of_file(file.clone(), "is empty");
                if let Some(tell) = tell.take() {
                    let _ = tell.send(Err(vec![broken.unwrap_or_else(empty)]));
                }
            }
        }
    }

    fn take(&mut self, row: Row) -> ControlFlow<()> {
        let header = match &mut self.header {
            Ok(header) => Arc::clone(header),
            Err(tell) => {
                let Some(tell) = tell.take() else {
                    return ControlFlow::Break(());
                };
                return self.begin(&row, tell);
            }
        };
        match header.read(&row) {
            Ok(mut record) => {
                record.cells = row.cells;
                let size = record.bytes.len();
                if self.bytes + size > BYTES_AT_MOST {
                    self.flush()?;
                }
                self.bytes += size;
                self.batch.records.push(record);
            }
            Err(faults) => {
                let name = header.name(&row).ok();
                self.batch.faulty.push(FaultyRow { row, name, faults });
            }
        }
        if self.batch.records.len() + self.batch.faulty.len() >= ROWS_AT_MOST {
            self.flush()?;
        }
        ControlFlow::Continue(())
    }

    fn begin(&mut self, row: &Row, tell: Tell) -> ControlFlow<()> {
        let Planned {
            table, kind, shape, ..
        } = &self.planned;
        match Header::new(&table.file, kind, shape.record.clone(), &self.fair, row) {
            Ok(header) => {
                let header = Arc::new(header);
                self.header = Ok(Arc::clone(&header));
                match tell.send(Ok(header)) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            }
            Err(faults) => {
                let _ = tell.send(Err(faults));
                ControlFlow::Break(())
            }
        }
    }

    fn flush(&mut self) -> ControlFlow<()> {
        self.bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        match self.send.blocking_send(batch) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}
