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

use super::asks;

use ask::Ask;

/// The cubes of each record keeper.
pub(crate) type CubesByKeeper = BTreeMap<RecordKeeper, Vec<Cube>>;

/// The record keeper a definition asks, if it asks one.
pub(crate) fn keeper(definition: &FigureDefinition) -> Option<RecordKeeper> {
    let asks = asks::of(definition.rule.as_ref()?)?;
    RecordKeeper::named(asks.service)
}

/// Notes why the record keepers cannot answer a definition, as far as its shape lets
/// them be asked. Definitions that ask none pass.
pub(crate) fn check(
    definition: &FigureDefinition,
    cubes: &CubesByKeeper,
    violations: &mut Violations,
) {
    let Some(asks) = definition.rule.as_ref().and_then(asks::of) else {
        return;
    };
    let keeper = RecordKeeper::named(asks.service);
    let (Some(keeper), Some(selection)) = (keeper, asks.selection) else {
        return;
    };
    let path = asks.path;
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
        window: asks.window.map(|window| window.dimension.as_str()),
        path,
        violations,
    };
    let unit = &definition.unit;
    match &definition.rule {
        Some(Rule::NamedRecords(_) | Rule::Streak(_)) => ask.named(),
        Some(Rule::Conversion(rule)) => ask.converted(&rule.sum_of),
        Some(Rule::Coverage(rule)) => ask.counted(&rule.distinct, unit),
        Some(Rule::Breakdown(rule)) => ask.broken_down(&rule.sum_of, &rule.by, unit),
        Some(Rule::Selection(rule)) => match &rule.measure {
            Some(Measure::SumOf(quantity)) => ask.summed(quantity, unit),
            Some(Measure::Distinct(dimension)) => ask.counted(dimension, unit),
            None => ask.conditioned(),
        },
        _ => {}
    }
}
