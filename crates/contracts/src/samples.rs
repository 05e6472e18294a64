//! Agreements that are right and what surrounds them, for the tests of this crate.

use std::sync::Arc;

use proto::{
    contracts::v1::{Agreement, AgreementStage, Party},
    exhibitions::v1::{Edition, Fair, Organisation},
    google::r#type::{Date, Money},
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

pub(crate) fn money(currency_code: &str, units: i64, nanos: i32) -> Option<Money> {
    Some(Money {
        currency_code: currency_code.to_owned(),
        units,
        nanos,
    })
}

/// A party as it is stored, of a country, `BR`, or a subdivision, `CN-SC`.
pub(crate) fn party(organisation_id: &str, place: &str) -> Party {
    let (country_code, subdivision_code) = match place.split_once('-') {
        Some((country_code, _)) => (country_code, place),
        None => (place, ""),
    };
    Party {
        country_code: country_code.to_owned(),
        subdivision_code: subdivision_code.to_owned(),
        ..party_as_sent(organisation_id)
    }
}

pub(crate) fn party_as_sent(organisation_id: &str) -> Party {
    Party {
        organisation: format!("fairs/ciftis/organisations/{organisation_id}"),
        ..Party::default()
    }
}

/// A contract of 1,000 US dollars between Gremio and a club, as a caller sends it,
/// but with its name.
pub(crate) fn agreement() -> Agreement {
    Agreement {
        name: "fairs/ciftis/editions/4/agreements/a17".to_owned(),
        title: text("Football training cooperation"),
        parties: vec![party_as_sent("gremio"), party_as_sent("club")],
        stage: AgreementStage::Contract.into(),
        sector_code: "10.D".to_owned(),
        amount: money("USD", 1_000, 0),
        signed_on: day(2016, 5, 30),
        source: "Contracts department".to_owned(),
        evidence_kind: EvidenceKind::Contract.into(),
        ..Agreement::default()
    }
}

pub(crate) fn in_state(state: RecordState) -> Option<BookEntry> {
    Some(BookEntry {
        state: state.into(),
        ..BookEntry::default()
    })
}

/// The 4th edition in Beijing and these organisations, with their places.
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
    let organisation = |(id, place): &(&str, &str)| {
        let party = party(id, place);
        let organisation = Organisation {
            entry: live(),
            display_name: text(id),
            country_code: party.country_code,
            subdivision_code: party.subdivision_code,
            ..Organisation::default()
        };
        (party.organisation, Arc::new(organisation))
    };
    Surroundings {
        fair: Some(Arc::new(fair)),
        edition: Some(Arc::new(edition)),
        organisations: organisations.iter().map(organisation).collect(),
    }
}
