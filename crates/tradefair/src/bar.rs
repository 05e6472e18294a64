//! The progress of an import, for a person who watches.

use std::io::{self, Write};

use indicatif::{ProgressBar, ProgressStyle};

use crate::import::{Phase, Progress, RowFault};

/// A bar on standard error. Nothing is drawn where that is no terminal.
pub(crate) struct Bar {
    bar: ProgressBar,
    phase: Option<Phase>,
    /// Where faults are kept; they are written at once when they are not.
    faults: Option<Vec<RowFault>>,
}

impl Bar {
    /// A bar that writes what is wrong above itself.
    pub(crate) fn writing_faults() -> Self {
        Self {
            bar: ProgressBar::new(0),
            phase: None,
            faults: None,
        }
    }

    /// A bar that keeps what is wrong for a message at the end.
    pub(crate) fn keeping_faults() -> Self {
        Self {
            faults: Some(Vec::new()),
            ..Self::writing_faults()
        }
    }

    /// Takes the bar away, and hands over what was kept.
    pub(crate) fn end(self) -> Vec<RowFault> {
        self.bar.finish_and_clear();
        self.faults.unwrap_or_default()
    }
}

impl Progress for Bar {
    fn begins(&mut self, phase: Phase, rows: Option<u64>) {
        // The templates are fixed; should one ever be wrong, the default bar does.
        let template = match rows {
            Some(_) => "{bar:30} {pos}/{len} {msg}",
            None => "{spinner} {pos} {msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        self.bar.reset();
        self.bar.set_length(rows.unwrap_or_default());
        self.phase = Some(phase);
    }

    fn table(&mut self, file: &str) {
        let phase = self.phase.map(|phase| format!("{phase} "));
        self.bar
            .set_message(format!("{}{file}", phase.unwrap_or_default()));
    }

    fn passed(&mut self, rows: u64) {
        self.bar.inc(rows);
    }

    fn fault(&mut self, fault: RowFault) {
        match &mut self.faults {
            Some(faults) => faults.push(fault),
            None => self.bar.suspend(|| {
                // The counts at the end tell of faults that cannot be written.
                let _ = writeln!(io::stderr(), "{fault}");
            }),
        }
    }
}
