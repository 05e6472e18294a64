//! English press prose: numbers in digits and in words, in every grouping that fairs of
//! the world print, currencies before and after, nouns that tell what is counted.
//!
//! The text is cut into tokens and gone over once. At every token the readings are tried
//! in an order in which what is longer and looks like a number comes first: listed words,
//! names, dates, places in a row, parts, quantities. Whatever is read is skipped; so the
//! time grows with the length of the text.

mod change;
mod currency;
mod date;
mod digits;
mod lists;
mod name;
mod noun;
mod ordinal;
mod part;
mod qualifier;
mod quantity;
mod token;
mod unit;
mod words;

use crate::claim::{Kind, Unit};
use crate::position::Found;
use token::{Place, Tokens};

/// All claims of a text.
pub(crate) fn read(text: &str) -> Vec<Found> {
    let tokens = Tokens::of(text);
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (mut read, next) = step(&tokens, at);
        if let Some(read) = &mut read {
            if is_value_before(&tokens, at) {
                // It counts what the claim before it does, unless it tells its own unit.
                let tells = read.unit != Some(Unit::Count);
                let before = unit_of_the_claim_before(read, &found).filter(|_| !tells);
                read.unit = before.or(read.unit);
            } else if compares(&tokens, next) {
                read.unit = unit_before(read, &found).or(read.unit);
            }
        }
        found.extend(read);
        at = next.max(at + 1);
    }
    found
}

/// Whether a number tells what an earlier one was: "26,400 visitors (2022: 24,900)",
/// "1,200 stands (1,150 in 2014)".
fn is_value_before(tokens: &Tokens<'_>, at: Place) -> bool {
    let colon = tokens.back(at, 1) == ":" && tokens.back(at, 3) == "(";
    let of_a_year = tokens.lower(at + 1) == "in" && tokens.is_digits(at + 2);
    colon || (tokens.back(at, 1) == "(" && of_a_year)
}

/// Whether a number that ends at a place is told against one before: "two more than",
/// "120 of them".
fn compares(tokens: &Tokens<'_>, end: Place) -> bool {
    let than = matches!(tokens.lower(end), "more" | "less" | "fewer")
        && matches!(tokens.lower(end + 1), "than" | "." | "," | "");
    than || tokens.after(end, &["of", "them"]).is_some()
}

/// The unit of the number that another is told against; none where that is a part, or
/// the other tells a unit of its own.
fn unit_before(read: &Found, found: &[Found]) -> Option<Unit> {
    let tells = matches!(read.unit, Some(Unit::Count | Unit::Persons | Unit::Visits));
    unit_of_the_claim_before(read, found).filter(|unit| tells && *unit != Unit::Percent)
}

/// What the last number before counts.
fn unit_of_the_claim_before(read: &Found, found: &[Found]) -> Option<Unit> {
    if read.kind != Kind::Statistic {
        return None;
    }
    let mut statistics = found.iter().filter(|it| it.kind == Kind::Statistic);
    statistics.next_back()?.unit
}

/// What begins at a token, and where to go on.
fn step(tokens: &Tokens<'_>, at: Place) -> (Option<Found>, Place) {
    let readings = [
        lists::read,
        name::read,
        date::read,
        ordinal::read,
        part::read,
    ];
    for reading in readings {
        if let Some((found, end)) = reading(tokens, at) {
            return (Some(found), end);
        }
    }
    quantity::read(tokens, at).unwrap_or((None, at + 1))
}

#[cfg(test)]
mod tests;
