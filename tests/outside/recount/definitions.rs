//! Definitions of figures besides the shipped ones, so that every rule and every
//! measure occurs, and how a history changes them.

use serde_json::{Value, json};

use super::chance::Chance;

/// A definition whose rule has something in it that may be drawn anew.
pub(super) struct Own {
    pub(super) id: &'static str,
    unit: &'static str,
    family: &'static str,
    rule: fn(&mut Chance) -> Value,
}

impl Own {
    /// A record of it, with a rule that is drawn anew.
    pub(super) fn record(&self, chance: &mut Chance) -> Value {
        let mut record = (self.rule)(chance);
        record["title"] = json!({"en": self.id, "zh": "虚构"});
        record["unit"] = json!(self.unit);
        record["family"] = json!(self.family);
        record
    }
}

const fn own(
    id: &'static str,
    unit: &'static str,
    family: &'static str,
    rule: fn(&mut Chance) -> Value,
) -> Own {
    Own {
        id,
        unit,
        family,
        rule,
    }
}

/// Some that others are built on: without them those have nothing to be read from.
pub(super) const BUILT_ON: [&str; 4] = [
    "own-visits",
    "own-talks",
    "domestic-region-volume",
    "business-talk-count",
];

/// All of them, each after those it is built on.
pub(super) const OWN: [Own; 27] = [
    own("own-visits", "visits", "visits", |chance| {
        let class = chance.one_of(&["trade_visitor", "exhibitor_staff", "public_visitor"]);
        let pinned = json!([any_of("visitor_class", &[class])]);
        json!({"selection": {"service": "exhibitions",
            "selection": {"cube": "visits", "where": pinned}, "sum_of": "visits"}})
    }),
    own("own-visits-within", "visits", "visits", |chance| {
        let from = format!("2016-05-{}", 27 + chance.up_to(3));
        let within = json!({"dimension": "visited_on", "within": {"from": from}});
        json!({"selection": {"service": "exhibitions",
            "selection": {"cube": "visits", "where": [within]}, "sum_of": "visits"}})
    }),
    own("own-gate-days", "days", "visits", |_| {
        json!({"selection": {"service": "exhibitions",
            "selection": {"cube": "visits", "where": []}, "distinct": "visited_on"}})
    }),
    own(
        "own-rest-of-visits",
        "visits",
        "visits",
        |_| json!({"difference": {"minuend": "visit-count", "subtrahend": "own-visits"}}),
    ),
    own(
        "own-visits-per-day",
        "visits",
        "visits",
        |_| json!({"per_day": {"of": "own-visits"}}),
    ),
    own("own-visits-rank", "rank", "visits", |chance| {
        let order = chance.value_of("RANK_ORDER", &["HIGHEST_FIRST", "LOWEST_FIRST"]);
        json!({"rank": {"of": "visit-count", "order": order}})
    }),
    own("own-visits-above", "visits", "visits", |chance| {
        let above = ["90", "150000", "170000.5", "200000"];
        json!({"threshold": {"of": "visit-count", "above": chance.one_of(&above)}})
    }),
    own(
        "own-visit-growth",
        "percent",
        "visits",
        |chance| json!({"growth": {"of": "visit-count", "ordinal": 2 + chance.dice.roll(2)}}),
    ),
    own(
        "own-season-growth",
        "percent",
        "contracts",
        |_| json!({"growth": {"of": "contract-count", "same_season_year_earlier": {}}}),
    ),
    own("own-volume-above", "USD", "contracts", |chance| {
        let above = ["80000000000", "100000000000", "105000000000"];
        json!({"threshold": {"of": "contract-volume", "above": chance.one_of(&above)}})
    }),
    own("own-amounts", "CNY", "contracts", |_| {
        json!({"conversion": {"service": "contracts",
            "selection": {"cube": "agreements", "where": [any_of("stage", &[json!("contract")])]},
            "sum_of": "amount_minor_units", "currency_code": "CNY"}})
    }),
    own("own-yen", "JPY", "contracts", |_| {
        let pinned = json!([
            any_of("counted", &[json!("true")]),
            any_of("currency", &[json!("JPY")])
        ]);
        json!({"selection": {"service": "contracts",
            "selection": {"cube": "agreements", "where": pinned}, "sum_of": "amount_minor_units"}})
    }),
    own("own-priced", "agreements", "contracts", |_| {
        json!({"selection": {"service": "contracts", "selection": {"cube": "agreements",
            "where": [any_of("counted", &[json!("false")])]}, "sum_of": "agreements_with_amount"}})
    }),
    own("own-party-countries", "countries", "contracts", |chance| {
        let counted = chance.one_of(&["true", "false"]);
        json!({"selection": {"service": "contracts", "selection": {"cube": "agreement_parties",
            "where": [any_of("counted", &[counted])]}, "distinct": "country"}})
    }),
    own("own-parties", "organisations", "contracts", |_| {
        json!({"selection": {"service": "contracts",
            "selection": {"cube": "agreement_parties", "where": []}, "distinct": "organisation"}})
    }),
    own("own-dollars-by-section", "USD", "contracts", |chance| {
        let pinned = json!([any_of("currency", &[json!("USD")])]);
        json!({"breakdown": {"service": "contracts",
            "selection": {"cube": "agreements", "where": pinned},
            "sum_of": "amount_minor_units", "by": "section", "limit": chance.up_to(6)}})
    }),
    own(
        "own-volume-series",
        "USD",
        "contracts",
        |_| json!({"series": {"of": "contract-volume"}}),
    ),
    own("own-attendance", "attendees", "activities", |chance| {
        json!({"breakdown": {"service": "forums",
            "selection": {"cube": "attendances", "where": []},
            "sum_of": "attendees", "by": "kind", "limit": chance.up_to(4)}})
    }),
    own("own-talks", "activities", "activities", |chance| {
        let periods = ["BEFORE_OPENING", "DURING", "AFTER_CLOSING", "UNTIL_CLOSING"];
        let period = chance.value_of("PERIOD", &periods);
        json!({"selection": {"service": "forums",
            "selection": {"cube": "activities", "where": []}, "sum_of": "activities",
            "window": {"dimension": "held_on", "period": period}}})
    }),
    own(
        "own-talks-share",
        "percent",
        "activities",
        |_| json!({"share": {"part": "own-talks", "whole": "activity-count"}}),
    ),
    own("own-demand-countries", "countries", "demands", |_| {
        json!({"selection": {"service": "forums", "selection": {"cube": "demands",
            "where": [any_of("kind", &[json!("procurement")])]}, "distinct": "country"}})
    }),
    own("own-all-published", "records", "demands", |_| {
        json!({"selection": {"service": "forums", "selection": {"cube": "publications",
            "where": [any_of("sector", &[json!("2.B"), json!("2.D")])]}, "distinct": "organisation"}})
    }),
    own("own-mode", "participations", "participations", |chance| {
        let mode = chance.one_of(&["physical", "online", "hybrid"]);
        let pinned = json!([
            any_of("role", &[json!("buyer"), json!("merchant")]),
            any_of("attendance_mode", &[mode])
        ]);
        json!({"selection": {"service": "exhibitions",
            "selection": {"cube": "participations", "where": pinned}, "sum_of": "participations"}})
    }),
    own("own-head-run", "editions", "delegations", |_| {
        json!({"streak": {"service": "exhibitions", "selection": {"cube": "delegations",
            "where": [any_of("rank", &[json!("municipal"), json!("provincial")])]}}})
    }),
    own("own-region-run", "editions", "delegations", |chance| {
        let region = chance.one_of(&["CN-SC", "CN-XJ"]);
        json!({"streak": {"service": "exhibitions", "selection": {"cube": "delegations",
            "where": [any_of("country", &[json!("CN")]), any_of("subdivision", &[region])]}}})
    }),
    own("own-net-rank", "rank", "space", |chance| {
        let order = chance.value_of("RANK_ORDER", &["HIGHEST_FIRST", "LOWEST_FIRST"]);
        json!({"rank": {"of": "exhibition-area-net", "order": order}})
    }),
    own(
        "own-named-regions",
        "delegations",
        "delegations",
        |chance| {
            json!({"named_records": {"service": "exhibitions", "selection": {"cube": "delegations",
            "where": [any_of("subdivision", &[json!("CN-SC"), json!("CN-FJ")])]},
            "limit": chance.up_to(20)}})
        },
    ),
];

/// A condition that the value of a dimension is one of these.
fn any_of(dimension: &str, values: &[Value]) -> Value {
    json!({"dimension": dimension, "any_of": {"values": values}})
}
