//! Wrong imports: what is wrong is told record by record.

use harness::{
    builders::request_id,
    dynamic::{contracts_as_data, methods},
    resources::{ALL, EXHIBITIONS, Resource},
    standing::{EDITION, FAIR},
};
use serde_json::{Value, json};
use tonic::Code;

use super::{Row, refused, wrong};

/// The rows of every resource that can be imported, and of the stream of visits.
pub(super) fn rows() -> Vec<Row> {
    let offered: Vec<String> = methods(&contracts_as_data())
        .iter()
        .map(|method| format!("{}/{}", method.parent_service().full_name(), method.name()))
        .collect();
    let imported = ALL
        .iter()
        .filter(|resource| offered.contains(&method(resource)));
    imported
        .flat_map(of)
        .chain(of_visits_in_a_stream())
        .collect()
}

fn method(resource: &Resource) -> String {
    resource.method(&format!("Import{}", resource.plural))
}

/// A row of an import whose second record, `record`, is wrong in these fields.
pub(super) fn wrong_second(resource: &Resource, record: Value, fields: &[&str]) -> Row {
    let mut second = record;
    second["name"] = json!(resource.name(1));
    let paths: Vec<String> = fields
        .iter()
        .map(|path| format!("{}[1].{path}", resource.list_field))
        .collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let request = import(resource, &[row(resource, 0), second]);
    wrong(method(resource), request, &paths)
}

/// The rows of the import of a resource below a fair.
fn of(resource: &Resource) -> Vec<Row> {
    let method = method(resource);
    let mut rows = chunks(resource, &method);
    rows.push(at_no_fair(resource, method.clone(), false));
    rows.push(at_no_fair(resource, method, true));
    rows
}

/// The rows of the stream of visits, whose chunks are imports.
fn of_visits_in_a_stream() -> Vec<Row> {
    let method = format!("{EXHIBITIONS}/RecordVisits");
    let visits = harness::resources::VISITS;
    let mut rows = chunks(&visits, &method);
    let mut no_gate = row(&visits, 1);
    no_gate["gate"] = json!("");
    no_gate["entries"] = json!("0");
    rows.push(wrong(
        method,
        import(&visits, &[row(&visits, 0), no_gate]),
        &["visits[1].gate", "visits[1].entries"],
    ));
    rows.push(at_no_fair(
        &visits,
        format!("{EXHIBITIONS}/RecordVisits"),
        false,
    ));
    rows
}

/// An import into what is no fair, whose second and third records are wrong too: all of
/// it is told, though nobody can say of which fair the records must be.
fn at_no_fair(resource: &Resource, method: String, validate_only: bool) -> Row {
    let (mut nameless, mut tagged) = (row(resource, 1), row(resource, 2));
    nameless["name"] = json!("nowhere");
    tagged["etag"] = json!("\"1\"");
    tagged["source"] = json!("\u{7}");
    let mut request = import(resource, &[row(resource, 0), nameless, tagged]);
    request["parent"] = json!("ciftis");
    if validate_only {
        request["validate_only"] = json!(true);
    }
    let field = |path: &str| format!("{}{path}", resource.list_field);
    let fields = [field("[1].name"), field("[2].etag"), field("[2].source")];
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    wrong(method, request, &[&["parent"], &fields[..]].concat())
}

fn chunks(resource: &Resource, method: &str) -> Vec<Row> {
    let field = |index: usize, field: &str| format!("{}[{index}].{field}", resource.list_field);
    let method = || method.to_owned();
    let import = |rows: &[Value]| import(resource, rows);
    let with = |n: usize, changed: &str, value: Value| {
        let mut row = row(resource, n);
        row[changed] = value;
        row
    };
    let mut of_nobody = import(&[row(resource, 0)]);
    of_nobody["parent"] = json!("fairs/nobody");
    let mut without_id = import(&[row(resource, 0)]);
    without_id["request_id"] = json!("1");
    let mut rows = vec![
        wrong(
            method(),
            json!({}),
            &["parent", resource.list_field, "request_id"],
        ),
        wrong(
            method(),
            import(&vec![json!({}); 1_001]),
            &[resource.list_field],
        ),
        wrong(method(), without_id, &["request_id"]),
        wrong(method(), of_nobody, &[&field(0, "name")]),
        wrong(
            method(),
            import(&[
                with(0, "name", json!("nowhere")),
                with(1, "etag", json!("\"1\"")),
                with(2, "source", json!("\u{7}")),
                row(resource, 3),
                with(3, "evidence_kind", json!(99)),
            ]),
            &[
                &field(0, "name"),
                &field(1, "etag"),
                &field(2, "source"),
                &field(4, "name"),
                &field(4, "evidence_kind"),
            ],
        ),
    ];
    if resource.parent == EDITION {
        let elsewhere = format!("{FAIR}/editions/99/{}/x", resource.collection);
        let at_no_edition = import(&[with(0, "name", json!(elsewhere))]);
        // What must lie in the same edition as another record is wrong beside that.
        let wrong_field = match resource.collection {
            "attendances" => "activity",
            _ => "name",
        };
        rows.push(wrong(method(), at_no_edition, &[&field(0, wrong_field)]));
    }
    rows.push(refused(
        method(),
        {
            let mut unknown = import(&[row(resource, 0)]);
            unknown["request_id"] = json!("");
            unknown
        },
        Code::InvalidArgument,
        "INVALID_FIELDS",
    ));
    rows
}

/// The n-th record with its name, as a table has it.
fn row(resource: &Resource, n: usize) -> Value {
    let mut row = (resource.record)(n);
    row["name"] = json!(resource.name(n));
    row
}

fn import(resource: &Resource, rows: &[Value]) -> Value {
    json!({
        "parent": FAIR,
        (resource.list_field): rows,
        "request_id": request_id(),
    })
}
