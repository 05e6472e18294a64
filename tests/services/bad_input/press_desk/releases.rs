//! Wrong requests about releases.

use harness::{
    builders::request_id,
    resources::PRESS_DESK,
    standing::{EDITION, FAIR},
};
use serde_json::{Value, json};
use tonic::Code;

use super::super::{Answer, Row, refused, shared::moments_that_cannot_be, wrong};

pub(super) fn rows() -> Vec<Row> {
    let rows = [
        created(),
        changed(),
        steps(),
        read(),
        published(),
        moments(),
    ];
    rows.into_iter().flatten().collect()
}

fn method(name: &str) -> String {
    format!("{PRESS_DESK}/{name}")
}

/// Releases that cannot be written.
fn created() -> Vec<Row> {
    let creating = |release: Value| {
        json!({
            "parent": EDITION, "release_id": "r", "release": release, "request_id": request_id(),
        })
    };
    let wrong = |request: Value, fields: &[&str]| wrong(method("CreateRelease"), request, fields);
    let written_by_the_service = json!({
        "name": format!("{EDITION}/releases/r"), "etag": "\"1\"", "entry": { "revision": "1" },
        "language_code": "en", "state": "RELEASE_STATE_APPROVED", "version": 2,
        "cut": { "positions": [{ "service": "gateway", "sequence": "1" }] },
        "claims": [{ "figure": "f" }], "published": { "version": 1 },
    });
    vec![
        wrong(
            json!({}),
            &["parent", "release_id", "release", "request_id"],
        ),
        wrong(
            creating(written_by_the_service),
            &[
                "release.name",
                "release.etag",
                "release.entry",
                "release.state",
                "release.version",
                "release.cut",
                "release.claims",
                "release.published",
            ],
        ),
        wrong(
            creating(json!({
                "language_code": "tlh",
                "headline": "h".repeat(301),
                "correction": "c".repeat(1_001),
            })),
            &[
                "release.language_code",
                "release.headline",
                "release.paragraphs",
                // Too long, and before its time.
                "release.correction",
                "release.correction",
            ],
        ),
        wrong(
            creating(json!({
                "language_code": "en", "paragraphs": ["One.\nTwo.", "", "p".repeat(20_001)],
            })),
            &[
                "release.headline",
                "release.paragraphs[0]",
                "release.paragraphs[1]",
                "release.paragraphs[2]",
                "release.paragraphs",
            ],
        ),
        wrong(
            creating(json!({
                "language_code": "en", "headline": "A fair", "paragraphs": vec!["A."; 101],
            })),
            &["release.paragraphs"],
        ),
        wrong(
            creating(json!({
                "language_code": "en", "headline": "A fair",
                "paragraphs": [vec!["31 contracts."; 1_001].join(" ")],
            })),
            &["release.paragraphs"],
        ),
        wrong(
            creating(json!({
                "language_code": "en", "headline": "A fair", "paragraphs": ["It was held."],
                "correction": "Nothing was published yet",
            })),
            &["release.correction"],
        ),
        refused(
            method("CreateRelease"),
            json!({
                "parent": "fairs/ciftis/editions/99", "release_id": "r",
                "release": { "language_code": "en" }, "request_id": request_id(),
            }),
            Code::FailedPrecondition,
            "REFERENCE_MISSING",
        ),
    ]
}

/// Changes that cannot be made.
fn changed() -> Vec<Row> {
    let update = || method("UpdateRelease");
    vec![
        wrong(update(), json!({}), &["release", "request_id"]),
        wrong(
            update(),
            json!({ "release": { "name": EDITION }, "update_mask": "state", "request_id": "7" }),
            &["release.name", "update_mask.paths[0]", "request_id"],
        ),
        refused(
            update(),
            json!({
                "release": { "name": format!("{EDITION}/releases/never"), "headline": "h" },
                "update_mask": "headline",
                "request_id": request_id(),
            }),
            Code::NotFound,
            "RESOURCE_NOT_FOUND",
        ),
    ]
}

