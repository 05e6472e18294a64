//! Places in a row: "4th", "fourth consecutive", "top ten", "No. 1".

use super::token::{Place, Tokens};
use super::words;
use crate::{claim::Exact, magnitude::bounded, position::Found};

/// Nouns of which there is a first one that counts.
const COUNTED: [&str; 20] = [
    "edition",
    "day",
    "session",
    "year",
    "time",
    "half",
    "phase",
    "round",
    "week",
    "month",
    "place",
    "stage",
    "consecutive",
    "floor",
    "prize",
    "fair",
    "show",
    "event",
    "congress",
    "anniversary",
];

/// The place in a row that is told at a token.
pub(super) fn read(tokens: &Tokens<'_>, at: Place) -> Option<(Found, Place)> {
    let (value, end) = in_digits(tokens, at)
        .or_else(|| in_words(tokens, at))
        .or_else(|| among_the_first(tokens, at))
        .or_else(|| by_number(tokens, at))?;
    let place = bounded(Exact::from_integer(value))?;
    Some((Found::ordinal(tokens.bytes(at, end), place), end))
}

/// "4th", "1,000th".
fn in_digits(tokens: &Tokens<'_>, at: Place) -> Option<(i128, Place)> {
    let is_place = tokens.is_digits(at)
        && tokens.is_glued(at + 1)
        && matches!(tokens.lower(at + 1), "st" | "nd" | "rd" | "th");
    if !is_place {
        return None;
    }
    let digits: String = tokens
        .get(at)?
        .text
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    Some((digits.parse().ok()?, at + 2))
}

/// "fourth", "twenty-first"; not the denominator of a fraction, and "first" only where it
/// counts.
fn in_words(tokens: &Tokens<'_>, at: Place) -> Option<(i128, Place)> {
    let (value, end) = words::in_a_row(tokens, at)?;
    let before = tokens.back(at, 1);
    let is_part = matches!(before, "a" | "one") && tokens.lower(end) == "of"
        || tokens.is_hyphen(at.checked_sub(1).unwrap_or(at))
            && words::read(tokens, at.saturating_sub(2)).is_some();
    let next = tokens.lower(end);
    let counts = value > 1 || COUNTED.contains(&next) || tokens.lower(end + 1) == "edition";
    (!is_part && counts && next != "of")
        .then_some((value, end))
        .or_else(|| (value > 1 && !is_part && before == "the").then_some((value, end)))
}

/// "top 10", "top ten", "top-10".
fn among_the_first(tokens: &Tokens<'_>, at: Place) -> Option<(i128, Place)> {
    if tokens.lower(at) != "top" {
        return None;
    }
    let next = if tokens.is_hyphen(at + 1) {
        at + 2
    } else {
        at + 1
    };
    if tokens.is_digits(next) && tokens.lower(next + 1) != "%" {
        return Some((tokens.get(next)?.text.parse().ok()?, next + 1));
    }
    let words = words::read(tokens, next)?;
    Some((words.value, words.end))
}

/// "No. 1", "number one".
fn by_number(tokens: &Tokens<'_>, at: Place) -> Option<(i128, Place)> {
    let next = match tokens.lower(at) {
        "no" if tokens.lower(at + 1) == "." => at + 2,
        "nr" | "№" => at + 1,
        "number"
            if tokens.lower(at + 1) == "one"
                || tokens.is_capital(at) && tokens.is_digits(at + 1) =>
        {
            at + 1
        }
        _ => return None,
    };
    if tokens.is_digits(next) {
        return Some((tokens.get(next)?.text.parse().ok()?, next + 1));
    }
    let words = words::read(tokens, next)?;
    Some((words.value, words.end))
}
