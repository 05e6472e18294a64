//! Whether the record keepers can answer a definition: the cubes, dimensions and
//! quantities it names exist, the sum it asks for has a meaning, and a roll-up
//! covers it.

mod ask;

use std::collections::BTreeMap;

use fault::Violations;
use proto::{
    reporting::v1::{FigureDefinition, cell_selection::Measure, figure_definition::Rule},
    statistics::v1::Cube,
};

use crate::record_keeper::RecordKeeper;

use ask::Ask;

/// The cubes of each record keeper.
pub(crate) type CubesByKeeper = BTreeMap<RecordKeeper, Vec<Cube>>;

/// The record keeper a definition asks, if it asks one.
pub(crate) fn keeper(definition: &FigureDefinition) -> Option<RecordKeeper> {
    match definition.rule.as_ref()? {
        Rule::NamedRecords(rule) => RecordKeeper::named(&rule.service),
        Rule::Selection(rule) => RecordKeeper::named(&rule.service),
        Rule::Conversion(rule) => RecordKeeper::named(&rule.service),
        _ => None,
    }
}

/// Notes why the record keepers cannot answer a definition, whose shape has been
/// checked. Definitions that ask none pass.
pub(crate) fn check(
    definition: &FigureDefinition,
    cubes: &CubesByKeeper,
    violations: &mut Violations,
) {
    let Some(keeper) = keeper(definition) else {
        return;
    };
    let (path, selection) = match &definition.rule {
        Some(Rule::NamedRecords(rule)) => ("named_records", rule.selection.as_ref()),
        Some(Rule::Selection(rule)) => ("selection", rule.selection.as_ref()),
        Some(Rule::Conversion(rule)) => ("conversion", rule.selection.as_ref()),
        _ => return,
    };
    let Some(selection) = selection else {
        return;
    };
    let cubes = cubes.get(&keeper).map_or(&[][..], Vec::as_slice);
    let Some(cube) = cubes.iter().find(|cube| cube.name == selection.cube) else {
        let names: Vec<_> = cubes.iter().map(|cube| cube.name.as_str()).collect();
        let description = format!(
            "{keeper} keeps no cube of that name, only: {}",
            names.join(", ")
        );
        violations.add(format!("{path}.selection.cube"), description);
        return;
    };
    let mut ask = Ask {
        cube,
        selection,
        path,
        violations,
    };
    match &definition.rule {
        Some(Rule::NamedRecords(_)) => ask.named(),
        Some(Rule::Conversion(rule)) => ask.converted(&rule.sum_of),
        Some(Rule::Selection(rule)) => match &rule.measure {
            Some(Measure::SumOf(quantity)) => ask.summed(quantity, &definition.unit),
            Some(Measure::Distinct(dimension)) => ask.counted(dimension, &definition.unit),
            None => {}
        },
        _ => {}
    }
}
