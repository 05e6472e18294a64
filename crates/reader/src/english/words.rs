//! Numbers in words.

use crate::{claim::Exact, magnitude::bounded};

use super::token::{Place, Tokens};

/// A number in words, and where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) value: i128,
    /// What its last word counts.
    pub(super) step: i128,
    pub(super) end: Place,
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// Ordinal words of the ones.
const ONES_IN_A_ROW: [&str; 20] = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

const TENS_IN_A_ROW: [&str; 10] = [
    "",
    "",
    "twentieth",
    "thirtieth",
    "fortieth",
    "fiftieth",
    "sixtieth",
    "seventieth",
    "eightieth",
    "ninetieth",
];

/// What a word of scale multiplies by.
pub(super) fn scale(word: &str) -> Option<i128> {
    Some(match word {
        "hundred" => 100,
        "thousand" | "k" => 1_000,
        "lakh" | "lakhs" | "lac" => 100_000,
        "million" | "millions" | "mn" | "mln" | "mio" | "m" => 1_000_000,
        "crore" | "crores" | "cr" => 10_000_000,
        "billion" | "billions" | "bn" | "bln" | "b" | "milliard" => 1_000_000_000,
        "trillion" | "trillions" | "tn" | "trn" | "t" => 1_000_000_000_000,
        _ => return None,
    })
}

fn place(list: &[&str], word: &str) -> Option<i128> {
    let found = list
        .iter()
        .position(|known| *known == word && !word.is_empty())?;
    i128::try_from(found).ok()
}

/// A number below a hundred.
fn small(tokens: &Tokens<'_>, at: Place) -> Option<(i128, Place)> {
    let word = tokens.lower(at);
    if let Some(one) = place(&ONES, word) {
        return Some((one, at + 1));
    }
    let ten = place(&TENS, word)? * 10;
    let next = if tokens.is_hyphen(at + 1) {
        at + 2
    } else {
        at + 1
    };
    match place(&ONES, tokens.lower(next)).filter(|one| (1..10).contains(one)) {
        Some(one) => Some((ten + one, next + 1)),
        None => Some((ten, at + 1)),
    }
}

/// A number in words: "one hundred and twenty-six", "thirty-seven", "two dozen". "A" counts
/// as one before a scale: "a million". None if it is too large to reckon with.
pub(super) fn read(tokens: &Tokens<'_>, at: Place) -> Option<Words> {
    let (mut value, mut end) = match tokens.lower(at) {
        "a" | "an" if is_scale_word(tokens.lower(at + 1)) || tokens.lower(at + 1) == "dozen" => {
            (1, at + 1)
        }
        _ => small(tokens, at)?,
    };
    if tokens.lower(end) == "dozen" {
        return Some(Words {
            value: value.checked_mul(12)?,
            step: 12,
            end: end + 1,
        });
    }
    let (mut whole, mut step) = (0_i128, 1_i128);
    // Each scale is below the one before: "two million three million" are two numbers.
    let mut below = i128::MAX;
    loop {
        let next = after_hyphen(tokens, end);
        let word = tokens.lower(next);
        if word == "hundred" {
            (value, end, step) = (value.checked_mul(100)?, next + 1, 100);
        } else if let Some(scale) =
            scale(word).filter(|scale| is_scale_word(word) && *scale < below)
        {
            below = scale;
            whole = whole.checked_add(value.checked_mul(scale)?)?;
            (value, end, step) = (0, next + 1, scale);
        } else {
            break;
        }
        let more = if tokens.lower(end) == "and" {
            end + 1
        } else {
            end
        };
        if let Some((rest, next)) = small(tokens, more)
            && rest < step
        {
            (value, end, step) = (value.checked_add(rest)?, next, 1);
        }
    }
    let value = whole.checked_add(value)?;
    bounded(Exact::from_integer(value))?;
    Some(Words { value, step, end })
}

/// A scale that is a word in full.
pub(super) fn is_scale_word(word: &str) -> bool {
    word.len() > 3 && scale(word).is_some()
}

fn after_hyphen(tokens: &Tokens<'_>, at: Place) -> Place {
    if tokens.is_hyphen(at) { at + 1 } else { at }
}

/// The place that an ordinal word or a number with "th" tells: "twenty-first", "135th".
pub(super) fn in_a_row(tokens: &Tokens<'_>, at: Place) -> Option<(i128, Place)> {
    let word = tokens.lower(at);
    if let Some(one) = place(&ONES_IN_A_ROW, word) {
        return Some((one, at + 1));
    }
    if let Some(ten) = place(&TENS_IN_A_ROW, word) {
        return Some((ten * 10, at + 1));
    }
    if word == "hundredth" {
        return Some((100, at + 1));
    }
    let ten = place(&TENS, word)? * 10;
    let next = after_hyphen(tokens, at + 1);
    let one = place(&ONES_IN_A_ROW, tokens.lower(next)).filter(|one| (1..10).contains(one))?;
    Some((ten + one, next + 1))
}

/// The denominator that a word names: "thirds" is 3.
pub(super) fn denominator(word: &str) -> Option<i128> {
    let one = word.strip_suffix('s').unwrap_or(word);
    match one {
        "half" | "halve" => Some(2),
        "quarter" => Some(4),
        "second" => None,
        _ => place(&ONES_IN_A_ROW, one).filter(|place| *place > 2),
    }
}

impl Words {
    /// The value as a number.
    pub(super) fn exact(&self) -> Exact {
        Exact::from_integer(self.value)
    }
}
