//! Exact numbers to decimals: scaling, half-even rounding, and the proof that
//! what is printed stands for the value.
//!
//! Everything here is about magnitudes, from zero upward: the sign of a figure
//! is printed as a direction, by words.

use num_integer::Integer;
use num_traits::{CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};

use crate::error::Cause;
use crate::sheet::Exact;

/// The most decimals a number is printed with.
pub const MOST_DECIMALS: u32 = 3;

/// The most decimals of a number that no word for a power follows. With three, 58.625
/// dollars could as well be thousands that are set apart by a point.
pub const MOST_DECIMALS_ALONE: u32 = 2;

/// The powers of ten with words where words go up by thousands, largest first.
pub const BY_THOUSANDS: [u32; 3] = [12, 9, 6];

/// The powers of ten with words where words go up by ten thousands, largest first.
pub const BY_MYRIADS: [u32; 3] = [12, 8, 4];

/// The powers of ten that a precision counts the decimals of, largest first. They are
/// the same in every language, so that all of them print the same value, whatever words
/// for powers each has.
pub const SCALES: [u32; 3] = BY_THOUSANDS;

/// How precisely a value is to be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// As it is: no rounding, refused if that takes too many decimals.
    Own,
    /// To a power of ten of the unit: 7 rounds to ten million.
    ToPowerOfTen(u32),
    /// To so many decimals of the largest of the [`SCALES`] within it: 2 prints billions
    /// to ten million. A value below every scale is rounded to whole units.
    DecimalsOfScale(u32),
}

/// A decimal number: `mantissa` over ten to the power of `decimals`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// The digits as one whole number.
    pub mantissa: i128,
    /// How many of the digits stand behind the point; none of them is a zero
    /// that could be left out.
    pub decimals: u32,
}

impl Decimal {
    /// The whole number, if it is one.
    #[must_use]
    pub fn whole(&self) -> Option<i128> {
        (self.decimals == 0).then_some(self.mantissa)
    }
}

/// A decimal number of a scale: 101.08 with `power` 9 is 101.08 billion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scaled {
    /// The number that is printed.
    pub decimal: Decimal,
    /// The power of ten that is printed as a word; 0 for none.
    pub power: u32,
}

impl Scaled {
    /// The number as it stands in the text.
    ///
    /// # Errors
    /// [`Cause::OutOfRange`].
    pub fn value(&self) -> Result<Exact, Cause> {
        let scale = Exact::from_integer(ten_to(self.power)?);
        let below = Exact::from_integer(ten_to(self.decimal.decimals)?);
        Exact::from_integer(self.decimal.mantissa)
            .checked_mul(&scale)
            .and_then(|scaled| scaled.checked_div(&below))
            .ok_or(Cause::OutOfRange)
    }
}

/// Ten to a power.
///
/// # Errors
/// [`Cause::OutOfRange`] beyond ten to the 38th.
pub fn ten_to(power: u32) -> Result<i128, Cause> {
    10_i128.checked_pow(power).ok_or(Cause::OutOfRange)
}

/// The number of steps nearest to a value, the even one if two are equally near.
///
/// # Errors
/// [`Cause::OutOfRange`].
pub fn half_even(value: Exact, step: Exact) -> Result<i128, Cause> {
    let steps = value.checked_div(&step).ok_or(Cause::OutOfRange)?;
    let (below, rest) = steps.numer().div_mod_floor(steps.denom());
    let twice = rest.checked_mul(2).ok_or(Cause::OutOfRange)?;
    let up = match twice.cmp(steps.denom()) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => below.is_odd(),
    };
    below.checked_add(i128::from(up)).ok_or(Cause::OutOfRange)
}

/// A value as a decimal with at most so many decimals, if it is one.
#[must_use]
pub fn as_decimal(value: Exact, most: u32) -> Option<Decimal> {
    (0..=most).find_map(|decimals| {
        let digits = value.checked_mul(&Exact::from_integer(ten_to(decimals).ok()?))?;
        digits.is_integer().then(|| Decimal {
            mantissa: digits.to_integer(),
            decimals,
        })
    })
}

