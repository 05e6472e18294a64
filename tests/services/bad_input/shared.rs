//! Rows that are the same for every resource, and for the cubes of a service.

use harness::{builders::request_id, resources::Resource, standing::EDITION};
use serde_json::{Value, json};
use tonic::Code;

use super::{Row, refused, wrong};

/// Names that are no names.
const NO_NAMES: [&str; 9] = [
    "ciftis",
    "/fairs/ciftis",
    "fairs/",
    "fairs/CIFTIS/editions/4",
    "fairs/ciftis/editions/4/agreements/a17/parties/1",
    "fairs/ciftis/nothings/1",
    "fairs/ciftis/editions/-4",
    "fairs/ciftis/editions/4 ",
    "fairs/\u{202e}ciftis",
];

/// Ids that are no ids.
const NO_IDS: [&str; 7] = ["", "A", "-a", "a_b", "a b", "é", TOO_LONG];

/// An id of 64 characters, one too many.
const TOO_LONG: &str = "a234567890123456789012345678901234567890123456789012345678901234";

/// The rows of the five standard methods.
pub(super) fn standard(resource: &Resource) -> Vec<Row> {
    let mut rows = Vec::new();
    rows.extend(create(resource));
    rows.extend(read(resource));
    rows.extend(update(resource));
    rows.extend(retire(resource));
    rows
}

fn create(resource: &Resource) -> Vec<Row> {
    let id_field = format!("{}_id", resource.field);
    let mut missing = vec![id_field.as_str(), resource.field, "request_id"];
    if !resource.parent.is_empty() {
        missing.push("parent");
    }
    let mut rows = vec![wrong(resource.create_method(), json!({}), &missing)];
    for id in NO_IDS {
        let mut request = resource.create_request(0);
        request[&id_field] = json!(id);
        rows.push(wrong(resource.create_method(), request, &[&id_field]));
    }
    for parent in NO_NAMES {
        if resource.parent.is_empty() {
            break;
        }
        let mut request = resource.create_request(0);
        request["parent"] = json!(parent);
        rows.push(wrong(resource.create_method(), request, &["parent"]));
    }
    let mut written_by_the_service = resource.create_request(0);
    written_by_the_service[resource.field]["name"] = json!(resource.name(0));
    written_by_the_service[resource.field]["etag"] = json!("\"1\"");
    written_by_the_service[resource.field]["entry"] = json!({ "revision": "1" });
    let (name, etag, entry) = (
        path(resource, "name"),
        path(resource, "etag"),
        path(resource, "entry"),
    );
    rows.push(wrong(
        resource.create_method(),
        written_by_the_service,
        &[&name, &etag, &entry],
    ));
    rows
}

fn read(resource: &Resource) -> Vec<Row> {
    let mut rows = vec![wrong(resource.get_method(), json!({}), &["name"])];
    for name in NO_NAMES {
        rows.push(wrong(
            resource.get_method(),
            json!({ "name": name }),
            &["name"],
        ));
    }
    let mut list = json!({ "page_size": -1 });
    let mut fields = vec!["page_size"];
    if !resource.parent.is_empty() {
        list["parent"] = json!("nowhere");
        fields.push("parent");
    }
    rows.push(wrong(resource.list_method(), list, &fields));
    rows.push(refused(
        resource.list_method(),
        resource.list_request(10, "!"),
        Code::InvalidArgument,
        "PAGE_TOKEN_INVALID",
    ));
    rows
}

fn update(resource: &Resource) -> Vec<Row> {
    let name = path(resource, "name");
    let mut rows = vec![
        wrong(
            resource.update_method(),
            json!({}),
            &[resource.field, "request_id"],
        ),
        wrong(
            resource.update_method(),
            json!({ (resource.field): (resource.record)(0), "request_id": request_id() }),
            &[&name],
        ),
    ];
    for no_name in NO_NAMES {
        let mut request = resource.update_request(0);
        request[resource.field]["name"] = json!(no_name);
        rows.push(wrong(resource.update_method(), request, &[&name]));
    }
    rows
}

fn retire(resource: &Resource) -> Vec<Row> {
    let mut rows = vec![wrong(
        resource.retire_method(),
        json!({}),
        &["name", "reason", "request_id"],
    )];
    for (field, value) in [
        ("name", json!("nowhere")),
        ("reason", json!("\u{202e}")),
        ("reason", json!("x".repeat(100_000))),
        ("request_id", json!("1")),
    ] {
        let mut request = resource.retire_request(0);
        request[field] = value;
        rows.push(wrong(resource.retire_method(), request, &[field]));
    }
    rows
}

