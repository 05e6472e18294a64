//! Units of measure behind a number.

use super::token::{Place, Tokens};
use crate::claim::{Exact, Unit};

/// A unit, what one of it is in the base unit, and where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measured {
    pub(super) unit: Unit,
    pub(super) factor: Exact,
    pub(super) end: Place,
}

/// Units by their words; a hyphen may stand between them.
const UNITS: &[(&[&str], Unit, i128)] = &[
    (&["%"], Unit::Percent, 1),
    (&["percentage", "points"], Unit::Percent, 1),
    (&["percentage", "point"], Unit::Percent, 1),
    (&["points"], Unit::Percent, 1),
    (&["basis", "points"], Unit::Count, 1),
    (&["per", "cent"], Unit::Percent, 1),
    (&["percent"], Unit::Percent, 1),
    (&["pct"], Unit::Percent, 1),
    (&["pp"], Unit::Percent, 1),
    (&["square", "metres"], Unit::SquareMetres, 1),
    (&["square", "metre"], Unit::SquareMetres, 1),
    (&["square", "meters"], Unit::SquareMetres, 1),
    (&["square", "meter"], Unit::SquareMetres, 1),
    (&["sq", ".", "m", "."], Unit::SquareMetres, 1),
    (&["sq", ".", "m"], Unit::SquareMetres, 1),
    (&["sq", "m"], Unit::SquareMetres, 1),
    (&["sq", "metres"], Unit::SquareMetres, 1),
    (&["sq", "meters"], Unit::SquareMetres, 1),
    (&["sqm"], Unit::SquareMetres, 1),
    (&["m", "²"], Unit::SquareMetres, 1),
    (&["m", "2"], Unit::SquareMetres, 1),
    (&["square", "feet"], Unit::SquareFeet, 1),
    (&["square", "foot"], Unit::SquareFeet, 1),
    (&["sq", ".", "ft", "."], Unit::SquareFeet, 1),
    (&["sq", ".", "ft"], Unit::SquareFeet, 1),
    (&["sq", "ft"], Unit::SquareFeet, 1),
    (&["sqft"], Unit::SquareFeet, 1),
    (&["day"], Unit::Days, 1),
    (&["days"], Unit::Days, 1),
    (&["week"], Unit::Weeks, 1),
    (&["weeks"], Unit::Weeks, 1),
    (&["month"], Unit::Months, 1),
    (&["months"], Unit::Months, 1),
    (&["years", "running"], Unit::Years, 1),
    (&["year", "-", "old"], Unit::Years, 1),
    (&["year"], Unit::Years, 1),
    (&["years"], Unit::Years, 1),
    (&["decade"], Unit::Years, 10),
    (&["decades"], Unit::Years, 10),
    (&["times"], Unit::Ratio, 1),
    (&["fold"], Unit::Ratio, 1),
    (&["x"], Unit::Ratio, 1),
    (&["hectares"], Unit::Count, 1),
    (&["hectare"], Unit::Count, 1),
    (&["tonnes"], Unit::Count, 1),
    (&["tons"], Unit::Count, 1),
    (&["kilometres"], Unit::Count, 1),
    (&["kilometers"], Unit::Count, 1),
    (&["km"], Unit::Count, 1),
    (&["kg"], Unit::Count, 1),
    (&["hours"], Unit::Count, 1),
    (&["hour"], Unit::Count, 1),
    (&["minutes"], Unit::Count, 1),
    (&["minute"], Unit::Count, 1),
    (&["acres"], Unit::Count, 1),
    (&["litres"], Unit::Count, 1),
    (&["liters"], Unit::Count, 1),
    (&["mw"], Unit::Count, 1),
    (&["gw"], Unit::Count, 1),
];

/// The unit that stands right behind a number.
pub(super) fn after(tokens: &Tokens<'_>, at: Place) -> Option<Measured> {
    let start = if tokens.is_hyphen(at) { at + 1 } else { at };
    // "46,725 net square metres".
    let adjective = matches!(
        tokens.lower(start),
        "net" | "gross" | "total" | "rented" | "indoor" | "outdoor"
    );
    let start = if adjective { start + 1 } else { start };
    let mut fits: Vec<_> = UNITS
        .iter()
        .filter_map(|(words, unit, factor)| {
            let end = tokens.after(start, words)?;
            Some(Measured {
                unit: *unit,
                factor: Exact::from_integer(*factor),
                end,
            })
        })
        .collect();
    fits.sort_by_key(|fit| fit.end);
    let fit = fits.pop()?;
    // Points of a percentage, where the text speaks of one; of a score otherwise.
    if tokens.lower(start) == "points" && !speaks_of_percent(tokens, at) {
        return None;
    }
    // "times" counts occasions unless it compares.
    let compares = || {
        let next = tokens.lower(fit.end);
        matches!(
            next,
            "more"
                | "as"
                | "the"
                | "higher"
                | "larger"
                | "that"
                | "bigger"
                | "its"
                | "last"
                | "what"
                | ","
                | "."
                | "greater"
                | "over"
        )
    };
    let is_other = tokens.lower(start) == "times" && !compares();
    (!is_other).then_some(fit)
}

/// How far a percentage may stand from its points.
const FAR: usize = 30;

/// Whether a percentage stands before a place.
fn speaks_of_percent(tokens: &Tokens<'_>, at: Place) -> bool {
    (1..FAR).any(|back| {
        matches!(
            tokens.back(at, back),
            "%" | "percent" | "cent" | "pct" | "share"
        )
    })
}

/// The time that a number counts with one word between: "four trading days".
pub(super) fn time_behind_a_word(tokens: &Tokens<'_>, at: Place) -> Option<Unit> {
    let is_between = tokens.is_word(at)
        && !tokens.is_capital(at)
        && !matches!(
            tokens.lower(at),
            "in" | "of" | "for" | "and" | "over" | "the" | "to" | "from" | "on" | "at" | "within"
        );
    match tokens.lower(at + 1) {
        "days" if is_between => Some(Unit::Days),
        "weeks" if is_between => Some(Unit::Weeks),
        "months" if is_between => Some(Unit::Months),
        "years" if is_between => Some(Unit::Years),
        _ => None,
    }
}
