//! How large and how fine a number may be.
//!
//! A text may hold any row of digits. What is read is bounded, so that no step of
//! reckoning with it can leave the range of its type: the product, the quotient, the sum
//! of any two bounded numbers fit, and that tens of times over.

use crate::claim::Exact;

/// A numerator stays below this: what a trade fair counts fits many times over.
const NUMERATOR_BELOW: i128 = 1_000_000_000_000_000_000;

/// The finest part: the twelfth decimal.
const DENOMINATOR_AT_MOST: i128 = 1_000_000_000_000;

/// A number, unless it is too large or too fine to reckon with.
pub(crate) fn bounded(value: Exact) -> Option<Exact> {
    let fits = value.numer().unsigned_abs() < NUMERATOR_BELOW.unsigned_abs()
        && *value.denom() <= DENOMINATOR_AT_MOST;
    fits.then_some(value)
}

#[cfg(test)]
mod tests {
    use num_traits::{CheckedAdd, CheckedDiv, CheckedMul};

    use super::*;

    #[test]
    fn two_bounded_numbers_can_be_reckoned_with() {
        let largest = NUMERATOR_BELOW - 1;
        // The one before it shares no factor with the finest denominator.
        let values = [
            Exact::from_integer(largest),
            Exact::new(largest, DENOMINATOR_AT_MOST),
            Exact::new(1, DENOMINATOR_AT_MOST),
            Exact::new(largest - 2, DENOMINATOR_AT_MOST - 1),
        ];
        let ten = Exact::from_integer(10);
        for one in values {
            assert_eq!(bounded(one), Some(one), "{one}");
            for other in values {
                let results = [
                    one.checked_mul(&other),
                    one.checked_div(&other),
                    one.checked_add(&other),
                ];
                for result in results {
                    let tenfold = result.and_then(|result| result.checked_mul(&ten));
                    assert!(tenfold.is_some(), "{one} and {other}");
                }
            }
        }
        for outside in [
            Exact::from_integer(NUMERATOR_BELOW),
            Exact::from_integer(i128::MIN),
            Exact::new(1, DENOMINATOR_AT_MOST + 1),
        ] {
            assert_eq!(bounded(outside), None, "{outside}");
        }
    }
}
