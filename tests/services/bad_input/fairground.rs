//! Wrong requests to exhibitions about sections, visits and those who come with a
//! delegation.

use harness::resources::{DELEGATES, DELEGATIONS, HIGHLIGHTS, PERSONS, SECTIONS, VISITS};
use serde_json::{Value, json};
use tonic::Code;

use super::{
    Row, refused,
    shared::{create_with, standard},
    wrong,
};

pub(super) fn rows() -> Vec<Row> {
    let resources = [
        SECTIONS,
        VISITS,
        PERSONS,
        DELEGATIONS,
        DELEGATES,
        HIGHLIGHTS,
    ];
    let mut rows: Vec<Row> = resources.iter().flat_map(standard).collect();
    rows.extend(sections());
    rows.extend(visits());
    rows.extend(persons());
    rows.extend(delegations());
    rows.extend(delegates());
    rows.extend(highlights());
    rows
}

fn sections() -> Vec<Row> {
    let everything = json!({
        "title": {"zh": "无英文名"},
        "kind": 99,
        "area_square_metres": "-1",
        "area_basis": -1,
        "source": "",
        "evidence_kind": 99,
    });
    let fields = [
        "section.title.en",
        "section.kind",
        "section.area_square_metres",
        "section.area_basis",
        "section.source",
        "section.evidence_kind",
    ];
    vec![
        wrong(
            SECTIONS.create_method(),
            create_with(&SECTIONS, json!({})),
            &fields,
        ),
        wrong(
            SECTIONS.create_method(),
            create_with(&SECTIONS, everything),
            &fields,
        ),
    ]
}

fn visits() -> Vec<Row> {
    let everything = json!({
        "visited_on": {},
        "gate": "North gate",
        "country_code": "cn",
        "visitor_class": 99,
        "entries": "9223372036854775807",
        "method": -1,
        "source": "\u{202e}",
        "evidence_kind": 99,
    });
    let fields = [
        "visit.visited_on",
        "visit.gate",
        "visit.country_code",
        "visit.visitor_class",
        "visit.entries",
        "visit.method",
        "visit.source",
        "visit.evidence_kind",
    ];
    let mut closed = (VISITS.record)(0);
    closed["visited_on"] = json!({"year": 2016, "month": 6, "day": 2});
    let mut at_no_edition = VISITS.create_request(0);
    at_no_edition["parent"] = json!("fairs/ciftis/editions/99");
    vec![
        wrong(
            VISITS.create_method(),
            create_with(&VISITS, json!({})),
            &fields,
        ),
        wrong(
            VISITS.create_method(),
            create_with(&VISITS, everything),
            &fields,
        ),
        wrong(
            VISITS.create_method(),
            create_with(&VISITS, closed),
            &["visit.visited_on"],
        ),
        refused(
            VISITS.create_method(),
            at_no_edition,
            Code::FailedPrecondition,
            "REFERENCE_MISSING",
        ),
    ]
}

fn persons() -> Vec<Row> {
    let everything = json!({
        "display_name": {"en": " "},
        "country_code": "DEU",
        "offices": [
            {},
            {
                "title": {"en": "mayor"},
                "unlocode": "Cologne",
                "from": {"year": 2015, "month": 10, "day": 20},
                "until": {"year": 2015, "month": 10, "day": 19},
            },
        ],
        "source": "x".repeat(301),
        "evidence_kind": 0,
    });
    let mut many_offices = (PERSONS.record)(0);
    let office = many_offices["offices"][0].clone();
    many_offices["offices"] = Value::Array(vec![office; 21]);
    vec![
        wrong(
            PERSONS.create_method(),
            create_with(&PERSONS, json!({})),
            &[
                "person.display_name.en",
                "person.country_code",
                "person.source",
                "person.evidence_kind",
            ],
        ),
        wrong(
            PERSONS.create_method(),
            create_with(&PERSONS, everything),
            &[
                "person.display_name.en",
                "person.country_code",
                "person.offices[0].title.en",
                "person.offices[0].from",
                "person.offices[1].unlocode",
                "person.offices[1].until",
                "person.source",
                "person.evidence_kind",
            ],
        ),
        wrong(
            PERSONS.create_method(),
            create_with(&PERSONS, many_offices),
            &["person.offices"],
        ),
    ]
}

