//! A bound on the bytes of requests that are read at the same time, in the whole process.
//!
//! Each request is bounded, and so is their number; but a number of them that is fine
//! when they are small is too much when all are as large as one may be.

use std::{
    sync::{
        Arc, LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use fault::Fault;

/// The most bytes of requests that are read at the same time.
const AT_ONCE_BYTES: usize = 64 << 20;

/// When whoever is refused should try again.
const RETRY_AFTER: Duration = Duration::from_millis(100);

/// The bytes that may still be read.
#[derive(Debug)]
pub(crate) struct Budget {
    left: AtomicUsize,
}

impl Budget {
    pub(crate) fn of(bytes: usize) -> Arc<Self> {
        Arc::new(Self {
            left: AtomicUsize::new(bytes),
        })
    }

    /// The budget of this process, which all its doors share.
    pub(crate) fn of_process() -> Arc<Self> {
        static BUDGET: LazyLock<Arc<Budget>> = LazyLock::new(|| Budget::of(AT_ONCE_BYTES));
        Arc::clone(&BUDGET)
    }
}

/// What one request has of the budget; given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    of: Arc<Budget>,
    bytes: usize,
}

impl Held {
    pub(crate) fn none_of(budget: Arc<Budget>) -> Self {
        Self {
            of: budget,
            bytes: 0,
        }
    }

    /// Has so many more.
    ///
    /// # Errors
    /// [`Fault::Overloaded`] when there are not so many left.
    pub(crate) fn more(&mut self, bytes: usize) -> Result<(), Fault> {
        let left = &self.of.left;
        let taken = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            left.checked_sub(bytes)
        });
        match taken {
            Ok(_) => {
                self.bytes += bytes;
                Ok(())
            }
            Err(_) => Err(Fault::Overloaded {
                retry_after: RETRY_AFTER,
            }),
        }
    }

    /// Keeps only so many.
    pub(crate) fn keep(&mut self, bytes: usize) {
        let unneeded = self.bytes.saturating_sub(bytes);
        self.bytes -= unneeded;
        self.of.left.fetch_add(unneeded, Ordering::Relaxed);
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.keep(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_bytes_are_had_and_not_one_more() {
        let budget = Budget::of(10);
        let (mut one, mut other) = (Held::none_of(budget.clone()), Held::none_of(budget));
        one.more(6).unwrap();
        other.more(4).unwrap();
        assert!(matches!(other.more(1), Err(Fault::Overloaded { .. })));
        one.keep(5);
        other.more(1).unwrap();
        drop(one);
        other.more(5).unwrap();
        assert!(other.more(1).is_err());
    }
}
