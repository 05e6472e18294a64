//! Where the rows of a table come from.

mod sheet;
mod text;

use std::{fs::File, io, ops::ControlFlow, path::PathBuf};

/// Where a table stands. It can be read as often as needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Text in memory.
    Text(String),
    /// A file of text.
    File(PathBuf),
    /// A sheet of a workbook.
    Sheet(PathBuf, String),
}

/// One row as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The line of the file, or the row of the sheet, on which it begins.
    pub(super) line: u64,
    /// Its cells.
    pub(super) cells: Vec<String>,
    /// Which of them, counted from 0, hold an error where a sheet could not work a
    /// value out. Their text is the sign of the error, such as `#N/A`.
    pub(super) errors: Vec<usize>,
}

/// Why a table cannot be read on, and from which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    /// The line; `None` when the whole file is meant.
    pub(super) line: Option<u64>,
    /// What is wrong.
    pub(super) why: String,
}

impl Unreadable {
    fn file(error: impl std::fmt::Display) -> Self {
        Self {
            line: None,
            why: format!("cannot be read: {error}"),
        }
    }
}

impl Source {
    /// Hands every row to `each`, the header first, until it wants no more. Never
    /// more than a row is kept.
    pub(super) fn read(
        &self,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), Unreadable> {
        match self {
            Self::Text(text) => text::read(&mut || Ok(io::Cursor::new(text.as_bytes())), each),
            Self::File(path) => text::read(&mut || File::open(path), each),
            Self::Sheet(path, sheet) => sheet::read(path, sheet, each),
        }
    }
}

/// The names of the sheets of a workbook.
pub(super) fn sheets_of(path: &std::path::Path) -> Result<Vec<String>, Unreadable> {
    sheet::names(path)
}
