//! How the loading goes, for whoever watches.

use std::fmt;

use super::fault::RowFault;

/// What is being done with the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// They are read.
    Checking,
    /// The services tell what would become of them.
    Trying,
    /// They are stored in books of no account.
    Rehearsing,
    /// They are stored.
    Storing,
}

impl fmt::Display for Phase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Checking => "checking",
            Self::Trying => "trying",
            Self::Rehearsing => "rehearsing",
            Self::Storing => "storing",
        })
    }
}

/// Is told how the loading goes.
pub trait Progress {
    /// Something begins with this many rows; `None` while they are not counted yet.
    fn begins(&mut self, phase: Phase, rows: Option<u64>);
    /// A table begins.
    fn table(&mut self, file: &str);
    /// So many rows more are done.
    fn passed(&mut self, rows: u64);
    /// Something is wrong. Faults are not kept: there may be as many as rows.
    fn fault(&mut self, fault: RowFault);
}

/// Nobody watches, and the faults are kept.
#[derive(Debug, Default)]
pub struct Faults(pub Vec<RowFault>);

impl Progress for Faults {
    fn begins(&mut self, _: Phase, _: Option<u64>) {}
    fn table(&mut self, _: &str) {}
    fn passed(&mut self, _: u64) {}
    fn fault(&mut self, fault: RowFault) {
        self.0.push(fault);
    }
}
