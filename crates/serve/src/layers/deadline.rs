//! Deadlines: how long a call may take, as its caller said, and how long the calls
//! it makes itself may take.
//!
//! The gRPC library reports a passed deadline as CANCELLED and does not hand it on
//! to further calls, so both are done here. The deadline of the call that is being
//! answered travels with the task; a task that is spawned has none of its own.

use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use tokio::time::{Instant, timeout_at};

/// How long a call may take whose caller does not say.
pub(crate) const BY_DEFAULT: Duration = Duration::from_secs(5);

/// How long a call may take at most, whatever its caller says.
pub(crate) const AT_MOST: Duration = Duration::from_secs(60);

/// The header in which a caller says how long it waits.
const HEADER: &str = "grpc-timeout";

tokio::task_local! {
    /// When the call that is being answered must be over.
    static DEADLINE: Instant;
}

/// When a call with these headers must be over: a little before its caller stops
/// waiting, so that the answer can still arrive.
pub(crate) fn of(headers: &HeaderMap) -> Instant {
    let allowed = said(headers).unwrap_or(BY_DEFAULT).min(AT_MOST);
    Instant::now() + less(allowed, Duration::from_millis(5))
}

/// How long a call with these headers may take from now on.
pub(crate) fn left(headers: &HeaderMap) -> Duration {
    of(headers).saturating_duration_since(Instant::now())
}

/// Does the work of a call until its deadline; `None` when it has passed. The work
/// is dropped then, but what it has handed to others (a write that waits for the
/// ledger) goes on. Work that nobody waits for any more is not begun.
pub(crate) async fn within<W: Future>(deadline: Instant, work: W) -> Option<W::Output> {
    if deadline <= Instant::now() {
        return None;
    }
    DEADLINE
        .scope(deadline, timeout_at(deadline, work))
        .await
        .ok()
}

/// How long a call may take that is made now with these headers: what is left of
/// the call that is being answered, less what its own answer needs, or what the
/// maker of the call says if that is less. `None` when neither says anything.
pub(crate) fn for_call(headers: &HeaderMap) -> Option<Duration> {
    let left = DEADLINE.try_with(|deadline| {
        let left = deadline.saturating_duration_since(Instant::now());
        less(left, Duration::from_millis(50))
    });
    match (left.ok(), said(headers)) {
        (Some(left), Some(said)) => Some(left.min(said)),
        (left, said) => left.or(said),
    }
}

/// Says in the headers of a call how long its caller waits.
pub(crate) fn say(headers: &mut HeaderMap, allowed: Duration) {
    // Eight digits are the most there may be: microseconds go to 99 seconds.
    let microseconds = allowed.min(AT_MOST).as_micros();
    if let Ok(value) = HeaderValue::try_from(format!("{microseconds}u")) {
        headers.insert(HEADER, value);
    }
}

/// A time less a tenth of it, and less by no more than `most`.
fn less(time: Duration, most: Duration) -> Duration {
    time.saturating_sub((time / 10).min(most))
}

/// What the headers say; nothing when they say it wrongly.
fn said(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(HEADER)?.to_str().ok()?;
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.len() > 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let amount: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(amount * 3_600)),
        "M" => Some(Duration::from_secs(amount * 60)),
        "S" => Some(Duration::from_secs(amount)),
        "m" => Some(Duration::from_millis(amount)),
        "u" => Some(Duration::from_micros(amount)),
        "n" => Some(Duration::from_nanos(amount)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn headers(timeout: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, HeaderValue::try_from(timeout).unwrap());
        headers
    }

    #[test]
    fn every_unit_is_read() {
        for (text, expected) in [
            ("2H", Duration::from_secs(7_200)),
            ("3M", Duration::from_secs(180)),
            ("4S", Duration::from_secs(4)),
            ("100m", Duration::from_millis(100)),
            ("7u", Duration::from_micros(7)),
            ("99999999n", Duration::from_nanos(99_999_999)),
        ] {
            assert_eq!(said(&headers(text)), Some(expected), "{text}");
        }
        for text in ["", "5", "S", "-1S", "+1S", "1.5S", "123456789S", "1s"] {
            assert_eq!(said(&headers(text)), None, "{text}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_has_a_deadline_in_any_case() {
        let now = Instant::now();
        assert_eq!(of(&HeaderMap::new()), now + Duration::from_millis(4_995));
        assert_eq!(of(&headers("1H")), now + Duration::from_millis(59_995));
        assert_eq!(of(&headers("10m")), now + Duration::from_millis(9));
    }

    #[tokio::test(start_paused = true)]
    async fn calls_get_what_is_left() {
        assert_eq!(for_call(&HeaderMap::new()), None);
        assert_eq!(for_call(&headers("2S")), Some(Duration::from_secs(2)));
        let deadline = Instant::now() + Duration::from_secs(1);
        let inside = async {
            tokio::time::advance(Duration::from_millis(600)).await;
            assert_eq!(
                for_call(&HeaderMap::new()),
                Some(Duration::from_millis(360))
            );
            assert_eq!(for_call(&headers("2S")), Some(Duration::from_millis(360)));
            assert_eq!(for_call(&headers("5m")), Some(Duration::from_millis(5)));
        };
        assert_eq!(within(deadline, inside).await, Some(()));
        assert_eq!(within(deadline, std::future::pending::<()>()).await, None);
        assert_eq!(within(deadline, async {}).await, None, "it is not begun");
    }

    proptest! {
        #[test]
        fn what_is_said_is_read(microseconds in 0_u64..=60_000_000) {
            let mut headers = HeaderMap::new();
            say(&mut headers, Duration::from_micros(microseconds));
            prop_assert_eq!(said(&headers), Some(Duration::from_micros(microseconds)));
        }
    }
}
