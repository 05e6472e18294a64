//! How a value stands in Chinese: in a row, among others, out of a list.

use super::{ordinal, small_number};
use crate::language::{Order, Rank};
use crate::sheet::Noun;

/// The fewest of anything that can stand in a row, be ranked or be listed.
const FEWEST: i128 = 2;

/// "连续第四次".
pub(super) fn in_a_row(times: i128) -> Option<String> {
    let place = ordinal(times).filter(|_| times >= FEWEST)?;
    Some(format!("连续{place}次"))
}

/// "四届中第三高"; "最高" and from the other end "最低"; "并列" where the place is
/// shared. Of two there is "较高" and "较低".
pub(super) fn rank(rank: &Rank, noun: Option<&Noun>) -> Option<String> {
    if rank.of < FEWEST || !(1..=rank.of).contains(&rank.place) {
        return None;
    }
    let (first, last) = match rank.order {
        Order::HighestFirst => ("高", "低"),
        Order::LowestFirst => ("低", "高"),
    };
    let end = if rank.of == 2 && !rank.shared {
        "较"
    } else {
        "最"
    };
    let place = match rank.place {
        1 => format!("{end}{first}"),
        // Whatever has the last place has it alone: all others are before it.
        place if place == rank.of => format!("{end}{last}"),
        place => format!("{}{first}", ordinal(place)?),
    };
    let joint = if rank.shared { "并列" } else { "" };
    let of = small_number(u32::try_from(rank.of).ok()?);
    // "两届", and not "二届".
    let of = if rank.of == 2 { "两".to_owned() } else { of };
    let ranked = noun.map_or("届", |noun| noun.many.as_str());
    Some(format!("{of}{ranked}中{joint}{place}"))
}

/// "31个省区市中的29个", "全部31个省区市", "31个省区市中的0个": the noun begins with its
/// measure word.
pub(super) fn part_of_list(part: i128, of: i128, noun: &Noun) -> Option<String> {
    if of < FEWEST || !(0..=of).contains(&part) {
        return None;
    }
    let listed = &noun.many;
    if part == of {
        return Some(format!("全部{of}{listed}"));
    }
    let measure = listed.chars().next()?;
    Some(format!("{of}{listed}中的{part}{measure}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_begins_with_the_second_time() {
        assert_eq!(in_a_row(2).as_deref(), Some("连续第二次"));
        assert_eq!(in_a_row(12).as_deref(), Some("连续第十二次"));
        for times in [1, 0, -3] {
            assert_eq!(in_a_row(times), None);
        }
    }

    #[test]
    fn a_place_is_told_from_the_end_that_has_it() {
        use Order::{HighestFirst, LowestFirst};
        let told = [
            ((3, 4, HighestFirst, false), "四届中第三高"),
            ((1, 4, HighestFirst, false), "四届中最高"),
            ((4, 4, HighestFirst, false), "四届中最低"),
            ((2, 5, LowestFirst, false), "五届中第二低"),
            ((5, 5, LowestFirst, false), "五届中最高"),
            ((1, 2, HighestFirst, false), "两届中较高"),
            ((2, 2, HighestFirst, false), "两届中较低"),
            ((1, 2, HighestFirst, true), "两届中并列最高"),
            ((2, 4, HighestFirst, true), "四届中并列第二高"),
            ((11, 12, HighestFirst, false), "十二届中第十一高"),
        ];
        for ((place, of, order, shared), words) in told {
            let place = Rank {
                place,
                of,
                order,
                shared,
            };
            assert_eq!(rank(&place, None).as_deref(), Some(words));
        }
        for (place, of) in [(1, 1), (0, 4), (5, 4), (-1, 4)] {
            let place = Rank {
                place,
                of,
                order: HighestFirst,
                shared: false,
            };
            assert_eq!(rank(&place, None), None);
        }
    }

    #[test]
    fn a_list_is_told_with_both_numbers() {
        let noun = Noun {
            one: "个省区市".to_owned(),
            many: "个省区市".to_owned(),
        };
        let told = [
            ((29, 31), Some("31个省区市中的29个")),
            ((31, 31), Some("全部31个省区市")),
            ((0, 31), Some("31个省区市中的0个")),
            ((1, 1), None),
            ((32, 31), None),
            ((-1, 31), None),
        ];
        for ((part, of), text) in told {
            assert_eq!(part_of_list(part, of, &noun).as_deref(), text);
        }
    }
}
