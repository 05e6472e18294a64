//! The resources of forums and contracts.

use serde_json::json;

use super::{CONTRACTS, FORUMS, Resource, changed_evidence, changed_source};
use crate::standing::{EDITION, ORGANISATIONS, organisation_named};

/// Activities.
pub const ACTIVITIES: Resource = Resource {
    service: "forums",
    grpc_service: FORUMS,
    noun: "Activity",
    plural: "Activities",
    field: "activity",
    list_field: "activities",
    collection: "activities",
    parent: EDITION,
    retire: "Void",
    id: |n| format!("talk-{n}"),
    record: |n| {
        json!({
            "title": {"en": format!("Talk number {n}")},
            "kind": "ACTIVITY_KIND_BUSINESS_TALK",
            "held_on": {"year": 2016, "month": 5, "day": 29},
            "hosts": [organisation_named("gremio")],
            "source": "Forums department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: changed_evidence,
};

/// Counts of attendance.
pub const ATTENDANCES: Resource = Resource {
    service: "forums",
    grpc_service: FORUMS,
    noun: "Attendance",
    plural: "Attendances",
    field: "attendance",
    list_field: "attendances",
    collection: "attendances",
    parent: EDITION,
    retire: "Void",
    id: |n| format!("f001-{n}"),
    record: |n| {
        json!({
            "activity": format!("{EDITION}/activities/f001"),
            "country_code": (["CN", "BR", "LT", "HK"][n]),
            "attendees": (100 + n).to_string(),
            "source": "Forums department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: || ("attendees", json!("99")),
};

/// Demands.
pub const DEMANDS: Resource = Resource {
    service: "forums",
    grpc_service: FORUMS,
    noun: "Demand",
    plural: "Demands",
    field: "demand",
    list_field: "demands",
    collection: "demands",
    parent: EDITION,
    retire: "Void",
    id: |n| format!("d{n}"),
    record: |n| {
        json!({
            "title": {"en": format!("Demand number {n}")},
            "kind": "DEMAND_KIND_PROCUREMENT",
            "channel": "PUBLICATION_CHANNEL_WEBSITE",
            "published_on": {"year": 2016, "month": 5, "day": 10 + n},
            "organisation": organisation_named(ORGANISATIONS[n].0),
            "sector_code": "2.D",
            "source": "Forums department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: || ("sector_code", json!("2.B")),
};

/// Publications of projects.
pub const PUBLICATIONS: Resource = Resource {
    service: "forums",
    grpc_service: FORUMS,
    noun: "Publication",
    plural: "Publications",
    field: "publication",
    list_field: "publications",
    collection: "publications",
    parent: EDITION,
    retire: "Void",
    id: |n| format!("p{n}"),
    record: |n| {
        json!({
            "title": {"en": format!("Project number {n}")},
            "channel": "PUBLICATION_CHANNEL_ON_SITE",
            "published_on": {"year": 2016, "month": 5, "day": 28 + n},
            "organisation": organisation_named(ORGANISATIONS[n].0),
            "sector_code": "2.B",
            "source": "Forums department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: || ("channel", json!("PUBLICATION_CHANNEL_WEBSITE")),
};

/// Agreements.
pub const AGREEMENTS: Resource = Resource {
    service: "contracts",
    grpc_service: CONTRACTS,
    noun: "Agreement",
    plural: "Agreements",
    field: "agreement",
    list_field: "agreements",
    collection: "agreements",
    parent: EDITION,
    retire: "Void",
    id: |n| format!("a{n}"),
    record: |n| {
        json!({
            "title": {"en": format!("Agreement number {n}")},
            "parties": [
                {"organisation": organisation_named("gremio")},
                {"organisation": organisation_named("beijing-football")},
            ],
            "stage": "AGREEMENT_STAGE_CONTRACT",
            "sector_code": "10.D",
            "amount": {"currency_code": "USD", "units": "1500000"},
            "signed_on": {"year": 2016, "month": 5, "day": 30},
            "source": "Contracts department",
            "evidence_kind": "EVIDENCE_KIND_CONTRACT",
        })
    },
    changed: changed_source,
    also_changed: changed_evidence,
};
