//! How many calls may be sent again: a bounded number at once, and after that a
//! share of those that succeed. When a service fails as a whole, sending again
//! would only add to its load.

use std::sync::atomic::{AtomicU32, Ordering};

/// What sending a call again costs, in tenths of a token.
const COST: u32 = 10;

/// What a call that succeeds earns, in tenths of a token.
const EARNED: u32 = 1;

/// The most that is kept, in tenths of a token: a hundred calls. A member that dies
/// takes all calls with it that it was answering, and with fewer tokens than those
/// some would fail although the next member could answer them.
const MOST: u32 = 100 * COST;

/// The calls of one link that may be sent again.
#[derive(Debug)]
pub(super) struct Budget {
    tenths: AtomicU32,
}

impl Budget {
    pub(super) fn full() -> Self {
        Self {
            tenths: AtomicU32::new(MOST),
        }
    }

    /// Takes what sending a call again costs, if it is there.
    pub(super) fn spend(&self) -> bool {
        let less = |tenths: u32| tenths.checked_sub(COST);
        self.tenths
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
            .is_ok()
    }

    /// Puts in what a success earns.
    pub(super) fn earn(&self) {
        let more = |tenths: u32| (tenths < MOST).then_some(tenths + EARNED);
        // An error means that it is full.
        let _ = self
            .tenths
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_at_once_and_then_a_tenth_of_the_successes() {
        let budget = Budget::full();
        budget.earn();
        assert_eq!((0..1_000).filter(|_| budget.spend()).count(), 100);
        for _ in 0..95 {
            budget.earn();
        }
        assert_eq!((0..1_000).filter(|_| budget.spend()).count(), 9);
    }
}
