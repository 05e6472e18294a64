//! Rows of cells by RFC 4180, each with the line on which it begins.

use std::io::{BufRead, BufReader, Read};

use super::super::{Row, Unreadable};

/// The longest row. A quote that nobody closes would make one row of the rest of
/// the file.
const ROW_BYTES_AT_MOST: usize = 1024 * 1024;

/// Where the reader stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the first character of a cell.
    Cell,
    /// In a cell without quotes.
    Plain,
    /// Between quotes.
    Quoted,
    /// After a quote that closes the cell, unless another one follows.
    Closing,
}

/// Reads rows one by one.
pub(super) struct RowsOfText<R> {
    text: BufReader<R>,
    delimiter: u8,
    /// The line the reader stands on.
    line: u64,
    /// Whether the last character was a carriage return outside of quotes.
    is_after_return: bool,
}

/// A row that is being read.
struct Growing {
    line: u64,
    cells: Vec<String>,
    cell: Vec<u8>,
    size: usize,
    at: At,
    /// Whether a quote was opened anywhere in it.
    has_quotes: bool,
}

impl<R: Read> RowsOfText<R> {
    /// Reads UTF-8 with this between the cells.
    pub(super) fn new(text: R, delimiter: u8) -> Self {
        Self {
            text: BufReader::with_capacity(64 * 1024, text),
            delimiter,
            line: 1,
            is_after_return: false,
        }
    }

    /// The next row that is not blank; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Row>, Unreadable> {
        let mut row = Growing::at(self.line);
        loop {
            let piece = match self.text.fill_buf() {
                Ok(piece) => piece,
                Err(error) => return Err(wrong(self.line, error.to_string())),
            };
            if piece.is_empty() {
                return row.end();
            }
            let mut taken = 0;
            let mut is_complete = false;
            for &byte in piece {
                taken += 1;
                if self.is_after_return {
                    self.is_after_return = false;
                    if byte == b'\n' {
                        continue;
                    }
                }
                let is_end = row.at != At::Quoted && matches!(byte, b'\r' | b'\n');
                if is_end {
                    self.is_after_return = byte == b'\r';
                    self.line += 1;
                    is_complete = true;
                    break;
                }
                self.line += u64::from(byte == b'\n');
                row.take(byte, self.delimiter)?;
            }
            self.text.consume(taken);
            if is_complete {
                if let Some(row) = row.end()? {
                    return Ok(Some(row));
                }
                row = Growing::at(self.line);
            }
        }
    }
}

impl Growing {
    fn at(line: u64) -> Self {
        Self {
            line,
            cells: Vec::new(),
            cell: Vec::new(),
            size: 0,
            at: At::Cell,
            has_quotes: false,
        }
    }

    fn take(&mut self, byte: u8, delimiter: u8) -> Result<(), Unreadable> {
        self.size += 1;
        if self.size > ROW_BYTES_AT_MOST {
            let why = "begins a row of more than 1 MiB; is a quote left open?".to_owned();
            return Err(wrong(self.line, why));
        }
        match (self.at, byte) {
            (At::Cell, b'"') => {
                self.at = At::Quoted;
                self.has_quotes = true;
            }
            (At::Quoted, b'"') => self.at = At::Closing,
            (At::Closing, b'"') => {
                self.cell.push(byte);
                self.at = At::Quoted;
            }
            (At::Quoted, _) => self.cell.push(byte),
            (_, byte) if byte == delimiter => {
                self.end_cell()?;
                self.at = At::Cell;
            }
            _ => {
                self.cell.push(byte);
                self.at = At::Plain;
            }
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Unreadable> {
        let bytes = std::mem::take(&mut self.cell);
        let text = String::from_utf8(bytes)
            .map_err(|_| wrong(self.line, "is no UTF-8 text".to_owned()))?;
        self.cells.push(text);
        Ok(())
    }

    /// The row, unless it is blank.
    fn end(&mut self) -> Result<Option<Row>, Unreadable> {
        if self.at == At::Quoted {
            let why = "opens a quote that is never closed".to_owned();
            return Err(wrong(self.line, why));
        }
        if self.cells.is_empty() && self.cell.is_empty() && !self.has_quotes {
            return Ok(None);
        }
        self.end_cell()?;
        Ok(Some(Row {
            line: self.line,
            cells: std::mem::take(&mut self.cells),
            errors: Vec::new(),
        }))
    }
}

fn wrong(line: u64, why: String) -> Unreadable {
    Unreadable {
        line: Some(line),
        why,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn rows(text: &str) -> Result<Vec<(u64, Vec<String>)>, Unreadable> {
        let mut reader = RowsOfText::new(text.as_bytes(), b',');
        let mut rows = Vec::new();
        while let Some(row) = reader.next()? {
            rows.push((row.line, row.cells));
        }
        Ok(rows)
    }

    #[test]
    fn rows_are_told_with_the_line_on_which_they_begin() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "\"1\n2\"\"\",", "", "", "\"\"", "x,y"].join(end);
            let cells = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
            assert_eq!(
                rows(&text).unwrap(),
                [
                    (1, cells(&["a", "b"])),
                    (3, cells(&["1\n2\"", ""])),
                    (7, cells(&[""])),
                    (8, cells(&["x", "y"])),
                ],
                "{end:?}"
            );
        }
    }

    #[test]
    fn a_quote_left_open_is_told_where_it_opens() {
        let told = rows("a\n\nb,\"c\nd\n").unwrap_err();
        assert_eq!(told.line, Some(3));
        assert!(told.why.contains("never closed"), "{}", told.why);
        let endless = format!("a\n\"{}", "x\n".repeat(ROW_BYTES_AT_MOST));
        let told = rows(&endless).unwrap_err();
        assert_eq!(told.line, Some(2));
        assert!(told.why.contains("1 MiB"), "{}", told.why);
    }

    proptest::proptest! {
        #[test]
        fn what_was_written_is_read(
            table in proptest::collection::vec(
                proptest::collection::vec("[a\u{4e2d},;\"\n\r ]{0,6}", 2..4), 1..6),
        ) {
            let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for cells in &table {
                out.write_record(cells).unwrap();
            }
            let text = String::from_utf8(out.into_inner().unwrap()).unwrap();
            let read: Vec<_> = rows(&text).unwrap().into_iter().map(|(_, cells)| cells).collect();
            proptest::prop_assert_eq!(read, table);
        }
    }
}
