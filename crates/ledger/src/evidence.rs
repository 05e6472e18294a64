//! Evidence: the records behind a selection.

use crate::Revision;

/// One record behind a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The revision that counts at the cut.
    pub revision: Revision,
    /// What it adds to the total.
    pub contribution: i64,
}
