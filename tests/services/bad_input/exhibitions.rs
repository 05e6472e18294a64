//! Wrong requests to exhibitions.

use harness::resources::{EDITIONS, EXHIBITIONS, FAIRS, ORGANISATION_RECORDS, PARTICIPATIONS};
use serde_json::json;
use tonic::Code;

use super::{
    Row, refused,
    shared::{create_with, standard, statistics},
    wrong,
};

pub(super) fn rows() -> Vec<Row> {
    let mut rows = statistics(EXHIBITIONS, "participations", "participations");
    for resource in [FAIRS, EDITIONS, ORGANISATION_RECORDS, PARTICIPATIONS] {
        rows.extend(standard(&resource));
    }
    rows.extend(fairs());
    rows.extend(editions());
    rows.extend(organisations());
    rows.extend(participations());
    rows
}

fn fairs() -> Vec<Row> {
    let nothing = json!({});
    let everything = json!({
        "title": {"en": "A\u{202e}B"},
        "short_title": {"en": "x".repeat(10_000), "zh": "会"},
        "first_year": 1849,
        "source": "\u{0007}",
        "evidence_kind": 99,
    });
    vec![
        wrong(
            FAIRS.create_method(),
            create_with(&FAIRS, nothing),
            &[
                "fair.title.en",
                "fair.title.zh",
                "fair.short_title.en",
                "fair.short_title.zh",
                "fair.first_year",
                "fair.source",
                "fair.evidence_kind",
            ],
        ),
        wrong(
            FAIRS.create_method(),
            create_with(&FAIRS, everything),
            &[
                "fair.title.en",
                "fair.title.zh",
                "fair.short_title.en",
                "fair.first_year",
                "fair.source",
                "fair.evidence_kind",
            ],
        ),
    ]
}

fn editions() -> Vec<Row> {
    let everything = json!({
        "ordinal": 6,
        "title": {"zh": "只有中文\u{202e}"},
        "opening_date": {"year": 2016, "month": 2, "day": 30},
        "closing_date": {"year": 2016, "month": 13, "day": 1},
        "time_zone": "Asia/Nowhere",
        "host_subdivision_code": "CN-ZZ",
        "host_city": {"en": "Beijing"},
        "statistics_cutoff_date": {"year": 2016},
        "statistics_office": {},
        "source": "",
        "evidence_kind": "EVIDENCE_KIND_UNSPECIFIED",
    });
    let mut closes_before_it_opens = (EDITIONS.record)(0);
    closes_before_it_opens["closing_date"] = json!({"year": 2016, "month": 5, "day": 27});
    let mut ordinal_below_one = EDITIONS.create_request(0);
    ordinal_below_one["edition_id"] = json!("0");
    ordinal_below_one["edition"]["ordinal"] = json!(0);
    vec![
        wrong(
            EDITIONS.create_method(),
            create_with(&EDITIONS, json!({})),
            &[
                "edition.ordinal",
                "edition.opening_date",
                "edition.closing_date",
                "edition.time_zone",
                "edition.host_subdivision_code",
                "edition.host_city.en",
                "edition.host_city.zh",
                "edition.statistics_office.en",
                "edition.statistics_office.zh",
                "edition.source",
                "edition.evidence_kind",
            ],
        ),
        wrong(
            EDITIONS.create_method(),
            create_with(&EDITIONS, everything),
            &[
                "edition.ordinal",
                "edition.title.zh",
                "edition.opening_date.day",
                "edition.closing_date.month",
                "edition.time_zone",
                "edition.host_subdivision_code",
                "edition.host_city.zh",
                "edition.statistics_cutoff_date.month",
                "edition.statistics_cutoff_date.day",
                "edition.statistics_office.en",
                "edition.statistics_office.zh",
                "edition.source",
                "edition.evidence_kind",
            ],
        ),
        wrong(
            EDITIONS.create_method(),
            create_with(&EDITIONS, closes_before_it_opens),
            &["edition.closing_date"],
        ),
        wrong(
            EDITIONS.create_method(),
            ordinal_below_one,
            &["edition.ordinal"],
        ),
    ]
}

fn organisations() -> Vec<Row> {
    let everything = json!({
        "display_name": {"zh": "无英文名"},
        "country_code": "cn",
        "subdivision_code": "CN-ZZ",
        "source": "x".repeat(10_000),
        "evidence_kind": -1,
    });
    let mut of_another_country = (ORGANISATION_RECORDS.record)(0);
    of_another_country["country_code"] = json!("BR");
    vec![
        wrong(
            ORGANISATION_RECORDS.create_method(),
            create_with(&ORGANISATION_RECORDS, json!({})),
            &[
                "organisation.display_name.en",
                "organisation.country_code",
                "organisation.source",
                "organisation.evidence_kind",
            ],
        ),
        wrong(
            ORGANISATION_RECORDS.create_method(),
            create_with(&ORGANISATION_RECORDS, everything),
            &[
                "organisation.display_name.en",
                "organisation.country_code",
                "organisation.subdivision_code",
                "organisation.source",
                "organisation.evidence_kind",
            ],
        ),
        wrong(
            ORGANISATION_RECORDS.create_method(),
            create_with(&ORGANISATION_RECORDS, of_another_country),
            &["organisation.subdivision_code"],
        ),
    ]
}

fn participations() -> Vec<Row> {
    let everything = json!({
        "organisation": "fairs/ciftis/editions/4",
        "role": 77,
        "country_code": "BR",
        "attendance_mode": 0,
        "source": " ",
        "evidence_kind": "EVIDENCE_KIND_UNSPECIFIED",
    });
    let mut of_nobody = (PARTICIPATIONS.record)(0);
    of_nobody["organisation"] = json!("fairs/ciftis/organisations/nobody");
    let mut of_another_fair = (PARTICIPATIONS.record)(0);
    of_another_fair["organisation"] = json!("fairs/other/organisations/gremio");
    let mut at_no_edition = PARTICIPATIONS.create_request(0);
    at_no_edition["parent"] = json!("fairs/ciftis/editions/99");
    vec![
        wrong(
            PARTICIPATIONS.create_method(),
            create_with(&PARTICIPATIONS, json!({})),
            &[
                "participation.organisation",
                "participation.role",
                "participation.attendance_mode",
                "participation.source",
                "participation.evidence_kind",
            ],
        ),
        wrong(
            PARTICIPATIONS.create_method(),
            create_with(&PARTICIPATIONS, everything),
            &[
                "participation.organisation",
                "participation.role",
                "participation.country_code",
                "participation.attendance_mode",
                "participation.source",
                "participation.evidence_kind",
            ],
        ),
        refused(
            PARTICIPATIONS.create_method(),
            create_with(&PARTICIPATIONS, of_nobody),
            Code::FailedPrecondition,
            "REFERENCE_MISSING",
        ),
        wrong(
            PARTICIPATIONS.create_method(),
            create_with(&PARTICIPATIONS, of_another_fair),
            &["participation.organisation"],
        ),
        refused(
            PARTICIPATIONS.create_method(),
            at_no_edition,
            Code::FailedPrecondition,
            "REFERENCE_MISSING",
        ),
    ]
}