/// The rows of the methods that read positions and cubes.
pub(super) fn statistics(grpc_service: &str, cube: &str, quantity: &str) -> Vec<Row> {
    let method = |name: &str| format!("{grpc_service}/{name}");
    let right = json!({ "parent": EDITION, "selection": { "cube": cube } });
    let with = |changes: Value| {
        let mut request = right.clone();
        for (field, value) in changes.as_object().expect("changes are an object") {
            request[field] = value.clone();
        }
        request
    };
    let condition = |condition: Value| json!({ "cube": cube, "where": [condition] });
    let no_values = condition(json!({ "dimension": "synthetic", "any_of": {} }));
    let no_test = condition(json!({ "dimension": "synthetic" }));
    let many_values =
        condition(json!({ "dimension": "synthetic", "any_of": { "values": vec!["true"; 201] } }));
    let (query, list) = (|| method("QueryCells"), || method("ListEvidence"));
    let no_answer = |method: String, changes: Value| {
        refused(
            method,
            with(changes),
            Code::FailedPrecondition,
            "SELECTION_REFUSED",
        )
    };
    let mut rows = vec![
        Row {
            method: method("ListCubes"),
            request: json!({}),
            answer: super::Answer::Given,
        },
        whole_copy(grpc_service),
        wrong(method("GetPosition"), json!({}), &["name"]),
        wrong(method("GetPosition"), json!({ "name": EDITION }), &["name"]),
        wrong(query(), json!({}), &["parent", "selection.cube", "sum_of"]),
        wrong(
            list(),
            json!({ "page_size": -1 }),
            &["parent", "selection.cube", "page_size"],
        ),
        wrong(
            query(),
            with(json!({ "sum_of": quantity, "selection": no_values })),
            &["selection.where[0].any_of.values"],
        ),
        wrong(
            query(),
            with(json!({ "sum_of": quantity, "selection": many_values })),
            &["selection.where[0].any_of.values"],
        ),
        wrong(
            list(),
            with(json!({ "selection": no_test })),
            &["selection.where[0].any_of"],
        ),
        refused(
            list(),
            with(json!({ "page_token": "!" })),
            Code::InvalidArgument,
            "PAGE_TOKEN_INVALID",
        ),
        no_answer(query(), json!({ "sum_of": "nothing" })),
        no_answer(query(), json!({ "distinct": "nothing" })),
        no_answer(
            query(),
            json!({ "sum_of": quantity, "selection": { "cube": "nothing" } }),
        ),
        no_answer(
            query(),
            json!({ "sum_of": quantity, "group_by": ["nothing"] }),
        ),
        refused(
            query(),
            with(json!({ "distinct": "synthetic", "group_by": ["synthetic"] })),
            Code::Unimplemented,
            "NOT_OFFERED",
        ),
        no_answer(list(), json!({ "quantity": "nothing" })),
        no_answer(list(), json!({ "selection": { "cube": "nothing" } })),
    ];
    for moment in moments_that_cannot_be() {
        let request = with(json!({ "sum_of": quantity, "as_of": moment }));
        rows.push(refused(
            method("QueryCells"),
            request,
            Code::InvalidArgument,
            "AS_OF_INVALID",
        ));
    }
    rows
}

/// The row of the method that copies the books, which asks nothing.
pub(super) fn whole_copy(grpc_service: &str) -> Row {
    Row {
        method: format!("{grpc_service}/BackUpBooks"),
        request: json!({}),
        answer: super::Answer::Given,
    }
}

/// Moments that no book can be read at.
pub(super) fn moments_that_cannot_be() -> Vec<Value> {
    vec![
        json!({ "time": "9999-12-31T23:59:59Z" }),
        json!({ "cut": {} }),
        json!({ "cut": { "positions": [{ "service": "nobody", "sequence": "1" }] } }),
    ]
}

/// The path of a field of a record in a request.
pub(super) fn path(resource: &Resource, field: &str) -> String {
    format!("{}.{field}", resource.field)
}

/// A creation with another record.
pub(super) fn create_with(resource: &Resource, record: Value) -> Value {
    let mut request = resource.create_request(0);
    request[resource.field] = record;
    request
}
