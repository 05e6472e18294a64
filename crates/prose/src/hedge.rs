//! Hedges: "over", "nearly" and "about", proved or refused.
//!
//! A hedge names a threshold of at most two significant digits. `over T` needs
//! the value above T and less than ten percent of T beyond it; `nearly T` needs
//! it below T and no more than five percent short; `about T` needs it within
//! five percent on either side.

use std::fmt;

use num_integer::Integer;
use num_traits::{CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};

use crate::error::Cause;
use crate::number::{as_decimal, half_even, ten_to};
use crate::sheet::Exact;

/// How a number in a text stands to the value behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hedge {
    /// The value itself, rounded to the digits shown.
    Exact,
    /// Less than the value, and not much less.
    Over,
    /// More than the value, and not much more.
    Nearly,
    /// Close to the value.
    About,
}

impl Hedge {
    /// The hedge as templates and answers name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Over => "over",
            Self::Nearly => "nearly",
            Self::About => "about",
        }
    }

    /// The hedge of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Exact, Self::Over, Self::Nearly, Self::About]
            .into_iter()
            .find(|hedge| hedge.as_str() == name)
    }
}

impl fmt::Display for Hedge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The most significant digits a threshold may have.
pub const MOST_DIGITS: u32 = 2;

/// The most decimals a threshold may have.
const MOST_DECIMALS: u32 = 6;

/// The threshold of so many significant digits that a hedge would name: the
/// next one below for `over`, above for `nearly`, the nearest for `about`.
///
/// # Errors
/// [`Cause::HedgeNotProved`] for a value that is not above zero;
/// [`Cause::OutOfRange`].
pub fn threshold(hedge: Hedge, value: Exact, digits: u32) -> Result<Exact, Cause> {
    if value <= Exact::zero() {
        return Err(refused(
            hedge,
            value,
            value,
            "only what is above zero carries a hedge",
        ));
    }
    let step = step_of(value, digits)?;
    let steps = value.checked_div(&step).ok_or(Cause::OutOfRange)?;
    let count = match hedge {
        Hedge::Exact => return Ok(value),
        Hedge::Over => steps.numer().div_floor(steps.denom()),
        Hedge::Nearly => Integer::div_ceil(steps.numer(), steps.denom()),
        Hedge::About => half_even(value, step)?,
    };
    Exact::from_integer(count)
        .checked_mul(&step)
        .ok_or(Cause::OutOfRange)
}

/// The place value of the last of so many significant digits.
fn step_of(value: Exact, digits: u32) -> Result<Exact, Cause> {
    let mut leading = Exact::from_integer(1);
    let ten = Exact::from_integer(10);
    while value < leading {
        leading = leading.checked_div(&ten).ok_or(Cause::OutOfRange)?;
    }
    while let Some(next) = leading.checked_mul(&ten).filter(|next| *next <= value) {
        leading = next;
    }
    let below = Exact::from_integer(ten_to(digits.saturating_sub(1))?);
    leading.checked_div(&below).ok_or(Cause::OutOfRange)
}

/// Proves a hedge of a value.
///
/// # Errors
/// [`Cause::HedgeNotProved`] with the rule that is broken; [`Cause::OutOfRange`].
pub fn prove(hedge: Hedge, value: Exact, threshold: Exact) -> Result<(), Cause> {
    let refuse = |why| Err(refused(hedge, threshold, value, why));
    if threshold <= Exact::zero() {
        return refuse("the threshold is not above zero");
    }
    if significant_digits(threshold).is_none_or(|digits| digits > MOST_DIGITS) {
        return refuse("the threshold has too many significant digits");
    }
    let beyond = value.checked_sub(&threshold).ok_or(Cause::OutOfRange)?;
    let part = beyond.checked_div(&threshold).ok_or(Cause::OutOfRange)?;
    match hedge {
        Hedge::Exact if !beyond.is_zero() => refuse("the value is another"),
        Hedge::Over if !beyond.is_positive() => refuse("the value is not above the threshold"),
        Hedge::Over if part >= Exact::new(1, 10) => {
            refuse("the value is ten percent above or more")
        }
        Hedge::Nearly if !beyond.is_negative() => refuse("the value is not below the threshold"),
        Hedge::Nearly if part < Exact::new(-1, 20) => {
            refuse("the value is over five percent short")
        }
        Hedge::About if part.abs() > Exact::new(1, 20) => {
            refuse("the value is over five percent off")
        }
        _ => Ok(()),
    }
}