/// A magnitude in the scale it is printed in.
///
/// `powers` are the powers of ten that the language has a word for, largest
/// first. Of those, the largest is chosen in which the number needs no more
/// than [`MOST_DECIMALS`], or [`MOST_DECIMALS_ALONE`] where none is.
///
/// # Errors
/// [`Cause::NeedsPrecision`], [`Cause::PrintsAsZero`], [`Cause::OutOfRange`].
pub fn scaled(value: Exact, precision: Precision, powers: &[u32]) -> Result<Scaled, Cause> {
    let rounded = rounded(value, precision)?;
    let printed = in_powers(rounded, powers)?;
    prove_interval(value, &printed)?;
    Ok(printed)
}

/// A number in the largest of the powers in which it needs few decimals.
fn in_powers(number: Exact, powers: &[u32]) -> Result<Scaled, Cause> {
    for power in powers.iter().copied().chain([0]) {
        let scale = Exact::from_integer(ten_to(power)?);
        if power > 0 && number < scale {
            continue;
        }
        let in_scale = number.checked_div(&scale).ok_or(Cause::OutOfRange)?;
        let most = if power > 0 {
            MOST_DECIMALS
        } else {
            MOST_DECIMALS_ALONE
        };
        if let Some(decimal) = as_decimal(in_scale, most) {
            return Ok(Scaled { decimal, power });
        }
    }
    Err(Cause::NeedsPrecision)
}

/// A magnitude to so many decimals, with no scale.
///
/// # Errors
/// [`Cause::PrintsAsZero`], [`Cause::OutOfRange`].
pub fn to_decimals(value: Exact, decimals: u32) -> Result<Scaled, Cause> {
    let step = Exact::new(1, ten_to(decimals)?);
    let rounded = to_step(value, step)?;
    let decimal = as_decimal(rounded, decimals).ok_or(Cause::OutOfRange)?;
    let printed = Scaled { decimal, power: 0 };
    prove_interval(value, &printed)?;
    Ok(printed)
}

/// The value rounded as asked.
fn rounded(value: Exact, precision: Precision) -> Result<Exact, Cause> {
    let step = match precision {
        Precision::Own => return Ok(value),
        Precision::ToPowerOfTen(power) => power,
        Precision::DecimalsOfScale(decimals) => {
            let mut scale = 0;
            for power in SCALES.into_iter().rev() {
                if value >= Exact::from_integer(ten_to(power)?) {
                    scale = power;
                }
            }
            scale.saturating_sub(decimals)
        }
    };
    to_step(value, Exact::from_integer(ten_to(step)?))
}

/// The multiple of a step nearest to the value.
fn to_step(value: Exact, step: Exact) -> Result<Exact, Cause> {
    let steps = half_even(value, step)?;
    if steps == 0 && !value.is_zero() {
        return Err(Cause::PrintsAsZero);
    }
    Exact::from_integer(steps)
        .checked_mul(&step)
        .ok_or(Cause::OutOfRange)
}

