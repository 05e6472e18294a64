//! The rows that were left out, for somebody who mends them.

use std::{fs::File, path::PathBuf};

use super::{columns::REASON_COLUMN, fault::RowFault, record::Header, send::ImportError};

/// Makes programs that guess encodings read Chinese.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

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
