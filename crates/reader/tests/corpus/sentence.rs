//! The labelled sentences.

use std::{fs, ops::Range, path::Path};

use serde::Deserialize;

/// A text with what it claims.
#[derive(Debug, Deserialize)]
pub(crate) struct Sentence {
    pub(crate) text: String,
    pub(crate) claims: Vec<Label>,
}

/// One claim as somebody labelled it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Label {
    pub(crate) quote: String,
    pub(crate) value: Option<f64>,
    pub(crate) unit: Option<String>,
    pub(crate) qualifier: String,
    pub(crate) kind: String,
}

/// The sentences of a file.
pub(crate) fn all(file: &str) -> Vec<Sentence> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpus")
        .join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is there", path.display()));
    text.lines()
        .map(|line| {
            serde_json::from_str(line).unwrap_or_else(|why| panic!("{file}: {why}: {line}"))
        })
        .collect()
}

impl Sentence {
    /// The labels with where their quotes stand, in code points.
    pub(crate) fn placed(&self) -> Vec<(Range<usize>, Label)> {
        let mut from = 0;
        self.claims
            .iter()
            .map(|label| {
                let rest = &self.text[from..];
                let at = rest
                    .find(&label.quote)
                    .unwrap_or_else(|| panic!("{:?} stands in {}", label.quote, self.text));
                let start = from + at;
                from = start + label.quote.len();
                let points = |byte: usize| self.text[..byte].chars().count();
                (points(start)..points(from), label.clone())
            })
            .collect()
    }
}
