//! The books a test usually begins with: a fair of four editions, some
//! organisations, one activity, the shipped catalogue, rates and statuses.

use std::net::SocketAddr;

use proto::{forums::v1::ActivityKind, reporting::v1::FigureBasis};
use tradefair::{
    import::{Extent, Faults, Links, Plan},
    sample,
    topology::{ServiceName, links_to},
};

use crate::{
    builders::{With, activity, create, date, edition, edition_status, fair, organisation, rate},
    clients::Clients,
    fair::RunningFair,
    press,
};

/// The fair of most tests.
pub const FAIR: &str = "fairs/ciftis";

/// Its edition of most tests.
pub const EDITION: &str = "fairs/ciftis/editions/4";

/// The edition before.
pub const EDITION_BEFORE: &str = "fairs/ciftis/editions/3";

/// The years in which the editions opened: none was held in 2015.
const OPENING_YEARS: [i32; 4] = [2012, 2013, 2014, 2016];

/// The organisations: id, name, country or subdivision.
pub const ORGANISATIONS: [(&str, &str, &str); 8] = [
    ("gremio", "Gremio", "BR"),
    ("longley", "Longley Group", "GB"),
    ("kaunas", "Kaunas University of Technology", "LT"),
    ("harbour", "Harbour Trade", "HK"),
    ("beijing-football", "Beijing Football Club", "CN-BJ"),
    ("beijing-courier", "Beijing Courier", "CN-BJ"),
    ("sichuan-culture", "Sichuan Culture", "CN-SC"),
    ("china-somewhere", "Somewhere in China", "CN"),
];

/// The full name of an organisation of the fair.
#[must_use]
pub fn organisation_named(id: &str) -> String {
    format!("{FAIR}/organisations/{id}")
}

/// Records fair, editions, organisations and one activity.
///
/// # Panics
/// When a service refuses one of them.
pub async fn open_books(clients: &Clients) {
    open_exhibitions(clients).await;
    let forum = create::activity(EDITION, "f001", activity(ActivityKind::Forum));
    clients.forums.clone().create_activity(forum).await.unwrap();
}

/// Records fair, editions and organisations.
///
/// # Panics
/// When exhibitions refuses one of them.
pub async fn open_exhibitions(clients: &Clients) {
    let mut exhibitions = clients.exhibitions.clone();
    exhibitions
        .create_fair(create::fair("ciftis", fair()))
        .await
        .unwrap();
    for (ordinal, year) in (1..).zip(OPENING_YEARS) {
        let held = edition(ordinal).with(|edition| {
            edition.opening_date = date(year, 5, 28);
            edition.closing_date = date(year, 6, 1);
        });
        exhibitions
            .create_edition(create::edition(FAIR, held))
            .await
            .unwrap();
    }
    for (id, name, place) in ORGANISATIONS {
        let organisation = organisation(name, place);
        exhibitions
            .create_organisation(create::organisation(FAIR, id, organisation))
            .await
            .unwrap();
    }
}

/// Installs the catalogue, the rates of the 4th edition and its statuses, so
/// that its figures can be read.
///
/// # Panics
/// When reporting refuses one of them.
pub async fn open_reporting(clients: &Clients) {
    let mut reporting = clients.reporting.clone();
    reporting
        .install_catalogue(create::catalogue(FAIR))
        .await
        .unwrap();
    for (id, base, quote, price) in [
        ("usd-cny", "USD", "CNY", "6.5"),
        ("eur-usd", "EUR", "USD", "1.1"),
    ] {
        reporting
            .create_rate(create::rate(EDITION, id, rate(base, quote, price)))
            .await
            .unwrap();
    }
    for family in ["fair", "participations", "activities", "contracts"] {
        let status = edition_status(family, FigureBasis::Records);
        reporting
            .create_edition_status(create::edition_status(EDITION, status))
            .await
            .unwrap();
    }
}

/// The release of [`open_press_desk`], and a figure that it prints.
pub const PUBLISHED: &str = "closing";
/// See [`PUBLISHED`].
pub const PRINTED: &str = "years-since-first";

/// Publishes the summary of the edition.
///
/// # Panics
/// When the press desk refuses it.
pub async fn open_press_desk(clients: &Clients) {
    let created = clients
        .create_release(EDITION, PUBLISHED, press::summary("en"))
        .await;
    clients.bring_out(&created.unwrap().name).await;
}

/// Loads the tables of the sample fair through the public API, as the demo does.
///
/// # Panics
/// When a row is refused.
pub async fn load_sample(running: &RunningFair) {
    let plan = Plan::new(&sample::ciftis(), None).expect("the sample is right");
    let links = links(running);
    let mut faults = Faults::default();
    let report = plan
        .run(&links, Extent::Whole, &mut faults)
        .await
        .expect("the sample is loaded");
    assert!(report.is_whole(), "{report}{:?}", faults.0);
}

/// The ways to the services of a fair, as imports and exports go.
///
/// # Panics
/// Never: an address makes a URI.
#[must_use]
pub fn links(running: &RunningFair) -> Links {
    let target = |address: SocketAddr| address.try_into().expect("an address makes a target");
    let targets = running.addresses().map(target);
    links_to(&ServiceName::ALL.into_iter().zip(targets).collect(), None)
}
