//! Dates: days, months, years, times of day, and spans of them.

use super::token::{Place, Tokens};
use super::{noun, qualifier, words};
use crate::{claim::Qualifier, position::Found};

const MONTHS: [&str; 24] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// The date that begins at a token.
pub(super) fn read(tokens: &Tokens<'_>, at: Place) -> Option<(Found, Place)> {
    let mut end = one(tokens, at)?;
    while let Some(next) = to(tokens, end) {
        let Some(last) = one(tokens, next).or_else(|| bare_day(tokens, next, end)) else {
            break;
        };
        end = last;
    }
    Some((Found::date(tokens.bytes(at, end)), end))
}

/// One date, and where it ends.
fn one(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    with_month(tokens, at)
        .or_else(|| clock(tokens, at))
        .or_else(|| numeric(tokens, at))
        .or_else(|| part_of_year(tokens, at))
        .or_else(|| years(tokens, at))
}

/// What parts the first from the last of a span, and where the last begins.
fn to(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    let word = tokens.lower(at);
    let joins =
        matches!(word, "to" | "until" | "till" | "through" | "and" | "/") || tokens.is_dash(at);
    joins.then_some(at + 1)
}

pub(super) fn is_month(tokens: &Tokens<'_>, at: Place) -> bool {
    // "may" is a verb without its capital, and "march" may be one.
    tokens.is_capital(at) && MONTHS.contains(&tokens.lower(at))
}

/// A day of the month: "28", "1st".
fn day(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    let number: u32 = tokens.get(at)?.text.parse().ok()?;
    if !(1..=31).contains(&number) {
        return None;
    }
    let suffix =
        matches!(tokens.lower(at + 1), "st" | "nd" | "rd" | "th") && tokens.is_glued(at + 1);
    Some(if suffix { at + 2 } else { at + 1 })
}

/// A year in four digits.
fn year(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    let text = tokens.get(at).filter(|_| tokens.is_digits(at))?.text;
    let number: u32 = text.parse().ok()?;
    (text.len() == 4 && (1800..2100).contains(&number)).then_some(at + 1)
}

/// "28 May 2016", "May 28, 2016", "28 May to 1 June", "28-31 May", "May 2016".
fn with_month(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    if is_month(tokens, at) {
        return month_first(tokens, at);
    }
    let first = day(tokens, at)?;
    let of = if tokens.lower(first) == "of" {
        first + 1
    } else {
        first
    };
    if is_month(tokens, of) {
        return Some(year_behind(tokens, after_abbreviation(tokens, of + 1)));
    }
    // "28 to 31 May", "28, 29 and 30 May".
    let mut end = first;
    for _ in 0..DAYS_IN_A_ROW {
        let next = to(tokens, end).or_else(|| (tokens.lower(end) == ",").then_some(end + 1))?;
        end = day(tokens, next)?;
        if is_month(tokens, end) {
            return Some(year_behind(tokens, after_abbreviation(tokens, end + 1)));
        }
    }
    None
}

/// The most days of one month in a row.
const DAYS_IN_A_ROW: usize = 6;

fn month_first(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    let after = after_abbreviation(tokens, at + 1);
    if let Some(end) = day(tokens, after) {
        // "May 28 exhibitors" is no day, but the press writes no such thing.
        let end = to(tokens, end)
            .and_then(|next| day(tokens, next).filter(|_| !is_month(tokens, next + 1)))
            .unwrap_or(end);
        return Some(year_behind(tokens, end));
    }
    let end = year_behind(tokens, after);
    let is_alone = end == after && tokens.lower(at) == "may" && at == 0;
    // A month alone is a date without a numeral, which nobody takes for a number.
    (end > after && !is_alone).then_some(end)
}

fn after_abbreviation(tokens: &Tokens<'_>, at: Place) -> Place {
    let is_mark = tokens.lower(at) == "." && tokens.is_glued(at) && tokens.back(at, 1).len() < 5;
    if is_mark { at + 1 } else { at }
}

/// The end of a date with the year that may stand behind it.
fn year_behind(tokens: &Tokens<'_>, at: Place) -> Place {
    let next = if tokens.lower(at) == "," { at + 1 } else { at };
    let next = if tokens.lower(next) == "of" {
        next + 1
    } else {
        next
    };
    year(tokens, next).unwrap_or(at)
}

/// The last day of a span whose first one told the month: "May 28 to 31".
fn bare_day(tokens: &Tokens<'_>, at: Place, to: Place) -> Option<Place> {
    let dash = tokens.is_dash(to) || tokens.lower(to) == "to";
    let end = day(tokens, at).filter(|_| dash)?;
    let counts = noun::after(tokens, end).is_some();
    (!counts).then(|| year_behind(tokens, end))
}

