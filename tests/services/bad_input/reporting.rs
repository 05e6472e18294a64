//! Wrong requests to the record keeping half of reporting.

use harness::{
    resources::{
        COMPARABILITIES, EDITION_STATUSES, FIGURE_DEFINITIONS, RATES, REPORTED_FIGURES, REPORTING,
    },
    standing::FAIR,
};
use serde_json::{Value, json};
use tonic::Code;

use super::{
    Row, refused,
    shared::{create_with, standard, whole_copy},
    wrong,
};

pub(super) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for resource in [
        FIGURE_DEFINITIONS,
        RATES,
        COMPARABILITIES,
        EDITION_STATUSES,
        REPORTED_FIGURES,
    ] {
        rows.extend(standard(&resource));
    }
    rows.push(whole_copy(REPORTING));
    rows.extend(definitions());
    rows.extend(rates());
    rows.extend(judgements());
    rows.extend(reported_figures());
    rows.extend(catalogue());
    rows
}

fn definitions() -> Vec<Row> {
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
    vec![
        wrong(
            create(),
            create_with(&FIGURE_DEFINITIONS, json!({})),
            &[
                "figure_definition.title.en",
                "figure_definition.title.zh",
                "figure_definition.unit",
                "figure_definition.family",
                "figure_definition.rule",
            ],
        ),
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

fn rates() -> Vec<Row> {
    let with = |field: &str, value: Value| {
        let mut record = (RATES.record)(0);
        record[field] = value;
        create_with(&RATES, record)
    };
    let mut rows = vec![
        wrong(
            RATES.create_method(),
            create_with(&RATES, json!({})),
            &[
                "rate.base_currency_code",
                "rate.quote_currency_code",
                "rate.price",
                "rate.rate_date",
                "rate.source",
            ],
        ),
        wrong(
            RATES.create_method(),
            with("quote_currency_code", json!("USD")),
            &["rate.quote_currency_code"],
        ),
    ];
    for price in [
        "0",
        "-1",
        "6,5",
        "6.1234567890",
        "1e3",
        "",
        "six",
        "NaN",
        "0.0",
        ".5",
        "5.",
    ] {
        rows.push(wrong(
            RATES.create_method(),
            with("price", json!(price)),
            &["rate.price"],
        ));
    }
    rows
}

fn judgements() -> Vec<Row> {
    let mut status_of_another = EDITION_STATUSES.create_request(0);
    status_of_another["edition_status_id"] = json!("activities");
    vec![
        wrong(
            COMPARABILITIES.create_method(),
            create_with(&COMPARABILITIES, json!({})),
            &[
                "comparability.family",
                "comparability.base_edition",
                "comparability.grounds",
                "comparability.source",
            ],
        ),
        wrong(
            COMPARABILITIES.create_method(),
            create_with(
                &COMPARABILITIES,
                json!({
                    "family": "nothings",
                    "base_edition": "fairs/other/editions/3",
                    "grounds": "\u{202e}",
                    "source": "",
                }),
            ),
            &[
                "comparability.family",
                "comparability.base_edition",
                "comparability.grounds",
                "comparability.source",
            ],
        ),
        wrong(
            EDITION_STATUSES.create_method(),
            create_with(&EDITION_STATUSES, json!({"basis": 9, "status": 9})),
            &[
                "edition_status.family",
                "edition_status.basis",
                "edition_status.status",
                "edition_status.source",
            ],
        ),
        wrong(
            EDITION_STATUSES.create_method(),
            status_of_another,
            &["edition_status.family"],
        ),
    ]
}

fn reported_figures() -> Vec<Row> {
    let with = |changes: Value| {
        let mut record = (REPORTED_FIGURES.record)(0);
        for (field, value) in changes.as_object().expect("changes are an object") {
            record[field] = value.clone();
        }
        create_with(&REPORTED_FIGURES, record)
    };
    let mut rows = vec![
        wrong(
            REPORTED_FIGURES.create_method(),
            create_with(&REPORTED_FIGURES, json!({})),
            &[
                "reported_figure.value",
                "reported_figure.status",
                "reported_figure.source",
            ],
        ),
        wrong(
            REPORTED_FIGURES.create_method(),
            with(json!({"lower_bound": "x", "upper_bound": "1.2.3"})),
            &["reported_figure.lower_bound", "reported_figure.upper_bound"],
        ),
        wrong(
            REPORTED_FIGURES.create_method(),
            with(json!({"lower_bound": "237"})),
            &["reported_figure.lower_bound"],
        ),
    ];
    for value in ["", "1,000", "1e9", "0x10", "１２", "--1", "1 000"] {
        rows.push(wrong(
            REPORTED_FIGURES.create_method(),
            with(json!({ "value": value })),
            &["reported_figure.value"],
        ));
    }
    rows
}

fn catalogue() -> Vec<Row> {
    let method = || format!("{REPORTING}/InstallCatalogue");
    vec![
        wrong(
            method(),
            json!({}),
            &[
                "parent",
                "reporting_currency_code",
                "domestic_currency_code",
                "request_id",
            ],
        ),
        wrong(
            method(),
            json!({
                "parent": FAIR,
                "reporting_currency_code": "QQQ",
                "domestic_currency_code": "rmb",
                "focus_sector_code": "2b",
                "request_id": "x",
            }),
            &[
                "reporting_currency_code",
                "domestic_currency_code",
                "focus_sector_code",
                "focus_sector_title.en",
                "focus_sector_title.zh",
                "request_id",
            ],
        ),
        wrong(
            method(),
            json!({
                "parent": FAIR,
                "reporting_currency_code": "USD",
                "domestic_currency_code": "CNY",
                "focus_sector_code": "2.B",
                "focus_sector_title": {"en": "courier-service contracts"},
                "request_id": harness::builders::request_id(),
            }),
            &["focus_sector_title.zh"],
        ),
        refused(
            method(),
            json!({
                "parent": "fairs/nowhere",
                "reporting_currency_code": "USD",
                "domestic_currency_code": "CNY",
                "request_id": harness::builders::request_id(),
            }),
            Code::FailedPrecondition,
            "REFERENCE_MISSING",
        ),
    ]
}
