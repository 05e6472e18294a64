//! What outlets are not told of a published number: amounts of money that the release does
//! not print, above all those of single firms.
//!
//! What a release prints is public, and so is what its figures are computed from, but for
//! money. An amount is told only where the release prints just that amount, to the last
//! digit: of one that is rounded or hedged the print is all there is, since exact totals of
//! two versions, or of a whole and its parts, differ by single contracts. What is withheld
//! takes with it whatever it could be computed from again: the words and the exact values of
//! all that follows from it. The totals of cells of money stand only where they are the
//! printed amount itself.

use std::collections::{BTreeMap, BTreeSet};

use proto::{
    gateway::v1::{CheckedClaim, ExtractedClaimKind, PublishedRelease, Verdict},
    reporting::v1::{CellRead, Explanation, Figure, ObservationStatus, Ratio},
    statistics::v1::{Cube, QueryCellsRequest, condition::Test, query_cells_request::Measure},
};

/// Why a value is missing.
pub(crate) const REFUSAL: &str =
    "withheld: it shows an amount of money that the release does not print to the last digit";

/// The dimension in whose units amounts of money are.
const CURRENCY: &str = "currency";

/// The amounts of money that a release prints to the last digit: figures and values, each
/// with its unit.
pub(crate) struct Printed(BTreeSet<(String, String, String, String)>);

impl Printed {
    /// Those that the claims of a release print.
    pub(crate) fn by(release: &PublishedRelease) -> Self {
        Self(release.claims.iter().filter_map(exact_amount).collect())
    }

    /// Whether the release prints just the value of this figure.
    fn has(&self, figure: &Figure) -> bool {
        let value = figure.value.as_ref();
        value.is_some_and(|value| self.0.contains(&key(&figure.name, &figure.unit, value)))
    }
}

/// The amount of money that a claim prints to the last digit, if it is one.
fn exact_amount(checked: &CheckedClaim) -> Option<(String, String, String, String)> {
    let claim = checked.claim.as_ref()?;
    let is_exact = claim.kind() == ExtractedClaimKind::Statistic
        && checked.verdict() == Verdict::Backed
        && claim.qualifier == "exact"
        && resource::code::is_currency(&claim.unit);
    let value = claim.value.as_ref().filter(|_| is_exact)?;
    Some(key(&checked.figure, &claim.unit, value))
}

fn key(figure: &str, unit: &str, value: &Ratio) -> (String, String, String, String) {
    let owned = str::to_owned;
    (
        owned(figure),
        owned(unit),
        value.numerator.clone(),
        value.denominator.clone(),
    )
}

/// The cubes of the services, by the names of these.
pub(crate) type Cubes = BTreeMap<String, Vec<Cube>>;

/// A reading of cells behind a figure.
pub(crate) struct Reading<'a> {
    pub(crate) read: &'a CellRead,
    /// Whether it adds up money.
    pub(crate) is_money: bool,
    /// Whether the release prints just what it adds up to.
    pub(crate) is_printed: bool,
}

/// The readings behind a figure: its own, then those of its inputs.
pub(crate) fn readings<'a>(
    explanation: &'a Explanation,
    printed: &Printed,
    cubes: &Cubes,
) -> Vec<Reading<'a>> {
    let own = explanation.cells.iter().map(|read| Reading {
        read,
        is_money: is_money(read, cubes),
        is_printed: prints_reading(explanation, printed),
    });
    let mut all: Vec<_> = own.collect();
    for input in &explanation.inputs {
        all.extend(readings(input, printed, cubes));
    }
    all
}

/// Takes out of an explanation what outlets are not told; whether its value is among it.
pub(crate) fn withhold(explanation: &mut Explanation, printed: &Printed, cubes: &Cubes) -> bool {
    let is_reading_printed = prints_reading(explanation, printed);
    let mut hides = false;
    for read in &mut explanation.cells {
        // It is a question to a service that outlets cannot ask.
        read.evidence_request_json.clear();
        if is_money(read, cubes) && !is_reading_printed {
            hides = true;
            if let Some(answer) = &mut read.answer {
                answer.totals.clear();
            }
        }
    }
    for input in &mut explanation.inputs {
        hides |= withhold(input, printed, cubes);
    }
    if hides {
        explanation.computation.clear();
    }
    let Some(figure) = &mut explanation.figure else {
        return hides;
    };
    let is_amount = resource::code::is_currency(&figure.unit);
    let is_withheld = match is_amount {
        true => !printed.has(figure),
        false => hides,
    };
    if is_amount || is_withheld {
        bare(figure);
    }
    if is_withheld {
        explanation.computation.clear();
        figure.value = None;
        figure.set_status(ObservationStatus::Missing);
        // What reporting refused says so itself.
        if figure.refusal.is_empty() {
            REFUSAL.clone_into(&mut figure.refusal);
        }
    }
    is_withheld
}

/// Takes what stands beside the value out of a figure.
fn bare(figure: &mut Figure) {
    figure.parts.clear();
    figure.points.clear();
    for record in &mut figure.records {
        record.contribution = 0;
    }
}

/// Whether a release prints just what the one reading of a figure adds up to.
fn prints_reading(explanation: &Explanation, printed: &Printed) -> bool {
    let (Some(figure), [read], []) = (
        explanation.figure.as_ref(),
        explanation.cells.as_slice(),
        explanation.inputs.as_slice(),
    ) else {
        return false;
    };
    let totals = read.answer.as_ref().map_or(0, |answer| answer.totals.len());
    let currency = read.query.as_ref().and_then(pinned_currency);
    totals <= 1 && currency == Some(&figure.unit) && printed.has(figure)
}

/// The one currency that a question asks for.
fn pinned_currency(query: &QueryCellsRequest) -> Option<&String> {
    let conditions = &query.selection.as_ref()?.r#where;
    let condition = conditions.iter().find(|it| it.dimension == CURRENCY)?;
    match &condition.test {
        Some(Test::AnyOf(set)) => match set.values.as_slice() {
            [currency] => Some(currency),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a reading adds up money. What no cube tells of is taken for money.
fn is_money(read: &CellRead, cubes: &Cubes) -> bool {
    let Some(query) = &read.query else {
        return true;
    };
    let Some(Measure::SumOf(quantity)) = &query.measure else {
        return false;
    };
    let cube = query.selection.as_ref().map_or("", |it| it.cube.as_str());
    let cubes = cubes.get(&read.service).map_or(&[][..], Vec::as_slice);
    let quantities = cubes
        .iter()
        .filter(|it| it.name == cube)
        .flat_map(|it| &it.quantities);
    let mut known = quantities.filter(|it| it.name == *quantity);
    known
        .next()
        .is_none_or(|quantity| quantity.unit_dimension == CURRENCY)
}

#[cfg(test)]
mod tests;
