//! Names in which a numeral stands: "Hall 4", "C919", "5G", "Industry 4.0", "58.com".

use super::token::{Place, Tokens};
use super::{noun, words};
use crate::{position::Found, word_list::entries};
use std::{collections::HashSet, sync::LazyLock};

/// Words before a numeral that make it a name.
static BEFORE: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| entries(include_str!("before_numerals.txt")).collect());

/// Letters behind digits that are no name: an ordinal, a scale, a unit.
const NO_NAME: [&str; 44] = [
    "st", "nd", "rd", "th", "k", "m", "mn", "mln", "mio", "bn", "bln", "b", "tn", "trn", "t", "cr",
    "km", "kg", "sqm", "sqft", "sq", "ha", "mw", "gw", "kw", "kwh", "gwh", "mwh", "cm", "mm", "ft",
    "pc", "pct", "pp", "x", "am", "pm", "h", "hrs", "min", "s", "gb", "tb", "tonnes",
];

/// The name that begins at a token.
pub(super) fn read(tokens: &Tokens<'_>, at: Place) -> Option<(Found, Place)> {
    let end = numbered(tokens, at)
        .or_else(|| mixed(tokens, at))
        .or_else(|| product(tokens, at))
        .or_else(|| title(tokens, at))?;
    Some((Found::name(tokens.bytes(at, end)), end))
}

/// Words that make a name of a year behind them.
const OF_A_YEAR: [&str; 7] = [
    "expo", "vision", "horizon", "agenda", "windows", "euro", "mission",
];

/// "Hall 4", "Booth B12", "Boeing 737", "Expo 2020", "PO Box 100".
fn numbered(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    let word = tokens.lower(at);
    let is_place = matches!(
        word,
        "hall" | "halls" | "booth" | "booths" | "gate" | "gates" | "room" | "rooms" | "terminal"
    );
    if !(tokens.is_capital(at) || is_place) || !BEFORE.contains(word) {
        return None;
    }
    let next = if tokens.is_hyphen(at + 1) || matches!(tokens.lower(at + 1), "no" | ".") {
        at + 2
    } else {
        at + 1
    };
    let is_year = tokens.get(next).is_some_and(|token| {
        token.text.len() == 4 && (token.text.starts_with("19") || token.text.starts_with("20"))
    });
    if is_year && !OF_A_YEAR.contains(&word) {
        return None;
    }
    let plural = word
        .strip_suffix('s')
        .is_some_and(|one| BEFORE.contains(one));
    let mut end = numeral(tokens, next)?;
    while plural
        && matches!(tokens.lower(end), "and" | "to" | "," | "-" | "–" | "&")
        && let Some(more) = numeral(tokens, end + 1)
    {
        end = more;
    }
    Some(end)
}

/// "Porsche 911", "Forever 21": a word with a capital amid a sentence and a plain number
/// behind it that counts nothing.
fn product(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    let end = at + 2;
    let number = tokens.get(at + 1).filter(|_| tokens.is_digits(at + 1))?;
    let begins = at == 0
        || matches!(
            tokens.lower(at - 1),
            "." | "!"
                | "?"
                | ":"
                | "•"
                | "-"
                | "*"
                | "\u{201c}"
                | "\""
                | "–"
                | "—"
                | ";"
                | ")"
                | "|"
        );
    let is_plain = number.text.len() <= 4 && number.text.chars().all(|c| c.is_ascii_digit());
    let is_year =
        number.text.len() == 4 && (number.text.starts_with("19") || number.text.starts_with("20"));
    let counts = noun::after(tokens, end).is_some()
        || super::unit::after(tokens, end).is_some()
        || super::currency::before(tokens, at).is_some()
        || super::currency::after(tokens, end).is_some()
        || words::scale(tokens.lower(end)).is_some()
        || words::read(tokens, at).is_some()
        || COUNTRIES.contains(tokens.lower(at))
        || matches!(
            tokens.lower(end),
            "+" | "%" | ":" | "/" | "st" | "nd" | "rd" | "th"
        )
        || tokens.lower(at) == "q"
        || super::date::is_month(tokens, at);
    let is_word =
        tokens.is_word(at) && tokens.is_capital(at) && !STARTERS.contains(&tokens.lower(at));
    let follows_hyphen = tokens.is_hyphen(end) && tokens.is_glued(end);
    (is_word && !begins && is_plain && !is_year && !counts && !follows_hyphen).then_some(end)
}

