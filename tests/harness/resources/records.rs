//! The resources of forums and contracts.

use serde_json::json;

use super::{CONTRACTS, FORUMS, Resource, changed_evidence, changed_source};
use crate::standing::{EDITION, organisation_named};

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
