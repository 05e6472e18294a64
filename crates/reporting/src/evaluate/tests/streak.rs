//! How far a run of editions is followed, and how far it is proved.

use proptest::prelude::*;
use proto::reporting::v1::{
    FigureBasis, FigureDefinition, ObservationStatus, Series, Streak, Threshold,
    figure_definition::Rule,
};

use super::{answer, figure, of_family, refusal, value, where_values};
use crate::{
    catalogue::{self, Settings},
    explain,
    tables::{self, Tables, edition, held_in},
};

use FigureBasis::{Records, Reported};
use ObservationStatus::{Normal, Provisional};

fn streak(dimension: &str, value: &str) -> FigureDefinition {
    let rule = Streak {
        service: "exhibitions".to_owned(),
        selection: where_values("delegations", &[(dimension, &[value])]),
    };
    of_family("delegations", "editions", Rule::Streak(rule))
}

/// The delegations of Cologne as DOMAIN tells them: four of the city, the head of
/// the last alone known.
fn cologne() -> Tables {
    let mut tables = tables::fair();
    tables.define("city", streak("unlocode", "DECGN"));
    tables.define("person", streak("head", "henriette-reker"));
    for ordinal in 1..=4 {
        let head = if ordinal == 4 {
            "henriette-reker"
        } else {
            "none"
        };
        tables.delegation(ordinal, "DE-NW", "DECGN", head);
        tables.delegation(ordinal, "LT-KU", "LTKUN", "somebody");
    }
    tables.status(4, "delegations", Records, Provisional);
    tables.status(3, "delegations", Records, Normal);
    tables
}

#[test]
fn the_city_came_four_times_and_of_the_person_one_time_is_proved() {
    let tables = cologne();
    let city = figure(&tables, 4, "city");
    assert_eq!(value(&tables, 4, "city").to_string(), "4");
    assert_eq!(city.not_proven_beyond, "", "back to the first edition");
    assert_eq!(city.status(), Provisional);
    assert_eq!(city.basis(), Records);

    let person = figure(&tables, 4, "person");
    assert_eq!(person.value.unwrap().numerator, "1");
    assert_eq!(person.not_proven_beyond, edition(3));
}

#[test]
fn absence_is_proved_by_records_that_leave_nothing_open() {
    let mut tables = cologne();
    tables.rows.retain(|row| {
        row.edition != 3 || row.dimensions.contains(&("unlocode", "LTKUN".to_owned()))
    });
    for id in ["city", "person"] {
        let figure = figure(&tables, 4, id);
        assert_eq!(figure.value.unwrap().numerator, "1", "{id}");
        assert_eq!(figure.not_proven_beyond, "", "{id}");
    }
    // The same records under another statement prove nothing.
    tables.status(3, "delegations", Reported, Normal);
    assert_eq!(figure(&tables, 4, "city").not_proven_beyond, edition(3));
    tables.statuses.remove(&(3, "delegations"));
    assert_eq!(figure(&tables, 4, "city").not_proven_beyond, edition(3));
}

#[test]
fn an_edition_that_was_never_recorded_ends_what_can_be_followed() {
    let mut tables = cologne();
    tables.editions.remove(&2);
    let figure = figure(&tables, 4, "city");
    assert_eq!(figure.value.unwrap().numerator, "2");
    assert_eq!(figure.not_proven_beyond, edition(2));
}

#[test]
fn a_run_of_none_is_proved_or_refused() {
    let mut tables = cologne();
    tables.define("nobody", streak("unlocode", "NOWHERE"));
    assert_eq!(value(&tables, 4, "nobody").to_string(), "0");
    assert_eq!(figure(&tables, 4, "nobody").not_proven_beyond, "");
    tables.status(4, "delegations", Reported, Normal);
    assert_eq!(
        value(&tables, 4, "city").to_string(),
        "4",
        "records prove presence"
    );
    assert_eq!(
        refusal(&tables, 4, "nobody"),
        "nothing proves presence or absence in fairs/ciftis/editions/4: of delegations its books \
         hold reported figures only"
    );
}

#[test]
fn a_run_that_is_not_proved_is_no_value_to_compute_with_but_a_lower_bound() {
    let mut tables = cologne();
    let of = "person".to_owned();
    let series = Rule::Series(Series { of: of.clone() });
    tables.define("listed", of_family("delegations", "editions", series));
    let why = &figure(&tables, 4, "listed").points;
    assert!(why.is_empty());
    let more_than = |above: &str| {
        let above = above.to_owned();
        let of = of.clone();
        of_family(
            "delegations",
            "editions",
            Rule::Threshold(Threshold { of, above }),
        )
    };
    tables.define("some", more_than("0"));
    tables.define("several", more_than("1"));
    assert_eq!(value(&tables, 4, "some").to_string(), "0");
    assert_eq!(
        refusal(&tables, 4, "several"),
        "person of fairs/ciftis/editions/4, of which the least it can be is 1, is not above 1"
    );
}

