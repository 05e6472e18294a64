//! Numbers that say how much, how many or how long.

use num_traits::CheckedMul;

use super::token::{Place, Tokens};
use super::{
    change::declines,
    currency, digits, noun, qualifier,
    unit::{self, Measured},
    words,
};
use crate::claim::{Exact, Kind, Qualifier, Unit};
use crate::{magnitude::bounded, position::Found};

/// The most numbers of a row in which the last one tells the unit of all.
const ROW_AT_MOST: usize = 6;

/// A number with the words of scale behind it.
#[derive(Clone, Copy, Debug)]
struct Number {
    value: Exact,
    step: Exact,
    end: Place,
    /// The scale behind it.
    scale: Option<Exact>,
    in_words: bool,
}

/// The claim of a number that begins at a token, if it is one, and where to go on.
pub(super) fn read(tokens: &Tokens<'_>, at: Place) -> Option<(Option<Found>, Place)> {
    let before = currency::before(tokens, at);
    let start = before.map_or(at, |(_, end)| end);
    let number = number(tokens, start)?;
    if before.is_none() && !counts(tokens, at, &number) {
        return Some((None, number.end));
    }
    let (unit, end, factor) = unit_of(tokens, at, &number, before.map(|(code, _)| code));
    let scale = range_scale(tokens, &number).unwrap_or_else(|| Exact::from_integer(1));
    let value = number
        .value
        .checked_mul(&factor)
        .and_then(|value| value.checked_mul(&scale));
    let step = number
        .step
        .checked_mul(&factor)
        .and_then(|step| step.checked_mul(&scale));
    let (Some(value), Some(step)) = (value, step) else {
        return Some((None, number.end));
    };
    Some(claim(tokens, at, end, (value, step), unit))
}

/// A number in digits or in words with its scale, unless it is too large or too fine to
/// reckon with.
fn number(tokens: &Tokens<'_>, at: Place) -> Option<Number> {
    if !tokens.is_digits(at) {
        let words = words::read(tokens, at)?;
        let (value, end) = and_a_half(tokens, words.exact(), words.end);
        return Some(Number {
            value,
            step: Exact::from_integer(words.step),
            end,
            scale: None,
            in_words: true,
        });
    }
    let scaled = scales(tokens, at + 1);
    let is_share = unit::after(tokens, at + 1).is_some_and(|it| it.unit == Unit::Percent);
    let digits = digits::read(tokens.get(at)?.text, scaled.is_some() || is_share)?;
    let (scale, end) = scaled.unwrap_or((1, at + 1));
    let scale = Exact::from_integer(scale);
    let value = bounded(digits.value.checked_mul(&scale)?)?;
    let (value, end) = and_a_half(tokens, value, end);
    Some(Number {
        value,
        step: bounded(digits.step.checked_mul(&scale)?)?,
        end,
        scale: scaled.map(|_| scale),
        in_words: false,
    })
}

/// The words of scale behind digits: "million", "lakh crore", "bn".
fn scales(tokens: &Tokens<'_>, at: Place) -> Option<(i128, Place)> {
    let mut end = at;
    let mut scale: Option<i128> = None;
    loop {
        let next = if tokens.is_hyphen(end) { end + 1 } else { end };
        let word = tokens.lower(next);
        let Some(by) = words::scale(word) else { break };
        // One letter is a scale where it touches its digits, or is a capital behind an amount.
        let short = word.len() == 1;
        let fits = !short || (tokens.is_glued(next) && !is_metre(tokens, next));
        if !fits {
            break;
        }
        scale = Some(scale.unwrap_or(1).checked_mul(by)?);
        end = next + 1;
        if matches!(word, "bn" | "mn" | "mln")
            && tokens.lower(end) == "."
            && tokens.is_word(end + 1)
            && !tokens.is_capital(end + 1)
        {
            end += 1;
        }
        if tokens.lower(end) == "dozen" {
            break;
        }
    }
    if scale.is_none() && tokens.lower(end) == "dozen" {
        return Some((12, end + 1));
    }
    scale.map(|scale| (scale, end))
}

/// Whether an "m" behind digits is a metre: "300m long", "m²".
fn is_metre(tokens: &Tokens<'_>, at: Place) -> bool {
    tokens.lower(at) == "m"
        && (matches!(
            tokens.lower(at + 1),
            "²" | "2" | "long" | "high" | "wide" | "tall"
        ) || tokens.lower(at + 1) == "-")
}

