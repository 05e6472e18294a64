//! How a listener is closed.

use std::time::Duration;

/// How long the parts of an end may take. The listener first says that it is not ready
/// and goes on as before; then it tells its connections good-bye, takes no more, and
/// waits for the calls under way; at last it waits no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drain {
    /// How long calls are still taken in, so that whoever sends them can hear of it.
    pub delay: Duration,
    /// How long calls may go on after the good-bye.
    pub limit: Duration,
}

/// How a listener is asked to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Whoever sends calls is given the time to hear of it.
    Announced,
    /// Without that time, as calls are of no use any more.
    AtOnce,
}

impl Drain {
    /// How long calls are still taken in.
    pub(super) fn delay_for(self, stop: Stop) -> Duration {
        match stop {
            Stop::Announced => self.delay,
            Stop::AtOnce => Duration::ZERO,
        }
    }
}

impl Default for Drain {
    /// Suits a process that nobody balances calls over.
    fn default() -> Self {
        Self {
            delay: Duration::ZERO,
            limit: Duration::from_secs(20),
        }
    }
}
