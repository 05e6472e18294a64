//! Chinese press prose: characters without white space, numbers in digits, in numerals or
//! in both, and measure words that tell what is counted.
//!
//! The text is gone over once. At every character the readings are tried in an order in
//! which what is longer and looks like a number comes first: names and idioms, dates,
//! places in a row, numbers. Whatever is read is skipped; so the time grows with the
//! length of the text.

mod change;
mod date;
mod latin;
mod lines;
mod lists;
mod number;
mod ordinal;
mod part;
mod qualifier;
mod quantity;
mod scan;
mod unit;

use crate::{claim::Kind, position::Found};
use lines::Joined;
use scan::{Place, Scan};

/// All claims of a text.
pub(crate) fn read(text: &str) -> Vec<Found> {
    let joined = Joined::of(text);
    let mut found = read_joined(&joined.text);
    for found in &mut found {
        found.bytes = joined.start(found.bytes.start)..joined.end(found.bytes.end);
    }
    found
}

/// All claims of a text without broken lines.
fn read_joined(text: &str) -> Vec<Found> {
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
fn step(scan: &Scan, at: Place) -> (Option<Found>, Place) {
    let readings = [
        part::bare_scale,
        word,
        date::read,
        ordinal::read,
        part::read,
    ];
    for reading in readings {
        if let Some((found, end)) = reading(scan, at) {
            return (Some(found), end);
        }
    }
    quantity::read(scan, at).unwrap_or((None, at + 1))
}

/// A name, an idiom or a rank of the lists, or a name in Latin letters and digits:
/// whichever is longer.
fn word(scan: &Scan, at: Place) -> Option<(Found, Place)> {
    let listed = lists::longest(scan, at);
    let latin = latin::name(scan, at).map(|end| (Kind::Name, end));
    let (kind, end) = [latin, listed]
        .into_iter()
        .flatten()
        .max_by_key(|(_, end)| *end)?;
    Some((Found::listed(scan.bytes(at, end), kind), end))
}

#[cfg(test)]
mod tests;
