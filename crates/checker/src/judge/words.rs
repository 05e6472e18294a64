//! Figures and numbers in the words of a reason.

use num_traits::{CheckedMul, Signed, ToPrimitive};
use reader::Exact;

/// The last part of the name of a figure.
pub(crate) fn id(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// A number as it is read: whole, or with two decimals where it needs more.
pub(crate) fn plain(value: Exact) -> String {
    let sign = if value.is_negative() { "-" } else { "" };
    let size = value.abs();
    if size.is_integer() {
        return format!("{sign}{}", grouped(&size.to_integer().to_string()));
    }
    let hundredths = size
        .checked_mul(&Exact::from_integer(100))
        .map(|value| value.round().to_integer());
    let Some(hundredths) = hundredths else {
        return format!("{sign}{size}");
    };
    let whole = grouped(&(hundredths / 100).to_string());
    let decimals = (hundredths % 100).to_u8().unwrap_or_default();
    format!("{sign}{whole}.{decimals:02}")
}

/// Digits in groups of three.
fn grouped(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_plainly() {
        assert_eq!(
            plain(Exact::from_integer(101_080_000_000)),
            "101,080,000,000"
        );
        assert_eq!(plain(Exact::new(-2399, 100)), "-23.99");
        assert_eq!(plain(Exact::new(59, 3)), "19.67");
        assert_eq!(plain(Exact::from_integer(331)), "331");
        assert_eq!(
            id("fairs/a/editions/4/figures/contract-count"),
            "contract-count"
        );
    }
}
