//! Wrong requests to the computing half of reporting.

use harness::{
    builders::request_id,
    resources::REPORTING,
    standing::{EDITION, FAIR},
};
use serde_json::{Value, json};
use tonic::Code;

use super::{Row, refused, shared::moments_that_cannot_be, wrong};

pub(super) fn rows() -> Vec<Row> {
    let method = |name: &str| format!("{REPORTING}/{name}");
    let figure = format!("{EDITION}/figures/contract-count");
    let mut rows = vec![
        wrong(method("GetPosition"), json!({}), &["name"]),
        wrong(method("GetPosition"), json!({ "name": EDITION }), &["name"]),
        wrong(method("BatchGetFigures"), json!({}), &["parent"]),
        wrong(
            method("BatchGetFigures"),
            json!({ "parent": FAIR, "figure_ids": ["contract-count", "No Id", ""] }),
            &["parent", "figure_ids[1]", "figure_ids[2]"],
        ),
        wrong(
            method("BatchGetFigures"),
            json!({ "parent": EDITION, "figure_ids": vec!["contract-count"; 201] }),
            &["figure_ids"],
        ),
        wrong(
            method("CompileReport"),
            json!({}),
            &["parent", "report_id", "request_id"],
        ),
        wrong(
            method("CompileReport"),
            json!({ "parent": FAIR, "report_id": "Closing Report", "request_id": "7" }),
            &["parent", "report_id", "request_id"],
        ),
        refused(
            method("CompileReport"),
            json!({
                "parent": "fairs/ciftis/editions/99",
                "report_id": "closing",
                "request_id": request_id(),
            }),
            Code::FailedPrecondition,
            "REFERENCE_MISSING",
        ),
        wrong(method("GetReport"), json!({}), &["name"]),
        wrong(method("GetReport"), json!({ "name": figure }), &["name"]),
        refused(
            method("GetReport"),
            json!({ "name": format!("{EDITION}/reports/never") }),
            Code::NotFound,
            "RESOURCE_NOT_FOUND",
        ),
        wrong(
            method("ListReports"),
            json!({ "page_size": -1 }),
            &["parent", "page_size"],
        ),
        refused(
            method("ListReports"),
            json!({ "parent": EDITION, "page_token": "!" }),
            Code::InvalidArgument,
            "PAGE_TOKEN_INVALID",
        ),
    ];
    for name in ["GetFigure", "ExplainFigure"] {
        rows.push(wrong(method(name), json!({}), &["name"]));
        rows.push(wrong(method(name), json!({ "name": EDITION }), &["name"]));
        rows.push(wrong(
            method(name),
            json!({ "name": format!("{EDITION}/figures/No Id") }),
            &["name"],
        ));
        for missing in [
            format!("{EDITION}/figures/no-such-figure"),
            "fairs/ciftis/editions/99/figures/contract-count".to_owned(),
            "fairs/nowhere/editions/4/figures/contract-count".to_owned(),
        ] {
            rows.push(refused(
                method(name),
                json!({ "name": missing }),
                Code::NotFound,
                "RESOURCE_NOT_FOUND",
            ));
        }
        rows.extend(moments_that_cannot_be().into_iter().map(|moment: Value| {
            let request = json!({ "name": figure, "as_of": moment });
            refused(
                method(name),
                request,
                Code::InvalidArgument,
                "AS_OF_INVALID",
            )
        }));
    }
    rows
}
