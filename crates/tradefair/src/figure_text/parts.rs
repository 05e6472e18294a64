//! The parts of a total.

use proto::reporting::v1::FigurePart;

use super::number;

/// How many parts a note names.
const NAMED: usize = 4;

/// The largest of them, each with its key, and how many more there are:
/// `2.B: 33; 1.B: 20; and 9 more`.
pub(super) fn all(parts: &[FigurePart], unit: &str) -> String {
    let named = parts.iter().take(NAMED).map(|part| part_of(part, unit));
    let mut named: Vec<_> = named.collect();
    let more = parts.len().saturating_sub(NAMED);
    if more > 0 {
        named.push(format!("and {more} more"));
    }
    named.join("; ")
}

fn part_of(part: &FigurePart, unit: &str) -> String {
    match &part.value {
        Some(value) => format!("{}: {}", part.key, number(value, unit)),
        None => part.key.clone(),
    }
}

#[cfg(test)]
mod tests {
    use proto::reporting::v1::Ratio;

    use super::*;

    #[test]
    fn the_largest_parts_are_named() {
        let part = |number: i32| FigurePart {
            key: format!("{number}.B"),
            value: Some(Ratio {
                numerator: (100 - number).to_string(),
                denominator: "1".to_owned(),
            }),
            ..FigurePart::default()
        };
        let parts: Vec<_> = (1..=6).map(part).collect();
        assert_eq!(
            all(&parts, "agreements"),
            "1.B: 99; 2.B: 98; 3.B: 97; 4.B: 96; and 2 more"
        );
        assert_eq!(all(&parts[..1], "agreements"), "1.B: 99");
    }
}
