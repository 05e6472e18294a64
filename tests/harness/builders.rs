//! Records that are right, to be changed in one line:
//! `agreement(&[gremio, club]).with(|record| record.amount = money("USD", 5, 0))`.

use std::sync::atomic::{AtomicU64, Ordering};

use proto::{
    contracts::v1::{Agreement, AgreementStage, Party},
    exhibitions::v1::{
        AttendanceMode, Edition, Fair, Organisation, Participation, ParticipationRole,
    },
    forums::v1::{
        Activity, ActivityKind, Attendance, Demand, DemandKind, Publication, PublicationChannel,
    },
    google::r#type::{Date, Money},
    reporting::v1::{
        CodeList, CodeListEntry, Comparability, EditionStatus, FigureBasis, ObservationStatus,
        Rate, ReportedFigure,
    },
    statistics::v1::{EvidenceKind, LocalizedText},
};
use uuid::Uuid;

pub mod create;

/// Changes a value in the line that makes it.
pub trait With: Sized {
    /// The value with the change made.
    #[must_use]
    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

impl<T> With for T {}

/// A fresh request id. Ids are counted, so that a run repeats; they have the form
/// of time-ordered ones, and are none of those in the samples of the protos.
#[must_use]
pub fn request_id() -> String {
    static MADE: AtomicU64 = AtomicU64::new(0);
    const FIRST: u128 = 0x0199_7a00_0000_7000_8000_0000_0000_0000;
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    Uuid::from_u128(FIRST | u128::from(number)).to_string()
}

/// A text in both languages; the Chinese form is marked by its brackets.
#[must_use]
pub fn text(en: &str) -> Option<LocalizedText> {
    Some(LocalizedText {
        en: en.to_owned(),
        zh: format!("「{en}」"),
    })
}

/// A date.
#[must_use]
pub fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    Some(Date { year, month, day })
}

/// An amount in whole units and minor units of two decimals.
#[must_use]
pub fn money(currency_code: &str, units: i64, minor: i32) -> Option<Money> {
    Some(Money {
        currency_code: currency_code.to_owned(),
        units,
        nanos: minor * 10_000_000,
    })
}

/// A fair held since 2012.
#[must_use]
pub fn fair() -> Fair {
    Fair {
        title: text("China International Fair for Trade in Services"),
        short_title: text("CIFTIS"),
        first_year: 2012,
        source: "Halls department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Fair::default()
    }
}

/// An edition of five days in Beijing.
#[must_use]
pub fn edition(ordinal: i32) -> Edition {
    Edition {
        ordinal,
        opening_date: date(2012 + ordinal, 5, 28),
        closing_date: date(2012 + ordinal, 6, 1),
        time_zone: "Asia/Shanghai".to_owned(),
        host_subdivision_code: "CN-BJ".to_owned(),
        host_city: text("Beijing"),
        statistics_office: text("the organising committee"),
        source: "Halls department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Edition::default()
    }
}

/// An organisation of a country, `"BR"`, or of a subdivision, `"CN-SC"`.
#[must_use]
pub fn organisation(name: &str, place: &str) -> Organisation {
    let country = place.split('-').next().unwrap_or(place);
    Organisation {
        display_name: text(name),
        country_code: country.to_owned(),
        subdivision_code: if country == place { "" } else { place }.to_owned(),
        source: "Halls department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Organisation::default()
    }
}

/// A merchant on the fairground.
#[must_use]
pub fn participation(organisation: &str) -> Participation {
    Participation {
        organisation: organisation.to_owned(),
        role: ParticipationRole::Merchant.into(),
        attendance_mode: AttendanceMode::Physical.into(),
        source: "Halls department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Participation::default()
    }
}

/// An activity of a kind, held on the second day of the 4th edition.
#[must_use]
pub fn activity(kind: ActivityKind) -> Activity {
    Activity {
        title: text("Courier services in the city"),
        kind: kind.into(),
        held_on: date(2016, 5, 29),
        source: "Forums department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Activity::default()
    }
}

