//! Watching the books at work: figures of the writer, and spans of what is asked of the
//! store.
//!
//! Figures go to a [`Watch`], which comes in through the door as the clock does. Spans
//! are those of the `tracing` library, of which whoever runs the process makes what they
//! like; where nobody listens to them they cost one look at a flag.

mod queue;
mod spans;

use std::time::Duration;

pub use queue::Queue;
pub(crate) use queue::Waiting;
pub(crate) use spans::{DatabaseSpans, end_commit, end_read, here, of_write};

/// Whoever is told how the books work. It is told on the threads that do the work, so it
/// must be quick about it.
pub trait Watch: Send + Sync {
    /// The books are open. The queue tells at any time how many writes wait.
    fn opened(&self, queue: Queue);

    /// A commit has ended. Groups that leave nothing to be stored make none.
    fn committed(&self, commit: &Commit);
}

/// How a commit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The time from the beginning of its transaction until it was durable, or until it
    /// had failed.
    pub took: Duration,
    /// What it stored, or in one word why it failed.
    pub outcome: Result<Stored, &'static str>,
}

/// How much one commit stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// The writes that share the commit; those that were refused are not counted.
    pub writes: u64,
    /// The cells whose totals it changed.
    pub cells: u64,
}

/// Nobody: for books that are opened without anybody who watches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nobody;

impl Watch for Nobody {
    fn opened(&self, _queue: Queue) {}

    fn committed(&self, _commit: &Commit) {}
}
