//! The whole import: check, try, store.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use futures_util::{StreamExt, stream};

use super::{
    batch::{self, Batch},
    check::Checked,
    fault::RowFault,
    keys::Keys,
    plan::Plan,
    progress::{Phase, Progress},
    record::{Header, Record},
    rehearsal,
    rejects::{Rejects, Taken},
    report::{Report, TableReport},
    send::{ImportError, Mode, Sender, Sent},
    sorting::{Sorted, Sorting, row_key},
    surroundings::Surroundings,
    target::{Links, Target},
};

/// How many batches are with the service at once.
const UNDER_WAY: usize = 3;

/// How many rows may wait for records that later rows bring.
const WAITING_AT_MOST: usize = 10_000;

/// How far an import goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// It is tried, and nothing is stored.
    DryRun,
    /// All or nothing: it is tried first, and stored if nothing is wrong.
    Whole,
    /// What is right is stored, the rest is written down.
    Partial,
}

impl Plan {
    /// Brings the tables into the books behind `links`. What is wrong is told to
    /// `progress` as it is found.
    ///
    /// # Errors
    /// [`ImportError`] when it cannot be told what became of the rows. What was
    /// stored before stays stored, and repeating the import is safe.
    pub async fn run(
        &self,
        links: &Links,
        extent: Extent,
        progress: &mut dyn Progress,
    ) -> Result<Report, ImportError> {
        let checked = self.check(progress).await?;
        let refused = Keys::new()?;
        let target = Target::look(links, &self.fair).await?;
        if !target.knows_the_fair && !self.brings_the_fair() {
            return Err(ImportError::NoFair(self.fair.clone()));
        }
        let judged = match target.knows_the_fair {
            true => self.judge(&target, &checked, &refused, progress).await?,
            false => rehearsal::hold(self, &checked, &refused, None, progress).await?,
        };
        let is_clean = checked.is_clean() && judged.faulty() == 0;
        if extent == Extent::DryRun || (extent == Extent::Whole && !is_clean) {
            return Ok(judged);
        }
        let mode = match extent {
            Extent::Partial => Mode::StoreWhatIsRight,
            _ => Mode::Store,
        };
        progress.begins(Phase::Storing, Some(checked.total()));
        let mut pass = Pass::new(self, &target, &checked, &refused, mode, progress);
        pass.all().await
    }

    /// What would become of the rows of a fair that is known: the services are asked,
    /// and what they cannot tell is rehearsed.
    async fn judge(
        &self,
        target: &Target<'_>,
        checked: &Checked,
        refused: &Keys,
        progress: &mut dyn Progress,
    ) -> Result<Report, ImportError> {
        progress.begins(Phase::Trying, Some(checked.total()));
        let mut pass = Pass::new(self, target, checked, refused, Mode::Try, progress);
        let tried = pass.all().await?;
        if tried.tables.iter().all(TableReport::is_judged) {
            return Ok(tried);
        }
        let trial = Trial {
            books: target,
            report: &tried,
        };
        rehearsal::hold(self, checked, refused, Some(trial), progress).await
    }
}

/// What the real books said of the rows of an import, before it is rehearsed.
#[derive(Clone, Copy)]
pub(super) struct Trial<'a> {
    pub(super) books: &'a Target<'a>,
    pub(super) report: &'a Report,
}

/// One pass over all tables.
pub(super) struct Pass<'a> {
    plan: &'a Plan,
    target: &'a Target<'a>,
    checked: &'a Checked,
    mode: Mode,
    progress: &'a mut dyn Progress,
    /// The rows that a service refused, whose faults were told.
    refused: &'a Keys,
    /// Whether any row of any table has a fault.
    is_faulty: bool,
    /// What is around the rows in the real books, where this is a rehearsal.
    pub(super) surroundings: Option<&'a Surroundings<'a>>,
    /// What the real books said before, where this is a rehearsal.
    pub(super) trial: Option<Trial<'a>>,
    taken: Taken,
}

/// A table on its way.
struct Table<'a> {
    index: usize,
    header: Arc<Header>,
    sender: Sender<'a>,
    rejects: Rejects,
    report: TableReport,
    waiting: Vec<(Record, Vec<RowFault>)>,
    is_stopped: Arc<AtomicBool>,
}

