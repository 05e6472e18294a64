//! The resources of exhibitions.

use serde_json::json;

use super::{EXHIBITIONS, Resource, changed_evidence, changed_source};
use crate::standing::{EDITION, FAIR, ORGANISATIONS, organisation_named};

/// Fairs.
pub const FAIRS: Resource = Resource {
    service: "exhibitions",
    grpc_service: EXHIBITIONS,
    noun: "Fair",
    plural: "Fairs",
    field: "fair",
    list_field: "fairs",
    collection: "fairs",
    parent: "",
    retire: "Archive",
    id: |n| format!("other-{n}"),
    record: |n| {
        json!({
            "title": {"en": format!("Fair number {n}"), "zh": format!("第{n}届")},
            "short_title": {"en": "FAIR", "zh": "交易会"},
            "first_year": 1999,
            "source": "Halls department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: changed_evidence,
};

/// Editions.
pub const EDITIONS: Resource = Resource {
    service: "exhibitions",
    grpc_service: EXHIBITIONS,
    noun: "Edition",
    plural: "Editions",
    field: "edition",
    list_field: "editions",
    collection: "editions",
    parent: FAIR,
    retire: "Archive",
    id: |n| (5 + n).to_string(),
    record: |n| {
        json!({
            "ordinal": 5 + n,
            "opening_date": {"year": 2018 + n, "month": 5, "day": 28},
            "closing_date": {"year": 2018 + n, "month": 6, "day": 1},
            "time_zone": "Asia/Shanghai",
            "host_subdivision_code": "CN-BJ",
            "host_city": {"en": "Beijing", "zh": "北京"},
            "statistics_office": {"en": "the organising committee", "zh": "组委会"},
            "source": "Halls department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: changed_evidence,
};

/// Organisations.
pub const ORGANISATION_RECORDS: Resource = Resource {
    service: "exhibitions",
    grpc_service: EXHIBITIONS,
    noun: "Organisation",
    plural: "Organisations",
    field: "organisation",
    list_field: "organisations",
    collection: "organisations",
    parent: FAIR,
    retire: "Archive",
    id: |n| format!("new-{n}"),
    record: |n| {
        json!({
            "display_name": {"en": format!("Trading house {n}")},
            "country_code": "CN",
            "subdivision_code": "CN-SC",
            "source": "Halls department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: changed_evidence,
};

/// Participations.
pub const PARTICIPATIONS: Resource = Resource {
    service: "exhibitions",
    grpc_service: EXHIBITIONS,
    noun: "Participation",
    plural: "Participations",
    field: "participation",
    list_field: "participations",
    collection: "participations",
    parent: EDITION,
    retire: "Void",
    id: |n| ORGANISATIONS[n].0.to_owned(),
    record: |n| {
        json!({
            "organisation": organisation_named(ORGANISATIONS[n].0),
            "role": "PARTICIPATION_ROLE_MERCHANT",
            "attendance_mode": "ATTENDANCE_MODE_PHYSICAL",
            "source": "Halls department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: changed_evidence,
};

/// Sections.
pub const SECTIONS: Resource = Resource {
    service: "exhibitions",
    grpc_service: EXHIBITIONS,
    noun: "Section",
    plural: "Sections",
    field: "section",
    list_field: "sections",
    collection: "sections",
    parent: EDITION,
    retire: "Void",
    id: |n| format!("hall-{n}"),
    record: |n| {
        json!({
            "title": {"en": format!("Hall {n}"), "zh": format!("{n}号馆")},
            "kind": "SECTION_KIND_HALL",
            "area_square_metres": (12_000 + n).to_string(),
            "area_basis": "AREA_BASIS_GROSS",
            "source": "Protocol department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: changed_evidence,
};

/// Counts of visits.
pub const VISITS: Resource = Resource {
    service: "exhibitions",
    grpc_service: EXHIBITIONS,
    noun: "Visit",
    plural: "Visits",
    field: "visit",
    list_field: "visits",
    collection: "visits",
    parent: EDITION,
    retire: "Void",
    id: |n| format!("v{n}"),
    record: |n| {
        json!({
            "visited_on": {"year": 2016, "month": 5, "day": 28 + n},
            "gate": "north",
            "country_code": "CN",
            "visitor_class": "VISITOR_CLASS_TRADE_VISITOR",
            "entries": (100 + n).to_string(),
            "method": "VISIT_METHOD_GATE_SYSTEM",
            "source": "Protocol department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: changed_evidence,
};

/// Persons.
pub const PERSONS: Resource = Resource {
    service: "exhibitions",
    grpc_service: EXHIBITIONS,
    noun: "Person",
    plural: "Persons",
    field: "person",
    list_field: "persons",
    collection: "persons",
    parent: FAIR,
    retire: "Archive",
    id: |n| format!("person-{n}"),
    record: |n| {
        json!({
            "display_name": {"en": format!("Person {n}")},
            "country_code": "DE",
            "offices": [{"title": {"en": "mayor"}, "from": {"year": 2015, "month": 10, "day": 20}}],
            "source": "Protocol department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: changed_evidence,
};

/// Delegations.
pub const DELEGATIONS: Resource = Resource {
    service: "exhibitions",
    grpc_service: EXHIBITIONS,
    noun: "Delegation",
    plural: "Delegations",
    field: "delegation",
    list_field: "delegations",
    collection: "delegations",
    parent: EDITION,
    retire: "Void",
    id: |n| format!("city-{n}"),
    record: |n| {
        json!({
            "display_name": {"en": format!("City {n}")},
            "country_code": "DE",
            "subdivision_code": "DE-NW",
            "unlocode": "DECGN",
            "head_rank": "HEAD_RANK_MUNICIPAL",
            "featured": "cities",
            "source": "Protocol department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: changed_evidence,
};

/// Delegates.
pub const DELEGATES: Resource = Resource {
    service: "exhibitions",
    grpc_service: EXHIBITIONS,
    noun: "Delegate",
    plural: "Delegates",
    field: "delegate",
    list_field: "delegates",
    collection: "delegates",
    parent: EDITION,
    retire: "Void",
    id: |n| format!("delegate-{n}"),
    record: |n| {
        json!({
            "rank": DELEGATE_RANKS[n],
            "country_code": "CZ",
            "promotes_or_negotiates": true,
            "source": "Protocol department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: changed_evidence,
};

/// Highlights.
pub const HIGHLIGHTS: Resource = Resource {
    service: "exhibitions",
    grpc_service: EXHIBITIONS,
    noun: "Highlight",
    plural: "Highlights",
    field: "highlight",
    list_field: "highlights",
    collection: "highlights",
    parent: EDITION,
    retire: "Void",
    id: |n| format!("highlight-{n}"),
    record: |n| {
        json!({
            "title": {"en": format!("Highlight {n}")},
            "subject": {"en": "smart-city technology"},
            "kind": "HIGHLIGHT_KIND_MEDIA_PROGRAMME",
            "medium": {"en": "Beijing TV", "zh": "北京电视台"},
            "organisation": organisation_named(ORGANISATIONS[n].0),
            "occurred_on": {"year": 2016, "month": 5, "day": 29},
            "source": "Protocol department",
            "evidence_kind": "EVIDENCE_KIND_REGISTRATION",
        })
    },
    changed: changed_source,
    also_changed: changed_evidence,
};

/// The ranks of the delegates of a test.
const DELEGATE_RANKS: [&str; 4] = [
    "DELEGATE_RANK_AMBASSADOR",
    "DELEGATE_RANK_MINISTER_COUNSELLOR",
    "DELEGATE_RANK_COMMERCIAL_COUNSELLOR",
    "DELEGATE_RANK_OTHER",
];
