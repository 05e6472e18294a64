//! Exact values as a person reads them.

use proto::reporting::v1::Ratio;

/// How many parts of one are shown where a value does not end: hundredths.
const PARTS: i128 = 100;

/// Units whose numbers name something and are no amounts of anything: 2016 is no
/// 2,016.
const NAMING_UNITS: [&str; 2] = ["year", "ordinal"];

/// A value with its thousands set apart: `101,080,000,000`, `6.50`. What has more
/// than two decimals is rounded, half to even, and says so: `≈40.25`.
#[must_use]
pub fn number(value: &Ratio, unit: &str) -> String {
    // What does not fit 128 bits is shown as it was sent, not guessed.
    let text = parts(value).map(|(parts, exact)| decimal(parts, exact));
    let text = text.unwrap_or_else(|| format!("{}/{}", value.numerator, value.denominator));
    if NAMING_UNITS.contains(&unit) {
        text.replace(',', "")
    } else {
        text
    }
}

/// A whole number with its thousands set apart.
#[must_use]
pub fn grouped(number: impl Into<i128>) -> String {
    let number = number.into();
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

/// The value in hundredths, and whether that is all of it. `None` when it leaves
/// 128 bits or is no ratio.
fn parts(value: &Ratio) -> Option<(i128, bool)> {
    let numerator: i128 = value.numerator.parse().ok()?;
    let denominator: i128 = value.denominator.parse().ok()?;
    if denominator <= 0 {
        return None;
    }
    let scaled = numerator.checked_mul(PARTS)?;
    let (below, rest) = (
        scaled.div_euclid(denominator),
        scaled.rem_euclid(denominator),
    );
    // Which of the two neighbours is nearer, without doubling the rest.
    let to_next = denominator - rest;
    let up = rest > to_next || (rest == to_next && below % 2 != 0);
    let nearest = below.checked_add(i128::from(up))?;
    Some((nearest, rest == 0))
}

fn decimal(parts: i128, exact: bool) -> String {
    let hundredths = parts.unsigned_abs() % PARTS.unsigned_abs();
    let sign = if parts < 0 { "-" } else { "" };
    let whole = grouped(parts.abs() / PARTS);
    match (exact, hundredths) {
        (true, 0) => format!("{sign}{whole}"),
        (true, _) => format!("{sign}{whole}.{hundredths:02}"),
        (false, _) => format!("≈{sign}{whole}.{hundredths:02}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn ratio(numerator: i128, denominator: i128) -> Ratio {
        Ratio {
            numerator: numerator.to_string(),
            denominator: denominator.to_string(),
        }
    }

    #[test]
    fn values_are_shown_as_they_are_read() {
        for (numerator, denominator, shown) in [
            (331, 1, "331"),
            (0, 1, "0"),
            (-1_234, 1, "-1,234"),
            (101_080_000_000, 1, "101,080,000,000"),
            (13, 2, "6.50"),
            (-1, 20, "-0.05"),
            (2_375, 59, "≈40.25"),
            (1, 3, "≈0.33"),
            (-1, 3, "≈-0.33"),
            // Halfway goes to the even neighbour.
            (1, 200, "≈0.00"),
            (3, 200, "≈0.02"),
            (-3, 200, "≈-0.02"),
            (99_999, 1_000, "≈100.00"),
        ] {
            let value = ratio(numerator, denominator);
            assert_eq!(number(&value, "agreements"), shown, "{value:?}");
        }
    }

    #[test]
    fn a_year_is_no_amount() {
        assert_eq!(number(&ratio(2_016, 1), "year"), "2016");
        assert_eq!(number(&ratio(2_016, 1), "years"), "2,016");
    }

    #[test]
    fn what_does_not_fit_is_shown_as_it_was_sent() {
        let value = Ratio {
            numerator: "9".repeat(60),
            denominator: "7".to_owned(),
        };
        assert_eq!(number(&value, "USD"), format!("{}/7", "9".repeat(60)));
        assert_eq!(number(&ratio(1, 0), "USD"), "1/0");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_never_more_than_half_a_hundredth_off(
            numerator in -1_000_000_000_000_i128..1_000_000_000_000,
            denominator in 1_i128..1_000_000,
        ) {
            let shown = number(&ratio(numerator, denominator), "USD").replace(',', "");
            let digits = shown.trim_start_matches('≈');
            prop_assert_eq!(digits == shown, (numerator * 100) % denominator == 0);
            let hundredths: i128 = match digits.split_once('.') {
                Some((whole, part)) => format!("{whole}{part}").parse().unwrap(),
                None => digits.parse::<i128>().unwrap() * 100,
            };
            prop_assert!((hundredths * denominator - numerator * 100).abs() * 2 <= denominator);
        }
    }
}
