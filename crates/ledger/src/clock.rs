//! The clock, which comes in through the door.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use crate::RecordedAt;

/// Tells the time. The wall clock may jump; the monotonic one must not.
pub trait Clock: Send + Sync {
    /// The wall clock.
    fn now(&self) -> RecordedAt;

    /// Time passed since some fixed moment of this process.
    fn monotonic(&self) -> Duration;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> RecordedAt {
        (**self).now()
    }

    fn monotonic(&self) -> Duration {
        (**self).monotonic()
    }
}

/// The clocks of the machine.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// The clocks of this machine.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the door the machine's clock comes in through"
    )]
    pub fn new() -> Self {
        Self {
            started: Instant::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the door the machine's clock comes in through"
    )]
    fn now(&self) -> RecordedAt {
        // A clock before 1970 reads as zero: positions still rise by one
        // microsecond each.
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        RecordedAt(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }
}

/// A clock that stands still until it is moved: for tests and simulations.
/// Clones share the time.
#[derive(Clone, Debug)]
pub struct ManualClock {
    wall_microseconds: Arc<AtomicI64>,
    monotonic_microseconds: Arc<AtomicI64>,
}

impl ManualClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn at(now: RecordedAt) -> Self {
        Self {
            wall_microseconds: Arc::new(AtomicI64::new(now.0)),
            monotonic_microseconds: Arc::new(AtomicI64::new(0)),
        }
    }

    /// Lets time pass on both clocks.
    pub fn advance(&self, microseconds: i64) {
        self.wall_microseconds
            .fetch_add(microseconds, Ordering::SeqCst);
        self.monotonic_microseconds
            .fetch_add(microseconds, Ordering::SeqCst);
    }

    /// Moves the wall clock alone, forward or back, as an operator might.
    pub fn jump(&self, microseconds: i64) {
        self.wall_microseconds
            .fetch_add(microseconds, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> RecordedAt {
        RecordedAt(self.wall_microseconds.load(Ordering::SeqCst))
    }

    fn monotonic(&self) -> Duration {
        let passed = self.monotonic_microseconds.load(Ordering::SeqCst);
        Duration::from_micros(u64::try_from(passed).unwrap_or(0))
    }
}

/// Notices a wall clock that runs ahead of the monotonic one: recorded with it,
/// one bad jump would drag all later times along for ever.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClockWatch {
    wall: RecordedAt,
    monotonic: Duration,
}

/// How far the wall clock may gain on the monotonic one.
const GAIN_LIMIT: Duration = Duration::from_secs(600);

impl ClockWatch {
    /// Watches from now on.
    pub(crate) fn start(now: RecordedAt, clock: &dyn Clock) -> Self {
        Self {
            wall: now,
            monotonic: clock.monotonic(),
        }
    }

    /// What is suspect about a wall clock that tells `now`, if anything.
    pub(crate) fn suspicion(&self, now: RecordedAt, clock: &dyn Clock) -> Option<String> {
        let wall = i128::from(now.0) - i128::from(self.wall.0);
        let passed = clock.monotonic().saturating_sub(self.monotonic);
        // 2^128 microseconds outlast everything.
        let gained = wall - i128::try_from(passed.as_micros()).unwrap_or(i128::MAX);
        let limit = i128::try_from(GAIN_LIMIT.as_micros()).unwrap_or(i128::MAX);
        (gained > limit).then(|| {
            format!(
                "it has gained {} seconds since the books were opened; set it right, or restart the service if it is right now",
                gained / 1_000_000
            )
        })
    }
}
