//! Records made up at random, right in all their fields.

use harness::resources::{
    self as known, AGREEMENTS, COMPARABILITIES, EDITION_STATUSES, EDITIONS, FAIRS, RATES,
    REPORTED_FIGURES, Resource,
};
use serde_json::{Value, json};

use super::chance::Chance;

/// A kind of record that a history changes.
pub(super) struct Kind {
    pub(super) resource: Resource,
    /// How often it is drawn, among all weights.
    pub(super) weight: usize,
    /// Out of ten draws, how many create and how many void; the rest change.
    pub(super) creates: usize,
    pub(super) voids: usize,
    pub(super) record: fn(&mut Chance) -> Value,
}

const fn kind(
    resource: Resource,
    weight: usize,
    (creates, voids): (usize, usize),
    record: fn(&mut Chance) -> Value,
) -> Kind {
    Kind {
        resource,
        weight,
        creates,
        voids,
        record,
    }
}

/// What a history is made of.
pub(super) const KINDS: [Kind; 19] = [
    kind(FAIRS, 1, (0, 0), fair),
    kind(EDITIONS, 3, (0, 0), edition),
    kind(known::ORGANISATION_RECORDS, 2, (10, 0), organisation),
    kind(known::PARTICIPATIONS, 8, (3, 3), participation),
    kind(known::SECTIONS, 4, (3, 2), section),
    kind(known::VISITS, 10, (3, 2), visit),
    kind(known::DELEGATIONS, 8, (4, 2), delegation),
    kind(known::DELEGATES, 4, (3, 2), delegate),
    kind(known::HIGHLIGHTS, 2, (4, 1), highlight),
    kind(known::ACTIVITIES, 5, (9, 0), activity),
    kind(known::ATTENDANCES, 4, (4, 2), attendance),
    kind(known::DEMANDS, 6, (3, 3), demand),
    kind(known::PUBLICATIONS, 5, (3, 3), publication),
    kind(AGREEMENTS, 20, (4, 2), agreement),
    kind(RATES, 4, (6, 1), rate),
    kind(COMPARABILITIES, 12, (2, 1), comparability),
    kind(EDITION_STATUSES, 4, (0, 0), edition_status),
    kind(REPORTED_FIGURES, 10, (4, 1), reported_figure),
    kind(known::CODE_LISTS, 2, (0, 0), code_list),
];

/// The countries and regions of records, the host country among them.
const COUNTRIES: [&str; 7] = ["CN", "CN", "HK", "TW", "BR", "DE", "LT"];

/// The subdivisions of the host country, the host first.
const SUBDIVISIONS: [&str; 4] = ["CN-BJ", "CN-SC", "CN-FJ", "CN-XJ"];

/// The sectors of records.
const SECTORS: [&str; 4] = ["2.B", "2.D", "10.D", "11.C"];

/// A record with who says it, how that is known, and whether it is made up.
fn sourced(mut record: Value, chance: &mut Chance) -> Value {
    record["source"] = json!("Made up");
    record["evidence_kind"] = json!("EVIDENCE_KIND_REGISTRATION");
    record["synthetic"] = json!(chance.once_in(2));
    record
}

fn fair(chance: &mut Chance) -> Value {
    json!({"first_year": 2009 + chance.up_to(3)})
}

/// The dates of an edition, which keep the days of its visits.
fn edition(chance: &mut Chance) -> Value {
    match chance.dice.roll(2) {
        0 => json!({"closing_date": {"year": chance.year, "month": 6, "day": chance.up_to(6)}}),
        _ => {
            json!({"opening_date": {"year": chance.year, "month": 5, "day": 22 + chance.up_to(6)}})
        }
    }
}

fn organisation(chance: &mut Chance) -> Value {
    let id = chance.fresh_id();
    let mut record = json!({"display_name": {"en": format!("Organisation {id}")}});
    record["country_code"] = chance.one_of(&COUNTRIES);
    if record["country_code"] == "CN" && !chance.once_in(4) {
        record["subdivision_code"] = chance.one_of(&SUBDIVISIONS);
    }
    sourced(record, chance)
}

fn participation(chance: &mut Chance) -> Value {
    let roles = ["EXHIBITOR", "CO_EXHIBITOR", "BUYER", "MERCHANT"];
    let record = json!({
        "organisation": chance.named("organisations"),
        "role": chance.value_of("PARTICIPATION_ROLE", &roles),
        "attendance_mode": chance.value_of("ATTENDANCE_MODE", &["PHYSICAL", "ONLINE", "HYBRID"]),
        "first_time": chance.once_in(2),
    });
    sourced(record, chance)
}

