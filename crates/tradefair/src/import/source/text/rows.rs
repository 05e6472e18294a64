//! Rows of cells by RFC 4180, each with the line on which it begins.

use std::io::{BufRead, BufReader, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::super::{Row, Unreadable};

/// The longest row. A quote that nobody closes would make one row of the rest of
/// the file.
const ROW_BYTES_AT_MOST: usize = 1024 * 1024;

/// Reads rows one by one.
pub(super) struct RowsOfText<R> {
    text: BufReader<R>,
    parser: Reader,
    /// The line the reader stands on.
    line: u64,
    /// Whether the last line ended with a carriage return, so that a line feed
    /// belongs to it.
    is_after_return: bool,
    /// The cells of a row behind each other, and where each ends.
    cells: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: Read> RowsOfText<R> {
    /// Reads UTF-8 with this between the cells.
    pub(super) fn new(text: R, delimiter: u8) -> Self {
        Self {
            text: BufReader::with_capacity(64 * 1024, text),
            parser: ReaderBuilder::new().delimiter(delimiter).build(),
            line: 1,
            is_after_return: false,
            cells: vec![0; 4 * 1024],
            ends: vec![0; 64],
        }
    }

    /// The next row that is not blank; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Row>, Unreadable> {
        if !self.skip_blank_lines()? {
            return Ok(None);
        }
        let line = self.line;
        let (mut size, mut written, mut ended) = (0, 0, 0);
        loop {
            let piece = match self.text.fill_buf() {
                Ok(piece) => piece,
                Err(error) => return Err(wrong(self.line, error.to_string())),
            };
            // The last line may lack its end; an open quote takes it in.
            let is_at_end = piece.is_empty();
            let input = if is_at_end { b"\n" } else { piece };
            let (result, read, cells, ends) =
                self.parser
                    .read_record(input, &mut self.cells[written..], &mut self.ends[ended..]);
            (written, ended) = (written + cells, ended + ends);
            if !is_at_end {
                let taken = &input[..read];
                let feeds = taken.iter().filter(|byte| **byte == b'\n').count();
                self.line += feeds as u64;
                if result == ReadRecordResult::Record && taken.last() == Some(&b'\r') {
                    self.line += 1;
                    self.is_after_return = true;
                }
                self.text.consume(read);
                size += read;
            }
            if size > ROW_BYTES_AT_MOST {
                let why = "begins a row of more than 1 MiB; is a quote left open?".to_owned();
                return Err(wrong(line, why));
            }
            match result {
                ReadRecordResult::Record => return self.row(line, ended).map(Some),
                ReadRecordResult::InputEmpty if is_at_end => {
                    let why = "opens a quote that is never closed".to_owned();
                    return Err(wrong(line, why));
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.cells.resize(2 * self.cells.len(), 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    /// Goes on to the first character of a row; `false` when there is none. The
    /// parser would pass over blank lines too, and not tell how many they were.
    fn skip_blank_lines(&mut self) -> Result<bool, Unreadable> {
        loop {
            let piece = match self.text.fill_buf() {
                Ok(piece) => piece,
                Err(error) => return Err(wrong(self.line, error.to_string())),
            };
            let Some(&first) = piece.first() else {
                return Ok(false);
            };
            let is_of_the_line_before = self.is_after_return && first == b'\n';
            self.is_after_return = first == b'\r';
            if !matches!(first, b'\r' | b'\n') {
                return Ok(true);
            }
            self.line += u64::from(!is_of_the_line_before);
            self.text.consume(1);
        }
    }

    /// The row whose cells were read.
    fn row(&self, line: u64, count: usize) -> Result<Row, Unreadable> {
        let mut cells = Vec::with_capacity(count);
        let mut begin = 0;
        for &end in &self.ends[..count] {
            let text = std::str::from_utf8(&self.cells[begin..end])
                .map_err(|_| wrong(line, "is no UTF-8 text".to_owned()))?;
            cells.push(text.to_owned());
            begin = end;
        }
        Ok(Row {
            line,
            cells,
            errors: Vec::new(),
        })
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
    fn a_row_may_be_longer_than_what_is_read_at_once() {
        let (long, many) = ("中".repeat(60_000), vec!["x"; 500].join(","));
        let read = rows(&format!("a,{long}\n{many}\n")).unwrap();
        assert_eq!(read[0], (1, vec!["a".to_owned(), long]));
        assert_eq!((read[1].0, read[1].1.len()), (2, 500));
        assert_eq!(rows("a,b").unwrap(), rows("a,b\n").unwrap());
        assert_eq!(rows("\"a\"").unwrap(), [(1, vec!["a".to_owned()])]);
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
