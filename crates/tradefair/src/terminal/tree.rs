//! A tree of sentences.
//!
//! Tree libraries print a node on one line; these nodes are sentences, which must
//! be broken and set in under the branch they belong to.

use std::io::{self, Write};

use console::measure_text_width;

use super::Paper;

/// The least columns a sentence is given, however deep it stands.
const TEXT_AT_LEAST: usize = 24;

/// A sentence, and what stands below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Branch {
    /// The sentence.
    pub text: String,
    /// What stands below it.
    pub below: Vec<Branch>,
}

impl Branch {
    /// A sentence with nothing below it.
    #[must_use]
    pub fn leaf(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            below: Vec::new(),
        }
    }

    /// Writes the tree.
    ///
    /// # Errors
    /// When the text cannot be written.
    pub fn write(&self, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
        self.write_at("", "", paper, out)
    }

    /// Writes it with `first` before its first line and `rest` before all others.
    fn write_at(
        &self,
        first: &str,
        rest: &str,
        paper: Paper,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        // What hangs below goes on in a line beside the further lines of the text.
        let beside = if self.below.is_empty() {
            "   "
        } else {
            "│  "
        };
        let mut before = first.to_owned();
        for line in self.lines(measure_text_width(first), paper) {
            writeln!(out, "{before}{line}")?;
            before = format!("{rest}{beside}");
        }
        let last = self.below.len().saturating_sub(1);
        for (place, branch) in self.below.iter().enumerate() {
            let (mark, under) = if place == last {
                ("└─ ", "   ")
            } else {
                ("├─ ", "│  ")
            };
            branch.write_at(
                &format!("{rest}{mark}"),
                &format!("{rest}{under}"),
                paper,
                out,
            )?;
        }
        Ok(())
    }

    fn lines(&self, taken: usize, paper: Paper) -> Vec<String> {
        let Some(width) = paper.width else {
            return vec![self.text.clone()];
        };
        // Lines after the first stand further in, by as much as `beside` takes.
        const SET_IN: &str = "   ";
        let room = width.saturating_sub(taken).max(TEXT_AT_LEAST);
        // A name that is too long is left whole, so that it can be copied.
        let options = textwrap::Options::new(room)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .subsequent_indent(SET_IN)
            .break_words(false);
        let lines = textwrap::wrap(&self.text, options).into_iter();
        lines
            .map(|line| line.strip_prefix(SET_IN).unwrap_or(&line).to_owned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn written(width: Option<usize>) -> String {
        let tree = Branch {
            text: "contract-count of edition 4: 331 agreements".to_owned(),
            below: vec![
                Branch {
                    text: "contracts: agreements where counted is true: 331".to_owned(),
                    below: vec![Branch::leaf("+1 Gremio"), Branch::leaf("and 330 more")],
                },
                Branch::leaf("rests on fairs/ciftis/editions/4/statuses/contracts@1"),
            ],
        };
        let mut out = Vec::new();
        let paper = Paper {
            width,
            colour: false,
        };
        tree.write(paper, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn without_a_terminal_a_sentence_is_a_line() {
        assert_eq!(
            written(None),
            "contract-count of edition 4: 331 agreements\n\
             ├─ contracts: agreements where counted is true: 331\n\
             │  ├─ +1 Gremio\n\
             │  └─ and 330 more\n\
             └─ rests on fairs/ciftis/editions/4/statuses/contracts@1\n"
        );
    }

    #[test]
    fn on_a_terminal_a_sentence_is_broken_under_its_branch() {
        assert_eq!(
            written(Some(40)),
            "contract-count of edition 4: 331\n\
             │  agreements\n\
             ├─ contracts: agreements where counted\n\
             │  │  is true: 331\n\
             │  ├─ +1 Gremio\n\
             │  └─ and 330 more\n\
             └─ rests on\n\
             \x20     fairs/ciftis/editions/4/statuses/contracts@1\n"
        );
    }
}