/// First words of the names of countries, which stand before a number in lists.
static COUNTRIES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let first = |name: &str| {
        name.split([' ', ','])
            .next()
            .unwrap_or_default()
            .to_lowercase()
    };
    let names = rust_iso3166::ALL_ALPHA2
        .iter()
        .filter_map(|code| rust_iso3166::from_alpha2(code));
    names
        .map(|country| first(country.name))
        .chain(
            [
                "britain", "america", "korea", "kingdom", "states", "russia", "kong", "macao",
                "taiwan",
            ]
            .map(str::to_owned),
        )
        .collect()
});

/// Words with a capital that may stand before a number that counts.
const STARTERS: [&str; 12] = [
    "i", "in", "on", "over", "of", "about", "some", "total", "mr", "ms", "dr", "the",
];

/// "One Hundred Years of Solitude": a number in words with capitals amid a sentence.
fn title(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    let number = words::read(tokens, at).filter(|_| tokens.is_word(at))?;
    let begins = at == 0 || matches!(tokens.lower(at - 1), "." | "!" | "?" | ":" | "•" | "*");
    let capital = (at..number.end).all(|place| !tokens.is_word(place) || tokens.is_capital(place));
    let shouted = tokens.get(at)?.text.chars().all(char::is_uppercase);
    let goes_on = tokens.is_capital(number.end) && tokens.is_word(number.end);
    (capital && goes_on && !begins && !shouted).then_some(number.end + 1)
}

/// A numeral of a name: digits, with letters around them, or a small word.
fn numeral(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    if let Some(end) = mixed(tokens, at) {
        return Some(end);
    }
    if tokens.is_digits(at) {
        // "Hall 4.1" is one token; "Hall 4A" was mixed.
        return Some(at + 1);
    }
    let is_number = words::read(tokens, at).is_some() && tokens.is_capital(at);
    is_number.then_some(at + 1)
}

/// Letters and digits in one: "C919", "5G", "B2B", "58.com", "COVID-19", "G20".
fn mixed(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    if tokens.is_digits(at) {
        return digits_first(tokens, at);
    }
    if !tokens.is_word(at) || !tokens.get(at)?.text.chars().any(char::is_uppercase) {
        return None;
    }
    let glued = tokens.is_digits(at + 1) && tokens.is_glued(at + 1);
    let hyphened = tokens.is_hyphen(at + 1)
        && tokens.is_glued(at + 1)
        && tokens.is_digits(at + 2)
        && tokens.is_glued(at + 2)
        && !is_hyphened_number(tokens, at);
    let is_amount = super::currency::before(tokens, at).is_some();
    match (glued && !is_amount, hyphened) {
        (true, _) => Some(rest(tokens, at + 2)),
        (false, true) => Some(rest(tokens, at + 3)),
        (false, false) => None,
    }
}

/// "mid-2016", "pre-2019": a year behind a word and a hyphen.
fn is_hyphened_number(tokens: &Tokens<'_>, at: Place) -> bool {
    let long = tokens
        .get(at + 2)
        .is_some_and(|token| token.text.len() == 4);
    long || words::read(tokens, at).is_some()
}

/// "5G", "3D", "58.com", "4K": letters that touch the digits and are no unit.
fn digits_first(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    let dotted = tokens.lower(at + 1) == "."
        && tokens.is_glued(at + 1)
        && tokens.is_glued(at + 2)
        && tokens.is_word(at + 2)
        && !tokens.is_capital(at + 2);
    if dotted {
        return Some(at + 3);
    }
    let touches = tokens.is_word(at + 1) && tokens.is_glued(at + 1);
    let word = tokens.lower(at + 1);
    // "4K" and "3M" are names where no amount or noun takes the letter for a scale.
    let is_big = tokens
        .get(at + 1)
        .is_some_and(|token| matches!(token.text, "K" | "M" | "B" | "T" | "H" | "S" | "X"));
    let is_amount = at > 0
        && (1..4).any(|back| {
            let place = at.checked_sub(back);
            place.is_some_and(|place| {
                super::currency::before(tokens, place).is_some_and(|(_, end)| end == at)
            })
        });
    let is_name = is_big
        && !is_amount
        && !noun::right_after(tokens, at + 2)
        && !noun::is_one(tokens.lower(at + 3))
        && tokens.lower(at + 2) != "+"
        && super::currency::after(tokens, at + 2).is_none();
    if !touches || (NO_NAME.contains(&word) && !is_name) {
        return None;
    }
    Some(rest(tokens, at + 2))
}

/// Letters and digits that go on without white space.
fn rest(tokens: &Tokens<'_>, mut at: Place) -> Place {
    loop {
        if tokens.is_glued(at) && (tokens.is_word(at) || tokens.is_digits(at)) {
            at += 1;
        } else if tokens.is_hyphen(at)
            && tokens.is_glued(at)
            && tokens.is_glued(at + 1)
            && tokens.is_digits(at + 1)
        {
            at += 2;
        } else {
            return at;
        }
    }
}
