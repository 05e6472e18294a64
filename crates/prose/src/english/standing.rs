//! How a value stands in English: in a row, among others, out of a list.

use super::{ordinal, spelled};
use crate::language::{Order, Rank};
use crate::number::{Decimal, Scaled};
use crate::sheet::Noun;

/// The fewest of anything that can stand in a row, be ranked or be listed.
const FEWEST: i128 = 2;

/// "fourth consecutive time".
pub(super) fn in_a_row(times: i128, words: bool) -> Option<String> {
    let place = ordinal(times, words).filter(|_| times >= FEWEST)?;
    Some(format!("{place} consecutive time"))
}

/// "third highest of four editions"; "highest", and from the other end "lowest";
/// "higher" and "lower" of two; "joint highest" where the place is shared.
pub(super) fn rank(rank: &Rank, noun: Option<&Noun>, words: bool) -> Option<String> {
    if rank.of < FEWEST || !(1..=rank.of).contains(&rank.place) {
        return None;
    }
    let (first, last) = match rank.order {
        Order::HighestFirst => (["highest", "higher"], ["lowest", "lower"]),
        Order::LowestFirst => (["lowest", "lower"], ["highest", "higher"]),
    };
    let of_two = usize::from(rank.of == 2 && !rank.shared);
    let place = match rank.place {
        1 => first[of_two].to_owned(),
        // Whatever has the last place has it alone: all others are before it.
        place if place == rank.of => last[of_two].to_owned(),
        place => format!("{} {}", ordinal(place, words)?, first[0]),
    };
    let joint = if rank.shared { "joint " } else { "" };
    let of = cardinal(rank.of, words)?;
    let ranked = noun.map_or("editions", |noun| noun.many.as_str());
    Some(format!("{joint}{place} of {of} {ranked}"))
}

/// "29 of 31 provinces", "all 31 provinces", "both provinces", "none of 31 provinces".
pub(super) fn part_of_list((part, of): (i128, i128), noun: &Noun, words: bool) -> Option<String> {
    if of < FEWEST || !(0..=of).contains(&part) {
        return None;
    }
    let whole = cardinal(of, words)?;
    let listed = &noun.many;
    Some(match part {
        part if part == of && of == 2 => format!("both {listed}"),
        part if part == of => format!("all {whole} {listed}"),
        0 => format!("none of {whole} {listed}"),
        part => format!("{} of {whole} {listed}", cardinal(part, words)?),
    })
}

/// A whole number above zero, in digits or in words.
fn cardinal(number: i128, words: bool) -> Option<String> {
    let decimal = Decimal {
        mantissa: number,
        decimals: 0,
    };
    spelled(&Scaled { decimal, power: 0 }, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_begins_with_the_second_time() {
        let row = |times, words| in_a_row(times, words);
        assert_eq!(row(2, true).as_deref(), Some("second consecutive time"));
        assert_eq!(row(4, false).as_deref(), Some("4th consecutive time"));
        assert_eq!(row(12, true).as_deref(), Some("12th consecutive time"));
        for times in [1, 0, -3] {
            assert_eq!(row(times, true), None);
        }
    }

    #[test]
    fn a_place_is_told_from_the_end_that_has_it() {
        use Order::{HighestFirst, LowestFirst};
        let told = [
            (
                (3, 4, HighestFirst, false),
                "third highest of four editions",
            ),
            ((1, 4, HighestFirst, false), "highest of four editions"),
            ((4, 4, HighestFirst, false), "lowest of four editions"),
            ((2, 5, LowestFirst, false), "second lowest of five editions"),
            ((1, 5, LowestFirst, false), "lowest of five editions"),
            ((5, 5, LowestFirst, false), "highest of five editions"),
            ((1, 2, HighestFirst, false), "higher of two editions"),
            ((2, 2, HighestFirst, false), "lower of two editions"),
            ((1, 2, LowestFirst, false), "lower of two editions"),
            ((1, 2, HighestFirst, true), "joint highest of two editions"),
            (
                (2, 4, HighestFirst, true),
                "joint second highest of four editions",
            ),
            ((11, 12, HighestFirst, false), "11th highest of 12 editions"),
        ];
        for ((place, of, order, shared), words) in told {
            let place = Rank {
                place,
                of,
                order,
                shared,
            };
            assert_eq!(rank(&place, None, true).as_deref(), Some(words));
        }
        for (place, of) in [(1, 1), (0, 4), (5, 4), (-1, 4)] {
            let place = Rank {
                place,
                of,
                order: HighestFirst,
                shared: false,
            };
            assert_eq!(rank(&place, None, true), None);
        }
    }

    #[test]
    fn a_list_is_told_with_both_numbers() {
        let noun = Noun {
            one: "region".to_owned(),
            many: "regions".to_owned(),
        };
        let told = [
            ((29, 31, false), Some("29 of 31 regions")),
            ((31, 31, false), Some("all 31 regions")),
            ((2, 2, false), Some("both regions")),
            ((4, 4, true), Some("all four regions")),
            ((1, 4, true), Some("one of four regions")),
            ((0, 31, true), Some("none of 31 regions")),
            ((1, 1, false), None),
            ((0, 0, false), None),
            ((32, 31, false), None),
            ((-1, 31, false), None),
        ];
        for ((part, of, words), text) in told {
            assert_eq!(part_of_list((part, of), &noun, words).as_deref(), text);
        }
    }
}
