//! The resources of reporting.

use serde_json::json;

use super::{REPORTING, Resource, changed_source};
use crate::standing::{EDITION, EDITION_BEFORE, FAIR};

/// The families of figures.
const FAMILIES: [&str; 4] = ["contracts", "participations", "activities", "fair"];

/// Figure definitions.
pub const FIGURE_DEFINITIONS: Resource = Resource {
    service: "reporting",
    grpc_service: REPORTING,
    noun: "FigureDefinition",
    plural: "FigureDefinitions",
    field: "figure_definition",
    list_field: "figure_definitions",
    collection: "figureDefinitions",
    parent: FAIR,
    retire: "Retire",
    id: |n| format!("own-count-{n}"),
    record: |n| {
        json!({
            "title": {"en": format!("own count {n}"), "zh": "自定"},
            "unit": "agreements",
            "family": "contracts",
            "selection": {
                "service": "contracts",
                "selection": {"cube": "agreements", "where": [
                    {"dimension": "counted", "any_of": {"values": ["true"]}},
                ]},
                "sum_of": "agreements",
            },
        })
    },
    changed: || ("title", json!({"en": "another title", "zh": "别名"})),
    also_changed: || ("family", json!("activities")),
};

/// Code lists.
pub const CODE_LISTS: Resource = Resource {
    service: "reporting",
    grpc_service: REPORTING,
    noun: "CodeList",
    plural: "CodeLists",
    field: "code_list",
    list_field: "code_lists",
    collection: "codeLists",
    parent: FAIR,
    retire: "Retire",
    id: |n| format!("list-{n}"),
    record: |n| {
        json!({
            "title": {"en": format!("list {n}"), "zh": "名单"},
            "scheme": "ISO 3166-2",
            "entries": [
                {"code": "CN-BJ"},
                {"code": "CN-CQ", "from": {"year": 1997, "month": 6, "day": 18}},
            ],
            "source": "Statistics office",
        })
    },
    changed: changed_source,
    also_changed: || ("scheme", json!("ISO 3166")),
};

/// Rates.
pub const RATES: Resource = Resource {
    service: "reporting",
    grpc_service: REPORTING,
    noun: "Rate",
    plural: "Rates",
    field: "rate",
    list_field: "rates",
    collection: "rates",
    parent: EDITION_BEFORE,
    retire: "Void",
    id: |n| format!("rate-{n}"),
    record: |n| {
        json!({
            "base_currency_code": (["USD", "EUR", "GBP", "JPY"][n]),
            "quote_currency_code": "CNY",
            "price": "6.5",
            "rate_date": {"year": 2014, "month": 6, "day": 1},
            "source": "Statistics office",
        })
    },
    changed: changed_source,
    also_changed: || ("price", json!("7.25")),
};

/// Judgements of comparability.
pub const COMPARABILITIES: Resource = Resource {
    service: "reporting",
    grpc_service: REPORTING,
    noun: "Comparability",
    plural: "Comparabilities",
    field: "comparability",
    list_field: "comparabilities",
    collection: "comparabilities",
    parent: EDITION,
    retire: "Void",
    id: |n| format!("{}-3", FAMILIES[n]),
    record: |n| {
        json!({
            "family": FAMILIES[n],
            "base_edition": EDITION_BEFORE,
            "comparable": true,
            "grounds": "Same counting rule",
            "source": "Statistics office",
        })
    },
    changed: changed_source,
    also_changed: || ("grounds", json!("The rule was written down")),
};

/// Statuses of families.
pub const EDITION_STATUSES: Resource = Resource {
    service: "reporting",
    grpc_service: REPORTING,
    noun: "EditionStatus",
    plural: "EditionStatuses",
    field: "edition_status",
    list_field: "edition_statuses",
    collection: "statuses",
    parent: EDITION_BEFORE,
    retire: "Void",
    id: |n| FAMILIES[n].to_owned(),
    record: |n| {
        json!({
            "family": FAMILIES[n],
            "basis": "FIGURE_BASIS_RECORDS",
            "status": "OBSERVATION_STATUS_PROVISIONAL",
            "source": "Statistics office",
        })
    },
    changed: changed_source,
    also_changed: || ("status", json!("OBSERVATION_STATUS_NORMAL")),
};

/// Reported figures.
pub const REPORTED_FIGURES: Resource = Resource {
    service: "reporting",
    grpc_service: REPORTING,
    noun: "ReportedFigure",
    plural: "ReportedFigures",
    field: "reported_figure",
    list_field: "reported_figures",
    collection: "reportedFigures",
    parent: EDITION_BEFORE,
    retire: "Void",
    id: |n| {
        [
            "contract-count",
            "contract-volume",
            "international-count",
            "forum-count",
        ][n]
            .to_owned()
    },
    record: |_| {
        json!({
            "value": "236",
            "status": "OBSERVATION_STATUS_ESTIMATED",
            "derived_from": "331 over 1.40",
            "source": "Statistics office",
        })
    },
    changed: changed_source,
    also_changed: || ("value", json!("237")),
};