/// Whether a number by itself counts something.
fn counts(tokens: &Tokens<'_>, at: Place, number: &Number) -> bool {
    let one = Exact::from_integer(1);
    let has_unit = unit::after(tokens, number.end).is_some();
    if number.in_words {
        let hyphened = tokens.is_hyphen(number.end) && tokens.is_glued(number.end) && !has_unit;
        let in_compound = at > 0 && tokens.is_hyphen(at - 1) && tokens.is_glued(at - 1);
        let strong = matches!(tokens.lower(number.end + 1), "strong" | "nation");
        return (number.value != one || has_unit)
            && number.value != Exact::from_integer(0)
            && (!hyphened || strong)
            && !in_compound;
    }
    !is_chained(tokens, at, number) && !is_compound(tokens, number.end, has_unit)
}

/// Whether a number in digits stands in a chain: a telephone number, an address, a score.
fn is_chained(tokens: &Tokens<'_>, at: Place, number: &Number) -> bool {
    let sign = |place: Place| matches!(tokens.lower(place), "/" | ":" | "#" | "@" | "_" | "=");
    let text = tokens.get(at).map_or("", |token| token.text);
    let leading_zero = text.len() > 1
        && text.starts_with('0')
        && !text.starts_with("0.")
        && !text.starts_with("0,");
    let before = at > 0
        && ((sign(at - 1)
            && tokens.is_glued(at)
            && (at < 2 || tokens.is_glued(at - 1) && !tokens.is_word(at - 2)))
            || (tokens.lower(at - 1) == "+"
                && tokens.is_glued(at)
                && unit::after(tokens, number.end).is_none())
            || tokens.is_digits(at - 1));
    let after = sign(number.end) && tokens.is_glued(number.end) && tokens.is_glued(number.end + 1);
    // "10-out-of-10".
    let hangs = at > 1
        && tokens.is_hyphen(at - 1)
        && tokens.is_glued(at)
        && tokens.is_glued(at - 1)
        && tokens.is_word(at - 2);
    leading_zero || before || after || hangs
}

/// Whether a word hangs on a number that it does not count: "10-out-of-10", "4-wheel".
fn is_compound(tokens: &Tokens<'_>, end: Place, has_unit: bool) -> bool {
    let hangs = tokens.is_hyphen(end)
        && tokens.is_glued(end)
        && tokens.is_glued(end + 1)
        && tokens.is_word(end + 1);
    let counts = noun::is_one(tokens.lower(end + 1))
        || matches!(tokens.lower(end + 1), "strong" | "plus" | "odd")
        || currency::after(tokens, end).is_some();
    hangs && !has_unit && !counts
}

/// The unit of a number, where it ends, and what one of it is in the base unit.
fn unit_of(
    tokens: &Tokens<'_>,
    at: Place,
    number: &Number,
    before: Option<&'static str>,
) -> (Unit, Place, Exact) {
    let one = Exact::from_integer(1);
    if let Some(code) = before {
        return (Unit::Currency(code), number.end, one);
    }
    let small_scale = qualifier::after(tokens, number.end).map_or(number.end, |(_, end)| end);
    if let Some((code, end)) = currency::after(tokens, number.end) {
        return (Unit::Currency(code), end, one);
    }
    if let Some(Measured { unit, factor, end }) = unit::after(tokens, number.end) {
        return (unit, end, factor);
    }
    let end = if tokens.lower(number.end) == "+" {
        number.end + 1
    } else {
        number.end
    };
    if tokens.lower(number.end + 1) == "strong" {
        return (Unit::Persons, end, one);
    }
    if let Some(code) = currency::of_range(tokens, at) {
        return (Unit::Currency(code), end, one);
    }
    if tokens.back(at, 1) == "aged" || tokens.ends_with(at, &["age", "of"]) {
        return (Unit::Years, end, one);
    }
    if let Some(unit) = unit::time_behind_a_word(tokens, number.end) {
        return (unit, end, one);
    }
    if let Some(unit) = noun::respectively(tokens, at) {
        return (unit, end, one);
    }
    let ahead = unit_ahead(tokens, number.end);
    let counted = noun::after(tokens, small_scale);
    let sum = number.value >= Exact::from_integer(1_000_000);
    let unit = counted
        .or(ahead)
        .or_else(|| {
            currency::of_the_sum_before(tokens, at)
                .filter(|_| sum)
                .map(Unit::Currency)
        })
        .or_else(|| noun::before(tokens, at))
        .unwrap_or(Unit::Count);
    (unit, end, one)
}

/// Where the next number of a row or a range begins.
fn next_of_row(tokens: &Tokens<'_>, at: Place) -> Option<Place> {
    let word = tokens.lower(at);
    let joins = matches!(word, "," | "and" | "to" | "or" | "&") || tokens.is_dash(at);
    let next = if matches!(tokens.lower(at + 1), "and" | "or") {
        at + 2
    } else {
        at + 1
    };
    joins.then_some(next)
}

