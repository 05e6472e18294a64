//! Numbers in digits, whichever marks group them.

use crate::claim::Exact;

/// A number in digits: its value and what its last digit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    pub(super) value: Exact,
    pub(super) step: Exact,
}

/// Reads digits. `is_scaled` tells that a word of scale or a sign of percent follows:
/// then one mark before three digits is a decimal point and not a group.
pub(super) fn read(text: &str, is_scaled: bool) -> Option<Digits> {
    let marks: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, character)| !character.is_ascii_digit())
        .collect();
    let point = decimal_point(text, &marks, is_scaled);
    let (whole, decimals) = match point {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?),
        None => (text, ""),
    };
    let plain: String = whole
        .chars()
        .chain(decimals.chars())
        .filter(char::is_ascii_digit)
        .collect();
    let mantissa: i128 = plain.parse().ok()?;
    let below = 10_i128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    Some(Digits {
        value: Exact::new(mantissa, below),
        step: Exact::new(1, below),
    })
}

/// Where the decimal point stands among the marks of a number.
fn decimal_point(text: &str, marks: &[(usize, char)], is_scaled: bool) -> Option<usize> {
    let (at, mark) = *marks.last()?;
    if !matches!(mark, '.' | ',') {
        return None;
    }
    let behind = text.len() - at - 1;
    let alike = marks.iter().filter(|(_, other)| *other == mark).count();
    let mixed = alike < marks.len();
    match mark {
        // Several alike group: 1.234.567 and 1,234,567.
        _ if alike > 1 => None,
        // 1,234.56 and 1.234,56.
        _ if mixed => Some(at),
        _ if behind != 3 => Some(at),
        _ if text.starts_with('0') => Some(at),
        '.' if is_scaled => Some(at),
        // A comma before three digits groups; so does a point where things are counted.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_group_or_part() {
        let table = [
            ("1,234", false, (1_234, 1)),
            ("1,234,567.89", false, (123_456_789, 100)),
            ("1.234.567", false, (1_234_567, 1)),
            ("1.234,5", false, (12_345, 10)),
            ("50 000", false, (50_000, 1)),
            ("1'234'567", false, (1_234_567, 1)),
            ("198,65", true, (19_865, 100)),
            ("12.500", false, (12_500, 1)),
            ("1.255", true, (1_255, 1_000)),
            ("3.2", false, (32, 10)),
            ("0.125", false, (125, 1_000)),
            ("1,00,000", false, (100_000, 1)),
            ("1,255", true, (1_255, 1)),
        ];
        for (text, is_scaled, (numerator, denominator)) in table {
            let read = read(text, is_scaled).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(read.value, Exact::new(numerator, denominator), "{text}");
        }
        assert_eq!(read(&"9".repeat(60), false), None);
    }
}