fn section(chance: &mut Chance) -> Value {
    let record = json!({
        "title": {"en": "Made-up hall"},
        "kind": chance.value_of("SECTION_KIND", &["HALL", "PAVILION", "OUTDOOR"]),
        "area_square_metres": chance.up_to(9000),
        "area_basis": chance.value_of("AREA_BASIS", &["GROSS", "NET"]),
    });
    sourced(record, chance)
}

fn visit(chance: &mut Chance) -> Value {
    let classes = [
        "TRADE_VISITOR",
        "PUBLIC_VISITOR",
        "DELEGATE",
        "EXHIBITOR_STAFF",
        "MEDIA_REPRESENTATIVE",
        "SERVICE_STAFF",
    ];
    let record = json!({
        "visited_on": {"year": chance.year, "month": 5, "day": 27 + chance.up_to(4)},
        "gate": chance.one_of(&["north", "east"]),
        "country_code": chance.one_of(&["CN", "HK", "IS", "FJ", "BR"]),
        "visitor_class": chance.value_of("VISITOR_CLASS", &classes),
        "entries": chance.up_to(5000),
        "method": chance.value_of("VISIT_METHOD", &["GATE_SYSTEM", "ESTIMATE"]),
    });
    sourced(record, chance)
}

fn delegation(chance: &mut Chance) -> Value {
    let ranks = ["UNKNOWN", "MINISTERIAL", "PROVINCIAL", "MUNICIPAL"];
    let mut record = json!({
        "display_name": {"en": "Made-up delegation"},
        "head_rank": chance.value_of("HEAD_RANK", &ranks),
        "head": "", "unlocode": "", "subdivision_code": "",
    });
    if chance.once_in(3) {
        record["country_code"] = json!("DE");
        record["unlocode"] = json!("DECGN");
    } else {
        record["country_code"] = json!("CN");
        record["subdivision_code"] = chance.one_of(&SUBDIVISIONS);
    }
    if chance.once_in(2) {
        record["head"] = json!(chance.named("persons"));
    }
    sourced(record, chance)
}

fn delegate(chance: &mut Chance) -> Value {
    let ranks = [
        "AMBASSADOR",
        "MINISTER_COUNSELLOR",
        "COMMERCIAL_COUNSELLOR",
        "CONSUL",
    ];
    let record = json!({
        "rank": chance.value_of("DELEGATE_RANK", &ranks),
        "country_code": chance.one_of(&COUNTRIES),
        "promotes_or_negotiates": !chance.once_in(3),
        "featured": chance.one_of(&["", "ambassadors"]),
    });
    sourced(record, chance)
}

fn highlight(chance: &mut Chance) -> Value {
    let record = json!({
        "title": {"en": "Made-up highlight"},
        "subject": {"en": "something made up"},
        "kind": chance.value_of("HIGHLIGHT_KIND", &["PROMOTION", "SPEECH"]),
        "person": chance.named("persons"),
    });
    sourced(record, chance)
}

fn activity(chance: &mut Chance) -> Value {
    let kinds = [
        "FORUM",
        "BUSINESS_TALK",
        "ONE_ON_ONE",
        "CENTRALISED",
        "FREE_TALK",
    ];
    let record = json!({
        "title": {"en": "Made-up activity"},
        "kind": chance.value_of("ACTIVITY_KIND", &kinds),
        "held_on": chance.day(5, 6),
        "sector_code": chance.one_of(&SECTORS),
    });
    sourced(record, chance)
}

fn attendance(chance: &mut Chance) -> Value {
    let record = json!({
        "activity": chance.named("activities"),
        "country_code": chance.one_of(&["CN", "BR", "FR", ""]),
        "attendees": chance.up_to(400),
    });
    sourced(record, chance)
}

fn demand(chance: &mut Chance) -> Value {
    let record = json!({
        "title": {"en": "Made-up demand"},
        "kind": chance.value_of("DEMAND_KIND", &["PROJECT", "PROCUREMENT"]),
        "channel": chance.value_of("PUBLICATION_CHANNEL", &["WEBSITE", "MOBILE_APP", "ON_SITE"]),
        "published_on": chance.day(4, 7),
        "organisation": chance.named("organisations"),
        "sector_code": chance.one_of(&SECTORS),
        "featured": chance.one_of(&["", "", "procurement"]),
    });
    sourced(record, chance)
}

fn publication(chance: &mut Chance) -> Value {
    let record = json!({
        "title": {"en": "Made-up project"},
        "channel": chance.value_of("PUBLICATION_CHANNEL", &["WEBSITE", "ON_SITE"]),
        "published_on": chance.day(5, 6),
        "organisation": chance.named("organisations"),
        "sector_code": chance.one_of(&SECTORS),
    });
    sourced(record, chance)
}

