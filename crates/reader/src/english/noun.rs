//! What a number counts, by the nouns near it.

use std::{collections::HashMap, sync::LazyLock};

use super::token::{Place, Tokens};
use crate::{claim::Unit, word_list::entries};

/// Nouns in the singular and the plural, with what they are.
static NOUNS: LazyLock<HashMap<&'static str, Unit>> = LazyLock::new(|| {
    let lists = [
        (include_str!("persons.txt"), Unit::Persons),
        (include_str!("visits.txt"), Unit::Visits),
        (include_str!("things.txt"), Unit::Count),
    ];
    lists
        .into_iter()
        .flat_map(|(list, unit)| entries(list).map(move |noun| (noun, unit)))
        .collect()
});

/// Words that begin another part of a sentence, beyond which a number counts nothing.
const ENDS: [&str; 37] = [
    "from", "in", "at", "to", "and", "with", "on", "by", "for", "against", "compared", "than",
    "were", "was", "are", "is", "had", "have", "has", "came", "who", "which", "that", "attended",
    "visited", "took", "or", "as", "but", "while", "after", "during", "under", "over", "per",
    "versus", "vs",
];

/// The most tokens between a number and the noun behind it.
const BEHIND: usize = 6;

/// The most tokens between a number and the noun in front of it.
const IN_FRONT: usize = 12;

/// What a word counts, in the singular or the plural.
fn unit_of(word: &str) -> Option<Unit> {
    let known = |word: &str| NOUNS.get(word).copied();
    known(word)
        .or_else(|| known(word.strip_suffix('s')?))
        .or_else(|| known(word.strip_suffix("es")?))
        .or_else(|| known(&format!("{}y", word.strip_suffix("ies")?)))
        .or_else(|| known(&format!("{}man", word.strip_suffix("men")?)))
}

/// Whether a word is a noun that is counted.
pub(super) fn is_one(word: &str) -> bool {
    unit_of(word).is_some()
}

/// Whether a plural noun stands right behind a number.
pub(super) fn right_after(tokens: &Tokens<'_>, at: Place) -> bool {
    let word = tokens.lower(at);
    (unit_of(word).is_some() && is_plural(word))
        || (tokens.is_word(at)
            && !ENDS.contains(&tokens.lower(at))
            && unit_of(tokens.lower(at + 1)).is_some()
            && tokens.lower(at + 1).ends_with('s')
            && !tokens.is_capital(at))
}

fn is_plural(word: &str) -> bool {
    word.ends_with('s')
        || word.ends_with("men")
        || matches!(word, "people" | "children" | "aircraft")
}

/// What a number counts by the words behind it. The last noun of a row decides: "trade
/// visitor registrations" are registrations.
pub(super) fn after(tokens: &Tokens<'_>, at: Place) -> Option<Unit> {
    let mut at = at;
    // "1,200 of the exhibitors", "60 per cent of visitors".
    if tokens.lower(at) == "of" {
        at += 1;
    }
    let mut found = None;
    for place in at..at + BEHIND {
        let word = tokens.lower(place);
        let joins = (word == "and" || word == "," || word == "or") && found.is_none() && place > at;
        // "3,846 local and 391 foreign ones".
        let other = tokens.is_digits(place)
            && tokens.lower(place.saturating_sub(1)) == "and"
            && place > at + 1;
        let joins = joins || other;
        if word.is_empty() || (ENDS.contains(&word) && !joins) {
            break;
        }
        if !tokens.is_word(place) && !tokens.is_hyphen(place) && !joins && word != "'" {
            break;
        }
        // "171,000 person-times" are entries.
        if matches!(word, "time" | "times") && tokens.back(place, 2) == "person" {
            return Some(Unit::Visits);
        }
        if let Some(unit) = unit_of(word) {
            found = Some(unit);
            // A plural ends the row: "visitors" in "visitors last year".
            if is_plural(word) {
                break;
            }
        }
    }
    found
}

/// What a number counts by the words in front of it: "attendance rose to 171,000".
pub(super) fn before(tokens: &Tokens<'_>, at: Place) -> Option<Unit> {
    for back in 1..=IN_FRONT {
        let word = tokens.back(at, back);
        if word.is_empty() || matches!(word, "." | ";" | "!" | "?") {
            return None;
        }
        let place = at - back;
        if tokens.lower(place + 1) == "from" && back < 3 {
            continue;
        }
        // A single thing on the way is where or whose: "the number given by the ministry".
        if let Some(unit) = unit_of(word).filter(|unit| *unit != Unit::Count || is_plural(word)) {
            return Some(unit);
        }
    }
    None
}

/// The most tokens that a "respectively" may stand behind the numbers that it orders.
const ORDERED_WITHIN: usize = 24;

/// What a number counts that "respectively" orders: "Exhibitors, visitors and journalists
/// numbered 1,150, 64,300 and 780 respectively".
pub(super) fn respectively(tokens: &Tokens<'_>, at: Place) -> Option<Unit> {
    let end = (at..at + ORDERED_WITHIN)
        .take_while(|place| !matches!(tokens.lower(*place), "" | "." | ";"))
        .find(|place| tokens.lower(*place) == "respectively")?;
    // The row of numbers around the place.
    let joins = |place: Place| {
        matches!(tokens.lower(place), "," | "and" | "to" | "at" | "by") || tokens.is_digits(place)
    };
    let mut first = at;
    while first > 0 && joins(first - 1) {
        first -= 1;
    }
    let numbers =
        |from: Place, to: Place| (from..to).filter(|place| tokens.is_digits(*place)).count();
    let (index, count) = (numbers(first, at), numbers(first, end));
    let mut nouns = Vec::new();
    for back in 1..=ORDERED_WITHIN {
        let word = tokens.back(first, back);
        if word.is_empty() || matches!(word, "." | ";") {
            break;
        }
        if let Some(unit) = unit_of(word).filter(|_| is_plural(word)) {
            nouns.push(unit);
        }
        if nouns.len() == count {
            break;
        }
    }
    nouns.reverse();
    (nouns.len() == count && count > 1)
        .then(|| nouns.get(index).copied())
        .flatten()
}
