//! What a definition must be like, whatever the books hold.

use std::collections::BTreeSet;

use fault::Violations;
use proto::{
    reporting::v1::{
        AttributeKind, CellSelection, Conversion, FigureDefinition, NamedRecords, cell_selection,
        figure_definition::Rule, growth,
    },
    statistics::v1::{Condition, Selection, condition::Test},
};
use resource::{
    choice, code, name,
    text::{self, Languages},
};

use crate::{edition_status::require_family, lengths, record_keeper::RecordKeeper};

use super::{PERCENT, parts};

/// The most records a figure names.
const NAMED_AT_MOST: i32 = 50;

/// The most values of one condition.
const VALUES_AT_MOST: usize = 200;

/// The most parts of a sum or remainder.
const PARTS_AT_MOST: usize = 50;

/// The longest word for a unit.
const UNIT_LENGTH: usize = 32;

/// Notes what is wrong with a definition in itself.
pub(crate) fn check(definition: &FigureDefinition, violations: &mut Violations) {
    let (title, both) = (definition.title.as_ref(), Languages::Both);
    text::localized_required(title, both, lengths::TITLE, "title", violations);
    require_family(&definition.family, violations);
    violations.require(
        is_unit(&definition.unit),
        "unit",
        "must be an ISO 4217 code, as in \"USD\", or a word in lower case, as in \"agreements\"",
    );
    let Some(rule) = &definition.rule else {
        violations.add(
            "rule",
            "is required: one of attribute, named_records, selection, sum, share, difference, \
             remainder, growth, conversion, series",
        );
        return;
    };
    let mut wrong = Violations::new();
    check_rule(rule, &mut wrong);
    if wrong.is_empty() && is_unit(&definition.unit) {
        check_unit_of_rule(rule, &definition.unit, &mut wrong);
    }
    violations.within("", wrong);
}

/// Whether a text can be a unit: a currency, or a word.
fn is_unit(unit: &str) -> bool {
    let is_word = |unit: &str| {
        unit.len() <= UNIT_LENGTH
            && unit.starts_with(|first: char| first.is_ascii_lowercase())
            && unit
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter == '-')
    };
    code::is_currency(unit) || is_word(unit)
}

fn check_rule(rule: &Rule, violations: &mut Violations) {
    match rule {
        Rule::Attribute(rule) => {
            choice::required::<AttributeKind>(rule.kind, "attribute.kind", violations);
        }
        Rule::NamedRecords(rule) => check_named_records(rule, violations),
        Rule::Selection(rule) => check_selection_rule(rule, violations),
        Rule::Conversion(rule) => check_conversion(rule, violations),
        Rule::Sum(rule) => check_count(rule.parts.len(), 2, "sum.parts", violations),
        Rule::Remainder(rule) => check_count(rule.parts.len(), 1, "remainder.parts", violations),
        Rule::Growth(rule) => match rule.base {
            Some(growth::Base::Ordinal(ordinal)) => {
                violations.require(ordinal >= 1, "growth.ordinal", "must be counted from 1");
            }
            Some(growth::Base::PreviousEdition(_)) => {}
            None => violations.add("growth.base", "is required: previous_edition or ordinal"),
        },
        Rule::Share(_) | Rule::Difference(_) | Rule::Series(_) => {}
    }
    let mut seen = BTreeSet::new();
    for (field, id) in parts(rule) {
        name::require_id(id, &field, violations);
        if !seen.insert(id) && !id.is_empty() {
            violations.add(field, format!("names {id} a second time"));
        }
    }
}

fn check_count(count: usize, least: usize, field: &str, violations: &mut Violations) {
    if count < least || count > PARTS_AT_MOST {
        let description = format!("must have {least} to {PARTS_AT_MOST} parts, and has {count}");
        violations.add(field, description);
    }
}

fn check_named_records(rule: &NamedRecords, violations: &mut Violations) {
    check_service(&rule.service, "named_records.service", violations);
    let selection = rule.selection.as_ref();
    check_selection(selection, "named_records.selection", violations);
    violations.require(
        (1..=NAMED_AT_MOST).contains(&rule.limit),
        "named_records.limit",
        "must be 1 to 50",
    );
}

fn check_selection_rule(rule: &CellSelection, violations: &mut Violations) {
    check_service(&rule.service, "selection.service", violations);
    check_selection(rule.selection.as_ref(), "selection.selection", violations);
    match &rule.measure {
        Some(cell_selection::Measure::SumOf(quantity)) => violations.require(
            !quantity.is_empty(),
            "selection.sum_of",
            "must name a quantity of the cube",
        ),
        Some(cell_selection::Measure::Distinct(dimension)) => violations.require(
            !dimension.is_empty(),
            "selection.distinct",
            "must name a dimension of the cube",
        ),
        None => violations.add("selection.measure", "is required: sum_of or distinct"),
    }
}

fn check_conversion(rule: &Conversion, violations: &mut Violations) {
    check_service(&rule.service, "conversion.service", violations);
    check_selection(rule.selection.as_ref(), "conversion.selection", violations);
    violations.require(
        !rule.sum_of.is_empty(),
        "conversion.sum_of",
        "must name a quantity of the cube",
    );
    code::require_currency(&rule.currency_code, "conversion.currency_code", violations);
}

fn check_service(service: &str, field: &str, violations: &mut Violations) {
    violations.require(
        RecordKeeper::named(service).is_some(),
        field,
        "must be one of: exhibitions, forums, contracts",
    );
}

fn check_selection(selection: Option<&Selection>, field: &str, violations: &mut Violations) {
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
        check_test(condition, &field, violations);
    }
}

fn check_test(condition: &Condition, field: &str, violations: &mut Violations) {
    match &condition.test {
        Some(Test::AnyOf(set)) => {
            if set.values.is_empty() || set.values.len() > VALUES_AT_MOST {
                let description = format!("must have 1 to {VALUES_AT_MOST} values");
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

/// Notes a unit that the rule cannot give. The units of selections are checked
/// against the cube, those of figures built on others against these.
fn check_unit_of_rule(rule: &Rule, unit: &str, violations: &mut Violations) {
    let needed = match rule {
        Rule::Attribute(rule) => match rule.kind() {
            AttributeKind::Unspecified => return,
            AttributeKind::Ordinal => "ordinal",
            AttributeKind::OpeningYear => "year",
            AttributeKind::YearsSinceFirstInclusive => "years",
            AttributeKind::OpenDaysInclusive => "days",
        },
        Rule::Share(_) | Rule::Growth(_) => PERCENT,
        Rule::Conversion(rule) => &rule.currency_code,
        _ => return,
    };
    if unit != needed {
        violations.add("unit", format!("must be {needed:?} by the rule"));
    }
}
