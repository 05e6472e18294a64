//! Wrong requests to the press desk.

use harness::{resources::PRESS_DESK, standing::EDITION};
use serde_json::{Value, json};
use tonic::Code;

mod releases;

use super::{Row, refused, shared::moments_that_cannot_be, wrong};

pub(super) fn rows() -> Vec<Row> {
    let method = || format!("{PRESS_DESK}/SummarizeEdition");
    let mut rows = vec![
        wrong(method(), json!({}), &["name"]),
        wrong(
            method(),
            json!({ "name": "fairs/ciftis", "language_code": "en" }),
            &["name"],
        ),
        wrong(
            method(),
            json!({ "name": "fairs/ciftis/editions/4/figures/contract-count" }),
            &["name"],
        ),
        refused(
            method(),
            json!({ "name": EDITION, "language_code": "tlh" }),
            Code::InvalidArgument,
            "LANGUAGE_NOT_OFFERED",
        ),
        refused(
            method(),
            json!({ "name": "fairs/ciftis/editions/99" }),
            Code::NotFound,
            "RESOURCE_NOT_FOUND",
        ),
    ];
    rows.extend(texts());
    rows.extend(checks());
    rows.extend(releases::rows());
    rows.extend(moments_that_cannot_be().into_iter().map(|moment: Value| {
        let request = json!({ "name": EDITION, "as_of": moment });
        refused(method(), request, Code::InvalidArgument, "AS_OF_INVALID")
    }));
    rows
}

/// Texts that cannot be checked.
fn checks() -> Vec<Row> {
    let method = || format!("{PRESS_DESK}/CheckText");
    let long = "a".repeat(100_001);
    let mut rows = vec![
        wrong(method(), json!({}), &["text", "edition"]),
        wrong(
            method(),
            json!({
                "text": " ", "language_code": "tlh", "edition": "fairs/ciftis", "edited_from": long,
            }),
            &["text", "language_code", "edition", "edited_from"],
        ),
        wrong(
            method(),
            json!({ "text": long, "edition": EDITION }),
            &["text"],
        ),
        refused(
            method(),
            json!({ "text": "331 contracts", "edition": "fairs/ciftis/editions/99" }),
            Code::NotFound,
            "RESOURCE_NOT_FOUND",
        ),
    ];
    rows.extend(moments_that_cannot_be().into_iter().map(|moment: Value| {
        let request = json!({ "text": "331 contracts", "edition": EDITION, "as_of": moment });
        refused(method(), request, Code::InvalidArgument, "AS_OF_INVALID")
    }));
    rows
}

/// Texts whose claims cannot be extracted.
fn texts() -> Vec<Row> {
    let method = || format!("{PRESS_DESK}/ExtractClaims");
    let long = "一".repeat(100_001);
    vec![
        wrong(method(), json!({}), &["text", "language_code"]),
        wrong(
            method(),
            json!({ "text": " \n", "language_code": "en" }),
            &["text"],
        ),
        wrong(
            method(),
            json!({ "text": long, "language_code": "zh" }),
            &["text"],
        ),
        wrong(
            method(),
            json!({ "text": "331 contracts", "language_code": "tlh" }),
            &["language_code"],
        ),
    ]
}
