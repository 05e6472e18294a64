//! The progress of loading, for a person who watches.

use indicatif::{ProgressBar, ProgressStyle};

use crate::import::Progress;

/// A bar on standard error. Nothing is drawn where that is no terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar for this many rows.
    pub(super) fn new(row_count: usize) -> Self {
        let bar = ProgressBar::new(u64::try_from(row_count).unwrap_or(u64::MAX));
        // The template is fixed; should it ever be wrong, the default bar does.
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn begins(&mut self, file: &str) {
        self.0.set_message(file.to_owned());
    }

    fn recorded(&mut self) {
        self.0.inc(1);
    }
}
