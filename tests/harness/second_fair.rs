//! Another fair, made up: another host country, another currency, the 21st
//! edition with the 20th missing, and names full of numerals.
//!
//! What its figures must be is counted here, from the records as they are made
//! up, without asking any service.

use proto::{
    contracts::v1::{Agreement, AgreementStage},
    exhibitions::v1::{Edition, Fair},
    forums::v1::ActivityKind,
    google::r#type::Money,
    reporting::v1::{FigureBasis, InstallCatalogueRequest},
};

use crate::{
    builders::{
        With, activity, agreement, create, date, edition, edition_status, fair, organisation,
        participation, rate, reported_figure, text,
    },
    clients::Clients,
};

mod count;
mod deals;

pub use count::counted_by_hand;
pub use deals::{Deal, deals};

/// The fair.
pub const FAIR: &str = "fairs/rhine-main";

/// Its edition with records.
pub const EDITION: &str = "fairs/rhine-main/editions/21";

/// The last edition before it: two ordinals earlier.
pub const EDITION_19: &str = "fairs/rhine-main/editions/19";

/// Where the edition is held.
pub const HOST: &str = "DE-HE";

/// An organisation of the made-up fair.
#[derive(Clone, Copy, Debug)]
pub struct House {
    /// The id.
    pub id: &'static str,
    /// The name, as it is printed.
    pub name: &'static str,
    /// The country, or the subdivision.
    pub place: &'static str,
}

/// The organisations: numerals, number words, emoji and signs in their names.
pub const HOUSES: [House; 14] = [
    House {
        id: "21st-century-media",
        name: "21st Century Media",
        place: "US",
    },
    House {
        id: "9m-abrasives",
        name: "9M Abrasives",
        place: "US",
    },
    House {
        id: "seven-seas",
        name: "Seven Seas Shipping",
        place: "GB",
    },
    House {
        id: "route-66",
        name: "Route 66 Tyres & Rims",
        place: "CA",
    },
    House {
        id: "taipei-1",
        name: "Taipei No. 1 Tea",
        place: "TW",
    },
    House {
        id: "sunflower",
        name: "Sunflower 🌻 Trading",
        place: "NL",
    },
    House {
        id: "family",
        name: "Family 👩‍👩‍👧‍👦 Games",
        place: "JP",
    },
    House {
        id: "hotels-42",
        name: "42 Hotels",
        place: "DE-HE",
    },
    House {
        id: "moebel",
        name: "Möbel & Söhne",
        place: "DE-HE",
    },
    House {
        id: "messe-2000",
        name: "Messebau 2000",
        place: "DE-HE",
    },
    House {
        id: "logistik-4",
        name: "4You Logistik",
        place: "DE-BY",
    },
    House {
        id: "hundred",
        name: "Hundred Acre Wood Toys",
        place: "DE-HH",
    },
    House {
        id: "erste",
        name: "Erste Bank von 1820",
        place: "DE-SN",
    },
    House {
        id: "somewhere",
        name: "Irgendwo GmbH",
        place: "DE",
    },
];

/// The full name of an organisation of the fair.
#[must_use]
pub fn house_named(id: &str) -> String {
    format!("{FAIR}/organisations/{id}")
}

/// The prices of one unit of each currency in euros, as they are recorded.
pub const RATES: [(&str, &str); 3] = [("USD", "0.9"), ("JPY", "0.0061"), ("BHD", "2.45")];

/// Who takes part: ids of [`HOUSES`]. Seven countries.
const TAKING_PART: [&str; 12] = [
    "21st-century-media",
    "9m-abrasives",
    "seven-seas",
    "route-66",
    "taipei-1",
    "sunflower",
    "family",
    "hotels-42",
    "moebel",
    "logistik-4",
    "hundred",
    "somewhere",
];

/// How many forums are held.
const FORUMS: usize = 7;

/// How many business talks are held.
const BUSINESS_TALKS: usize = 5;