/// The unit of the last number of a row: "10, 12 and 15 percent", "10 to 15 percent".
fn unit_ahead(tokens: &Tokens<'_>, end: Place) -> Option<Unit> {
    let mut at = end;
    for _ in 0..ROW_AT_MOST {
        let start = next_of_row(tokens, at)?;
        let before = currency::before(tokens, start);
        let next = number(tokens, before.map_or(start, |(_, end)| end))?;
        if before.is_some() {
            return None;
        }
        if let Some((code, _)) = currency::after(tokens, next.end) {
            return Some(Unit::Currency(code));
        }
        if let Some(measured) = unit::after(tokens, next.end) {
            return Some(measured.unit);
        }
        if let Some(unit) = noun::after(tokens, next.end) {
            return Some(unit);
        }
        at = next.end;
    }
    None
}

/// The scale of the other end of a range: "$20-25 million", "3 to 5 million".
fn range_scale(tokens: &Tokens<'_>, number: &Number) -> Option<Exact> {
    let at = number.end;
    let is_range = number.scale.is_none()
        && !number.in_words
        && number.value < Exact::from_integer(1_000)
        && (tokens.is_dash(at) || tokens.lower(at) == "to");
    let other = self::number(tokens, at + 1).filter(|_| is_range && tokens.is_digits(at + 1))?;
    other.scale
}

/// "two and a half years" is half a year more; "2½" half.
fn and_a_half(tokens: &Tokens<'_>, value: Exact, end: Place) -> (Exact, Place) {
    match tokens.after(end, &["and", "a", "half"]) {
        Some(after) => (value + Exact::new(1, 2), after),
        None if tokens.lower(end) == "½" => (value + Exact::new(1, 2), end + 1),
        None => (value, end),
    }
}

/// The claim, with its sign and how the text takes it.
fn claim(
    tokens: &Tokens<'_>,
    start: Place,
    end: Place,
    (value, step): (Exact, Exact),
    unit: Unit,
) -> (Option<Found>, Place) {
    let minus = start > 0
        && matches!(tokens.lower(start - 1), "-" | "−" | "–")
        && tokens.is_glued(start)
        && !tokens.is_glued(start - 1);
    let start = if minus { start - 1 } else { start };
    let (before, from) = qualifier::before(tokens, start);
    let before = before.filter(|_| !is_during(tokens, start, from, unit));
    let after = qualifier::after(tokens, end)
        .or_else(|| qualifier::after(tokens, end + 1).filter(|_| noun::right_after(tokens, end)))
        .map(|(qualifier, _)| qualifier);
    let plus = tokens.lower(end - 1) == "+";
    let qualifier = match (before, after) {
        (Some(before), _) => before,
        (None, Some(after)) => after,
        (None, None) if plus => Qualifier::Over,
        (None, None) => Qualifier::Exact,
    };
    let declined = minus || declines(tokens, from, end);
    let found = Found {
        bytes: tokens.bytes(start, end),
        kind: Kind::Statistic,
        value: Some(if declined { -value } else { value }),
        step: Some(step),
        unit: Some(unit),
        qualifier,
    };
    (Some(found), end)
}

/// Words before an "over" that tells where or when and not how much.
const SPREADING: [&str; 17] = [
    "stretched",
    "stretches",
    "stretching",
    "spread",
    "spreads",
    "turned",
    "turns",
    "extends",
    "extended",
    "distributed",
    "held",
    "hand",
    "handed",
    "takes",
    "all",
    "ran",
    "won",
];

/// Whether "over" tells where or when and not how much: "spread over eleven halls", "over
/// five days".
fn is_during(tokens: &Tokens<'_>, start: Place, from: Place, unit: Unit) -> bool {
    if tokens.lower(from) != "over" || from == start {
        return false;
    }
    // "over the two weeks" is all of them.
    let definite = tokens.back(start, 1) != "over";
    let is_time = matches!(unit, Unit::Days | Unit::Weeks | Unit::Months | Unit::Years);
    let before = tokens.back(from, 1);
    let lasting = matches!(
        before,
        "for"
            | "of"
            | "with"
            | "lasted"
            | "lasting"
            | "after"
            | "spanning"
            | "well"
            | "spans"
            | "in"
            | "just"
            | "took"
            | "to"
            | "is"
            | "was"
            | "reached"
            | "total"
            | "has"
            | "ago"
            | "than"
    );
    SPREADING.contains(&before) || (is_time && (definite || !lasting))
}
