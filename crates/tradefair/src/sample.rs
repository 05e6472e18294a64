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
pub const FILES: [(&str, &str); 21] = [
    ("fairs.csv", include_str!("../sample/ciftis/fairs.csv")),
    (
        "code_lists.csv",
        include_str!("../sample/ciftis/code_lists.csv"),
    ),
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
    ("persons.csv", include_str!("../sample/ciftis/persons.csv")),
    (
        "sections.csv",
        include_str!("../sample/ciftis/sections.csv"),
    ),
    (
        "participations.csv",
        include_str!("../sample/ciftis/participations.csv"),
    ),
    ("visits.csv", include_str!("../sample/ciftis/visits.csv")),
    (
        "delegations.csv",
        include_str!("../sample/ciftis/delegations.csv"),
    ),
    (
        "delegates.csv",
        include_str!("../sample/ciftis/delegates.csv"),
    ),
    (
        "highlights.csv",
        include_str!("../sample/ciftis/highlights.csv"),
    ),
    ("demands.csv", include_str!("../sample/ciftis/demands.csv")),
    (
        "activities.csv",
        include_str!("../sample/ciftis/activities.csv"),
    ),
    (
        "attendances.csv",
        include_str!("../sample/ciftis/attendances.csv"),
    ),
    (
        "publications.csv",
        include_str!("../sample/ciftis/publications.csv"),
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
