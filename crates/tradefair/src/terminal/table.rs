//! A table whose last column takes the rest of the line.
//!
//! Table libraries share the width out among all columns; here the short columns
//! must stay whole, and only the last one, which holds sentences, may be broken.

use std::io::{self, Write};

use console::measure_text_width;

use super::Paper;

/// What stands between two columns.
const GAP: &str = "  ";

/// The least columns the last column is given on the line of its row; with less it
/// goes to lines of its own below.
const LAST_AT_LEAST: usize = 28;

/// How far a last column is set in that stands below its row.
const BELOW: &str = "    ";

/// To which side a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// What stands above it.
    pub title: &'static str,
    /// To which side it is set.
    pub align: Align,
}

impl Column {
    /// A column.
    #[must_use]
    pub const fn new(title: &'static str, align: Align) -> Self {
        Self { title, align }
    }
}

/// Rows under columns.
pub struct Table<const COLUMNS: usize> {
    columns: [Column; COLUMNS],
    rows: Vec<[String; COLUMNS]>,
}

impl<const COLUMNS: usize> Table<COLUMNS> {
    /// A table without rows.
    #[must_use]
    pub fn of(columns: [Column; COLUMNS]) -> Self {
        Self {
            columns,
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn add(&mut self, row: [String; COLUMNS]) {
        self.rows.push(row);
    }

    /// Writes the table.
    ///
    /// # Errors
    /// When the text cannot be written.
    pub fn write(&self, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
        let widths = self.widths();
        let titles = self.columns.map(|column| column.title.to_owned());
        let (fixed, last) = self.line(&titles, &widths);
        let last_stands_beside = self.room_for_last(&widths, paper).is_some();
        let head = if last_stands_beside {
            format!("{fixed}{last}")
        } else {
            fixed
        };
        writeln!(out, "{}", paper.heading(head.trim_end()))?;
        for row in &self.rows {
            self.write_row(row, &widths, paper, out)?;
        }
        Ok(())
    }

    fn write_row(
        &self,
        row: &[String; COLUMNS],
        widths: &[usize],
        paper: Paper,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let (fixed, last) = self.line(row, widths);
        let Some(width) = paper.width else {
            return writeln!(out, "{}", format!("{fixed}{last}").trim_end());
        };
        let (mut before, set_in, room) = match self.room_for_last(widths, paper) {
            Some(room) => (fixed, " ".repeat(fixed_width(widths)), room),
            None => {
                writeln!(out, "{}", fixed.trim_end())?;
                let room = width.saturating_sub(BELOW.len()).max(LAST_AT_LEAST);
                (BELOW.to_owned(), BELOW.to_owned(), room)
            }
        };
        if last.is_empty() && before == BELOW {
            return Ok(());
        }
        let options = textwrap::Options::new(room)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .break_words(false);
        for part in textwrap::wrap(last, options) {
            writeln!(out, "{}", format!("{before}{part}").trim_end())?;
            before.clone_from(&set_in);
        }
        Ok(())
    }

    /// The columns before the last, filled up to their widths, and the last.
    fn line<'r>(&self, row: &'r [String; COLUMNS], widths: &[usize]) -> (String, &'r str) {
        let mut line = String::new();
        let before = COLUMNS.saturating_sub(1);
        for ((text, column), width) in row.iter().zip(self.columns).zip(widths).take(before) {
            let fill = " ".repeat(width.saturating_sub(measure_text_width(text)));
            line.push_str(&match column.align {
                Align::Left => format!("{text}{fill}{GAP}"),
                Align::Right => format!("{fill}{text}{GAP}"),
            });
        }
        (line, row.last().map_or("", String::as_str))
    }

    /// The widths of the columns before the last.
    fn widths(&self) -> Vec<usize> {
        let widest = |place: usize, title: &str| {
            let cells = self.rows.iter().filter_map(|row| row.get(place));
            let texts = cells.map(String::as_str).chain([title]);
            texts.map(measure_text_width).max().unwrap_or(0)
        };
        let columns = self.columns.iter().enumerate();
        columns
            .take(COLUMNS.saturating_sub(1))
            .map(|(place, column)| widest(place, column.title))
            .collect()
    }

    /// How many columns the last one has on the line of its row, if it may stand
    /// there.
    fn room_for_last(&self, widths: &[usize], paper: Paper) -> Option<usize> {
        let width = paper.width.unwrap_or(usize::MAX);
        let room = width.checked_sub(fixed_width(widths))?;
        (room >= LAST_AT_LEAST).then_some(room)
    }
}

/// What the columns before the last take, with what stands after each.
fn fixed_width(widths: &[usize]) -> usize {
    widths.iter().map(|width| width + GAP.len()).sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn written(width: Option<usize>) -> String {
        let column = |title, align| Column { title, align };
        let mut table = Table::of([
            column("FIGURE", Align::Left),
            column("VALUE", Align::Right),
            column("NOTE", Align::Left),
        ]);
        let row = |cells: [&str; 3]| cells.map(str::to_owned);
        table.add(row(["contract-count", "331", ""]));
        table.add(row([
            "签约",
            "refused",
            "nobody has recorded whether the two editions may be compared",
        ]));
        let mut out = Vec::new();
        let paper = Paper {
            width,
            colour: false,
        };
        table.write(paper, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn without_a_terminal_a_row_is_a_line() {
        assert_eq!(
            written(None),
            "FIGURE            VALUE  NOTE\n\
             contract-count      331\n\
             签约            refused  nobody has recorded whether the two editions may be compared\n"
        );
    }

    #[test]
    fn the_last_column_is_broken_beside_the_others() {
        assert_eq!(
            written(Some(60)),
            "FIGURE            VALUE  NOTE\n\
             contract-count      331\n\
             签约            refused  nobody has recorded whether the two\n\
             \x20                        editions may be compared\n"
        );
    }

    #[test]
    fn where_there_is_no_room_it_goes_below() {
        assert_eq!(
            written(Some(40)),
            "FIGURE            VALUE\n\
             contract-count      331\n\
             签约            refused\n\
             \x20   nobody has recorded whether the two\n\
             \x20   editions may be compared\n"
        );
    }
}
