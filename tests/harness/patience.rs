//! Waiting for what must come, and not for ever.

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

/// How often it is looked for: that leaves the processor to those who are waited for.
const PACE: Duration = Duration::from_millis(10);

/// How long anything may take that is waited for and has no time of its own.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until it holds, on the calling thread.
///
/// # Panics
/// When it takes too long.
pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < end, "it takes too long until {what}");
        std::thread::park_timeout(PACE);
    }
}

/// Waits until it holds.
///
/// # Panics
/// When it does not hold in that time.
pub async fn soon(time: Duration, what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let waited = timeout(time, async {
        while !holds().await {
            pace.tick().await;
        }
    });
    waited
        .await
        .unwrap_or_else(|_| panic!("within {time:?}: {what}"));
}
