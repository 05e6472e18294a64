//! Exact values: fractions of 128-bit integers whose every operation is checked.
//!
//! Nothing here rounds. A share, a growth or a converted amount stays a fraction
//! until prose prints it, so a figure computed from figures starts from what they
//! are and not from what was printed of them.

use std::{cmp::Ordering, fmt};

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};
use proto::reporting::v1 as wire;

/// The most digits a decimal text may have, the fraction included.
const DIGITS_AT_MOST: usize = 30;

/// The most decimals that are written out before an unending fraction is cut.
const DECIMALS_SHOWN: usize = 4;

/// An exact value in the unit of its figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Exact(Ratio<i128>);

/// The value has left what 128 bits hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutOfRange;

/// Why a text is no decimal number, as a sentence for the caller.
pub(crate) const DECIMAL_RULE: &str =
    "must be a decimal number such as \"236\" or \"81520000000.00\", of at most 30 digits";

impl Exact {
    /// Nothing.
    pub(crate) const ZERO: Self = Self(Ratio::new_raw(0, 1));

    /// A hundred, for percentages.
    pub(crate) const HUNDRED: Self = Self(Ratio::new_raw(100, 1));

    /// A whole number.
    pub(crate) fn whole(number: i64) -> Self {
        Self(Ratio::from_integer(i128::from(number)))
    }

    /// An amount in units of a currency, given in its minor units; `decimals` is
    /// how many decimals the currency has.
    pub(crate) fn of_minor_units(minor_units: i64, decimals: u32) -> Result<Self, OutOfRange> {
        let minor_units_of_one = 10i128.checked_pow(decimals).ok_or(OutOfRange)?;
        Ok(Self(Ratio::new(
            i128::from(minor_units),
            minor_units_of_one,
        )))
    }

    /// Reads a decimal number: an optional minus, digits, and at most one point
    /// with digits on both sides. `None` when the text is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole)
            || !all_digits(decimals)
            || whole.len() + decimals.len() > DIGITS_AT_MOST
        {
            return None;
        }
        let numerator: i128 = format!("{whole}{decimals}").parse().ok()?;
        let denominator = 10i128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
        let magnitude = Ratio::new(numerator, denominator);
        Some(Self(if negative { -magnitude } else { magnitude }))
    }

    /// The sum.
    pub(crate) fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        Self::kept(self.0.checked_add(&other.0))
    }

    /// The difference.
    pub(crate) fn less(self, other: Self) -> Result<Self, OutOfRange> {
        Self::kept(self.0.checked_sub(&other.0))
    }

    /// The product.
    pub(crate) fn times(self, other: Self) -> Result<Self, OutOfRange> {
        Self::kept(self.0.checked_mul(&other.0))
    }

    /// The quotient; a divisor of zero is out of range too, callers rule it out
    /// with a reason of their own.
    pub(crate) fn over(self, other: Self) -> Result<Self, OutOfRange> {
        Self::kept(self.0.checked_div(&other.0))
    }

    /// Whether it is zero.
    pub(crate) fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below zero.
    pub(crate) fn is_negative(self) -> bool {
        self.0.is_negative()
    }

    /// Below, at or above zero.
    pub(crate) fn sign(self) -> Ordering {
        self.cmp(&Self::ZERO)
    }

    /// Whether another value lies at most so far from it.
    pub(crate) fn is_within(self, distance: Self, other: Self) -> Result<bool, OutOfRange> {
        let apart = self.less(other)?;
        Ok(apart <= distance && Self::ZERO.less(apart)? <= distance)
    }

    /// How many decimals it takes to write the value out, if they end at all.
    pub(crate) fn decimals(self) -> Option<usize> {
        let mut rest = *self.0.denom();
        let mut power_of = |prime: i128| {
            let mut power = 0usize;
            while rest % prime == 0 {
                rest /= prime;
                power += 1;
            }
            power
        };
        let (twos, fives) = (power_of(2), power_of(5));
        (rest == 1).then_some(twos.max(fives))
    }

    /// Keeps a result whose magnitude fits: the smallest 128-bit integer has no
    /// opposite, so it counts as out of range.
    fn kept(result: Option<Ratio<i128>>) -> Result<Self, OutOfRange> {
        match result {
            Some(ratio) if *ratio.numer() != i128::MIN => Ok(Self(ratio)),
            _ => Err(OutOfRange),
        }
    }

    /// The whole part and the first `decimals` decimals, cut off, not rounded.
    fn decimal_text(self, decimals: usize) -> String {
        let (numerator, denominator) =
            (self.0.numer().unsigned_abs(), self.0.denom().unsigned_abs());
        let sign = if self.is_negative() { "-" } else { "" };
        let mut text = format!("{sign}{}", numerator / denominator);
        let mut rest = numerator % denominator;
        for place in 0..decimals {
            if place == 0 {
                text.push('.');
            }
            // Long division; a remainder too large to take a further digit ends it.
            let Some(tenfold) = rest.checked_mul(10) else {
                break;
            };
            text.push_str(&(tenfold / denominator).to_string());
            rest = tenfold % denominator;
        }
        text
    }
}

