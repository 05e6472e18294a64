//! Parts and multiples: "two thirds", "one in five", "half a million", "doubled",
//! "threefold".

use super::token::{Place, Tokens};
use super::{change, currency, noun, qualifier, words};
use crate::claim::{Exact, Kind, Qualifier, Unit};
use crate::position::Found;

/// Verbs that multiply.
const MULTIPLES: [(&str, i128, i128); 20] = [
    ("doubled", 2, 1),
    ("double", 2, 1),
    ("doubles", 2, 1),
    ("doubling", 2, 1),
    ("twice", 2, 1),
    ("twofold", 2, 1),
    ("tripled", 3, 1),
    ("triple", 3, 1),
    ("tripling", 3, 1),
    ("trebled", 3, 1),
    ("thrice", 3, 1),
    ("threefold", 3, 1),
    ("quadrupled", 4, 1),
    ("fourfold", 4, 1),
    ("quintupled", 5, 1),
    ("fivefold", 5, 1),
    ("sixfold", 6, 1),
    ("tenfold", 10, 1),
    ("halved", 1, 2),
    ("halving", 1, 2),
];

/// The part or multiple that begins at a token.
pub(super) fn read(tokens: &Tokens<'_>, at: Place) -> Option<(Found, Place)> {
    of_a_scale(tokens, at)
        .or_else(|| every(tokens, at))
        .or_else(|| out_of(tokens, at))
        .or_else(|| fraction(tokens, at))
        .or_else(|| multiple(tokens, at))
        .or_else(|| half(tokens, at))
}

/// "half a million", "a quarter of a million", "half a billion dollars".
fn of_a_scale(tokens: &Tokens<'_>, at: Place) -> Option<(Found, Place)> {
    let (part, after) = simple(tokens, at)?;
    let after = if tokens.lower(after) == "of" {
        after + 1
    } else {
        after
    };
    let after = tokens
        .after(after, &["a"])
        .or_else(|| tokens.after(after, &["one"]))?;
    let word = tokens.lower(after);
    let scale = words::scale(word).filter(|_| words::is_scale_word(word))?;
    let value = part * Exact::from_integer(scale);
    let end = after + 1;
    let (unit, end) = match currency::after(tokens, end) {
        Some((code, end)) => (Unit::Currency(code), end),
        None => (
            noun::after(tokens, end)
                .or_else(|| currency::of_the_sum_before(tokens, at).map(Unit::Currency))
                .or_else(|| noun::before(tokens, at))
                .unwrap_or(Unit::Count),
            end,
        ),
    };
    Some(claim(tokens, at, end, value, unit))
}

/// "half", "a quarter", "two thirds", "3/4".
fn simple(tokens: &Tokens<'_>, at: Place) -> Option<(Exact, Place)> {
    if tokens.lower(at) == "half" {
        return Some((Exact::new(1, 2), at + 1));
    }
    let (numerator, end) = match tokens.lower(at) {
        "a" => (1, at + 1),
        _ => {
            let number = words::read(tokens, at)?;
            (number.value, number.end)
        }
    };
    let next = if tokens.is_hyphen(end) { end + 1 } else { end };
    let denominator = words::denominator(tokens.lower(next))?;
    (0..denominator)
        .contains(&numerator)
        .then(|| (Exact::new(numerator, denominator), next + 1))
}

/// "every second", "every third": one of so many; "every second day" is a rhythm.
fn every(tokens: &Tokens<'_>, at: Place) -> Option<(Found, Place)> {
    if tokens.lower(at) != "every" {
        return None;
    }
    let (place, end) =
        words::in_a_row(tokens, at + 1).filter(|(place, _)| (2..=20).contains(place))?;
    let counts = noun::is_one(tokens.lower(end)) || noun::is_one(tokens.lower(end + 1));
    counts.then(|| claim(tokens, at, end, Exact::new(1, place), Unit::Ratio))
}

/// "two thirds of visitors", "a third", "one-third"; but "a third edition" is a place.
fn fraction(tokens: &Tokens<'_>, at: Place) -> Option<(Found, Place)> {
    if tokens.lower(at) == "half" {
        return None;
    }
    let (value, end) = simple(tokens, at)?;
    let word = tokens.lower(end - 1);
    let next = tokens.lower(end);
    let many = word.ends_with('s') || tokens.is_hyphen(end - 2);
    let compares = matches!(
        next,
        "of" | "more"
            | "less"
            | "fewer"
            | "higher"
            | "lower"
            | "on"
            | "."
            | ","
            | ";"
            | ""
            | "over"
            | "to"
            | "in"
            | "were"
            | "came"
            | "are"
            | "was"
            | "from"
            | "up"
            | "down"
            | "larger"
            | "smaller"
            | "that"
            | "as"
            | ")"
            | "by"
            | "—"
            | "–"
            | "and"
            | "above"
            | "below"
            | "said"
            | "had"
    );
    (many || compares).then(|| claim(tokens, at, end, value, Unit::Ratio))
}