#[test]
fn the_explanation_of_a_streak_shows_what_was_read_and_what_proves_it() {
    let tables = cologne();
    let tree = explain::explanation(&answer(&tables, 4, "person"), &tables::cut()).unwrap();
    assert_eq!(
        tree.computation,
        "the editions in a row, up to fairs/ciftis/editions/4, with records of the selection in \
         delegations of exhibitions: at least 1; not proved beyond fairs/ciftis/editions/3: it has \
         records of which a dimension of the selection is not known"
    );
    let read: Vec<_> = tree
        .cells
        .iter()
        .map(|read| {
            let query = read.query.as_ref().unwrap();
            (
                query.parent.as_str(),
                read.answer.as_ref().unwrap().totals[0].total,
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            (edition(4).as_str(), 1),
            (edition(3).as_str(), 0),
            (edition(3).as_str(), 1)
        ]
    );
    assert_eq!(
        tree.grounds,
        [
            "fairs/ciftis/editions/4@0",
            "fairs/ciftis/editions/3/statuses/delegations@1",
            "fairs/ciftis/editions/4/statuses/delegations@1",
        ]
    );
}

#[test]
fn a_delegation_without_a_city_leaves_open_the_cities_of_its_country_alone() {
    let mut tables = tables::fair();
    let settings = Settings {
        reporting_currency_code: "USD".to_owned(),
        domestic_currency_code: "CNY".to_owned(),
        followed_city_unlocode: "FRPAR".to_owned(),
        ..Settings::default()
    };
    for (id, definition) in catalogue::definitions(&settings).unwrap() {
        tables.define(&id, definition);
    }
    for region in ["CN-SC", "CN-FJ"] {
        tables.delegation(4, region, "none", "none");
    }
    tables.delegation(4, "FR-ARA", "FRLIO", "none");
    tables.status(4, "delegations", Records, Normal);
    assert_eq!(value(&tables, 4, "followed-city-run").to_string(), "0");
    assert_eq!(
        figure(&tables, 4, "followed-city-run").not_proven_beyond,
        ""
    );

    tables.delegation(4, "FR-IDF", "none", "none");
    assert_eq!(
        refusal(&tables, 4, "followed-city-run"),
        "nothing proves presence or absence in fairs/ciftis/editions/4: it has records of which a \
         dimension of the selection is not known"
    );

    tables.delegation(4, "FR-IDF", "FRPAR", "none");
    let city = figure(&tables, 4, "followed-city-run");
    assert_eq!(city.value.unwrap().numerator, "1");
    assert_eq!(city.not_proven_beyond, edition(3), "of it nothing is said");
}

/// What is known of a city in an edition.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Known {
    Present,
    Absent,
    NotSaid,
    OnlyReported,
    CityMissing,
    NeverRecorded,
}

fn history() -> impl Strategy<Value = Vec<Known>> {
    use Known::{Absent, CityMissing, NeverRecorded, NotSaid, OnlyReported, Present};
    let one = prop_oneof![
        6 => Just(Present),
        1 => Just(Absent),
        1 => Just(NotSaid),
        1 => Just(OnlyReported),
        1 => Just(CityMissing),
        1 => Just(NeverRecorded),
    ];
    prop::collection::vec(one, 1..8)
}

/// The history in tables; the presence of the city is said of whatever status.
fn in_tables(history: &[Known], statuses: &[u8]) -> Tables {
    let mut tables = Tables::default();
    tables.define("city", streak("unlocode", "DECGN"));
    for (ordinal, (known, status)) in (1..).zip(history.iter().zip(statuses)) {
        if *known == Known::NeverRecorded {
            continue;
        }
        tables
            .editions
            .insert(ordinal, held_in(ordinal, 2010 + ordinal));
        tables.delegation(ordinal, "LT-KU", "LTKUN", "somebody");
        let basis = match known {
            Known::Absent | Known::CityMissing => Some(Records),
            Known::OnlyReported => Some(Reported),
            Known::Present => [None, Some(Records), Some(Reported)][usize::from(*status)],
            Known::NotSaid | Known::NeverRecorded => None,
        };
        if let Some(basis) = basis {
            tables.status(ordinal, "delegations", basis, Normal);
        }
        match known {
            Known::Present => tables.delegation(ordinal, "DE-NW", "DECGN", "none"),
            Known::CityMissing => tables.delegation(ordinal, "DE-NW", "none", "none"),
            _ => {}
        }
    }
    tables
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_run_is_what_is_present_in_a_row_and_exact_when_its_end_is_proved(
        history in history(),
        statuses in prop::collection::vec(0..3u8, 8),
    ) {
        // This edition is one whose books hold records, or there is no figure.
        let mut history = history;
        let last = i32::try_from(history.len()).unwrap();
        let this = history.last_mut().unwrap();
        if !matches!(this, Known::Present | Known::Absent | Known::CityMissing) {
            *this = Known::Present;
        }
        let mut tables = in_tables(&history, &statuses);
        tables.status(last, "delegations", Records, Normal);

        let run = history.iter().rev().take_while(|known| **known == Known::Present).count();
        let end = history.iter().rev().nth(run);
        let open = end.is_some_and(|known| *known != Known::Absent);
        let figure = figure(&tables, last, "city");
        if open && run == 0 {
            prop_assert!(figure.refusal.starts_with("nothing proves"), "{}", figure.refusal);
        } else {
            prop_assert_eq!(figure.refusal.as_str(), "");
            prop_assert_eq!(figure.value.unwrap().numerator, run.to_string());
            let beyond = last - i32::try_from(run).unwrap();
            let beyond = if open { edition(beyond) } else { String::new() };
            prop_assert_eq!(figure.not_proven_beyond, beyond);
        }
    }
}