/// As people read it: decimals where they end soon, else the fraction and the
/// first decimals of it.
impl fmt::Display for Exact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decimals() {
            Some(decimals) if decimals <= 9 => formatter.write_str(&self.decimal_text(decimals)),
            _ => write!(
                formatter,
                "{} ({}…)",
                self.0,
                self.decimal_text(DECIMALS_SHOWN)
            ),
        }
    }
}

impl From<Exact> for wire::Ratio {
    fn from(value: Exact) -> Self {
        Self {
            numerator: value.0.numer().to_string(),
            denominator: value.0.denom().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_decimals_exactly() {
        let cases = [
            ("236", "236", "1"),
            ("81520000000.00", "81520000000", "1"),
            ("6.5", "13", "2"),
            ("-0.25", "-1", "4"),
            ("007.10", "71", "10"),
        ];
        for (text, numerator, denominator) in cases {
            let ratio = wire::Ratio::from(Exact::parse(text).unwrap());
            assert_eq!(
                (ratio.numerator.as_str(), ratio.denominator.as_str()),
                (numerator, denominator),
                "{text}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_decimal() {
        for text in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "+1",
            "1e3",
            "1,000",
            " 1",
            "1.2.3",
            "٣",
            &"9".repeat(31),
        ] {
            assert_eq!(Exact::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn says_so_when_the_range_is_left() {
        let large = Exact(Ratio::from_integer(i128::MAX));
        let small = Exact(Ratio::from_integer(-i128::MAX));
        assert_eq!(large.plus(Exact::whole(1)), Err(OutOfRange));
        assert_eq!(large.times(Exact::whole(2)), Err(OutOfRange));
        assert_eq!(
            small.less(Exact::whole(1)),
            Err(OutOfRange),
            "i128::MIN has no opposite"
        );
        assert_eq!(Exact::whole(1).over(Exact::ZERO), Err(OutOfRange));
        assert_eq!(Exact::of_minor_units(1, 60), Err(OutOfRange));
    }

    #[test]
    fn writes_decimals_where_they_end_and_fractions_where_not() {
        let growth = Exact::parse("9500")
            .unwrap()
            .over(Exact::whole(236))
            .unwrap();
        assert_eq!(growth.to_string(), "2375/59 (40.2542…)");
        assert_eq!(Exact::parse("-7.50").unwrap().to_string(), "-7.5");
        assert_eq!(Exact::whole(331).to_string(), "331");
        assert_eq!(Exact::parse("0.05").unwrap().to_string(), "0.05");
    }

    proptest! {
        #[test]
        fn what_was_added_can_be_taken_away(a in any::<i64>(), b in any::<i64>(), d in 0u32..5) {
            let (a, b) = (Exact::of_minor_units(a, d).unwrap(), Exact::of_minor_units(b, 3).unwrap());
            prop_assert_eq!(a.plus(b).unwrap().less(b).unwrap(), a);
        }

        #[test]
        fn what_was_multiplied_can_be_divided(a in any::<i64>(), b in 1..i64::MAX) {
            let (a, b) = (Exact::of_minor_units(a, 2).unwrap(), Exact::of_minor_units(b, 2).unwrap());
            prop_assert_eq!(a.times(b).unwrap().over(b).unwrap(), a);
        }

        #[test]
        fn a_written_value_reads_back(minor_units in any::<i64>(), decimals in 0u32..=9) {
            let value = Exact::of_minor_units(minor_units, decimals).unwrap();
            prop_assert_eq!(Exact::parse(&value.to_string()), Some(value));
        }
    }
}
