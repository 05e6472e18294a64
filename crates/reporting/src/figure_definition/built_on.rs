//! Whether a definition fits the definitions it builds on.

use std::collections::BTreeMap;

use fault::Violations;
use proto::reporting::v1::{FigureDefinition, figure_definition::Rule};

use super::{is_single_valued, parts, shape::is_unit};

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

/// Notes why a definition does not fit the others, and tells which of those it names
/// are not there. `others` are the live definitions as they will be, this one left out
/// or in.
pub(crate) fn check(
    id: &str,
    definition: &FigureDefinition,
    others: &Definitions,
    violations: &mut Violations,
) -> Vec<Missing> {
    let Some(rule) = &definition.rule else {
        return Vec::new();
    };
    let (mut missing, mut units) = (Vec::new(), Vec::new());
    let mut in_a_circle = Violations::new();
    for (field, part) in parts(rule) {
        let Some(other) = others.get(part).filter(|_| part != id) else {
            if part == id {
                in_a_circle.add(field, "is this definition itself");
            } else {
                let id = part.to_owned();
                missing.push(Missing { field, id });
            }
            continue;
        };
        if let Some(chain) = path(part, id, others) {
            let chain = chain.join(", ");
            in_a_circle.add(field, format!("is computed from this one: {chain}"));
        } else if let Some((field, description)) = unfit(definition, rule, &field, part, other) {
            violations.add(field, description);
        } else {
            units.push((field, part, other.unit.as_str()));
        }
    }
    check_units(definition, rule, &units, violations);
    if in_a_circle.is_empty() {
        check_depth(id, definition, others, violations);
    }
    violations.within("", in_a_circle);
    missing
}

/// Why a rule cannot take a figure, whatever its unit, with the field to mend.
fn unfit<'a>(
    definition: &FigureDefinition,
    rule: &Rule,
    field: &'a str,
    part: &str,
    other: &FigureDefinition,
) -> Option<(&'a str, String)> {
    if !other.rule.as_ref().is_some_and(is_single_valued) {
        return Some((field, format!("{part} has no single value to compute with")));
    }
    let (own, its) = (&definition.family, &other.family);
    let compared = looks_back(rule);
    (compared && own != its).then(|| {
        (
            "family",
            format!("is {own:?}, and that of {part} is {its:?}"),
        )
    })
}

/// Whether a rule sets values of several editions side by side, so that judgements
/// of comparability, which are made by family, decide for it.
fn looks_back(rule: &Rule) -> bool {
    matches!(rule, Rule::Growth(_) | Rule::Series(_) | Rule::Rank(_))
}

/// Notes a definition that makes the longest row of definitions too long.
fn check_depth(
    id: &str,
    definition: &FigureDefinition,
    others: &Definitions,
    violations: &mut Violations,
) {
    let without = tallest(None, others);
    let with = tallest(Some((id, definition)), others);
    if with > DEPTH_AT_MOST && with > without {
        let description =
            format!("would let more than {DEPTH_AT_MOST} definitions build on each other");
        violations.add("rule", description);
    }
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
        Rule::Growth(_) | Rule::Rank(_) => return,
        // One that is no unit is told by itself.
        _ if !is_unit(&definition.unit) => return,
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