/// So many people of any country who attended an activity.
#[must_use]
pub fn attendance(activity: &str, attendees: i64) -> Attendance {
    Attendance {
        activity: activity.to_owned(),
        attendees,
        source: "Forums department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Attendance::default()
    }
}

/// A demand that an organisation published on the website before the 4th edition.
#[must_use]
pub fn demand(kind: DemandKind, organisation: &str) -> Demand {
    Demand {
        title: text("Animation for television"),
        kind: kind.into(),
        channel: PublicationChannel::Website.into(),
        published_on: date(2016, 5, 10),
        organisation: organisation.to_owned(),
        sector_code: "2.D".to_owned(),
        source: "Forums department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Demand::default()
    }
}

/// A project that an organisation published on the second day of the 4th edition.
#[must_use]
pub fn publication(organisation: &str) -> Publication {
    Publication {
        title: text("A network of parcel lockers"),
        channel: PublicationChannel::OnSite.into(),
        published_on: date(2016, 5, 29),
        organisation: organisation.to_owned(),
        sector_code: "2.B".to_owned(),
        source: "Forums department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Publication::default()
    }
}

/// A contract of 1,000 US dollars between these organisations.
#[must_use]
pub fn agreement(organisations: &[&str]) -> Agreement {
    Agreement {
        title: text("Courier cooperation"),
        parties: organisations.iter().map(|name| party(name)).collect(),
        stage: AgreementStage::Contract.into(),
        sector_code: "2.B".to_owned(),
        amount: money("USD", 1_000, 0),
        signed_on: date(2016, 5, 30),
        source: "Contracts department".to_owned(),
        evidence_kind: EvidenceKind::Contract.into(),
        ..Agreement::default()
    }
}

/// A party as a caller names it.
#[must_use]
pub fn party(organisation: &str) -> Party {
    Party {
        organisation: organisation.to_owned(),
        ..Party::default()
    }
}

/// A rate: one unit of `base` costs `price` of `quote`.
#[must_use]
pub fn rate(base: &str, quote: &str, price: &str) -> Rate {
    Rate {
        base_currency_code: base.to_owned(),
        quote_currency_code: quote.to_owned(),
        price: price.to_owned(),
        rate_date: date(2016, 6, 1),
        source: "Statistics office".to_owned(),
        ..Rate::default()
    }
}

/// A judgement that a family may be compared with an earlier edition.
#[must_use]
pub fn comparability(family: &str, base_edition: &str) -> Comparability {
    Comparability {
        family: family.to_owned(),
        base_edition: base_edition.to_owned(),
        comparable: true,
        grounds: "Same counting rule".to_owned(),
        source: "Statistics office".to_owned(),
        ..Comparability::default()
    }
}

/// A family whose records are in the books, with preliminary figures.
#[must_use]
pub fn edition_status(family: &str, basis: FigureBasis) -> EditionStatus {
    EditionStatus {
        family: family.to_owned(),
        basis: basis.into(),
        status: ObservationStatus::Provisional.into(),
        source: "Statistics office".to_owned(),
        ..EditionStatus::default()
    }
}

/// A figure that was published elsewhere.
#[must_use]
pub fn reported_figure(value: &str) -> ReportedFigure {
    ReportedFigure {
        value: value.to_owned(),
        status: ObservationStatus::Normal.into(),
        source: "Closing report of that edition".to_owned(),
        ..ReportedFigure::default()
    }
}

/// A code list of countries, in force for ever.
#[must_use]
pub fn code_list(codes: &[&str]) -> CodeList {
    let entries = codes.iter().map(|code| CodeListEntry {
        code: (*code).to_owned(),
        ..CodeListEntry::default()
    });
    CodeList {
        title: text("members of the bloc"),
        scheme: "ISO 3166-1".to_owned(),
        entries: entries.collect(),
        source: "Statistics office".to_owned(),
        ..CodeList::default()
    }
}
