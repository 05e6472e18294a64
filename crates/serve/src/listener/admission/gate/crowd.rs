//! Whether it is a crowd that has come at once, or more comes than can be answered.
//!
//! A crowd waits for a while, and each of it is answered. Of what comes ten times too
//! often hardly anything is, and a long wait makes it worse: what gets a place has used
//! its time up in waiting. The two are told apart by how long those have waited whose
//! wait ends: when all waits have been long for some time, the queue does not serve to
//! even out what comes, it stands. (So does CoDel tell a good queue from a bad one.)

use std::time::Duration;

use tokio::time::Instant;

/// A wait up to this is none to speak of.
const LITTLE: Duration = Duration::from_millis(200);

/// For how long all waits must have been longer, before it is too much.
const STANDS: Duration = Duration::from_millis(300);

/// When nobody has had to wait for so long, it is over.
const CALM: Duration = Duration::from_millis(250);

/// What comes, by how long it waits.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    /// Since when no wait was little.
    long_since: Option<Instant>,
    /// When somebody last found no place.
    full_at: Option<Instant>,
    too_much: bool,
}

impl Crowd {
    /// Whether more comes than can be answered.
    pub(super) fn is_too_much(&self) -> bool {
        self.too_much
    }

    /// Somebody found no place.
    pub(super) fn full(&mut self, now: Instant) {
        self.full_at = Some(now);
    }

    /// A wait has ended, whatever for.
    pub(super) fn waited(&mut self, now: Instant, waited: Duration) {
        if waited <= LITTLE {
            self.long_since = None;
            return;
        }
        let since = *self.long_since.get_or_insert(now);
        self.too_much |= now.saturating_duration_since(since) > STANDS;
    }

    /// Somebody found a place at once. True when it was too much and is over by that.
    pub(super) fn found_place(&mut self, now: Instant) -> bool {
        let was_full = |at: Instant| now.saturating_duration_since(at) <= CALM;
        if self.full_at.is_some_and(was_full) {
            return false;
        }
        self.long_since = None;
        std::mem::take(&mut self.too_much)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_millis(201);

    #[test]
    fn waits_that_were_long_for_some_time_are_too_much_until_nobody_waits() {
        let (mut crowd, began) = (Crowd::default(), Instant::now());
        let after = |millis| began + Duration::from_millis(millis);
        crowd.full(began);
        crowd.waited(after(200), LONG);
        crowd.waited(after(500), LONG);
        assert!(!crowd.is_too_much(), "it stands for just as long");
        crowd.waited(after(501), LONG);
        assert!(crowd.is_too_much());
        crowd.full(after(800));
        crowd.waited(after(801), LITTLE);
        assert!(!crowd.found_place(after(1_050)), "somebody found none");
        assert!(crowd.is_too_much());
        assert!(crowd.found_place(after(1_051)));
        assert!(!crowd.is_too_much());
        assert!(!crowd.found_place(after(1_052)), "it was over before");
    }

    #[test]
    fn one_wait_that_is_little_tells_a_crowd() {
        let (mut crowd, began) = (Crowd::default(), Instant::now());
        for millis in (0..5_000).step_by(10) {
            let now = began + Duration::from_millis(millis);
            crowd.full(now);
            crowd.waited(now, if millis % 250 == 0 { LITTLE } else { LONG });
        }
        assert!(!crowd.is_too_much());
    }
}
