//! What became of the rows.

use std::fmt;

/// How many rows became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The record did not exist before.
    pub created: u64,
    /// It existed and said something else.
    pub revised: u64,
    /// It existed and said the same.
    pub unchanged: u64,
    /// The row is no record but a call, which was made.
    pub done: u64,
    /// A row that nothing judges before it is stored: no method tries it, and the books
    /// of a rehearsal cannot be made like the real ones for it, as these hold a record that
    /// would not be taken any more. None of these was taken.
    pub unjudged: u64,
}

impl Counts {
    /// Adds others to these.
    pub(super) fn add(&mut self, others: &Self) {
        self.created += others.created;
        self.revised += others.revised;
        self.unchanged += others.unchanged;
        self.done += others.done;
        self.unjudged += others.unjudged;
    }

    /// How many rows were taken.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.created + self.revised + self.unchanged + self.done
    }
}

/// What became of the rows of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableReport {
    /// The table.
    pub file: String,
    /// How many rows it has.
    pub rows: u64,
    /// What became of those that were taken.
    pub counts: Counts,
    /// How many rows have a fault.
    pub faulty: u64,
    /// How many rows name a record that this import brings and that was not there
    /// yet when they were tried, or that was refused: they are looked at again when they
    /// are rehearsed, or stored.
    pub waiting: u64,
    /// Where the rows with faults were written.
    pub rejects: Option<String>,
}

impl TableReport {
    /// Whether it was told of every row what would become of it.
    pub(super) fn is_judged(&self) -> bool {
        self.waiting == 0 && self.counts.unjudged == 0
    }

    /// How many rows of the table were not stored.
    #[must_use]
    pub fn not_stored(&self) -> u64 {
        self.rows.saturating_sub(self.counts.total())
    }
}

/// What became of all rows, table by table in the order of loading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Whether anything may have been stored.
    pub stored: bool,
    /// The tables.
    pub tables: Vec<TableReport>,
}

impl Report {
    /// How many rows have a fault.
    #[must_use]
    pub fn faulty(&self) -> u64 {
        self.tables.iter().map(|table| table.faulty).sum()
    }

    /// Whether every row of every table was stored.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.stored && self.tables.iter().all(|table| table.not_stored() == 0)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for table in &self.tables {
            writeln!(out, "{}", Line(table, self.stored))?;
        }
        Ok(())
    }
}

/// One line of the report, of rows that were stored or only tried.
struct Line<'a>(&'a TableReport, bool);

impl fmt::Display for Line<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(table, stored) = *self;
        let counts = &table.counts;
        let ending = if table.rows == 1 { "" } else { "s" };
        write!(out, "{}: {} row{ending}", table.file, table.rows)?;
        let not_stored = if stored { table.not_stored() } else { 0 };
        let parts = [
            (counts.created, "created"),
            (counts.revised, "revised"),
            (counts.unchanged, "unchanged"),
            (counts.done, "done"),
            (counts.unjudged, "to be judged when stored"),
            (table.waiting, "to be looked at when stored"),
            (table.faulty, "with faults"),
            (not_stored, "not stored"),
        ];
        for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
            write!(out, ", {count} {what}")?;
        }
        if let Some(rejects) = &table.rejects {
            write!(out, "; rejected rows are in {rejects}")?;
        }
        Ok(())
    }
}
