//! How a verb shows things to a person: as wide as the terminal, in colour where
//! there is one.

mod table;
mod tree;

pub use table::{Align, Column, Table};
pub use tree::Branch;

use console::{Term, style};

/// The columns of a terminal that does not tell how many it has.
const USUAL: usize = 80;

/// What a text is written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    /// How many columns a line has. `None` where no terminal is: there a line is
    /// never broken, so that programs can take the output apart by lines.
    pub width: Option<usize>,
    /// Whether it shows colour.
    pub colour: bool,
}

impl Paper {
    /// Standard output: its terminal, if it is one. Colour is left out where it is
    /// none, and where `NO_COLOR` is set.
    #[must_use]
    pub fn standard_output() -> Self {
        let terminal = Term::stdout();
        let columns = || terminal.size_checked().map(|(_, columns)| columns.into());
        Self {
            width: terminal.is_term().then(|| columns().unwrap_or(USUAL)),
            colour: console::colors_enabled(),
        }
    }

    /// A text as a heading.
    #[must_use]
    pub fn heading(self, text: &str) -> String {
        style(text).bold().force_styling(self.colour).to_string()
    }

    /// A text that warns.
    #[must_use]
    pub fn warning(self, text: &str) -> String {
        style(text).yellow().force_styling(self.colour).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_a_text_is_its_words_alone() {
        let plain = Paper {
            width: None,
            colour: false,
        };
        assert_eq!(plain.heading("FIGURE"), "FIGURE");
        assert_eq!(plain.warning("[made up]"), "[made up]");
        let coloured = Paper {
            colour: true,
            ..plain
        };
        assert_eq!(
            coloured.warning("[made up]"),
            "\u{1b}[33m[made up]\u{1b}[0m"
        );
    }
}
