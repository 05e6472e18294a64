//! The files that an export writes.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use rust_xlsxwriter::Workbook;

use crate::{
    Failure,
    import::{Parent, TABLES},
};

/// The workbook of an export.
const WORKBOOK: &str = "tables.xlsx";

/// The form of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A file of separated values for each table.
    Text,
    /// One workbook with a sheet for each table.
    Workbook,
}

/// Where rows go. Nothing that exists is written over.
pub(super) enum Out {
    Text {
        folder: PathBuf,
        table: Option<Box<csv::Writer<File>>>,
    },
    Workbook {
        path: PathBuf,
        workbook: Box<Workbook>,
        sheets: usize,
        row: u32,
    },
}

impl Out {
    /// Makes the folder where it is missing. It must hold no table of this form,
    /// also none that would not be written now: old ones beside new ones would pass
    /// for one export.
    pub(super) fn into(folder: &Path, form: Form) -> Result<Self, Failure> {
        let shown = folder.display();
        fs::create_dir_all(folder).map_err(|error| format!("{shown} cannot be made: {error}"))?;
        let path = folder.join(WORKBOOK);
        let paths = match form {
            Form::Text => TABLES
                .iter()
                // What is no record is not exported, and may be there already.
                .filter(|kind| !matches!(kind.parent, Parent::Call(_)))
                .map(|kind| text_path(folder, kind.resource))
                .collect(),
            Form::Workbook => vec![path.clone()],
        };
        if let Some(path) = paths.iter().find(|path| path.exists()) {
            return Err(format!("{} exists already", path.display()).into());
        }
        match form {
            Form::Text => Ok(Self::Text {
                folder: folder.to_owned(),
                table: None,
            }),
            Form::Workbook => Ok(Self::Workbook {
                path,
                workbook: Box::new(Workbook::new()),
                sheets: 0,
                row: 0,
            }),
        }
    }

    /// Begins a table with its header.
    pub(super) fn begin(&mut self, resource: &str, columns: &[String]) -> Result<(), Failure> {
        match self {
            Self::Text { folder, table } => {
                let path = text_path(folder, resource);
                let file = File::create_new(&path)
                    .map_err(|error| format!("{} cannot be made: {error}", path.display()))?;
                *table = Some(Box::new(csv::Writer::from_writer(file)));
            }
            Self::Workbook {
                workbook,
                sheets,
                row,
                ..
            } => {
                workbook
                    .add_worksheet_with_constant_memory()?
                    .set_name(resource)?;
                *sheets += 1;
                *row = 0;
            }
        }
        self.row(columns)
    }

    /// Writes a row of the table that was begun.
    pub(super) fn row(&mut self, cells: &[String]) -> Result<(), Failure> {
        match self {
            Self::Text { table, .. } => {
                if let Some(table) = table {
                    table.write_record(cells)?;
                }
            }
            Self::Workbook {
                workbook,
                sheets,
                row,
                ..
            } => {
                let sheet = workbook.worksheet_from_index(sheets.saturating_sub(1))?;
                for (column, cell) in (0_u16..).zip(cells) {
                    if !cell.is_empty() {
                        sheet.write_string(*row, column, cell)?;
                    }
                }
                *row += 1;
            }
        }
        Ok(())
    }

    /// Ends the table that was begun.
    pub(super) fn end(&mut self) -> Result<(), Failure> {
        if let Self::Text { table, .. } = self
            && let Some(mut table) = table.take()
        {
            table.flush()?;
        }
        Ok(())
    }

    /// Ends the export.
    pub(super) fn finish(self) -> Result<(), Failure> {
        if let Self::Workbook {
            path,
            mut workbook,
            sheets,
            ..
        } = self
            && sheets > 0
        {
            workbook.save(path)?;
        }
        Ok(())
    }
}

fn text_path(folder: &Path, resource: &str) -> PathBuf {
    folder.join(format!("{resource}.csv"))
}
