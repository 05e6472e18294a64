//! Records that are right, for the tests of this crate.

use fault::Violations;
use proto::{
    exhibitions::v1::{
        AreaBasis, AttendanceMode, Delegate, DelegateRank, Delegation, Edition, Fair, HeadRank,
        Highlight, HighlightKind, Office, Organisation, Participation, ParticipationRole, Person,
        Section, SectionKind, Visit, VisitMethod, VisitorClass,
    },
    google::r#type::Date,
    statistics::v1::{EvidenceKind, LocalizedText},
};
use serve::keeper::Record;

use crate::Exhibitions;

pub(crate) const SOURCE: &str = "Halls department";

pub(crate) fn text(en: &str, zh: &str) -> Option<LocalizedText> {
    Some(LocalizedText {
        en: en.to_owned(),
        zh: zh.to_owned(),
    })
}

pub(crate) fn text_in_english(en: &str) -> Option<LocalizedText> {
    text(en, "")
}

pub(crate) fn day(year: i32, month: i32, day: i32) -> Option<Date> {
    Some(Date { year, month, day })
}

pub(crate) fn fair() -> Fair {
    Fair {
        title: text(
            "China International Fair for Trade in Services",
            "中国国际服务贸易交易会",
        ),
        short_title: text("CIFTIS", "京交会"),
        first_year: 2012,
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Fair::default()
    }
}

pub(crate) fn edition(ordinal: i32) -> Edition {
    Edition {
        ordinal,
        opening_date: day(2016, 5, 28),
        closing_date: day(2016, 6, 1),
        time_zone: "Asia/Shanghai".to_owned(),
        host_subdivision_code: "CN-BJ".to_owned(),
        host_city: text("Beijing", "北京"),
        statistics_office: text("the organising committee", "组委会"),
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Edition::default()
    }
}

/// An organisation of a country, `BR`, or a subdivision, `CN-SC`.
pub(crate) fn organisation(name: &str, place: &str) -> Organisation {
    let (country_code, subdivision_code) = match place.split_once('-') {
        Some((country_code, _)) => (country_code, place),
        None => (place, ""),
    };
    Organisation {
        display_name: text_in_english(name),
        country_code: country_code.to_owned(),
        subdivision_code: subdivision_code.to_owned(),
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Organisation::default()
    }
}

/// A participation as it is stored, in the 4th edition.
pub(crate) fn participation(organisation_id: &str, country_code: &str) -> Participation {
    Participation {
        name: format!("fairs/ciftis/editions/4/participations/{organisation_id}"),
        organisation: format!("fairs/ciftis/organisations/{organisation_id}"),
        country_code: country_code.to_owned(),
        role: ParticipationRole::Merchant.into(),
        attendance_mode: AttendanceMode::Physical.into(),
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Participation::default()
    }
}

/// A hall as it is stored, in the 4th edition.
pub(crate) fn section(id: &str) -> Section {
    Section {
        name: format!("fairs/ciftis/editions/4/sections/{id}"),
        title: text_in_english("Hall 1"),
        kind: SectionKind::Hall.into(),
        area_square_metres: 12_000,
        area_basis: AreaBasis::Gross.into(),
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Section::default()
    }
}

/// A count of visits as it is stored, in the 4th edition.
pub(crate) fn visit(id: &str) -> Visit {
    Visit {
        name: format!("fairs/ciftis/editions/4/visits/{id}"),
        visited_on: day(2016, 5, 28),
        gate: "north".to_owned(),
        country_code: "CN".to_owned(),
        visitor_class: VisitorClass::TradeVisitor.into(),
        entries: 1_200,
        method: VisitMethod::GateSystem.into(),
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::GateSystem.into(),
        ..Visit::default()
    }
}

/// A person who holds one office since October 2015.
pub(crate) fn person() -> Person {
    Person {
        name: "fairs/ciftis/persons/henriette-reker".to_owned(),
        display_name: text("Henriette Reker", "亨丽埃特·雷克尔"),
        country_code: "DE".to_owned(),
        offices: vec![office("mayor of Cologne", day(2015, 10, 20), None)],
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Reported.into(),
        ..Person::default()
    }
}

pub(crate) fn office(title: &str, from: Option<Date>, until: Option<Date>) -> Office {
    Office {
        title: text_in_english(title),
        unlocode: "DECGN".to_owned(),
        from,
        until,
    }
}

/// A delegation of a city as it is stored, in the 4th edition.
pub(crate) fn delegation(id: &str, country_code: &str) -> Delegation {
    Delegation {
        name: format!("fairs/ciftis/editions/4/delegations/{id}"),
        display_name: text_in_english(id),
        country_code: country_code.to_owned(),
        head_rank: HeadRank::Municipal.into(),
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Delegation::default()
    }
}

/// An ambassador as the books store one, in the 4th edition.
pub(crate) fn delegate(id: &str, country_code: &str) -> Delegate {
    Delegate {
        name: format!("fairs/ciftis/editions/4/delegates/{id}"),
        rank: DelegateRank::Ambassador.into(),
        country_code: country_code.to_owned(),
        promotes_or_negotiates: true,
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Delegate::default()
    }
}

/// A highlight of an organisation as it is stored, in the 4th edition.
pub(crate) fn highlight(id: &str) -> Highlight {
    Highlight {
        name: format!("fairs/ciftis/editions/4/highlights/{id}"),
        title: text_in_english("Smart-city technology of Cologne"),
        subject: text("smart-city technology", "智慧城市技术"),
        kind: HighlightKind::Promotion.into(),
        organisation: "fairs/ciftis/organisations/gremio".to_owned(),
        source: SOURCE.to_owned(),
        evidence_kind: EvidenceKind::Reported.into(),
        ..Highlight::default()
    }
}

/// The fields that are wrong in a record.
pub(crate) fn wrong_fields(record: &impl Record<Exhibitions>) -> Vec<String> {
    let mut violations = Violations::new();
    record.check(&mut violations);
    let found = violations.found().iter();
    found.map(|violation| violation.field.clone()).collect()
}
