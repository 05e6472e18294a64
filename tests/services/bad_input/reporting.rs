//! Wrong requests to the record keeping half of reporting.

use harness::{
    resources::{
        CODE_LISTS, COMPARABILITIES, EDITION_STATUSES, FIGURE_DEFINITIONS, RATES, REPORTED_FIGURES,
        REPORTING,
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
        CODE_LISTS,
        RATES,
        COMPARABILITIES,
        EDITION_STATUSES,
        REPORTED_FIGURES,
    ] {
        rows.extend(standard(&resource));
    }
    rows.extend(code_lists());
    rows.push(whole_copy(REPORTING));
    rows.extend(rates());
    rows.extend(judgements());
    rows.extend(reported_figures());
    rows.extend(catalogue());
    rows
}

fn code_lists() -> Vec<Row> {
    let with = |entries: Value| {
        let mut record = (CODE_LISTS.record)(0);
        record["entries"] = entries;
        create_with(&CODE_LISTS, record)
    };
    let list =
        |entries: Value, fields: &[&str]| wrong(CODE_LISTS.create_method(), with(entries), fields);
    let first = |year: i32| json!({"year": year, "month": 1, "day": 1});
    vec![
        wrong(
            CODE_LISTS.create_method(),
            create_with(&CODE_LISTS, json!({})),
            &[
                "code_list.title.en",
                "code_list.title.zh",
                "code_list.scheme",
                "code_list.entries",
                "code_list.source",
            ],
        ),
        list(
            json!([{}, {"code": " CN-BJ"}, {"code": "CN\u{202e}"}]),
            &[
                "code_list.entries[0].code",
                "code_list.entries[1].code",
                "code_list.entries[2].code",
            ],
        ),
        list(
            json!([{"code": "GB", "from": first(2020), "until": first(1973)}]),
            &["code_list.entries[0].until"],
        ),
        list(
            json!([{"code": "GB", "from": {"year": 2020, "month": 13, "day": 1}, "until": {"year": 2021}}]),
            &[
                "code_list.entries[0].from.month",
                "code_list.entries[0].until.month",
                "code_list.entries[0].until.day",
            ],
        ),
        list(
            json!([{"code": "GB", "until": first(2020)}, {"code": "GB", "from": first(2019)}]),
            &["code_list.entries[1].code"],
        ),
        list(
            Value::Array(vec![json!({"code": "GB"}); 1_001]),
            &["code_list.entries"],
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
