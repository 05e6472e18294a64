//! The sample fair, carried inside the binary.

use crate::import::Table;

/// The tables of the sample fair, as they stand in `sample/ciftis`.
#[must_use]
pub fn ciftis() -> Vec<Table> {
    EMBEDDED
        .iter()
        .map(|(file, text)| Table::new(*file, *text))
        .collect()
}

/// File names and contents. Which files there are is decided by
/// [`crate::import::TABLES`]; a test holds the two together.
const EMBEDDED: [(&str, &str); 12] = [
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::TABLES;

    #[test]
    fn every_table_that_can_be_loaded_is_in_the_sample() {
        let embedded: Vec<_> = EMBEDDED.iter().map(|(file, _)| *file).collect();
        let known: Vec<_> = TABLES.iter().map(|table| table.file).collect();
        assert_eq!(embedded, known);
    }
}
