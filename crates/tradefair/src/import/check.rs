//! Everything that can be seen without the services.

use super::{
    batch::{self, Batch},
    fault::RowFault,
    keys::Keys,
    plan::{Plan, Planned},
    progress::{Phase, Progress},
    record::Record,
    send::ImportError,
};

/// What was seen.
#[derive(Debug)]
pub(super) struct Checked {
    /// Which records the rows bring.
    pub(super) keys: Keys,
    /// Of each table how many rows it has, and how many of them have a fault.
    pub(super) rows: Vec<Seen>,
    places: Places,
}

/// The rows of one table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    pub(super) rows: u64,
    pub(super) faulty: u64,
    /// Whether it cannot be read at all, or not to its end.
    pub(super) is_broken: bool,
}

impl Checked {
    /// Whether nothing is wrong.
    pub(super) fn is_clean(&self) -> bool {
        self.rows
            .iter()
            .all(|seen| seen.faulty == 0 && !seen.is_broken)
    }

    pub(super) fn total(&self) -> u64 {
        self.rows.iter().map(|seen| seen.rows).sum()
    }

    /// What is wrong with a row whose id stands in a row before it.
    pub(super) fn again(
        &self,
        plan: &Plan,
        table: usize,
        record: &Record,
    ) -> Result<Option<RowFault>, ImportError> {
        if record.name.is_empty() {
            return Ok(None);
        }
        let own = self.places.of(table, record.line);
        let first = self.keys.number(&record.name)?;
        Ok(first
            .filter(|first| *first != own)
            .map(|first| self.places.repeated(plan, table, record, first)))
    }
}

impl Plan {
    /// Reads every table once, asks nobody, and tells whether nothing is wrong with
    /// them. What is wrong is told to `progress`.
    ///
    /// # Errors
    /// [`ImportError::Forgotten`] when there is no disk to note the rows on.
    pub async fn reads_well(&self, progress: &mut dyn Progress) -> Result<bool, ImportError> {
        Ok(self.check(progress).await?.is_clean())
    }

    /// Reads every table once, and tells all that is wrong with it.
    pub(super) async fn check(&self, progress: &mut dyn Progress) -> Result<Checked, ImportError> {
        progress.begins(Phase::Checking, None);
        let mut checked = Checked {
            keys: Keys::new()?,
            rows: Vec::new(),
            places: Places::default(),
        };
        for (index, planned) in self.tables.iter().enumerate() {
            progress.table(&planned.table.file);
            let seen = self.look(index, planned, &mut checked, progress).await?;
            checked.rows.push(seen);
        }
        Ok(checked)
    }

    async fn look(
        &self,
        index: usize,
        planned: &Planned,
        checked: &mut Checked,
        progress: &mut dyn Progress,
    ) -> Result<Seen, ImportError> {
        let mut seen = Seen::default();
        let mut last_line = 0;
        let mut reading = match batch::read(planned, &self.fair).await {
            Ok(reading) => reading,
            Err(faults) => {
                faults.into_iter().for_each(|fault| progress.fault(fault));
                seen.is_broken = true;
                checked.places.end(last_line);
                return Ok(seen);
            }
        };
        while let Some(batch) = reading.batches.recv().await {
            let Batch {
                records,
                faulty,
                broken,
            } = batch;
            let rows = (records.len() + faulty.len()) as u64;
            for wrong in faulty {
                seen.faulty += 1;
                last_line = last_line.max(wrong.row.line);
                if let Some(name) = &wrong.name {
                    // Rows that name it wait for it, and are not wrong themselves.
                    let place = checked.places.of(index, wrong.row.line);
                    checked.keys.note(name, place)?;
                }
                wrong
                    .faults
                    .into_iter()
                    .for_each(|fault| progress.fault(fault));
            }
            for record in records {
                last_line = last_line.max(record.line);
                if record.name.is_empty() {
                    continue;
                }
                let place = checked.places.of(index, record.line);
                if let Some(first) = checked.keys.note(&record.name, place)? {
                    seen.faulty += 1;
                    progress.fault(checked.places.repeated(self, index, &record, first));
                }
            }
            if let Some(fault) = broken {
                seen.is_broken = true;
                progress.fault(fault);
            }
            seen.rows += rows;
            progress.passed(rows);
        }
        checked.places.end(last_line);
        Ok(seen)
    }
}

/// Lines of all tables in one count, so that a place is one number.
#[derive(Debug, Default)]
struct Places {
    /// Where each table ends.
    ends: Vec<u64>,
}

impl Places {
    /// The place of a line. Beyond four thousand million lines places repeat, and
    /// then an id that stands twice may go unseen; the service takes the last row.
    fn of(&self, table: usize, line: u64) -> u32 {
        let before = match table {
            0 => 0,
            _ => self.ends.get(table - 1).copied().unwrap_or_default(),
        };
        let place = (before + line) % (u64::from(u32::MAX) + 1);
        u32::try_from(place).unwrap_or_default()
    }

    fn end(&mut self, last_line: u64) {
        let before = self.ends.last().copied().unwrap_or_default();
        self.ends.push(before + last_line);
    }

    fn repeated(&self, plan: &Plan, table: usize, record: &Record, first: u32) -> RowFault {
        let first = u64::from(first);
        let of = self.ends.partition_point(|end| *end < first).min(table);
        let before = match of {
            0 => 0,
            _ => self.ends.get(of - 1).copied().unwrap_or_default(),
        };
        let line = first - before;
        let file = |index: usize| {
            let planned = plan.tables.get(index);
            planned.map_or("", |planned| planned.table.file.as_str())
        };
        let why = match of == table {
            true => format!("has the id of line {line} again"),
            false => format!("has the id of {}, line {line} again", file(of)),
        };
        RowFault::of_row(file(table), record.line, why)
    }
}
