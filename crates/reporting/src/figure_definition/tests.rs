//! What is wrong with definitions is named field by field.

mod answerable;
mod built_on;
mod cells;
mod shape;

use fault::Violations;
use proto::{
    reporting::v1::{
        CellSelection, Conversion, FigureDefinition, cell_selection::Measure,
        figure_definition::Rule,
    },
    statistics::v1::{Condition, LocalizedText, Selection, ValueSet, condition::Test},
};

use crate::{figure_definition, tables};

fn define(unit: &str, rule: Rule) -> FigureDefinition {
    FigureDefinition {
        title: Some(LocalizedText {
            en: "a figure".to_owned(),
            zh: "数".to_owned(),
        }),
        unit: unit.to_owned(),
        family: "contracts".to_owned(),
        rule: Some(rule),
        ..FigureDefinition::default()
    }
}

fn condition(dimension: &str, values: &[&str]) -> Condition {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    Condition {
        dimension: dimension.to_owned(),
        test: Some(Test::AnyOf(ValueSet { values })),
    }
}

fn selection(cube: &str, conditions: &[(&str, &[&str])]) -> Option<Selection> {
    Some(Selection {
        cube: cube.to_owned(),
        r#where: conditions
            .iter()
            .map(|(dimension, values)| condition(dimension, values))
            .collect(),
    })
}

fn sum_of(
    quantity: &str,
    unit: &str,
    cube: &str,
    conditions: &[(&str, &[&str])],
) -> FigureDefinition {
    define(
        unit,
        Rule::Selection(CellSelection {
            service: "contracts".to_owned(),
            selection: selection(cube, conditions),
            measure: Some(Measure::SumOf(quantity.to_owned())),
            window: None,
        }),
    )
}

fn distinct(dimension: &str, cube: &str, conditions: &[(&str, &[&str])]) -> FigureDefinition {
    define(
        "countries",
        Rule::Selection(CellSelection {
            service: "contracts".to_owned(),
            selection: selection(cube, conditions),
            measure: Some(Measure::Distinct(dimension.to_owned())),
            window: None,
        }),
    )
}

fn convert(currency_code: &str, conditions: &[(&str, &[&str])]) -> FigureDefinition {
    define(
        "USD",
        Rule::Conversion(Conversion {
            service: "contracts".to_owned(),
            selection: selection("agreements", conditions),
            sum_of: "amount_minor_units".to_owned(),
            currency_code: currency_code.to_owned(),
        }),
    )
}

fn fields(check: impl FnOnce(&mut Violations)) -> Vec<String> {
    let mut violations = Violations::new();
    check(&mut violations);
    violations
        .found()
        .iter()
        .map(|found| found.field.clone())
        .collect()
}

fn misshapen(definition: &FigureDefinition) -> Vec<String> {
    fields(|violations| figure_definition::shape::check(definition, violations))
}

fn unanswerable(definition: &FigureDefinition) -> Vec<String> {
    assert_eq!(misshapen(definition), Vec::<String>::new());
    fields(|violations| {
        figure_definition::answerable::check(definition, &tables::cubes(), violations);
    })
}