/// Steps that no release can take.
fn steps() -> Vec<Row> {
    let mut rows = Vec::new();
    for step in ["Submit", "Return", "Approve", "Publish"] {
        let method = method(&format!("{step}Release"));
        rows.push(wrong(method.clone(), json!({}), &["name", "request_id"]));
        rows.push(wrong(
            method.clone(),
            json!({ "name": EDITION, "request_id": "7" }),
            &["name", "request_id"],
        ));
        rows.push(refused(
            method,
            json!({ "name": format!("{EDITION}/releases/never"), "request_id": request_id() }),
            Code::NotFound,
            "RESOURCE_NOT_FOUND",
        ));
    }
    rows.push(wrong(
        method("WithdrawRelease"),
        json!({ "name": EDITION, "reason": "r".repeat(501), "request_id": "7" }),
        &["name", "reason", "request_id"],
    ));
    rows.push(refused(
        method("WithdrawRelease"),
        json!({
            "name": format!("{EDITION}/releases/never"), "reason": "Why",
            "request_id": request_id(),
        }),
        Code::NotFound,
        "RESOURCE_NOT_FOUND",
    ));
    rows
}

/// Releases that cannot be read.
fn read() -> Vec<Row> {
    let mut rows = vec![
        wrong(method("GetPosition"), json!({ "name": EDITION }), &["name"]),
        Row {
            method: method("BackUpBooks"),
            request: json!({}),
            answer: Answer::Given,
        },
    ];
    for name in ["ListReleases", "ListPublishedReleases"] {
        rows.push(wrong(
            method(name),
            json!({ "page_size": -1 }),
            &["parent", "page_size"],
        ));
        rows.push(refused(
            method(name),
            json!({ "parent": EDITION, "page_token": "!" }),
            Code::InvalidArgument,
            "PAGE_TOKEN_INVALID",
        ));
    }
    for name in ["GetRelease", "GetPublishedRelease"] {
        rows.push(wrong(method(name), json!({}), &["name"]));
        rows.push(wrong(method(name), json!({ "name": EDITION }), &["name"]));
        rows.push(refused(
            method(name),
            json!({ "name": format!("{EDITION}/releases/never") }),
            Code::NotFound,
            "RESOURCE_NOT_FOUND",
        ));
    }
    rows
}

/// Questions about published numbers that have no answer.
fn published() -> Vec<Row> {
    let mut rows = vec![wrong(
        method("ListPublishedEvidence"),
        json!({ "name": FAIR, "figure_id": "No Id", "reading": -1, "page_size": -1 }),
        &["name", "figure_id", "reading", "page_size"],
    )];
    for name in ["ExplainPublishedFigure", "ListPublishedEvidence"] {
        rows.push(wrong(method(name), json!({}), &["name", "figure_id"]));
        rows.push(refused(
            method(name),
            json!({ "name": format!("{EDITION}/releases/never"), "figure_id": "contract-count" }),
            Code::NotFound,
            "RESOURCE_NOT_FOUND",
        ));
    }
    rows
}

/// Moments that cannot be.
fn moments() -> Vec<Row> {
    let mut rows = Vec::new();
    for moment in moments_that_cannot_be() {
        let name = format!("{EDITION}/releases/never");
        for (read, request) in [
            ("GetRelease", json!({ "name": name, "as_of": moment })),
            (
                "GetPublishedRelease",
                json!({ "name": name, "as_of": moment }),
            ),
            (
                "ListReleases",
                json!({ "parent": EDITION, "as_of": moment }),
            ),
            (
                "ListPublishedReleases",
                json!({ "parent": EDITION, "as_of": moment }),
            ),
            (
                "ExplainPublishedFigure",
                json!({ "name": name, "figure_id": "contract-count", "as_of": moment }),
            ),
            (
                "ListPublishedEvidence",
                json!({ "name": name, "figure_id": "contract-count", "as_of": moment }),
            ),
        ] {
            rows.push(refused(
                method(read),
                request,
                Code::InvalidArgument,
                "AS_OF_INVALID",
            ));
        }
    }
    rows
}