/// "half of", "more than half", "half the visitors".
fn half(tokens: &Tokens<'_>, at: Place) -> Option<(Found, Place)> {
    if tokens.lower(at) != "half" || tokens.is_hyphen(at + 1) && tokens.lower(at + 2) != "day" {
        return None;
    }
    if tokens.is_hyphen(at + 1) {
        return Some(claim(tokens, at, at + 3, Exact::new(1, 2), Unit::Days));
    }
    let before = tokens.back(at, 1);
    // "the first half", "a year and a half" are others.
    let is_other = matches!(
        before,
        "first" | "second" | "other" | "latter" | "this" | "that" | "last"
    );
    let next = tokens.lower(at + 1);
    let is_part = matches!(
        next,
        "of" | "the"
            | "their"
            | "its"
            | "as"
            | "."
            | ","
            | "were"
            | "came"
            | "are"
            | "that"
            | "all"
            | "a"
            | ";"
            | ""
            | ")"
            | "had"
            | "said"
            | "again"
    ) || tokens.is_word(at + 1) && qualifier::before(tokens, at).0.is_some();
    if is_other || !is_part {
        return None;
    }
    let timed =
        ["day", "year", "month", "hour", "week"].contains(&tokens.lower(at + 2)) && next == "a";
    if timed {
        let unit = match tokens.lower(at + 2) {
            "day" => Unit::Days,
            "year" => Unit::Years,
            "month" => Unit::Months,
            "week" => Unit::Weeks,
            _ => Unit::Count,
        };
        return Some(claim(tokens, at, at + 3, Exact::new(1, 2), unit));
    }
    Some(claim(tokens, at, at + 1, Exact::new(1, 2), Unit::Ratio))
}

/// "one in five", "three out of four", "3 in 4", "every second".
fn out_of(tokens: &Tokens<'_>, at: Place) -> Option<(Found, Place)> {
    let (part, end) = whole(tokens, at)?;
    let after = tokens
        .after(end, &["out", "of"])
        .or_else(|| tokens.after(end, &["in"]))?;
    let after = if tokens.lower(after) == "every" {
        after + 1
    } else {
        after
    };
    let (of, end) = whole(tokens, after)?;
    let fits = part > 0 && part < of && of <= 100 && (of > 31 || tokens.lower(end) != "may");
    let in_digits = tokens.is_digits(after) && tokens.get(after)?.text.len() == 4;
    (fits && !in_digits).then(|| claim(tokens, at, end, Exact::new(part, of), Unit::Ratio))
}

fn whole(tokens: &Tokens<'_>, at: Place) -> Option<(i128, Place)> {
    if tokens.is_digits(at) {
        return Some((tokens.get(at)?.text.parse().ok()?, at + 1));
    }
    let words = words::read(tokens, at)?;
    Some((words.value, words.end))
}

/// "doubled", "threefold"; "double-digit" is an idiom.
fn multiple(tokens: &Tokens<'_>, at: Place) -> Option<(Found, Place)> {
    let word = tokens.lower(at);
    let (_, numerator, denominator) = MULTIPLES.iter().find(|(known, ..)| *known == word)?;
    let is_adjective = matches!(word, "double" | "triple")
        && (tokens.is_hyphen(at + 1)
            || !matches!(
                tokens.lower(at + 1),
                "the" | "that" | "last" | "its" | "what" | "." | ","
            ));
    let a_year =
        word == "twice" && matches!(tokens.lower(at + 1), "a" | "yearly" | "daily" | "weekly");
    let value = Exact::new(*numerator, *denominator);
    (!is_adjective && !a_year).then(|| claim(tokens, at, at + 1, value, Unit::Ratio))
}

fn claim(
    tokens: &Tokens<'_>,
    start: Place,
    end: Place,
    value: Exact,
    unit: Unit,
) -> (Found, Place) {
    let (before, from) = qualifier::before(tokens, start);
    let after = qualifier::after(tokens, end).map(|(qualifier, _)| qualifier);
    let is_level = matches!(tokens.lower(start), "halved" | "halving");
    let value = match !is_level && unit == Unit::Ratio && change::declines(tokens, from, end) {
        true => -value,
        false => value,
    };
    let found = Found {
        bytes: tokens.bytes(start, end),
        kind: Kind::Statistic,
        value: Some(value),
        step: Some(Exact::from_integer(0)),
        unit: Some(unit),
        qualifier: before.or(after).unwrap_or(Qualifier::Exact),
    };
    (found, end)
}
