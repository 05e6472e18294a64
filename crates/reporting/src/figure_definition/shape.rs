//! What a definition must be like, whatever the books hold.

mod cells;

use std::collections::BTreeSet;

use fault::Violations;
use proto::reporting::v1::{
    AttributeKind, FigureDefinition, Growth, Rank, RankOrder, Threshold, figure_definition::Rule,
    growth,
};
use resource::{
    choice, code, name,
    text::{self, Languages},
};

use crate::{
    edition_status::require_family,
    lengths,
    value::{DECIMAL_RULE, Exact},
};

use super::{EDITIONS, PERCENT, RANK, parts};

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
        "must be an ISO 4217 code, as in \"USD\", or a word in lower case, as in \"agreements\" \
         or \"square_metres\"",
    );
    let Some(rule) = &definition.rule else {
        violations.add(
            "rule",
            "is required: one of attribute, named_records, selection, sum, share, difference, \
             remainder, growth, conversion, series, rank, streak, coverage, per_day, breakdown, \
             threshold",
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
pub(super) fn is_unit(unit: &str) -> bool {
    let is_word = |unit: &str| {
        unit.len() <= UNIT_LENGTH
            && unit.starts_with(|first: char| first.is_ascii_lowercase())
            && unit
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || matches!(letter, '-' | '_'))
    };
    code::is_currency(unit) || is_word(unit)
}

fn check_rule(rule: &Rule, violations: &mut Violations) {
    match rule {
        Rule::Attribute(rule) => {
            choice::required::<AttributeKind>(rule.kind, "attribute.kind", violations);
        }
        Rule::Sum(rule) => check_count(rule.parts.len(), 2, "sum.parts", violations),
        Rule::Remainder(rule) => check_count(rule.parts.len(), 1, "remainder.parts", violations),
        Rule::Growth(rule) => check_growth(rule, violations),
        Rule::Rank(rule) => check_rank(rule, violations),
        Rule::Threshold(rule) => check_threshold(rule, violations),
        Rule::Share(_) | Rule::Difference(_) | Rule::Series(_) | Rule::PerDay(_) => {}
        Rule::NamedRecords(_)
        | Rule::Selection(_)
        | Rule::Conversion(_)
        | Rule::Streak(_)
        | Rule::Coverage(_)
        | Rule::Breakdown(_) => cells::check(rule, violations),
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

fn check_growth(rule: &Growth, violations: &mut Violations) {
    match rule.base {
        Some(growth::Base::Ordinal(ordinal)) => {
            violations.require(ordinal >= 1, "growth.ordinal", "must be counted from 1");
        }
        Some(growth::Base::PreviousEdition(_) | growth::Base::SameSeasonYearEarlier(_)) => {}
        None => violations.add(
            "growth.base",
            "is required: previous_edition, ordinal or same_season_year_earlier",
        ),
    }
}

fn check_rank(rule: &Rank, violations: &mut Violations) {
    choice::required::<RankOrder>(rule.order, "rank.order", violations);
}

fn check_threshold(rule: &Threshold, violations: &mut Violations) {
    let above = Exact::parse(&rule.above);
    violations.require(above.is_some(), "threshold.above", DECIMAL_RULE);
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
        Rule::Rank(_) => RANK,
        Rule::Streak(_) => EDITIONS,
        Rule::Conversion(rule) => &rule.currency_code,
        _ => return,
    };
    if unit != needed {
        violations.add("unit", format!("must be {needed:?} by the rule"));
    }
}
