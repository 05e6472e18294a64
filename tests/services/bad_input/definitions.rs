//! Wrong definitions of figures: a violation for every fault.

mod at_once;

use harness::resources::FIGURE_DEFINITIONS;
use serde_json::{Value, json};

use super::{Row, shared::create_with, wrong};

pub(super) fn rows() -> Vec<Row> {
    let create = || FIGURE_DEFINITIONS.create_method();
    let with_rule = |rule: &str, value: Value| {
        let record = json!({
            "title": {"en": "a figure", "zh": "数"},
            "unit": "agreements",
            "family": "contracts",
            (rule): value,
        });
        create_with(&FIGURE_DEFINITIONS, record)
    };
    let own = |field: &str| format!("figure_definition.{field}");
    let rule = |rule: &str, value: Value, fields: &[&str]| {
        let paths: Vec<String> = fields.iter().map(|field| own(field)).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        wrong(create(), with_rule(rule, value), &paths)
    };
    let mut rows = shapes(&rule);
    rows.push(wrong(
        create(),
        create_with(&FIGURE_DEFINITIONS, json!({})),
        &[
            "figure_definition.title.en",
            "figure_definition.title.zh",
            "figure_definition.unit",
            "figure_definition.family",
            "figure_definition.rule",
        ],
    ));
    rows.extend(cells(&rule));
    rows.extend(others(&rule));
    rows.extend(at_once::created(&rule));
    rows.extend(at_once::changed());
    rows
}

/// Makes a row of a rule, what it says, and the fields that are wrong.
type OfRule<'a> = &'a dyn Fn(&str, Value, &[&str]) -> Row;

/// Rules that are wrong in themselves.
fn shapes(rule: OfRule<'_>) -> Vec<Row> {
    vec![
        rule("attribute", json!({}), &["attribute.kind"]),
        rule("sum", json!({"parts": ["contract-count"]}), &["sum.parts"]),
        rule("share", json!({}), &["share.part", "share.whole"]),
        rule(
            "difference",
            json!({}),
            &["difference.minuend", "difference.subtrahend"],
        ),
        rule(
            "remainder",
            json!({}),
            &["remainder.whole", "remainder.parts"],
        ),
        rule(
            "growth",
            json!({"of": "Contract Count"}),
            &["growth.of", "growth.base"],
        ),
        rule("series", json!({}), &["series.of"]),
        rule(
            "named_records",
            json!({"service": "nobody", "limit": 51}),
            &[
                "named_records.service",
                "named_records.selection",
                "named_records.limit",
            ],
        ),
        rule(
            "selection",
            json!({"service": "contracts"}),
            &["selection.selection", "selection.measure"],
        ),
        rule(
            "conversion",
            json!({"service": "contracts", "selection": {"cube": "agreements"}, "currency_code": "usd"}),
            &["conversion.sum_of", "conversion.currency_code"],
        ),
    ]
}

/// Rules whose cells the record keepers do not have, or cannot add up.
fn cells(rule: OfRule<'_>) -> Vec<Row> {
    let of = |cube: &str, conditions: Value| json!({"cube": cube, "where": conditions});
    let pinned = |dimension: &str, value: &str| json!([{"dimension": dimension, "any_of": {"values": [value]}}]);
    vec![
        rule("streak", json!({}), &["streak.service", "streak.selection"]),
        rule(
            "streak",
            json!({"service": "exhibitions", "selection": of("participations", json!([
                {"dimension": "organisation", "within": {"from": "a"}},
            ]))}),
            &["streak.selection.where[0].within"],
        ),
        rule(
            "coverage",
            json!({"code_list": "No List"}),
            &[
                "coverage.service",
                "coverage.selection",
                "coverage.distinct",
                "coverage.code_list",
            ],
        ),
        rule(
            "coverage",
            json!({
                "service": "exhibitions",
                "selection": of("participations", pinned("gate", "1")),
                "distinct": "height",
                "code_list": "nobody",
            }),
            &[
                "coverage.selection.where[0].dimension",
                "coverage.distinct",
                "coverage.code_list",
            ],
        ),
        rule(
            "breakdown",
            json!({"service": "contracts", "selection": of("nothings", json!([])), "limit": 101}),
            &[
                "breakdown.selection.cube",
                "breakdown.sum_of",
                "breakdown.by",
                "breakdown.limit",
            ],
        ),
        rule(
            "breakdown",
            json!({
                "service": "contracts",
                "selection": of("nothings", json!([])),
                "sum_of": "agreements",
                "by": "sector",
                "limit": 5,
            }),
            &["breakdown.selection.cube"],
        ),
        rule(
            "breakdown",
            json!({
                "service": "contracts",
                "selection": of("agreement_parties", json!([])),
                "sum_of": "parties",
                "by": "country",
                "limit": 5,
            }),
            &["breakdown.selection.where"],
        ),
        rule(
            "breakdown",
            json!({
                "service": "contracts",
                "selection": of("agreements", json!([])),
                "sum_of": "amount_minor_units",
                "by": "sector",
                "limit": 5,
            }),
            &["breakdown.selection.where"],
        ),
        rule(
            "selection",
            json!({
                "service": "forums",
                "selection": of("activities", pinned("held_on", "2016-05-28")),
                "sum_of": "activities",
                "window": {"dimension": "held_on"},
            }),
            &["selection.window.dimension", "selection.window.period"],
        ),
        rule(
            "selection",
            json!({
                "service": "forums",
                "selection": of("activities", json!([])),
                "sum_of": "activities",
                "window": {"dimension": "signed_on", "period": "PERIOD_DURING"},
            }),
            &["selection.window.dimension"],
        ),
        rule(
            "named_records",
            json!({
                "service": "forums",
                "selection": of("activities", pinned("sector", "2.B")),
                "limit": 5,
                "window": {"dimension": "held_on", "period": "PERIOD_DURING"},
            }),
            &["named_records.selection.where"],
        ),
    ]
}

/// Rules over other figures. The unit of all is "agreements".
fn others(rule: OfRule<'_>) -> Vec<Row> {
    vec![
        rule("rank", json!({}), &["rank.of", "rank.order"]),
        rule(
            "rank",
            json!({"of": "contract-count", "order": "RANK_ORDER_HIGHEST_FIRST"}),
            &["unit"],
        ),
        rule(
            "streak",
            json!({"service": "exhibitions", "selection": {"cube": "participations"}}),
            &["unit"],
        ),
        rule("per_day", json!({}), &["per_day.of"]),
        rule("per_day", json!({"of": "contract-volume"}), &["per_day.of"]),
        rule(
            "threshold",
            json!({"of": "Count", "above": "1,000"}),
            &["threshold.of", "threshold.above"],
        ),
        rule(
            "threshold",
            json!({"of": "contract-volume", "above": "1"}),
            &["threshold.of"],
        ),
    ]
}
