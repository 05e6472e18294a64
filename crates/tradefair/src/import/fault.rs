//! What is wrong with a row, and where.

use std::fmt;

/// One fault of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The name of the file.
    pub file: String,
    /// The line of the file, counted from 1; `None` when the whole file is meant.
    pub line: Option<u64>,
    /// The column, as its header says; `None` when the whole row is meant.
    pub column: Option<String>,
    /// What is wrong and how to mend it.
    pub why: String,
}

impl RowFault {
    /// A fault of the whole file.
    pub fn of_file(file: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: None,
            column: None,
            why: why.into(),
        }
    }

    /// A fault of a row.
    pub fn of_row(file: &str, line: u64, why: impl Into<String>) -> Self {
        Self {
            line: Some(line),
            ..Self::of_file(file, why)
        }
    }

    /// What is wrong, where the row is known.
    #[must_use]
    pub fn within_row(&self) -> String {
        match &self.column {
            Some(column) => format!("{column}: {}", self.why),
            None => self.why.clone(),
        }
    }

    /// The same fault, in this column.
    #[must_use]
    pub fn in_column(self, column: impl Into<String>) -> Self {
        Self {
            column: Some(column.into()),
            ..self
        }
    }
}

impl fmt::Display for RowFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            why,
        } = self;
        write!(out, "{file}")?;
        if let Some(line) = line {
            write!(out, ", line {line}")?;
        }
        if let Some(column) = column {
            write!(out, ", column {column}")?;
        }
        write!(out, ": {why}")
    }
}

/// Everything that is wrong with the files, one line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFaults(pub Vec<RowFault>);

impl fmt::Display for ImportFaults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the tables have {} fault(s)", self.0.len())?;
        for fault in &self.0 {
            write!(out, "\n  {fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ImportFaults {}
