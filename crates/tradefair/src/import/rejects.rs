//! The rows that were left out, for somebody who mends them.

use std::{
    collections::HashSet,
    fs::File,
    path::{Path, PathBuf},
};

use super::{
    columns::REASON_COLUMN, fault::RowFault, plan::Plan, record::Header, send::ImportError,
    table::Table,
};

/// Makes programs that guess encodings read Chinese.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The files of one import that no rejected rows may go to: its tables, of which
/// some are yet to be read, and the rejects of other tables.
#[derive(Debug, Default)]
pub(super) struct Taken(HashSet<PathBuf>);

impl Taken {
    /// The files of the tables.
    pub(super) fn by(plan: &Plan) -> Self {
        let paths = plan
            .tables
            .iter()
            .filter_map(|planned| planned.table.path());
        Self(paths.map(one_way).collect())
    }

    /// A file for the rejected rows of a table, which no other table gets: with a
    /// number in its name where the plain one is taken. `None` when the table stands
    /// in no file.
    pub(super) fn take(&mut self, table: &Table) -> Option<PathBuf> {
        let (beside, name) = (table.path()?, table.name_of_rejects()?);
        let plain = std::iter::once(format!("{name}.rejects.csv"));
        let numbered = (2_u32..).map(|number| format!("{name}.{number}.rejects.csv"));
        plain
            .chain(numbered)
            .map(|file| beside.with_file_name(file))
            .find(|path| self.0.insert(one_way(path)))
    }
}

/// A path as it is written whichever way it was come by. The file need not be there.
fn one_way(path: &Path) -> PathBuf {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let folder = folder.canonicalize();
    let file = path.file_name().unwrap_or_default();
    folder.map_or_else(|_| path.to_owned(), |folder| folder.join(file))
}

/// A file beside the table: its columns, and one that says why. It is made with the
/// first row that needs it.
#[derive(Debug)]
pub(super) struct Rejects {
    path: Option<PathBuf>,
    out: Option<csv::Writer<File>>,
}

impl Rejects {
    /// Rows will go to this file; nowhere without one.
    pub(super) fn to(path: Option<PathBuf>) -> Self {
        Self { path, out: None }
    }

    /// Notes a row with all that is wrong with it.
    pub(super) fn note(
        &mut self,
        header: &Header,
        cells: &[String],
        faults: &[RowFault],
    ) -> Result<(), ImportError> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let written = match &mut self.out {
            Some(out) => write(out, header, cells, faults),
            None => begin(path, header).and_then(|out| {
                let out = self.out.insert(out);
                write(out, header, cells, faults)
            }),
        };
        written.map_err(|error| ImportError::Rejects(path.display().to_string(), error))
    }

    /// Ends the file, and tells where it is if there is one.
    pub(super) fn end(self) -> Result<Option<String>, ImportError> {
        let (Some(path), Some(mut out)) = (self.path, self.out) else {
            return Ok(None);
        };
        let shown = path.display().to_string();
        match out.flush() {
            Ok(()) => Ok(Some(shown)),
            Err(error) => Err(ImportError::Rejects(shown, error)),
        }
    }
}

fn begin(path: &PathBuf, header: &Header) -> std::io::Result<csv::Writer<File>> {
    use std::io::Write;
    let mut file = File::create(path)?;
    file.write_all(BYTE_ORDER_MARK)?;
    let mut out = csv::Writer::from_writer(file);
    let own = header.headers().filter(|column| *column != REASON_COLUMN);
    out.write_record(own.chain([REASON_COLUMN]))?;
    Ok(out)
}

fn write(
    out: &mut csv::Writer<File>,
    header: &Header,
    cells: &[String],
    faults: &[RowFault],
) -> std::io::Result<()> {
    let why: Vec<_> = faults.iter().map(RowFault::within_row).collect();
    let cell = |place: usize| cells.get(place).map_or("", String::as_str);
    let columns = header.headers().enumerate();
    let own = columns.filter(|(_, column)| *column != REASON_COLUMN);
    let why = why.join("; ");
    out.write_record(own.map(|(place, _)| cell(place)).chain([why.as_str()]))?;
    Ok(())
}