/// "9:30 am", "14:00", "9 a.m.", "10 o'clock".
fn clock(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    let text = tokens.get(at).filter(|_| tokens.is_digits(at))?.text;
    let (hour, minutes) = match text.split_once('.') {
        Some((hour, minutes)) if minutes.len() == 2 => (hour, true),
        Some(_) => return None,
        None => (text, false),
    };
    hour.parse::<u32>().ok().filter(|hour| *hour <= 24)?;
    let mut end = at + 1;
    let mut is_clock = false;
    if tokens.lower(end) == ":" && tokens.is_glued(end) && tokens.is_glued(end + 1) {
        let minutes = tokens.get(end + 1)?;
        is_clock = minutes.text.len() == 2 && minutes.text.parse::<u32>().is_ok_and(|it| it < 60);
        end += 2;
        if !is_clock {
            return None;
        }
    }
    for half in ["a", "p"] {
        let words: [&[&str]; 4] = [
            &[half, ".", "m", "."],
            &[half, ".", "m"],
            &[if half == "a" { "am" } else { "pm" }],
            &["o'clock"],
        ];
        if let Some(after) = words.iter().find_map(|words| tokens.after(end, words)) {
            return Some(after);
        }
    }
    (is_clock && !minutes).then_some(end)
}

/// "28/05/2016", "2016-05-28", "28.05.2016".
fn numeric(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    let text = tokens.get(at).filter(|_| tokens.is_digits(at))?.text;
    if text.matches('.').count() == 2 && text.split('.').all(|part| matches!(part.len(), 1 | 2 | 4))
    {
        let short = text.split('.').take(2).all(|part| part.len() < 3);
        return short.then_some(at + 1);
    }
    let mark = tokens.lower(at + 1);
    let is_mark = matches!(mark, "/" | "-") && tokens.lower(at + 3) == mark;
    let glued = (1..=4).all(|ahead| tokens.is_glued(at + ahead));
    let digits = tokens.is_digits(at + 2) && tokens.is_digits(at + 4);
    (is_mark && glued && digits).then_some(at + 5)
}

/// "Q4 2016", "the fourth quarter", "first half of 2016" by its ordinal.
fn part_of_year(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    let is_q = tokens.lower(at) == "q"
        && tokens.is_glued(at + 1)
        && matches!(tokens.lower(at + 1), "1" | "2" | "3" | "4");
    if is_q {
        return Some(year(tokens, at + 2).unwrap_or(at + 2));
    }
    let (number, end) = ordinal_number(tokens, at)?;
    match tokens.lower(end) {
        "quarter" if (1..=4).contains(&number) && is_of_time(tokens, at, end + 1) => {
            let of = if tokens.lower(end + 1) == "of" {
                end + 2
            } else {
                end + 1
            };
            Some(year(tokens, of).unwrap_or(end + 1))
        }
        "century" => Some(end + 1),
        "-" if tokens.lower(end + 1) == "century" => Some(end + 2),
        _ => None,
    }
}

/// Whether a quarter is one of a year, and not a part.
fn is_of_time(tokens: &Tokens<'_>, at: Place, end: Place) -> bool {
    let counted = tokens.lower(end) == "of" && year(tokens, end + 1).is_none();
    !counted || tokens.back(at, 1) == "the"
}

fn ordinal_number(tokens: &Tokens<'_>, at: Place) -> Option<(i128, Place)> {
    if tokens.is_digits(at) && matches!(tokens.lower(at + 1), "st" | "nd" | "rd" | "th") {
        return Some((tokens.get(at)?.text.parse().ok()?, at + 2));
    }
    words::in_a_row(tokens, at)
}

/// "2016", "2015/16", "2012-2016", "the 2010s": four digits that count nothing.
fn years(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    let end = year(tokens, at)?;
    if tokens.lower(end) == "s" && tokens.is_glued(end) {
        return Some(end + 1);
    }
    if matches!(tokens.lower(end), "/" | "-" | "–")
        && tokens.is_glued(end)
        && tokens.is_glued(end + 1)
    {
        let next = tokens.get(end + 1)?.text;
        if next.len() == 2 && next.parse::<u32>().is_ok() {
            return Some(end + 2);
        }
    }
    let is_amount = at > 0 && super::currency::before(tokens, at - 1).is_some();
    let is_hedged = qualifier::before(tokens, at)
        .0
        .is_some_and(|q| q != Qualifier::Exact)
        && !matches!(
            tokens.back(at, 1),
            "about" | "under" | "around" | "over" | "circa" | "ca" | "beyond"
        );
    let counts = noun::right_after(tokens, end) || super::unit::after(tokens, end).is_some();
    let scaled = words::scale(tokens.lower(end)).is_some_and(|_| tokens.lower(end).len() > 1);
    (!is_amount && !is_hedged && !counts && !scaled && tokens.lower(end) != "+").then_some(end)
}
