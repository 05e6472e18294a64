//! Wrong requests to import, of every resource that can be imported.

use harness::{
    builders::request_id,
    dynamic::{contracts_as_data, methods},
    resources::{ALL, Resource},
    standing::FAIR,
};
use serde_json::{Value, json};

use super::{Row, wrong};

/// The most records of one import.
const RECORDS_AT_MOST: usize = 1_000;

pub(super) fn rows() -> Vec<Row> {
    let offered: Vec<String> = methods(&contracts_as_data())
        .iter()
        .map(|method| format!("{}/{}", method.parent_service().full_name(), method.name()))
        .collect();
    let imported = ALL
        .iter()
        .filter(|resource| offered.contains(&method(resource)));
    imported.flat_map(of).collect()
}

fn method(resource: &Resource) -> String {
    resource.method(&format!("Import{}", resource.plural))
}

fn of(resource: &Resource) -> Vec<Row> {
    let field = resource.list_field;
    let at = |index: usize, path: &str| format!("{field}[{index}].{path}");
    let none = wrong(
        method(resource),
        json!({}),
        &["parent", field, "request_id"],
    );
    let too_many = vec![named(resource, 0); RECORDS_AT_MOST + 1];
    let mut elsewhere = named(resource, 1);
    elsewhere["name"] = json!(resource.name(1).replace(FAIR, "fairs/other"));
    let mut nameless = named(resource, 2);
    nameless["name"] = json!("nowhere");
    let mut written_by_the_service = named(resource, 3);
    written_by_the_service["etag"] = json!("\"1\"");
    let records = vec![
        named(resource, 0),
        elsewhere,
        nameless,
        written_by_the_service,
        named(resource, 0),
    ];
    let everything = wrong(
        method(resource),
        request(resource, &records),
        &[
            &at(1, "name"),
            &at(2, "name"),
            &at(3, "etag"),
            &at(4, "name"),
        ],
    );
    vec![
        none,
        wrong(method(resource), request(resource, &too_many), &[field]),
        everything,
    ]
}

/// The n-th record with its name.
fn named(resource: &Resource, n: usize) -> Value {
    let mut record = (resource.record)(n);
    record["name"] = json!(resource.name(n));
    record
}

/// A request to import these records.
fn request(resource: &Resource, records: &[Value]) -> Value {
    json!({
        "parent": FAIR,
        (resource.list_field): records,
        "request_id": request_id(),
    })
}

/// A row of an import whose second record, `record`, is wrong in these fields.
pub(super) fn wrong_second(resource: &Resource, record: Value, fields: &[&str]) -> Row {
    let mut second = record;
    second["name"] = json!(resource.name(1));
    let request = request(resource, &[named(resource, 0), second]);
    let paths: Vec<String> = fields
        .iter()
        .map(|path| format!("{}[1].{path}", resource.list_field))
        .collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    wrong(method(resource), request, &paths)
}