/// How many significant digits a number has, if it is a short decimal.
fn significant_digits(number: Exact) -> Option<u32> {
    let mut mantissa = as_decimal(number, MOST_DECIMALS)?.mantissa.abs();
    while mantissa != 0 && mantissa % 10 == 0 {
        mantissa /= 10;
    }
    Some(mantissa.checked_ilog10().map_or(1, |log| log + 1))
}

fn refused(hedge: Hedge, threshold: Exact, value: Exact, why: &'static str) -> Cause {
    Cause::HedgeNotProved {
        hedge,
        threshold: threshold.to_string().into(),
        value: value.to_string().into(),
        why,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn whole(number: i128) -> Exact {
        Exact::from_integer(number)
    }

    #[test]
    fn over_needs_more_and_not_ten_percent_more() {
        assert!(prove(Hedge::Over, whole(101), whole(100)).is_ok());
        assert!(prove(Hedge::Over, whole(100), whole(100)).is_err());
        assert!(prove(Hedge::Over, whole(109), whole(100)).is_ok());
        assert!(prove(Hedge::Over, whole(110), whole(100)).is_err());
        assert!(prove(Hedge::Over, Exact::new(100_001, 1000), whole(100)).is_ok());
    }

    #[test]
    fn nearly_needs_less_and_not_over_five_percent_less() {
        assert!(prove(Hedge::Nearly, whole(95), whole(100)).is_ok());
        assert!(prove(Hedge::Nearly, Exact::new(9499, 100), whole(100)).is_err());
        assert!(prove(Hedge::Nearly, whole(100), whole(100)).is_err());
    }

    #[test]
    fn about_needs_five_percent_on_either_side() {
        for near in [95, 100, 105] {
            assert!(prove(Hedge::About, whole(near), whole(100)).is_ok());
        }
        assert!(prove(Hedge::About, whole(94), whole(100)).is_err());
        assert!(prove(Hedge::About, whole(106), whole(100)).is_err());
    }

    #[test]
    fn a_threshold_has_two_significant_digits_at_most() {
        assert!(prove(Hedge::Over, whole(351), whole(350)).is_ok());
        assert!(prove(Hedge::Over, whole(352), whole(351)).is_err());
        assert!(prove(Hedge::Over, Exact::new(126, 100), Exact::new(12, 10)).is_ok());
        assert!(prove(Hedge::Over, whole(34), Exact::new(100, 3)).is_err());
    }

    #[test]
    fn thresholds_are_derived_from_digits() {
        let over = |value, digits| threshold(Hedge::Over, whole(value), digits).unwrap();
        assert_eq!(over(101_080_000_000, 1), whole(100_000_000_000));
        assert_eq!(over(11_400_000, 2), whole(11_000_000));
        assert_eq!(over(605, 1), whole(600));
        assert_eq!(over(356, 2), whole(350));
        assert_eq!(over(10, 1), whole(10));
        assert_eq!(threshold(Hedge::Nearly, whole(196), 1).unwrap(), whole(200));
        assert_eq!(
            threshold(Hedge::About, whole(152_679), 2).unwrap(),
            whole(150_000)
        );
        assert_eq!(
            threshold(Hedge::Over, Exact::new(37, 1000), 1).unwrap(),
            Exact::new(3, 100)
        );
    }

    #[test]
    fn zero_and_less_carry_no_hedge() {
        for hedge in [Hedge::Over, Hedge::Nearly, Hedge::About] {
            assert!(threshold(hedge, Exact::zero(), 2).is_err());
            assert!(prove(hedge, whole(-5), whole(-6)).is_err());
        }
    }
}
