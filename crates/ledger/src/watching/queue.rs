//! How many writes wait.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// How many writes wait for the writer. Clones share the number.
#[derive(Clone, Debug, Default)]
pub struct Queue(Arc<AtomicU64>);

impl Queue {
    /// The writes that were handed in and that the writer has not taken yet.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Counts one write in, until what is returned is dropped.
    pub(crate) fn join(&self) -> Waiting {
        self.0.fetch_add(1, Ordering::Relaxed);
        Waiting(self.clone())
    }
}

/// The place of one write in the queue. It is given back when the writer takes the write,
/// and when nobody waits for it any more.
#[derive(Debug)]
pub(crate) struct Waiting(Queue);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
