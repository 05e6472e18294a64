//! Totals of cells.

use proto::{
    reporting::v1::{CellSelection, cell_selection},
    statistics::v1::{Quantity, QueryCellsResponse, query_cells_request::Measure},
};

use resource::code;

use crate::{
    answer::Worked,
    question::{Question, Reading, Selected},
    record_keeper::RecordKeeper,
    refusal::Refusal,
    sources::QuantityOfCube,
    value::Exact,
};

use super::{Evaluation, Subject};

/// Asks the record keeper for the total.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &CellSelection,
) -> Option<Worked> {
    let selected = match selected(subject, &rule.service, rule.selection.as_ref()) {
        Ok(selected) => selected,
        Err(refusal) => return Some(Worked::refused(refusal)),
    };
    let (measure, quantity, words) = match &rule.measure {
        Some(cell_selection::Measure::SumOf(quantity)) => (
            Measure::SumOf(quantity.clone()),
            Some(quantity.clone()),
            format!("the sum of {quantity}"),
        ),
        Some(cell_selection::Measure::Distinct(dimension)) => (
            Measure::Distinct(dimension.clone()),
            None,
            format!("the number of different values of {dimension}"),
        ),
        None => {
            return Some(Worked::refused(Refusal::new(
                "its definition asks for no measure",
            )));
        }
    };
    let words = format!("{words} in {} of {}", selected.cube, selected.keeper);
    let question = Question {
        selected,
        measure,
        group_by: None,
    };
    let answer = evaluation.known.cells.get(&question);
    let of = quantity.map(|quantity| quantity_of(&question.selected, quantity));
    let quantity = match of {
        Some(of) => Some(evaluation.known.quantities.get(&of)?),
        None => None,
    };
    let answer = answer?;
    let answer = match answer.as_ref() {
        Ok(answer) => answer,
        Err(refusal) => return Some(Worked::refused(refusal.clone())),
    };
    let quantity = quantity
        .as_ref()
        .and_then(|quantity| quantity.as_ref().as_ref());
    let outcome = value(subject, &question.selected, quantity, answer);
    let mut worked = Worked::from_records();
    worked.readings.push(Reading {
        question,
        answer: answer.clone(),
    });
    Some(worked.valued(words, outcome))
}

/// The total in the unit of the figure: an amount in units of its currency.
fn value(
    subject: Subject<'_>,
    selected: &Selected,
    quantity: Option<&Quantity>,
    answer: &QueryCellsResponse,
) -> Result<(Exact, String), Refusal> {
    let total = answer.totals.first().map_or(0, |row| row.total);
    let unit_dimension = quantity.map_or("", |quantity| &quantity.unit_dimension);
    if unit_dimension.is_empty() {
        return Ok((Exact::whole(total), total.to_string()));
    }
    let currency = selected.pin(unit_dimension).ok_or_else(|| {
        Refusal::new(format!(
            "its definition does not pin {unit_dimension} to one value"
        ))
    })?;
    let unit = &subject.definition.unit;
    if unit != currency {
        return Err(Refusal::new(format!(
            "its definition says {unit} and selects {currency}"
        )));
    }
    let decimals = code::currency_exponent(currency)
        .ok_or_else(|| Refusal::new(format!("{currency:?} is no currency of ISO 4217")))?;
    let value = Exact::of_minor_units(total, decimals)?;
    Ok((
        value,
        format!("{total} minor units of {currency} = {value}"),
    ))
}

/// The facts a rule selects, in the edition of the subject.
pub(super) fn selected(
    subject: Subject<'_>,
    service: &str,
    selection: Option<&proto::statistics::v1::Selection>,
) -> Result<Selected, Refusal> {
    let keeper = RecordKeeper::named(service)
        .ok_or_else(|| Refusal::new(format!("no service {service:?} keeps records")))?;
    let selection = selection.ok_or_else(|| Refusal::new("its definition selects no facts"))?;
    Ok(Selected {
        keeper,
        edition: subject.edition.to_owned(),
        cube: selection.cube.clone(),
        conditions: selection.r#where.clone(),
    })
}

/// The quantity of that name in the cube of the selection.
pub(super) fn quantity_of(selected: &Selected, quantity: String) -> QuantityOfCube {
    QuantityOfCube {
        keeper: selected.keeper,
        cube: selected.cube.clone(),
        quantity,
    }
}
