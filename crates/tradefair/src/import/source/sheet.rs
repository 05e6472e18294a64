//! A sheet of a workbook becomes rows, cell by cell.

use std::{fs::File, io::BufReader, ops::ControlFlow, path::Path};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError, open_workbook};

use super::{Row, Unreadable};

type Workbook = Xlsx<BufReader<File>>;

/// The names of the sheets, in their order.
pub(super) fn names(path: &Path) -> Result<Vec<String>, Unreadable> {
    Ok(open(path)?.sheet_names())
}

/// Hands on the rows of a sheet that are not blank. The texts that a workbook keeps
/// apart for all its sheets are held in memory, the rows are not.
pub(super) fn read(
    path: &Path,
    sheet: &str,
    each: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<(), Unreadable> {
    let mut workbook = open(path)?;
    let mut cells = workbook
        .worksheet_cells_reader(sheet)
        .map_err(Unreadable::file)?;
    let empty = |line| Row {
        line,
        cells: Vec::new(),
        errors: Vec::new(),
    };
    let mut row = empty(1);
    // A workbook does not keep the empty cells at the end of a row.
    let mut width = 0;
    let mut hand_on = |mut row: Row| {
        width = if width == 0 { row.cells.len() } else { width };
        row.cells.resize(width.max(row.cells.len()), String::new());
        each(row)
    };
    while let Some(cell) = cells.next_cell().map_err(Unreadable::file)? {
        let (line, column) = cell.get_position();
        let (line, column) = (u64::from(line) + 1, usize::try_from(column).unwrap_or(0));
        let text = written(cell.get_value());
        if text.is_empty() {
            continue;
        }
        if line != row.line {
            let complete = std::mem::replace(&mut row, empty(line));
            if !complete.cells.is_empty() && hand_on(complete).is_break() {
                return Ok(());
            }
        }
        row.cells.resize(column.max(row.cells.len()), String::new());
        if matches!(cell.get_value(), DataRef::Error(_)) {
            row.errors.push(row.cells.len());
        }
        row.cells.push(text);
    }
    if !row.cells.is_empty() {
        // Nobody reads on after the last row.
        let _ = hand_on(row);
    }
    Ok(())
}

fn open(path: &Path) -> Result<Workbook, Unreadable> {
    open_workbook(path).map_err(|error: XlsxError| Unreadable::file(error))
}

/// A cell as it would be written in a table of text.
fn written(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        // The shortest digits that mean this number, never with an exponent.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(bool) => bool.to_string(),
        DataRef::DateTime(moment) => day_of(moment),
        // Told as a fault once the column is known.
        DataRef::Error(error) => error.to_string(),
    }
}

/// A day as text, with the time where there is one.
fn day_of(moment: &ExcelDateTime) -> String {
    if moment.is_duration() {
        return moment.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        day
    } else {
        format!("{day}T{hour:02}:{minute:02}:{second:02}")
    }
}
