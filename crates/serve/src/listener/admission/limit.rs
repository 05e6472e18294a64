//! How many calls are answered at the same time, as learned from how long they take.
//!
//! The number grows while it is reached and calls are quick, and shrinks when most of
//! them are slow: what waits inside for its turn gains nothing by being inside. What
//! decides is most of the calls and not their average: where one of many services
//! behind this one does not answer, those calls are slow that need it, and the rest
//! need not suffer for them.
//!
//! What is slow depends on whether there is too much. While everybody gets a place a call
//! may take its second. When most are refused, those that are let in should have their
//! answer well within the time their callers wait: the number comes down further, and
//! quickly, as answers tell what was too much only when it is answered.

use std::time::Duration;

/// From here on a call is slow: a fifth of the time that callers wait who do not say how
/// long they do. A write that shares its commit with many others on a slow disk is not.
pub(super) const SLOW: Duration = Duration::from_secs(1);

/// From here on it is while there is too much.
const SLOW_WHEN_TOO_MUCH: Duration = Duration::from_millis(250);

/// The fewest, so that the number can be learned anew; and while there is too much.
const LEAST: usize = 16;
const LEAST_WHEN_TOO_MUCH: usize = 8;

/// How many at the start: enough to keep all processors, the disk and other services busy
/// at the same time; and so few that calls which need a few milliseconds of one processor
/// each are all answered in time, before anything is learned.
const START: usize = 64;

/// How many calls are answered at the same time.
#[derive(Debug)]
pub(super) struct Limit {
    now: usize,
    most: usize,
    /// Those answered since the number was last looked at, and how many of them were
    /// slow.
    answered: usize,
    slow: usize,
    /// Whether somebody had to wait meanwhile.
    reached: bool,
}

impl Limit {
    /// A number that is never more than `most`.
    pub(super) fn at_most(most: usize) -> Self {
        let most = most.max(1);
        Self {
            now: START.min(most),
            most,
            answered: 0,
            slow: 0,
            reached: false,
        }
    }

    /// The number now.
    pub(super) fn now(&self) -> usize {
        self.now
    }

    /// How many of them one caller may have: the last quarter is kept for the others.
    pub(super) fn of_one_caller(&self) -> usize {
        self.now - self.now / 4
    }

    /// Somebody had to wait, or was refused.
    pub(super) fn reached(&mut self) {
        self.reached = true;
    }

    /// The most there may ever be.
    pub(super) fn most(&self) -> usize {
        self.most
    }

    /// There was too much and is no more: what was learned meanwhile does not hold.
    pub(super) fn begin_anew(&mut self) {
        self.now = self.now.max(START.min(self.most));
        (self.answered, self.slow, self.reached) = (0, 0, false);
    }

    /// A call took that long. The number is looked at once as many are answered as run
    /// at the same time, since those were under way when it last changed.
    pub(super) fn answered(&mut self, took: Duration, too_much: bool) {
        let (slow, least, part) = match too_much {
            true => (SLOW_WHEN_TOO_MUCH, LEAST_WHEN_TOO_MUCH, 3),
            false => (SLOW, LEAST, 10),
        };
        self.answered += 1;
        self.slow += usize::from(took > slow);
        if self.answered < self.now {
            return;
        }
        if self.slow * 4 > self.answered * 3 {
            let fewer = self.now - (self.now / part).max(1);
            // It can be below the least of this moment, and is not to grow by that.
            self.now = fewer.max(least.min(self.now));
        } else if self.reached && self.slow * 2 < self.answered {
            let more = self.now + (self.now / 16).max(1);
            self.now = more.min(self.most);
        }
        (self.answered, self.slow, self.reached) = (0, 0, false);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const QUICK: Duration = Duration::from_millis(5);
    const TOO_LONG: Duration = Duration::from_secs(3);

    /// As many answers as a change needs.
    fn round(limit: &mut Limit, took: impl Fn(usize) -> Duration) {
        for number in 0..limit.now() {
            limit.answered(took(number), false);
        }
    }

    #[test]
    fn it_grows_only_while_it_is_reached() {
        let mut limit = Limit::at_most(1_024);
        round(&mut limit, |_| QUICK);
        assert_eq!(limit.now(), START);
        for _ in 0..60 {
            limit.reached();
            round(&mut limit, |_| QUICK);
        }
        assert_eq!(limit.now(), 1_024);
    }

    #[test]
    fn it_shrinks_while_most_are_slow_and_comes_back() {
        let mut limit = Limit::at_most(1_024);
        for _ in 0..60 {
            limit.reached();
            round(&mut limit, |_| TOO_LONG);
        }
        assert_eq!(limit.now(), LEAST);
        for _ in 0..40 {
            limit.reached();
            round(&mut limit, |_| QUICK);
        }
        assert!(limit.now() >= START, "{limit:?}");
    }

    #[test]
    fn calls_that_wait_for_another_service_do_not_shrink_it() {
        let mut limit = Limit::at_most(1_024);
        for _ in 0..60 {
            limit.reached();
            // Two of three.
            round(&mut limit, |number| match number % 3 {
                0 => QUICK,
                _ => TOO_LONG,
            });
        }
        assert_eq!(limit.now(), START);
    }

    #[test]
    fn it_settles_where_calls_are_just_not_slow() {
        // A place with two hands that need 5 ms a call each: what is inside shares them.
        let mut limit = Limit::at_most(1_024);
        for _ in 0..500 {
            limit.reached();
            let each = QUICK * u32::try_from(limit.now()).unwrap() / 2;
            round(&mut limit, |_| each);
        }
        let (now, just) = (limit.now(), 400);
        assert!(now.abs_diff(just) <= 50, "{now}");
    }

    #[test]
    fn it_comes_down_quickly_while_there_is_too_much_and_then_begins_anew() {
        let mut limit = Limit::at_most(1_024);
        for _ in 0..8 {
            limit.reached();
            for _ in 0..limit.now() {
                limit.answered(Duration::from_millis(300), true);
            }
        }
        assert_eq!(limit.now(), LEAST_WHEN_TOO_MUCH);
        limit.begin_anew();
        assert_eq!(limit.now(), START);
    }

    proptest! {
        #[test]
        fn it_stays_within_its_bounds(
            most in 0_usize..2_000,
            rounds in prop::collection::vec((any::<bool>(), 0_u64..2_000), 0..60),
        ) {
            let mut limit = Limit::at_most(most);
            for (reached, took) in rounds {
                if reached {
                    limit.reached();
                }
                round(&mut limit, |_| Duration::from_millis(took));
                prop_assert!(limit.now() <= most.max(1));
                prop_assert!(limit.now() >= LEAST.min(most.max(1)));
                prop_assert!((1..=limit.now()).contains(&limit.of_one_caller()));
            }
        }
    }
}
