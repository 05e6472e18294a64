//! The edition that was held at the same time of the year, a year earlier.

use jiff::{ToSpan, Unit, civil::Date};
use proto::exhibitions::v1::Edition;

use crate::refusal::Refusal;

use super::attribute::opening;

/// How many days another opening may lie from the same day of the year: a quarter.
const DAYS_APART_AT_MOST: i32 = 92;

/// The one edition of the season a year before this one.
pub(super) fn year_earlier<'a>(
    this: &Edition,
    editions: &'a [Edition],
) -> Result<&'a Edition, Refusal> {
    let opened = opening(this)?;
    let same_day = opened
        .checked_sub(1.year())
        .map_err(|_| Refusal::new("the edition has no year before it"))?;
    let found: Vec<_> = editions
        .iter()
        .filter(|other| opening(other).is_ok_and(|other| is_of_season(other, same_day)))
        .collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(Refusal::new(format!(
            "no edition opened within {DAYS_APART_AT_MOST} days of {same_day}"
        ))),
        [first, second, ..] => Err(Refusal::new(format!(
            "{} and {} both opened within {DAYS_APART_AT_MOST} days of {same_day}",
            first.name, second.name
        ))),
    }
}

/// Whether an edition opened not far from a day, on whichever side of New Year.
fn is_of_season(opened: Date, day: Date) -> bool {
    let apart = day.until((Unit::Day, opened));
    apart.is_ok_and(|apart| apart.get_days().abs() <= DAYS_APART_AT_MOST)
}