impl<'a> Pass<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        target: &'a Target<'a>,
        checked: &'a Checked,
        refused: &'a Keys,
        mode: Mode,
        progress: &'a mut dyn Progress,
    ) -> Self {
        Self {
            plan,
            target,
            checked,
            mode,
            progress,
            refused,
            is_faulty: !checked.is_clean(),
            surroundings: None,
            trial: None,
            taken: Taken::by(plan),
        }
    }

    /// Hands over the tables in their order. When rows are refused that must all be
    /// stored, the tables after theirs are not begun.
    pub(super) async fn all(&mut self) -> Result<Report, ImportError> {
        let mut report = Report {
            stored: matches!(self.mode, Mode::Store | Mode::StoreWhatIsRight),
            tables: Vec::new(),
        };
        let mut is_stopped = false;
        for index in 0..self.plan.tables.len() {
            let told = match is_stopped {
                true => self.blank(index),
                false => self.table(index).await?,
            };
            is_stopped |= self.mode == Mode::Store && told.faulty > 0;
            report.tables.push(told);
        }
        Ok(report)
    }

    /// The report of a table before anything was done with it.
    fn blank(&self, index: usize) -> TableReport {
        let planned = self.plan.tables.get(index);
        let seen = self.checked.rows.get(index).copied().unwrap_or_default();
        TableReport {
            file: planned.map_or_else(String::new, |planned| planned.table.file.clone()),
            rows: seen.rows,
            ..TableReport::default()
        }
    }

    async fn table(&mut self, index: usize) -> Result<TableReport, ImportError> {
        let mut report = self.blank(index);
        let seen = self.checked.rows.get(index).copied().unwrap_or_default();
        let Some(planned) = self.plan.tables.get(index) else {
            return Ok(report);
        };
        self.progress.table(&planned.table.file);
        let tried = self.trial.and_then(|trial| trial.report.tables.get(index));
        if let Some(tried) = tried.filter(|tried| tried.is_judged() && !planned.kind.is_named) {
            self.progress.passed(seen.rows);
            return Ok(tried.clone());
        }
        let Ok(reading) = batch::read(planned, &self.plan.fair).await else {
            // Its header is wrong, which was told when it was checked.
            report.faulty = seen.faulty.max(1);
            return Ok(report);
        };
        report.faulty = u64::from(seen.is_broken);
        let is_stopped = Arc::new(AtomicBool::new(false));
        let path = match self.mode {
            Mode::StoreWhatIsRight => self.taken.take(&planned.table),
            _ => None,
        };
        let mut table = Table {
            index,
            header: Arc::clone(&reading.header),
            sender: Sender {
                target: self.target,
                planned,
                header: reading.header,
                keys: &self.checked.keys,
                mode: self.mode,
                surroundings: self.surroundings,
            },
            rejects: Rejects::to(path),
            report,
            waiting: Vec::new(),
            is_stopped,
        };
        self.pass_batches(&mut table, reading.batches).await?;
        self.settle(&mut table, true).await?;
        table.report.rejects = table.rejects.end()?;
        Ok(table.report)
    }

    async fn pass_batches(
        &mut self,
        table: &mut Table<'_>,
        batches: tokio::sync::mpsc::Receiver<Batch>,
    ) -> Result<(), ImportError> {
        let sorting = Sorting {
            plan: self.plan,
            checked: self.checked,
            index: table.index,
            refused: self.trial.map(|_| self.refused),
        };
        let is_stopped = Arc::clone(&table.is_stopped);
        // A copy must be there before the next batch is looked at, and rows that build on
        // each other follow each other.
        let in_turn = self.surroundings.is_some() || table.sender.planned.kind.is_in_order;
        let under_way = if in_turn { 1 } else { UNDER_WAY };
        let whole = table.sender.clone();
        let passed = stream::unfold(batches, |mut batches| async move {
            let batch = batches.recv().await?;
            Some((batch, batches))
        })
        .map(|batch| {
            let (sender, is_stopped, sorting) = (&whole, &is_stopped, &sorting);
            async move {
                let rows = (batch.records.len() + batch.faulty.len()) as u64;
                if is_stopped.load(Ordering::SeqCst) {
                    return Ok::<_, ImportError>((Sent::default(), Sorted::default(), rows));
                }
                let mut sorted = sorting.sort_out(batch)?;
                let records = std::mem::take(&mut sorted.records);
                Ok((sender.send(records).await?, sorted, rows))
            }
        })
        .buffered(under_way);
        let mut passed = pin!(passed);
        while let Some(told) = passed.next().await {
            let (sent, sorted, rows) = told?;
            table.report.faulty += sorted.refused;
            self.is_faulty |= sorted.refused > 0;
            for (cells, faults) in sorted.faulty {
                table.report.faulty += 1;
                table.rejects.note(&table.header, &cells, &faults)?;
            }
            self.take(table, sent)?;
            self.progress.passed(rows);
            if self.mode != Mode::Try && table.waiting.len() > WAITING_AT_MOST {
                self.settle(table, false).await?;
            }
        }
        Ok(())
    }

    /// Notes what became of a batch.
    fn take(&mut self, table: &mut Table<'_>, sent: Sent) -> Result<(), ImportError> {
        table.report.counts.add(&sent.counts);
        for (record, faults) in sent.refused {
            self.refuse(table, &record, faults)?;
        }
        if self.mode == Mode::Try {
            table.report.waiting += sent.waiting.len() as u64;
        } else {
            table.waiting.extend(sent.waiting);
        }
        Ok(())
    }

    fn refuse(
        &mut self,
        table: &mut Table<'_>,
        record: &Record,
        faults: Vec<RowFault>,
    ) -> Result<(), ImportError> {
        table.report.faulty += 1;
        self.is_faulty = true;
        if self.mode == Mode::Store {
            table.is_stopped.store(true, Ordering::SeqCst);
        }
        table.rejects.note(&table.header, &record.cells, &faults)?;
        let row = row_key(table.index, record.line);
        if self.refused.add(&row)? {
            faults
                .into_iter()
                .for_each(|fault| self.progress.fault(fault));
        }
        Ok(())
    }

    /// Sends the rows that waited, for as long as some of them pass.
    async fn settle(&mut self, table: &mut Table<'_>, at_end: bool) -> Result<(), ImportError> {
        while !table.waiting.is_empty() && !table.is_stopped.load(Ordering::SeqCst) {
            let waited = std::mem::take(&mut table.waiting);
            let before = waited.len();
            let mut records = waited.into_iter().map(|(record, _)| record).peekable();
            while records.peek().is_some() {
                let some: Vec<_> = records.by_ref().take(1_000).collect();
                let sent = table.sender.send(some).await?;
                self.take(table, sent)?;
            }
            if table.waiting.len() < before {
                continue;
            }
            let left = std::mem::take(&mut table.waiting);
            if self.mode == Mode::Rehearse && (self.is_faulty || !at_end) {
                // What they wait for was refused, and that was told, or may come yet. Where
                // nothing was refused they wait for each other, and are refused.
                table.report.waiting += left.len() as u64;
                continue;
            }
            for (record, faults) in left {
                self.refuse(table, &record, faults)?;
            }
        }
        Ok(())
    }
}
