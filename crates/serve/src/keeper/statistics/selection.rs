//! Selections, as callers write them and as the ledger reads them.

use std::collections::HashSet;

use fault::Violations;
use ledger::Test;
use proto::statistics::v1::{Condition, Selection, condition};
use resource::Name;

/// The most values in one condition.
const VALUES_LIMIT: usize = 200;

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
    let mut dimensions = HashSet::new();
    let mut conditions = Vec::new();
    for (at, sent) in selection.r#where.iter().enumerate() {
        let mut within = Violations::new();
        let first = dimensions.insert(sent.dimension.as_str());
        within.require(first, "dimension", "must not have two conditions");
        conditions.push(condition(sent, &mut within));
        violations.within(&format!("selection.where[{at}]"), within);
    }
    ledger::Selection {
        edition: edition.map_or("", Name::id).to_owned(),
        cube: selection.cube.clone(),
        conditions,
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
            Test::AnyOf(set.values.clone())
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
