//! The sample fair, carried inside the binary.

use crate::import::Table;

/// The tables of the sample fair, as they stand in `sample/ciftis`.
#[must_use]
pub fn ciftis() -> Vec<Table> {
    FILES
        .iter()
        .map(|(file, text)| Table::new(*file, *text))
        .collect()
}

/// File names and contents. Which files there are is decided by
/// [`crate::import::TABLES`]; a test holds the two together.
pub const FILES: [(&str, &str); 11] = [
    ("fairs.csv", include_str!("../sample/ciftis/fairs.csv")),
    (
        "catalogue.csv",
        include_str!("../sample/ciftis/catalogue.csv"),
    ),
    (
        "editions.csv",
        include_str!("../sample/ciftis/editions.csv"),
    ),
    (
        "organisations.csv",
        include_str!("../sample/ciftis/organisations.csv"),
    ),
    (
        "participations.csv",
        include_str!("../sample/ciftis/participations.csv"),
    ),
    (
        "activities.csv",
        include_str!("../sample/ciftis/activities.csv"),
    ),
    (
        "agreements.csv",
        include_str!("../sample/ciftis/agreements.csv"),
    ),
    ("rates.csv", include_str!("../sample/ciftis/rates.csv")),
    (
        "comparabilities.csv",
        include_str!("../sample/ciftis/comparabilities.csv"),
    ),
    (
        "edition_statuses.csv",
        include_str!("../sample/ciftis/edition_statuses.csv"),
    ),
    (
        "reported_figures.csv",
        include_str!("../sample/ciftis/reported_figures.csv"),
    ),
];
