//! Wrong requests to forums.

use harness::resources::{ACTIVITIES, FORUMS};
use serde_json::json;
use tonic::Code;

use super::{
    Row, refused,
    shared::{create_with, standard, statistics},
    wrong,
};

pub(super) fn rows() -> Vec<Row> {
    let mut rows = statistics(FORUMS, "activities", "activities");
    rows.extend(standard(&ACTIVITIES));
    let everything = json!({
        "title": {"en": "two\nlines"},
        "kind": 99,
        "held_on": {"year": 2015, "month": 2, "day": 29},
        "sector_code": "2b",
        "hosts": [
            "fairs/ciftis/organisations/gremio",
            "nobody",
            "fairs/ciftis/organisations/gremio",
        ],
        "source": "\u{feff}",
        "evidence_kind": 9,
    });
    let mut of_nobody = (ACTIVITIES.record)(0);
    of_nobody["hosts"] = json!(["fairs/ciftis/organisations/nobody"]);
    let mut at_no_edition = ACTIVITIES.create_request(0);
    at_no_edition["parent"] = json!("fairs/ciftis/editions/99");
    rows.extend([
        wrong(
            ACTIVITIES.create_method(),
            create_with(&ACTIVITIES, json!({})),
            &[
                "activity.title.en",
                "activity.kind",
                "activity.held_on",
                "activity.source",
                "activity.evidence_kind",
            ],
        ),
        wrong(
            ACTIVITIES.create_method(),
            create_with(&ACTIVITIES, everything),
            &[
                "activity.title.en",
                "activity.kind",
                "activity.held_on",
                "activity.sector_code",
                "activity.hosts[1]",
                "activity.hosts[2]",
                "activity.source",
                "activity.evidence_kind",
            ],
        ),
        refused(
            ACTIVITIES.create_method(),
            create_with(&ACTIVITIES, of_nobody),
            Code::FailedPrecondition,
            "REFERENCE_MISSING",
        ),
        refused(
            ACTIVITIES.create_method(),
            at_no_edition,
            Code::FailedPrecondition,
            "REFERENCE_MISSING",
        ),
    ]);
    rows
}