fn agreement(chance: &mut Chance) -> Value {
    let stages = [
        "CONTRACT",
        "INTENTIONAL_CONTRACT",
        "COOPERATION_AGREEMENT",
        "COOPERATIVE_INTENTION",
        "PRELIMINARY_INTENTION",
    ];
    let parties = (chance.named("organisations"), chance.named("organisations"));
    let said_to_count = [None, None, Some(true), Some(false)][chance.dice.roll(4)];
    let record = json!({
        "title": {"en": "Made-up agreement"},
        "parties": [{"organisation": parties.0}, {"organisation": parties.1}],
        "stage": chance.value_of("AGREEMENT_STAGE", &stages),
        "sector_code": chance.one_of(&SECTORS),
        "amount": amount(chance),
        "signed_on": {"year": chance.year, "month": 5, "day": 28 + chance.dice.roll(4)},
        "place": chance.one_of(&["", "international-pavilion"]),
        "signed_on_site": chance.once_in(2),
        "counted_in_total": said_to_count,
        "reached_through_kind": chance.one_of(&["", "", "matchmaking", "free_talk"]),
        "featured": chance.one_of(&["", "", "culture", "large-amount", "on-site-international"]),
    });
    sourced(record, chance)
}

/// An amount, or none; mostly in the two currencies of the sample.
fn amount(chance: &mut Chance) -> Value {
    let currencies = ["USD", "CNY", "USD", "CNY", "USD", "CNY", "EUR", "JPY"];
    let currency = *chance.dice.pick(&currencies);
    let cents = if currency == "JPY" {
        0
    } else {
        chance.dice.roll(100)
    };
    match chance.once_in(5) {
        true => json!(null),
        false => json!({
            "currency_code": currency,
            "units": chance.up_to(900_000_000).to_string(),
            "nanos": cents * 10_000_000,
        }),
    }
}

fn rate(chance: &mut Chance) -> Value {
    let pairs = [
        ("USD", "CNY"),
        ("CNY", "USD"),
        ("EUR", "USD"),
        ("EUR", "CNY"),
        ("JPY", "CNY"),
        ("USD", "JPY"),
    ];
    let (base, quote) = *chance.dice.pick(&pairs);
    json!({
        "base_currency_code": base,
        "quote_currency_code": quote,
        "price": format!("{}.{:03}", chance.dice.roll(8), chance.up_to(999)),
        "rate_date": {"year": 2016, "month": 6, "day": 1},
        "source": "Made up",
    })
}

/// The families that the judgements and statuses of a history are of.
pub(super) const FAMILIES: [&str; 6] = [
    "contracts",
    "visits",
    "participations",
    "space",
    "activities",
    "demands",
];

/// How far figures of a history can be relied on.
const STATUSES: [&str; 8] = [
    "NORMAL",
    "NORMAL",
    "NORMAL",
    "NORMAL",
    "PROVISIONAL",
    "ESTIMATED",
    "BREAK",
    "DEFINITION_DIFFERS",
];

fn comparability(chance: &mut Chance) -> Value {
    json!({
        "family": chance.one_of(&FAMILIES),
        "base_edition": format!("fairs/ciftis/editions/{}", chance.up_to(3)),
        "comparable": !chance.once_in(3),
        "grounds": "Made up",
        "source": "Made up",
    })
}

fn edition_status(chance: &mut Chance) -> Value {
    let bases = [
        "RECORDS", "RECORDS", "RECORDS", "REPORTED", "REPORTED", "NONE",
    ];
    json!({
        "basis": chance.value_of("FIGURE_BASIS", &bases),
        "status": chance.value_of("OBSERVATION_STATUS", &STATUSES),
        "source": "Made up",
    })
}

fn reported_figure(chance: &mut Chance) -> Value {
    let value = chance.up_to(100);
    let bounded = chance.once_in(3);
    let (least, most) = (chance.dice.roll(value + 1), value + chance.dice.roll(3));
    let bound = |bound: usize| {
        if bounded {
            bound.to_string()
        } else {
            String::new()
        }
    };
    json!({
        "value": value.to_string(),
        "lower_bound": bound(least),
        "upper_bound": bound(most),
        "derived_from": if bounded { "made up" } else { "" },
        "approximate": chance.once_in(5),
        "status": chance.value_of("OBSERVATION_STATUS", &STATUSES),
        "source": "Made up",
    })
}

/// The list of subdivisions, its members for ever, until or from some day.
fn code_list(chance: &mut Chance) -> Value {
    let day = json!({"year": 2016, "month": 5, "day": 26 + chance.up_to(4)});
    json!({"entries": [
        {"code": "CN-BJ"},
        {"code": "CN-SC", "until": day},
        {"code": "CN-FJ", "from": day},
        {"code": "CN-XJ", "until": {"year": 2011, "month": 1, "day": 1}},
    ]})
}
