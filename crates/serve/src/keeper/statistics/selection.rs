//! Selections, as callers write them and as the ledger reads them.

use std::collections::HashSet;

use fault::Violations;
use ledger::Test;
use proto::statistics::v1::{Condition, Selection, condition};
use resource::Name;

/// The most conditions in one selection: more than any cube has dimensions.
const CONDITIONS_LIMIT: usize = 32;

/// The most values in one condition.
const VALUES_LIMIT: usize = 200;

/// The most dimensions of one breakdown.
const GROUP_LIMIT: usize = 16;

/// Reads a selection in the field `selection`. What comes of a wrong one is not to
/// be used.
pub(super) fn read(
    edition: Option<&Name>,
    selection: Option<&Selection>,
    violations: &mut Violations,
) -> ledger::Selection {
    let nothing = Selection::default();
    let selection = selection.unwrap_or(&nothing);
    let named = !selection.cube.is_empty();
    violations.require(
        named,
        "selection.cube",
        "is required: ListCubes tells those there are",
    );
    let sent = &selection.r#where;
    ledger::Selection {
        edition: edition.map_or("", Name::id).to_owned(),
        cube: selection.cube.clone(),
        conditions: conditions(sent, violations),
    }
}

/// Reads the conditions of a selection; none of them when they are too many, so
/// that a large request costs no more than a small one.
fn conditions(sent: &[Condition], violations: &mut Violations) -> Vec<ledger::Condition> {
    if sent.len() > CONDITIONS_LIMIT {
        violations.add("selection.where", "must be at most 32 conditions");
        return Vec::new();
    }
    let mut dimensions = HashSet::new();
    let mut conditions = Vec::new();
    for (at, sent) in sent.iter().enumerate() {
        let mut within = Violations::new();
        let first = dimensions.insert(sent.dimension.as_str());
        within.require(first, "dimension", "must not have two conditions");
        conditions.push(condition(sent, &mut within));
        violations.within(&format!("selection.where[{at}]"), within);
    }
    conditions
}

/// Checks the dimensions of a breakdown in the field `group_by`.
pub(super) fn check_group(group_by: &[String], violations: &mut Violations) {
    if group_by.len() > GROUP_LIMIT {
        violations.add("group_by", "must be at most 16 dimensions");
        return;
    }
    for (at, dimension) in group_by.iter().enumerate() {
        let named = !dimension.is_empty();
        violations.require(named, &format!("group_by[{at}]"), "must name a dimension");
    }
}

/// Reads a condition, with paths relative to it.
fn condition(sent: &Condition, violations: &mut Violations) -> ledger::Condition {
    let named = !sent.dimension.is_empty();
    violations.require(named, "dimension", "is required");
    let test = match &sent.test {
        Some(condition::Test::AnyOf(set)) => {
            let many = (1..=VALUES_LIMIT).contains(&set.values.len());
            violations.require(many, "any_of.values", "must be 1 to 200 values");
            Test::AnyOf(set.values.iter().take(VALUES_LIMIT).cloned().collect())
        }
        Some(condition::Test::Within(range)) => Test::Within {
            from: bound(&range.from),
            before: bound(&range.before),
        },
        None => {
            violations.add("any_of", "is required, or within");
            Test::AnyOf(Vec::new())
        }
    };
    ledger::Condition {
        dimension: sent.dimension.clone(),
        test,
    }
}

/// A bound of a range; none when it is empty.
fn bound(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