/// Records the whole fair, agreements made up from `seed`.
///
/// # Panics
/// When a service refuses a record.
pub async fn open_books(clients: &Clients, seed: u64) {
    record_fair(clients).await;
    for id in TAKING_PART {
        let record = participation(&house_named(id));
        clients.record_participation(EDITION, id, record).await;
    }
    let kinds = [
        (ActivityKind::Forum, FORUMS),
        (ActivityKind::BusinessTalk, BUSINESS_TALKS),
    ];
    for (kind, number) in kinds {
        for n in 0..number {
            let held = activity(kind).with(|activity| activity.held_on = date(2024, 10, 30));
            let id = format!(
                "{}-{n}",
                kind.as_str_name().to_lowercase().replace('_', "-")
            );
            clients.record_activity(EDITION, &id, held).await;
        }
    }
    for deal in deals(seed) {
        let record = agreement_of(&deal);
        clients.record_agreement(EDITION, &deal.id, record).await;
    }
    record_reporting(clients).await;
}

async fn record_fair(clients: &Clients) {
    let mut exhibitions = clients.exhibitions.clone();
    let held = fair().with(|fair: &mut Fair| {
        fair.title = text("Rhine-Main Services Fair");
        fair.short_title = text("RMSF");
        fair.first_year = 2001;
    });
    exhibitions
        .create_fair(create::fair("rhine-main", held))
        .await
        .unwrap();
    for (ordinal, opening, closing) in [
        (19, date(2022, 10, 31), date(2022, 11, 3)),
        (21, date(2024, 10, 29), date(2024, 11, 2)),
    ] {
        let held = edition(ordinal).with(|edition: &mut Edition| {
            edition.opening_date = opening;
            edition.closing_date = closing;
            edition.time_zone = "Europe/Berlin".to_owned();
            edition.host_subdivision_code = HOST.to_owned();
            edition.host_city = text("Frankfurt am Main");
            edition.statistics_office = text("the fair company");
        });
        exhibitions
            .create_edition(create::edition(FAIR, held))
            .await
            .unwrap();
    }
    for house in HOUSES {
        let record = organisation(house.name, house.place);
        clients.record_organisation(FAIR, house.id, record).await;
    }
}

async fn record_reporting(clients: &Clients) {
    let mut reporting = clients.reporting.clone();
    let catalogue = InstallCatalogueRequest {
        reporting_currency_code: "EUR".to_owned(),
        domestic_currency_code: "EUR".to_owned(),
        focus_sector_code: "11.C".to_owned(),
        focus_sector_title: text("air travel contracts"),
        ..create::catalogue(FAIR)
    };
    reporting.install_catalogue(catalogue).await.unwrap();
    for (base, price) in RATES {
        let record = rate(base, "EUR", price).with(|rate| rate.rate_date = date(2024, 11, 2));
        let id = format!("{}-eur", base.to_lowercase());
        reporting
            .create_rate(create::rate(EDITION, &id, record))
            .await
            .unwrap();
    }
    for family in ["fair", "participations", "activities", "contracts"] {
        for (parent, basis) in [
            (EDITION, FigureBasis::Records),
            (EDITION_19, FigureBasis::Reported),
        ] {
            let status = edition_status(family, basis);
            reporting
                .create_edition_status(create::edition_status(parent, status))
                .await
                .unwrap();
        }
    }
    for (id, value) in [("contract-count", "40"), ("contract-volume", "123456.78")] {
        let request = create::reported_figure(EDITION_19, id, reported_figure(value));
        reporting.create_reported_figure(request).await.unwrap();
    }
}

/// The agreement of a deal, as a caller records it.
fn agreement_of(deal: &Deal) -> Agreement {
    let names: Vec<String> = deal
        .parties
        .iter()
        .map(|&house| house_named(HOUSES[house].id))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    agreement(&names).with(|record| {
        record.title = text(&format!("{} deal", HOUSES[deal.parties[0]].name));
        record.subject = text(deal.subject);
        record.stage = deal.stage.into();
        record.sector_code = deal.sector.to_owned();
        record.amount = deal.amount.map(|amount| Money {
            currency_code: amount.currency.to_owned(),
            units: amount.minor / 10_i64.pow(amount.decimals),
            nanos: i32::try_from(
                amount.minor % 10_i64.pow(amount.decimals) * 10_i64.pow(9 - amount.decimals),
            )
            .expect("less than one unit"),
        });
        record.signed_on = date(2024, 10, 31);
        record.signed_on_site = deal.signed_on_site;
        record.place = deal.place.to_owned();
        record.featured = deal.featured.to_owned();
        record.synthetic = deal.synthetic;
        if deal.stage == AgreementStage::PreliminaryIntention {
            record.signed_on = None;
            record.signed_on_site = false;
        }
    })
}
