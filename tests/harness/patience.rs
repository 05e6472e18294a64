//! Waiting for what must come, and not for ever.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval, timeout};

/// How often it is looked for.
const PACE: Duration = Duration::from_millis(10);

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
