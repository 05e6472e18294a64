//! The audit: whether the books still say what they said.

use fault::Fault;

use crate::{Fact, Revision};

/// Makes the facts of a revision anew from its body, with the newest code.
pub type Recompute<'a> = &'a (dyn Fn(&Revision) -> Result<Vec<Fact>, Fault> + Sync);

/// What an audit looked at and what it found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// How much was looked at.
    pub counts: AuditCounts,
    /// What is wrong. Empty when the books are sound.
    pub findings: Vec<Finding>,
    /// Revisions whose stored facts differ from what the newest code would
    /// make of their bodies. The books are sound, and figures keep what was
    /// stored; the code has changed its mind.
    pub recomputations: Vec<Finding>,
}

impl AuditReport {
    /// Whether nothing is wrong with the books.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

/// How much an audit looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditCounts {
    /// Fairs.
    pub fairs: u64,
    /// Positions.
    pub positions: u64,
    /// Revisions.
    pub revisions: u64,
    /// Rows of cell history.
    pub cell_rows: u64,
    /// Requests.
    pub requests: u64,
}

/// One thing that is wrong, and exactly where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The fair.
    pub fair: String,
    /// The sequence of the position, where there is one.
    pub sequence: Option<i64>,
    /// The place among the changes of the position, where there is one.
    pub ordinal: Option<i64>,
    /// The record, cell or request, where there is one.
    pub subject: Option<String>,
    /// What is wrong, as a sentence.
    pub what: String,
}
