//! Chinese press prose: characters without white space, numbers in digits, in numerals or
//! in both, and measure words that tell what is counted.
//!
//! The text is gone over once. At every character the readings are tried in an order in
//! which what is longer and looks like a number comes first: names and idioms, dates,
//! places in a row, numbers. Whatever is read is skipped; so the time grows with the
//! length of the text.

mod change;
mod date;
mod lists;
mod number;
mod ordinal;
mod part;
mod qualifier;
mod quantity;
mod scan;
mod unit;

use crate::claim::{Kind, Qualifier, Unit};
use crate::position::Found;
use scan::{Place, Scan};

/// All claims of a text.
pub(crate) fn read(text: &str) -> Vec<Found> {
    let scan = Scan::of(text);
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < scan.len() {
        let (read, next) = step(&scan, at);
        found.extend(read);
        at = next.max(at + 1);
    }
    found
}

/// What begins at a place, and where to go on.
fn step(scan: &Scan, at: Place) -> (Vec<Found>, Place) {
    if let Some((found, end)) = part::bare_scale(scan, at) {
        return (vec![found], end);
    }
    if let Some((found, end)) = word(scan, at) {
        return (vec![found], end);
    }
    if let Some((found, end)) = date::read(scan, at) {
        return (vec![found], end);
    }
    if let Some((found, end)) = ordinal::read(scan, at) {
        return (vec![found], end);
    }
    if let Some((found, end)) = part::read(scan, at) {
        return (vec![found], end);
    }
    if let Some((found, end)) = quantity::read(scan, at) {
        return (found.into_iter().collect(), end);
    }
    (Vec::new(), at + 1)
}

/// A name, an idiom or a rank of the lists, or a name in Latin letters and digits.
fn word(scan: &Scan, at: Place) -> Option<(Found, Place)> {
    let listed = lists::longest(scan, at);
    let latin = scan::latin_name(scan, at).map(|end| (Kind::Name, end));
    let (kind, end) = match (listed, latin) {
        (Some(listed), Some(latin)) if latin.1 > listed.1 => latin,
        (Some(listed), _) => listed,
        (None, Some(latin)) => latin,
        (None, None) => return None,
    };
    let unit = (kind == Kind::Name).then_some(Unit::Name);
    let found = Found {
        bytes: scan.bytes(at, end),
        kind,
        value: None,
        step: None,
        unit,
        qualifier: Qualifier::Exact,
    };
    Some((found, end))
}

#[cfg(test)]
mod tests;
