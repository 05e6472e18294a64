//! Moments, in microseconds since the beginning of 1970 (UTC).

use fault::Violations;
use prost_types::Timestamp;

const MICROSECONDS: i64 = 1_000_000;

/// The first and last second a timestamp may name: the years 1 to 9999.
const SECONDS: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// Reads a moment a caller sent, and notes what is wrong with it. What is finer
/// than a microsecond is cut off: nothing is recorded between two microseconds.
pub fn read(timestamp: &Timestamp, field: &str, violations: &mut Violations) -> Option<i64> {
    let seconds = SECONDS.contains(&timestamp.seconds);
    let nanos = (0..1_000_000_000).contains(&timestamp.nanos);
    violations.require(
        seconds && nanos,
        field,
        "must lie in the years 1 to 9999, with nanos from 0 to 999999999",
    );
    (seconds && nanos)
        .then(|| timestamp.seconds * MICROSECONDS + i64::from(timestamp.nanos / 1_000))
}

/// The message for a moment in microseconds.
#[must_use]
pub fn timestamp(microseconds: i64) -> Timestamp {
    let part = microseconds.rem_euclid(MICROSECONDS);
    Timestamp {
        seconds: microseconds.div_euclid(MICROSECONDS),
        nanos: i32::try_from(part * 1_000).unwrap_or_default(), // below 10^9: always fits
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn moments_outside_the_calendar_are_refused() {
        for (seconds, nanos) in [
            (i64::MAX, 0),
            (i64::MIN, 0),
            (253_402_300_800, 0),
            (0, -1),
            (0, 1_000_000_000),
        ] {
            let mut violations = Violations::new();
            assert_eq!(
                read(&Timestamp { seconds, nanos }, "as_of.time", &mut violations),
                None
            );
            assert_eq!(violations.found()[0].field, "as_of.time");
        }
    }

    #[test]
    fn what_is_finer_than_a_microsecond_is_cut_off() {
        let moment = Timestamp {
            seconds: -1,
            nanos: 999_999_999,
        };
        assert_eq!(read(&moment, "time", &mut Violations::new()), Some(-1));
    }

    proptest! {
        #[test]
        fn microseconds_survive_the_message(
            microseconds in -62_135_596_800_000_000_i64..=253_402_300_799_999_999,
        ) {
            let mut violations = Violations::new();
            let back = read(&timestamp(microseconds), "time", &mut violations);
            prop_assert_eq!(back, Some(microseconds));
            prop_assert!(violations.is_empty());
        }
    }
}
