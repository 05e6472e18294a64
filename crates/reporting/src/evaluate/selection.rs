//! Totals of cells.

use proto::{
    reporting::v1::{CellSelection, cell_selection},
    statistics::v1::{Quantity, Selection, query_cells_request::Measure},
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

use super::{Evaluation, Subject, window};

/// Asks the record keeper for the total.
pub(super) fn work(
    evaluation: &mut Evaluation,
    subject: Subject<'_>,
    rule: &CellSelection,
) -> Option<Worked> {
    let selected = selected(subject, &rule.service, rule.selection.as_ref());
    let (selected, dated_by) = match window::within(evaluation, selected, rule.window.as_ref())? {
        Ok(windowed) => windowed,
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
    let total = answer.totals.first().map_or(0, |row| row.total);
    let outcome = in_unit(subject, &question.selected, quantity, total);
    let mut worked = Worked::from_records();
    worked.grounds.extend(dated_by);
    worked.readings.push(Reading {
        question,
        answer: answer.clone(),
    });
    Some(worked.valued(words, outcome))
}

/// A total in the unit of the figure: an amount in units of its currency. A quantity
/// whose unit dimension tells something else than a currency, as the basis of an
/// area, is measured in the unit of the figure already.
pub(super) fn in_unit(
    subject: Subject<'_>,
    selected: &Selected,
    quantity: Option<&Quantity>,
    total: i64,
) -> Result<(Exact, String), Refusal> {
    let unit_dimension = quantity.map_or("", |quantity| &quantity.unit_dimension);
    if unit_dimension.is_empty() {
        return Ok((Exact::whole(total), total.to_string()));
    }
    let pinned = selected.pin(unit_dimension).ok_or_else(|| {
        Refusal::new(format!(
            "its definition does not pin {unit_dimension} to one value"
        ))
    })?;
    let unit = &subject.definition.unit;
    if !code::is_currency(unit) && !code::is_currency(pinned) {
        return Ok((
            Exact::whole(total),
            format!("{total} {unit}, {unit_dimension} {pinned}"),
        ));
    }
    if unit != pinned {
        return Err(Refusal::new(format!(
            "its definition says {unit} and selects {pinned}"
        )));
    }
    let decimals = code::currency_exponent(pinned)
        .ok_or_else(|| Refusal::new(format!("{pinned:?} is no currency of ISO 4217")))?;
    let value = Exact::of_minor_units(total, decimals)?;
    Ok((value, format!("{total} minor units of {pinned} = {value}")))
}

/// The facts a rule selects, in the edition of the subject.
pub(super) fn selected(
    subject: Subject<'_>,
    service: &str,
    selection: Option<&Selection>,
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
