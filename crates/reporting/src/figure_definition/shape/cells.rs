//! What a rule that asks cells must be like.

use std::collections::BTreeSet;

use fault::Violations;
use proto::{
    reporting::v1::{DateWindow, Period, cell_selection::Measure, figure_definition::Rule},
    statistics::v1::{Condition, Selection, condition::Test},
};
use resource::{choice, code, name};

use crate::record_keeper::RecordKeeper;

use super::super::asks;

/// The most records a figure names.
const NAMED_AT_MOST: i32 = 50;

/// The most parts a breakdown shows by their values.
const PARTS_AT_MOST: i32 = 100;

/// The most values of one condition.
const VALUES_AT_MOST: usize = 200;

/// The most values of one condition of a streak, to which what is not known is
/// added when absence is to be proved.
const VALUES_OF_STREAK_AT_MOST: usize = VALUES_AT_MOST - 1;

/// Notes what is wrong with a rule that asks cells.
pub(super) fn check(rule: &Rule, violations: &mut Violations) {
    let Some(asks) = asks::of(rule) else {
        return;
    };
    let path = asks.path;
    violations.require(
        RecordKeeper::named(asks.service).is_some(),
        &format!("{path}.service"),
        "must be one of: exhibitions, forums, contracts",
    );
    let at_most = match rule {
        Rule::Streak(_) => VALUES_OF_STREAK_AT_MOST,
        _ => VALUES_AT_MOST,
    };
    let field = format!("{path}.selection");
    check_selection(asks.selection, at_most, &field, violations);
    if let Some(window) = asks.window {
        let field = format!("{path}.window");
        check_window(window, asks.selection, &field, violations);
    }
    check_what_is_asked(rule, violations);
}

/// Notes what is wrong with what the rule asks of its selection.
fn check_what_is_asked(rule: &Rule, violations: &mut Violations) {
    match rule {
        Rule::NamedRecords(rule) => violations.require(
            (1..=NAMED_AT_MOST).contains(&rule.limit),
            "named_records.limit",
            "must be 1 to 50",
        ),
        Rule::Selection(rule) => match &rule.measure {
            Some(Measure::SumOf(quantity)) => {
                require_quantity(quantity, "selection.sum_of", violations);
            }
            Some(Measure::Distinct(dimension)) => {
                require_dimension(dimension, "selection.distinct", violations);
            }
            None => violations.add("selection.measure", "is required: sum_of or distinct"),
        },
        Rule::Conversion(rule) => {
            require_quantity(&rule.sum_of, "conversion.sum_of", violations);
            code::require_currency(&rule.currency_code, "conversion.currency_code", violations);
        }
        Rule::Streak(rule) => {
            require_values_only(rule.selection.as_ref(), violations);
        }
        Rule::Coverage(rule) => {
            let field = "coverage.distinct";
            require_dimension(&rule.distinct, field, violations);
            require_free(&rule.distinct, rule.selection.as_ref(), field, violations);
            let window = rule.window.as_ref();
            let of_window = window.is_some_and(|window| window.dimension == rule.distinct);
            if of_window && !rule.distinct.is_empty() {
                violations.add(field, "is the dimension of the window already");
            }
            name::require_id(&rule.code_list, "coverage.code_list", violations);
        }
        Rule::Breakdown(rule) => {
            require_quantity(&rule.sum_of, "breakdown.sum_of", violations);
            require_dimension(&rule.by, "breakdown.by", violations);
            violations.require(
                (1..=PARTS_AT_MOST).contains(&rule.limit),
                "breakdown.limit",
                "must be 1 to 100",
            );
        }
        _ => {}
    }
}

fn require_quantity(quantity: &str, field: &str, violations: &mut Violations) {
    violations.require(
        !quantity.is_empty(),
        field,
        "must name a quantity of the cube",
    );
}

fn require_dimension(dimension: &str, field: &str, violations: &mut Violations) {
    violations.require(
        !dimension.is_empty(),
        field,
        "must name a dimension of the cube",
    );
}

/// Notes a dimension that the selection has a condition on.
fn require_free(
    dimension: &str,
    selection: Option<&Selection>,
    field: &str,
    violations: &mut Violations,
) {
    let conditions = selection.map_or(&[][..], |selection| &selection.r#where);
    let taken = conditions
        .iter()
        .any(|condition| condition.dimension == dimension);
    if taken && !dimension.is_empty() {
        violations.add(field, "has a condition already, in the selection");
    }
}

/// Notes the conditions that are ranges: of a range nothing proves absence.
fn require_values_only(selection: Option<&Selection>, violations: &mut Violations) {
    let conditions = selection.map_or(&[][..], |selection| &selection.r#where);
    for (at, condition) in conditions.iter().enumerate() {
        if matches!(condition.test, Some(Test::Within(_))) {
            let field = format!("streak.selection.where[{at}].within");
            violations.add(field, "must be any_of: of a range nothing proves absence");
        }
    }
}

fn check_window(
    window: &DateWindow,
    selection: Option<&Selection>,
    field: &str,
    violations: &mut Violations,
) {
    let dimension = format!("{field}.dimension");
    require_dimension(&window.dimension, &dimension, violations);
    require_free(&window.dimension, selection, &dimension, violations);
    choice::required::<Period>(window.period, &format!("{field}.period"), violations);
}

fn check_selection(
    selection: Option<&Selection>,
    values_at_most: usize,
    field: &str,
    violations: &mut Violations,
) {
    let Some(selection) = selection else {
        violations.add(field, "is required: it names a cube of the service");
        return;
    };
    violations.require(
        !selection.cube.is_empty(),
        &format!("{field}.cube"),
        "must name a cube of the service",
    );
    let mut seen = BTreeSet::new();
    for (at, condition) in selection.r#where.iter().enumerate() {
        let field = format!("{field}.where[{at}]");
        if condition.dimension.is_empty() {
            violations.add(
                format!("{field}.dimension"),
                "must name a dimension of the cube",
            );
        } else if !seen.insert(&condition.dimension) {
            violations.add(
                format!("{field}.dimension"),
                "has a condition already; put all values into one",
            );
        }
        check_test(condition, values_at_most, &field, violations);
    }
}

fn check_test(
    condition: &Condition,
    values_at_most: usize,
    field: &str,
    violations: &mut Violations,
) {
    match &condition.test {
        Some(Test::AnyOf(set)) => {
            if set.values.is_empty() || set.values.len() > values_at_most {
                let description = format!("must have 1 to {values_at_most} values");
                violations.add(format!("{field}.any_of.values"), description);
            }
        }
        Some(Test::Within(range)) => {
            let bounded = !range.from.is_empty() || !range.before.is_empty();
            let holds_something = range.before.is_empty() || range.from < range.before;
            violations.require(
                bounded && holds_something,
                &format!("{field}.within"),
                "must have a bound, and from must lie before the other",
            );
        }
        None => violations.add(format!("{field}.test"), "is required: any_of or within"),
    }
}
