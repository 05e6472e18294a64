//! Records that are right and what surrounds them, for the tests of this crate.

use std::sync::Arc;

use proto::{
    exhibitions::v1::{Edition, Fair, Organisation},
    forums::v1::{
        Activity, ActivityKind, Attendance, Demand, DemandKind, Publication, PublicationChannel,
    },
    google::r#type::Date,
    statistics::v1::{BookEntry, EvidenceKind, LocalizedText, RecordState},
};

use crate::surroundings::Surroundings;

pub(crate) fn text(en: &str) -> Option<LocalizedText> {
    Some(LocalizedText {
        en: en.to_owned(),
        zh: String::new(),
    })
}

pub(crate) fn day(year: i32, month: i32, day: i32) -> Option<Date> {
    Some(Date { year, month, day })
}

/// A forum without hosts, as a caller sends it, but with its name.
pub(crate) fn activity() -> Activity {
    Activity {
        name: "fairs/ciftis/editions/4/activities/f001".to_owned(),
        title: text("Forum on courier services"),
        kind: ActivityKind::Forum.into(),
        held_on: day(2016, 5, 29),
        source: "Forums department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Activity::default()
    }
}

/// A count of 120 people of any country, as a caller sends it, but with its name.
pub(crate) fn attendance() -> Attendance {
    Attendance {
        name: "fairs/ciftis/editions/4/attendances/f001-cn".to_owned(),
        activity: "fairs/ciftis/editions/4/activities/f001".to_owned(),
        attendees: 120,
        source: "Forums department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Attendance::default()
    }
}

/// Something that Gremio wants to procure, as a caller sends it, but with its name.
pub(crate) fn demand() -> Demand {
    Demand {
        name: "fairs/ciftis/editions/4/demands/d001".to_owned(),
        title: text("Animation for television"),
        kind: DemandKind::Procurement.into(),
        channel: PublicationChannel::MobileApp.into(),
        published_on: day(2016, 5, 10),
        organisation: "fairs/ciftis/organisations/gremio".to_owned(),
        sector_code: "2.D".to_owned(),
        source: "Forums department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Demand::default()
    }
}

/// A project of Gremio that answers no demand, as a caller sends it, but with its
/// name.
pub(crate) fn publication() -> Publication {
    Publication {
        name: "fairs/ciftis/editions/4/publications/p001".to_owned(),
        title: text("A network of parcel lockers"),
        channel: PublicationChannel::OnSite.into(),
        published_on: day(2016, 5, 29),
        organisation: "fairs/ciftis/organisations/gremio".to_owned(),
        sector_code: "2.B".to_owned(),
        source: "Forums department".to_owned(),
        evidence_kind: EvidenceKind::Registration.into(),
        ..Publication::default()
    }
}

pub(crate) fn in_state(state: RecordState) -> Option<BookEntry> {
    Some(BookEntry {
        state: state.into(),
        ..BookEntry::default()
    })
}

/// The 4th edition in Beijing and these organisations, with their countries.
pub(crate) fn surroundings(organisations: &[(&str, &str)]) -> Surroundings {
    let live = || in_state(RecordState::Live);
    let fair = Fair {
        entry: live(),
        ..Fair::default()
    };
    let edition = Edition {
        entry: live(),
        opening_date: day(2016, 5, 28),
        closing_date: day(2016, 6, 1),
        host_subdivision_code: "CN-BJ".to_owned(),
        ..Edition::default()
    };
    let organisation = |(id, country_code): &(&str, &str)| {
        let organisation = Organisation {
            entry: live(),
            display_name: text(id),
            country_code: (*country_code).to_owned(),
            ..Organisation::default()
        };
        (
            format!("fairs/ciftis/organisations/{id}"),
            Arc::new(organisation),
        )
    };
    Surroundings {
        fair: Some(Arc::new(fair)),
        edition: Some(Arc::new(edition)),
        organisations: organisations.iter().map(organisation).collect(),
    }
}
