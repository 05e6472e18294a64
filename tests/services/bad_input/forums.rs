//! Wrong requests to forums.

use harness::resources::{ACTIVITIES, ATTENDANCES, DEMANDS, FORUMS, PUBLICATIONS, Resource};
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
    let mut rows = statistics(FORUMS, "activities", "activities");
    for resource in [ACTIVITIES, ATTENDANCES, DEMANDS, PUBLICATIONS] {
        rows.extend(standard(&resource));
        rows.push(at_no_edition(&resource));
    }
    rows.extend(activities());
    rows.extend(attendances());
    rows.extend(demands());
    rows.extend(publications());
    rows
}

/// A right record of an edition that does not exist.
fn at_no_edition(resource: &Resource) -> Row {
    let mut request = resource.create_request(0);
    request["parent"] = json!("fairs/ciftis/editions/99");
    if resource.noun == "Attendance" {
        let path = ["attendance.activity"]; // which would be of another edition
        return wrong(resource.create_method(), request, &path);
    }
    missing(resource, request)
}

/// A request that names something that is not there.
fn missing(resource: &Resource, request: Value) -> Row {
    let code = Code::FailedPrecondition;
    refused(resource.create_method(), request, code, "REFERENCE_MISSING")
}

/// A creation of the first record with one field changed.
fn with(resource: &Resource, field: &str, value: Value) -> Value {
    let mut record = (resource.record)(0);
    record[field] = value;
    create_with(resource, record)
}

/// A record that is created, and imported as the second of two.
fn wrong_in(resource: &Resource, record: &Value, fields: &[&str]) -> [Row; 2] {
    let paths: Vec<String> = fields
        .iter()
        .map(|path| format!("{}.{path}", resource.field))
        .collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let request = create_with(resource, record.clone());
    [
        wrong(resource.create_method(), request, &paths),
        wrong_second(resource, record.clone(), fields),
    ]
}

fn activities() -> Vec<Row> {
    let everything = json!({
        "title": {"en": "two\nlines"},
        "kind": 99,
        "held_on": {},
        "sector_code": "2b",
        "hosts": [
            "fairs/ciftis/organisations/gremio",
            "nobody",
            "fairs/ciftis/organisations/gremio",
        ],
        "demand": "fairs/ciftis/editions/4/activities/f001",
        "host_country_codes": ["BR"],
        "source": "\u{feff}",
        "evidence_kind": 9,
    });
    let everything_wrong = [
        "title.en",
        "kind",
        "held_on",
        "sector_code",
        "hosts[1]",
        "hosts[2]",
        "demand",
        "host_country_codes",
        "source",
        "evidence_kind",
    ];
    let required = ["title.en", "kind", "held_on", "source", "evidence_kind"];
    let nobody = json!(["fairs/ciftis/organisations/nobody"]);
    let no_demand = json!("fairs/ciftis/editions/4/demands/nowhere");
    let mut rows = vec![
        missing(&ACTIVITIES, with(&ACTIVITIES, "hosts", nobody)),
        missing(&ACTIVITIES, with(&ACTIVITIES, "demand", no_demand)),
    ];
    rows.extend(wrong_in(&ACTIVITIES, &json!({}), &required));
    rows.extend(wrong_in(&ACTIVITIES, &everything, &everything_wrong));
    rows
}

fn attendances() -> Vec<Row> {
    let everything = json!({
        "activity": "fairs/ciftis/editions/3/activities/f001",
        "activity_kind": "forum",
        "country_code": "XX",
        "attendees": "1000001",
        "source": "",
        "evidence_kind": 9,
    });
    let everything_wrong = [
        "activity",
        "activity_kind",
        "country_code",
        "attendees",
        "source",
        "evidence_kind",
    ];
    let required = ["activity", "attendees", "source", "evidence_kind"];
    let nowhere = json!("fairs/ciftis/editions/4/activities/nowhere");
    let mut rows = vec![missing(
        &ATTENDANCES,
        with(&ATTENDANCES, "activity", nowhere),
    )];
    rows.extend(wrong_in(&ATTENDANCES, &json!({}), &required));
    rows.extend(wrong_in(&ATTENDANCES, &everything, &everything_wrong));
    rows
}

/// What is wrong with anything that an organisation publishes.
fn published() -> (Value, Vec<&'static str>) {
    let record = json!({
        "title": {"zh": "需求"},
        "channel": 9,
        "published_on": {},
        "organisation": "fairs/other/organisations/gremio",
        "display_name": {"en": "Gremio"},
        "country_code": "BR",
        "sector_code": "2d",
        "featured": "no_such_form",
        "source": "a\u{202e}b",
        "evidence_kind": 9,
    });
    let wrong = vec![
        "title.en",
        "channel",
        "published_on",
        "organisation",
        "display_name",
        "country_code",
        "sector_code",
        "featured",
        "source",
        "evidence_kind",
    ];
    (record, wrong)
}

/// What anything that an organisation publishes must say.
const PUBLISHED: [&str; 7] = [
    "title.en",
    "channel",
    "published_on",
    "organisation",
    "sector_code",
    "source",
    "evidence_kind",
];

fn demands() -> Vec<Row> {
    let (mut everything, mut everything_wrong) = published();
    everything["kind"] = json!(3);
    everything_wrong.push("kind");
    let required = [&PUBLISHED[..], &["kind"]].concat();
    let nobody = json!("fairs/ciftis/organisations/nobody");
    let far = json!({"year": 2014, "month": 5, "day": 27});
    let mut rows = vec![
        missing(&DEMANDS, with(&DEMANDS, "organisation", nobody)),
        wrong(
            DEMANDS.create_method(),
            with(&DEMANDS, "published_on", far),
            &["demand.published_on"],
        ),
    ];
    rows.extend(wrong_in(&DEMANDS, &json!({}), &required));
    rows.extend(wrong_in(&DEMANDS, &everything, &everything_wrong));
    rows
}

fn publications() -> Vec<Row> {
    let (mut everything, mut everything_wrong) = published();
    everything["demand"] = json!("fairs/ciftis/organisations/gremio");
    everything_wrong.push("demand");
    let nobody = json!("fairs/ciftis/organisations/nobody");
    let no_demand = json!("fairs/ciftis/editions/4/demands/nowhere");
    let mut rows = vec![
        missing(&PUBLICATIONS, with(&PUBLICATIONS, "organisation", nobody)),
        missing(&PUBLICATIONS, with(&PUBLICATIONS, "demand", no_demand)),
    ];
    rows.extend(wrong_in(&PUBLICATIONS, &json!({}), &PUBLISHED));
    rows.extend(wrong_in(&PUBLICATIONS, &everything, &everything_wrong));
    rows
}
