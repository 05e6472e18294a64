//! Wrong requests to contracts.

use harness::resources::{AGREEMENTS, CONTRACTS};
use serde_json::{Value, json};
use tonic::Code;

use super::{
    Row,
    imports::wrong_second,
    refused,
    shared::{create_with, standard, statistics},
    wrong,
};

pub(super) fn rows() -> Vec<Row> {
    let mut rows = statistics(CONTRACTS, "agreements", "agreements");
    rows.extend(standard(&AGREEMENTS));
    rows.extend(records());
    rows.extend(amounts());
    rows.extend(references());
    rows.extend(selections());
    rows
}

/// A right agreement with one field changed.
fn with(field: &str, value: Value) -> Value {
    let mut record = (AGREEMENTS.record)(0);
    record[field] = value;
    create_with(&AGREEMENTS, record)
}

fn records() -> Vec<Row> {
    let everything = json!({
        "title": {"en": "", "zh": "约"},
        "subject": {"en": "over\u{2066}ridden"},
        "parties": [
            {"organisation": "fairs/ciftis/organisations/gremio", "country_code": "BR"},
            {"organisation": "nobody"},
            {"organisation": "fairs/ciftis/organisations/gremio"},
        ],
        "stage": 42,
        "scope": "AGREEMENT_SCOPE_INTERNATIONAL",
        "sector_code": "99.Z",
        "section": "Cultural Trade",
        "amount": {"currency_code": "usd", "units": "5"},
        "signed_on": {"year": 2016, "month": 6, "day": 31},
        "place": "PAVILION",
        "reached_through": "fairs/ciftis/editions/4/agreements/a1",
        "follows": "fairs/ciftis/editions/4/activities/f001",
        "counted": true,
        "featured": "no_such_form",
        "source": "",
        "evidence_kind": 17,
    });
    vec![
        wrong(
            AGREEMENTS.create_method(),
            create_with(&AGREEMENTS, json!({})),
            &[
                "agreement.title.en",
                "agreement.parties",
                "agreement.stage",
                "agreement.sector_code",
                "agreement.source",
                "agreement.evidence_kind",
            ],
        ),
        wrong(
            AGREEMENTS.create_method(),
            create_with(&AGREEMENTS, everything),
            &[
                "agreement.title.en",
                "agreement.subject.en",
                "agreement.parties[0].country_code",
                "agreement.parties[1].organisation",
                "agreement.parties[2].organisation",
                "agreement.stage",
                "agreement.scope",
                "agreement.sector_code",
                "agreement.section",
                "agreement.amount.currency_code",
                "agreement.signed_on.day",
                "agreement.place",
                "agreement.reached_through",
                "agreement.reached_through_kind",
                "agreement.follows",
                "agreement.counted",
                "agreement.featured",
                "agreement.source",
                "agreement.evidence_kind",
            ],
        ),
        wrong(
            AGREEMENTS.create_method(),
            with(
                "parties",
                json!([{"organisation": "fairs/ciftis/organisations/gremio"}]),
            ),
            &["agreement.parties"],
        ),
        wrong(
            AGREEMENTS.create_method(),
            with("parties", Value::Array(vec![json!({}); 51])),
            &["agreement.parties"],
        ),
        wrong(
            AGREEMENTS.create_method(),
            with("signed_on", Value::Null),
            &["agreement.signed_on"],
        ),
    ]
}

fn amounts() -> Vec<Row> {
    let amount = |currency: &str, units: &str, nanos: i32| {
        with(
            "amount",
            json!({"currency_code": currency, "units": units, "nanos": nanos}),
        )
    };
    let create = || AGREEMENTS.create_method();
    vec![
        wrong(
            create(),
            amount("USD", "-1", 0),
            &["agreement.amount.units"],
        ),
        wrong(create(), amount("USD", "0", 0), &["agreement.amount"]),
        wrong(create(), amount("USD", "1", 1), &["agreement.amount.nanos"]),
        wrong(
            create(),
            amount("USD", "1", 1_000_000_000),
            &["agreement.amount.nanos"],
        ),
        wrong(
            create(),
            amount("USD", "1", -10_000_000),
            &["agreement.amount.nanos"],
        ),
        wrong(
            create(),
            amount("JPY", "1", 10_000_000),
            &["agreement.amount.nanos"],
        ),
        wrong(
            create(),
            amount("", "1", 0),
            &["agreement.amount.currency_code"],
        ),
        wrong(
            create(),
            amount("QQQ", "1", 0),
            &["agreement.amount.currency_code"],
        ),
        refused(
            create(),
            amount("USD", "9223372036854775807", 0),
            Code::OutOfRange,
            "AMOUNT_OUT_OF_RANGE",
        ),
        refused(
            create(),
            amount("USD", "92233720368547758", 80_000_000),
            Code::OutOfRange,
            "AMOUNT_OUT_OF_RANGE",
        ),
    ]
}

fn references() -> Vec<Row> {
    let mut at_no_edition = AGREEMENTS.create_request(0);
    at_no_edition["parent"] = json!("fairs/ciftis/editions/99");
    let with_nobody = with(
        "parties",
        json!([
            {"organisation": "fairs/ciftis/organisations/gremio"},
            {"organisation": "fairs/ciftis/organisations/nobody"},
        ]),
    );
    let of_another_fair = with(
        "parties",
        json!([
            {"organisation": "fairs/other/organisations/gremio"},
            {"organisation": "fairs/ciftis/organisations/gremio"},
        ]),
    );
    let mut follows_nothing = (AGREEMENTS.record)(1);
    follows_nothing["follows"] = json!("fairs/ciftis/editions/3/agreements/nowhere");
    vec![
        refused(
            AGREEMENTS.create_method(),
            at_no_edition,
            Code::FailedPrecondition,
            "REFERENCE_MISSING",
        ),
        refused(
            AGREEMENTS.create_method(),
            with_nobody,
            Code::FailedPrecondition,
            "REFERENCE_MISSING",
        ),
        wrong(
            AGREEMENTS.create_method(),
            of_another_fair,
            &["agreement.parties[0].organisation"],
        ),
        refused(
            AGREEMENTS.create_method(),
            with(
                "follows",
                json!("fairs/ciftis/editions/4/agreements/nowhere"),
            ),
            Code::FailedPrecondition,
            "REFERENCE_MISSING",
        ),
        wrong(
            AGREEMENTS.create_method(),
            with("follows", json!(AGREEMENTS.name(0))),
            &["agreement.follows"],
        ),
        wrong_second(&AGREEMENTS, follows_nothing, &["follows"]),
    ]
}

fn selections() -> Vec<Row> {
    let query = |request: Value| {
        let mut whole = json!({ "parent": "fairs/ciftis/editions/4" });
        for (field, value) in request.as_object().expect("a request is an object") {
            whole[field] = value.clone();
        }
        let method = AGREEMENTS.method("QueryCells");
        refused(method, whole, Code::FailedPrecondition, "SELECTION_REFUSED")
    };
    let pinned = |dimension: &str, value: &str| json!({"dimension": dimension, "any_of": {"values": [value]}});
    vec![
        // A sum of amounts in no one currency has no meaning.
        query(json!({"selection": {"cube": "agreements"}, "sum_of": "amount_minor_units"})),
        // No roll-up knows stage and sector together.
        query(json!({
            "selection": {"cube": "agreements", "where": [pinned("stage", "contract"), pinned("sector", "2.B")]},
            "sum_of": "agreements",
        })),
        // An agreement of three countries would count three times.
        query(json!({"selection": {"cube": "agreement_parties"}, "sum_of": "parties"})),
    ]
}