/// Proves that the value lies in the interval that the printed digits stand for:
/// no further than half of the last place shown. A number rounded further than
/// its digits show, such as 12,345 as 12,000, is not proved.
///
/// # Errors
/// [`Cause::IntervalMissesValue`]; [`Cause::OutOfRange`].
pub fn prove_interval(value: Exact, printed: &Scaled) -> Result<(), Cause> {
    let scale = Exact::from_integer(ten_to(printed.power)?);
    let below = Exact::from_integer(ten_to(printed.decimal.decimals)?);
    let place = scale.checked_div(&below).ok_or(Cause::OutOfRange)?;
    let distance = value
        .checked_sub(&printed.value()?)
        .ok_or(Cause::OutOfRange)?
        .abs();
    let twice = distance
        .checked_mul(&Exact::from_integer(2))
        .ok_or(Cause::OutOfRange)?;
    if twice <= place {
        Ok(())
    } else {
        Err(Cause::IntervalMissesValue)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const POWERS: [u32; 3] = [12, 9, 6];

    fn of(mantissa: i128, decimals: u32, power: u32) -> Scaled {
        Scaled {
            decimal: Decimal { mantissa, decimals },
            power,
        }
    }

    #[test]
    fn a_value_keeps_its_own_precision() {
        let own =
            |value: i128| scaled(Exact::from_integer(value), Precision::Own, &POWERS).unwrap();
        assert_eq!(own(101_080_000_000), of(10_108, 2, 9));
        assert_eq!(own(11_400_000), of(114, 1, 6));
        assert_eq!(own(1_234_567), of(1_234_567, 0, 0));
        assert_eq!(own(999_999), of(999_999, 0, 0));
        assert_eq!(own(0), of(0, 0, 0));
    }

    #[test]
    fn a_tie_goes_to_the_even_neighbour() {
        let to_ten_million = |value: i128| {
            scaled(
                Exact::from_integer(value),
                Precision::ToPowerOfTen(7),
                &POWERS,
            )
            .unwrap()
        };
        assert_eq!(to_ten_million(101_085_000_000), of(10_108, 2, 9));
        assert_eq!(to_ten_million(101_095_000_000), of(1011, 1, 9));
        assert_eq!(to_ten_million(101_085_000_001), of(10_109, 2, 9));
    }

    #[test]
    fn rounding_can_reach_the_next_scale() {
        let value = Exact::from_integer(999_999_000);
        assert_eq!(
            scaled(value, Precision::DecimalsOfScale(2), &POWERS).unwrap(),
            of(1, 0, 9)
        );
    }

    #[test]
    fn what_is_not_zero_never_prints_as_zero() {
        let small = Exact::from_integer(4_999_999);
        assert_eq!(
            scaled(small, Precision::ToPowerOfTen(7), &POWERS),
            Err(Cause::PrintsAsZero)
        );
        assert_eq!(to_decimals(Exact::new(1, 4), 0), Err(Cause::PrintsAsZero));
        assert_eq!(to_decimals(Exact::zero(), 0), Ok(of(0, 0, 0)));
    }

    #[test]
    fn an_endless_decimal_needs_a_precision() {
        let third = Exact::new(100, 3);
        assert_eq!(
            scaled(third, Precision::Own, &POWERS),
            Err(Cause::NeedsPrecision)
        );
        assert_eq!(to_decimals(third, 1), Ok(of(333, 1, 0)));
    }

    #[test]
    fn no_decimals_look_like_thousands() {
        let own = |value| scaled(value, Precision::Own, &POWERS);
        assert_eq!(own(Exact::new(469, 8)), Err(Cause::NeedsPrecision));
        assert_eq!(own(Exact::new(117, 2)), Ok(of(585, 1, 0)));
        assert_eq!(own(Exact::from_integer(58_625_000)), Ok(of(58_625, 3, 6)));
    }

    #[test]
    fn a_number_beyond_exact_arithmetic_is_refused() {
        let huge = Exact::from_integer(i128::MAX);
        assert_eq!(to_decimals(huge, 3), Err(Cause::OutOfRange));
    }

    #[test]
    fn the_proof_refuses_a_number_that_is_off() {
        let proof = |value, printed| prove_interval(Exact::from_integer(value), &printed);
        assert_eq!(proof(1_450_000, of(14, 1, 6)), Ok(()));
        assert_eq!(
            proof(1_450_001, of(14, 1, 6)),
            Err(Cause::IntervalMissesValue)
        );
        assert_eq!(proof(149, of(150, 0, 0)), Err(Cause::IntervalMissesValue));
    }

    #[test]
    fn digits_show_how_far_a_number_was_rounded() {
        let to_ten_million = |value: i128| {
            scaled(
                Exact::from_integer(value),
                Precision::ToPowerOfTen(7),
                &POWERS,
            )
        };
        assert_eq!(to_ten_million(123_456_789), Err(Cause::IntervalMissesValue));
        assert_eq!(to_ten_million(120_000_000), Ok(of(120, 0, 6)));
        assert_eq!(to_ten_million(1_234_567_890), Ok(of(123, 2, 9)));
    }
}