fn delegations() -> Vec<Row> {
    let everything = json!({
        "display_name": {"zh": "科隆"},
        "country_code": "DE",
        "subdivision_code": "CN-HK",
        "unlocode": "CNHKG",
        "head": "fairs/ciftis/editions/4",
        "head_rank": 99,
        "head_name": {"en": "Somebody"},
        "head_office": {"en": "mayor"},
        "featured": "A story",
        "source": "",
        "evidence_kind": 99,
    });
    let mut of_nobody = (DELEGATIONS.record)(0);
    of_nobody["head"] = json!("fairs/ciftis/persons/nobody");
    let mut of_another_fair = (DELEGATIONS.record)(0);
    of_another_fair["head"] = json!("fairs/other/persons/nobody");
    vec![
        wrong(
            DELEGATIONS.create_method(),
            create_with(&DELEGATIONS, json!({})),
            &[
                "delegation.display_name.en",
                "delegation.country_code",
                "delegation.head_rank",
                "delegation.source",
                "delegation.evidence_kind",
            ],
        ),
        wrong(
            DELEGATIONS.create_method(),
            create_with(&DELEGATIONS, everything),
            &[
                "delegation.display_name.en",
                "delegation.subdivision_code",
                "delegation.unlocode",
                "delegation.head",
                "delegation.head_rank",
                "delegation.head_name",
                "delegation.head_office",
                "delegation.featured",
                "delegation.source",
                "delegation.evidence_kind",
            ],
        ),
        wrong(
            DELEGATIONS.create_method(),
            create_with(&DELEGATIONS, of_another_fair),
            &["delegation.head"],
        ),
        refused(
            DELEGATIONS.create_method(),
            create_with(&DELEGATIONS, of_nobody),
            Code::FailedPrecondition,
            "REFERENCE_MISSING",
        ),
    ]
}

fn delegates() -> Vec<Row> {
    let everything = json!({
        "rank": 99,
        "country_code": "Czechia",
        "person": "nobody",
        "delegation": "fairs/ciftis/editions/3/delegations/prague",
        "display_name": {"en": "Somebody"},
        "office": {"en": "ambassador"},
        "featured": "A story",
        "source": "\n",
        "evidence_kind": 99,
    });
    let mut with_nobody = (DELEGATES.record)(0);
    with_nobody["delegation"] = json!("fairs/ciftis/editions/4/delegations/nobody");
    vec![
        wrong(
            DELEGATES.create_method(),
            create_with(&DELEGATES, json!({})),
            &[
                "delegate.rank",
                "delegate.country_code",
                "delegate.source",
                "delegate.evidence_kind",
            ],
        ),
        wrong(
            DELEGATES.create_method(),
            create_with(&DELEGATES, everything),
            &[
                "delegate.rank",
                "delegate.country_code",
                "delegate.person",
                "delegate.delegation",
                "delegate.display_name",
                "delegate.office",
                "delegate.featured",
                "delegate.source",
                "delegate.source",
                "delegate.evidence_kind",
            ],
        ),
        refused(
            DELEGATES.create_method(),
            create_with(&DELEGATES, with_nobody),
            Code::FailedPrecondition,
            "REFERENCE_MISSING",
        ),
    ]
}

fn highlights() -> Vec<Row> {
    let everything = json!({
        "title": {"en": "\t"},
        "subject": {"en": "x".repeat(301)},
        "kind": "HIGHLIGHT_KIND_MEDIA_PROGRAMME",
        "person": "fairs/ciftis/persons/reker",
        "delegation": "fairs/ciftis/editions/4/delegations/cologne",
        "occurred_on": {"year": 2016},
        "display_name": {"en": "Somebody"},
        "office": {"en": "mayor"},
        "country_code": "DE",
        "featured": "A story",
        "source": "",
        "evidence_kind": 99,
    });
    let mut years_later = (HIGHLIGHTS.record)(0);
    years_later["occurred_on"] = json!({"year": 2061, "month": 5, "day": 28});
    vec![
        wrong(
            HIGHLIGHTS.create_method(),
            create_with(&HIGHLIGHTS, json!({})),
            &[
                "highlight.title.en",
                "highlight.subject.en",
                "highlight.kind",
                "highlight.person",
                "highlight.source",
                "highlight.evidence_kind",
            ],
        ),
        wrong(
            HIGHLIGHTS.create_method(),
            create_with(&HIGHLIGHTS, everything),
            &[
                "highlight.title.en",
                "highlight.title.en",
                "highlight.subject.en",
                "highlight.person",
                "highlight.delegation",
                "highlight.medium.en",
                "highlight.occurred_on.month",
                "highlight.occurred_on.day",
                "highlight.display_name",
                "highlight.office",
                "highlight.country_code",
                "highlight.featured",
                "highlight.source",
                "highlight.evidence_kind",
            ],
        ),
        wrong(
            HIGHLIGHTS.create_method(),
            create_with(&HIGHLIGHTS, years_later),
            &["highlight.occurred_on"],
        ),
    ]
}
