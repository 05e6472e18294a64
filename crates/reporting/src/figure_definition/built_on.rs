//! Whether a definition fits the definitions it builds on.

use std::collections::BTreeMap;

use fault::Violations;
use proto::reporting::v1::{FigureDefinition, figure_definition::Rule};

use super::{is_single_valued, parts};

/// How many definitions may build on each other in a row.
const DEPTH_AT_MOST: usize = 16;

/// The live definitions of a fair by id.
pub(crate) type Definitions = BTreeMap<String, FigureDefinition>;

/// A definition that is named and is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    /// The path of the field that names it, relative to the record.
    pub(crate) field: String,
    /// Its id.
    pub(crate) id: String,
}

/// Notes why a definition, whose shape has been checked, does not fit the others,
/// and tells which of those it names are not there. `others` are the live
/// definitions as they will be, this one left out or in.
pub(crate) fn check(
    id: &str,
    definition: &FigureDefinition,
    others: &Definitions,
    violations: &mut Violations,
) -> Vec<Missing> {
    let Some(rule) = &definition.rule else {
        return Vec::new();
    };
    let (mut missing, mut units, mut circle) = (Vec::new(), Vec::new(), false);
    for (field, part) in parts(rule) {
        if part == id {
            violations.add(field, "is this definition itself");
            circle = true;
            continue;
        }
        let Some(other) = others.get(part) else {
            let id = part.to_owned();
            missing.push(Missing { field, id });
            continue;
        };
        if !other.rule.as_ref().is_some_and(is_single_valued) {
            violations.add(field, format!("{part} has no single value to compute with"));
        } else if looks_back(rule) && other.family != definition.family {
            let description = format!(
                "is {:?}, and that of {part} is {:?}",
                definition.family, other.family
            );
            violations.add("family", description);
        } else if let Some(chain) = path(part, id, others) {
            violations.add(
                field,
                format!("is computed from this one: {}", chain.join(", ")),
            );
            circle = true;
        } else {
            units.push((field, part, other.unit.as_str()));
        }
    }
    check_units(definition, rule, &units, violations);
    let without = tallest(None, others);
    let with = tallest(Some((id, definition)), others);
    if !circle && with > DEPTH_AT_MOST && with > without {
        let description =
            format!("would let more than {DEPTH_AT_MOST} definitions build on each other");
        violations.add("rule", description);
    }
    missing
}

/// Whether a rule sets values of several editions side by side, so that judgements
/// of comparability, which are made by family, decide for it.
fn looks_back(rule: &Rule) -> bool {
    matches!(rule, Rule::Growth(_) | Rule::Series(_))
}

/// Notes units that do not go together.
fn check_units(
    definition: &FigureDefinition,
    rule: &Rule,
    units: &[(String, &str, &str)],
    violations: &mut Violations,
) {
    // What is divided must have one unit; what is added or listed, the unit of
    // the figure.
    let needed = match rule {
        Rule::Share(_) => match units {
            [_, (_, _, whole)] => *whole,
            _ => return,
        },
        Rule::Growth(_) => return,
        _ => definition.unit.as_str(),
    };
    for (field, part, unit) in units {
        if *unit != needed {
            violations.add(
                field.clone(),
                format!("{part} is in {unit:?}, where {needed:?} is needed"),
            );
        }
    }
}

/// The definitions that lead from one to another it is computed from, if it is.
fn path(from: &str, to: &str, definitions: &Definitions) -> Option<Vec<String>> {
    let mut seen = Vec::new();
    walk(from, to, definitions, &mut seen)
}

fn walk(
    from: &str,
    to: &str,
    definitions: &Definitions,
    seen: &mut Vec<String>,
) -> Option<Vec<String>> {
    if from == to {
        return Some(vec![to.to_owned()]);
    }
    if seen.iter().any(|id| id == from) {
        return None;
    }
    seen.push(from.to_owned());
    let rule = definitions.get(from)?.rule.as_ref()?;
    for (_, part) in parts(rule) {
        if let Some(mut rest) = walk(part, to, definitions, seen) {
            rest.insert(0, from.to_owned());
            return Some(rest);
        }
    }
    None
}

/// How many definitions build on each other in the longest row, with one of them
/// changed or added; at most one beyond what is allowed, so that a circle ends too.
fn tallest(changed: Option<(&str, &FigureDefinition)>, others: &Definitions) -> usize {
    let kept = others
        .iter()
        .map(|(id, definition)| (id.as_str(), definition))
        .filter(|(id, _)| changed.is_none_or(|(changed, _)| changed != *id));
    let definitions: Vec<_> = kept.chain(changed).collect();
    let mut heights: BTreeMap<&str, usize> = BTreeMap::new();
    // Each round lets every definition see those one step further below it.
    for _ in 0..=DEPTH_AT_MOST {
        heights = definitions
            .iter()
            .map(|(id, definition)| {
                let parts = definition.rule.as_ref().map(parts).unwrap_or_default();
                let below = parts.iter().filter_map(|(_, part)| heights.get(part)).max();
                (*id, 1 + below.copied().unwrap_or(0))
            })
            .collect();
    }
    heights.into_values().max().unwrap_or(0)
}
