//! Amounts in several currencies, each summed first and converted once.
//!
//! Rates are never applied to single records: what rounding or a changed rate does
//! to a sum would depend on how it was cut into records.

use proto::{
    reporting::v1::{Conversion, Rate},
    statistics::v1::{CellTotal, QueryCellsResponse, query_cells_request::Measure},
};

use resource::code;

use crate::{
    answer::Worked,
    question::{Question, Reading},
    refusal::Refusal,
    sources::Held,
    value::Exact,
};

use super::{
    Evaluation, Subject,
    selection::{quantity_of, selected},
};

/// The value of a currency dimension for records without an amount.
const NO_CURRENCY: &str = "none";

/// Asks for the totals by currency and converts each at the rate of the edition.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &Conversion,
) -> Option<Worked> {
    let selected = match selected(subject, &rule.service, rule.selection.as_ref()) {
        Ok(selected) => selected,
        Err(refusal) => return Some(Worked::refused(refusal)),
    };
    let words = format!(
        "the sum of {} in {} of {}, by currency, in {}",
        rule.sum_of, selected.cube, selected.keeper, rule.currency_code
    );
    let rates = evaluation.known.rates.get(&subject.edition.to_owned());
    let of = quantity_of(&selected, rule.sum_of.clone());
    let quantity = evaluation.known.quantities.get(&of)?;
    let currency_dimension = match quantity.as_ref() {
        Some(quantity) if !quantity.unit_dimension.is_empty() => &quantity.unit_dimension,
        _ => {
            return Some(Worked::refused(Refusal::new(format!(
                "{} of {} is not an amount in several currencies",
                rule.sum_of, selected.cube
            ))));
        }
    };
    let question = Question {
        selected,
        measure: Measure::SumOf(rule.sum_of.clone()),
        group_by: Some(currency_dimension.clone()),
    };
    let answer = evaluation.known.cells.get(&question)?;
    let rates = rates?;
    let answer = match answer.as_ref() {
        Ok(answer) => answer,
        Err(refusal) => return Some(Worked::refused(refusal.clone())),
    };
    let mut worked = Worked::from_records();
    worked.readings = readings(&question, currency_dimension, answer);
    let outcome = total(answer, &rule.currency_code, &rates, &mut worked.grounds);
    Some(worked.valued(words, outcome))
}

/// The totals converted and added up, with the sum written out. The rates that
/// were used go to the grounds.
fn total(
    answer: &QueryCellsResponse,
    into: &str,
    rates: &[Held<Rate>],
    grounds: &mut Vec<String>,
) -> Result<(Exact, String), Refusal> {
    let (mut sum, mut terms) = (Exact::ZERO, Vec::new());
    for (currency, minor_units) in amounts(answer)? {
        let decimals = code::currency_exponent(currency)
            .ok_or_else(|| Refusal::new(format!("{currency:?} is no currency of ISO 4217")))?;
        let amount = Exact::of_minor_units(minor_units, decimals)?;
        if currency == into {
            sum = sum.plus(amount)?;
            terms.push(format!("{amount} {currency}"));
            continue;
        }
        let (rate, inverse) = the_rate(currency, into, rates)?;
        let price = Exact::parse(&rate.record.price)
            .filter(|price| !price.is_zero())
            .ok_or_else(|| Refusal::new(format!("the price of {} is no number", rate.pedigree)))?;
        let (converted, sign) = if inverse {
            (amount.over(price)?, '/')
        } else {
            (amount.times(price)?, '×')
        };
        sum = sum.plus(converted)?;
        terms.push(format!("{amount} {currency} {sign} {price}"));
        grounds.push(rate.pedigree.clone());
    }
    if terms.is_empty() {
        return Ok((sum, format!("no record, so {sum} {into}")));
    }
    Ok((sum, format!("{} = {sum} {into}", terms.join(" + "))))
}

/// The totals that are amounts, by currency.
fn amounts(answer: &QueryCellsResponse) -> Result<Vec<(&str, i64)>, Refusal> {
    let amounts: Vec<_> = answer
        .totals
        .iter()
        .filter_map(|row| Some((row.group.first()?.as_str(), row.total)))
        .filter(|(currency, _)| *currency != NO_CURRENCY)
        .collect();
    if amounts.is_empty() && !answer.totals.is_empty() {
        // Records without any amount: that is not a sum of zero.
        return Err(Refusal::new(
            "missing: none of the records states an amount",
        ));
    }
    Ok(amounts)
}

/// The one live rate between two currencies, and whether it is priced the other
/// way round.
fn the_rate<'a>(
    from: &str,
    into: &str,
    rates: &'a [Held<Rate>],
) -> Result<(&'a Held<Rate>, bool), Refusal> {
    let mut found = rates.iter().filter_map(|rate| {
        let pair = (
            rate.record.base_currency_code.as_str(),
            rate.record.quote_currency_code.as_str(),
        );
        (pair == (from, into))
            .then_some((rate, false))
            .or_else(|| (pair == (into, from)).then_some((rate, true)))
    });
    match (found.next(), found.next()) {
        (Some(rate), None) => Ok(rate),
        (None, _) => Err(Refusal::new(format!(
            "no rate between {from} and {into} is recorded for the edition"
        ))),
        (Some((first, _)), Some((second, _))) => Err(Refusal::new(format!(
            "{} and {} both price {from} and {into}; void one of them",
            first.pedigree, second.pedigree
        ))),
    }
}

/// One reading for each currency. The totals came in one answer; apart, each can
/// be asked again by itself, and its records add up to it.
fn readings(question: &Question, dimension: &str, answer: &QueryCellsResponse) -> Vec<Reading> {
    let rows = answer.totals.iter().filter_map(|row| {
        let currency = row
            .group
            .first()
            .filter(|currency| *currency != NO_CURRENCY)?;
        Some(Reading {
            question: Question {
                selected: question.selected.clone().pinned(dimension, currency),
                measure: question.measure.clone(),
                group_by: None,
            },
            answer: QueryCellsResponse {
                totals: vec![CellTotal {
                    group: Vec::new(),
                    total: row.total,
                }],
                position: answer.position.clone(),
                roll_up: answer.roll_up.clone(),
            },
        })
    });
    rows.collect()
}
