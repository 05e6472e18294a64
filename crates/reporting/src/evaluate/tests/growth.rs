//! When a growth is given and when not.

use proto::reporting::v1::{
    FigureBasis, Growth, ObservationStatus, SameSeasonYearEarlier, figure_definition::Rule,
    growth::Base,
};

use super::{closing, definition, edition, figure, refusal};
use crate::tables::{Tables, held_in};

fn growth_refused(change: impl FnOnce(&mut Tables)) -> String {
    let mut tables = closing();
    change(&mut tables);
    refusal(&tables, 4, "contract-count-growth")
}

#[test]
fn a_growth_needs_a_base_that_may_serve_as_one() {
    let no_judgement = growth_refused(|tables| tables.comparabilities.clear());
    assert_eq!(
        no_judgement,
        "nobody recorded whether contracts of fairs/ciftis/editions/4 may be compared with \
         fairs/ciftis/editions/3"
    );

    let not_comparable = growth_refused(|tables| {
        tables.comparabilities.clear();
        tables.comparable(4, 3, false);
    });
    assert!(
        not_comparable.contains("may not be compared"),
        "{not_comparable}"
    );
    assert!(
        not_comparable.contains("the counting rule"),
        "{not_comparable}"
    );

    let contradictory = growth_refused(|tables| tables.comparable(4, 3, false));
    assert!(
        contradictory.contains("void one of them"),
        "{contradictory}"
    );

    let no_edition = growth_refused(|tables| drop(tables.editions.remove(&3)));
    assert_eq!(
        no_edition,
        "the base edition fairs/ciftis/editions/3 does not exist"
    );

    let no_value = growth_refused(|tables| {
        tables.reported.remove(&(3, "contract-count".to_owned()));
    });
    assert!(
        no_value.starts_with("contract-count of fairs/ciftis/editions/3 cannot be given: missing"),
        "{no_value}"
    );

    let approximate =
        growth_refused(|tables| tables.report(3, "contract-count", "240").approximate = true);
    assert!(
        approximate.contains("approximate, so it is no base"),
        "{approximate}"
    );

    let zero = growth_refused(|tables| drop(tables.report(3, "contract-count", "0").clone()));
    assert!(
        zero.contains("of which no percentage can be taken"),
        "{zero}"
    );
}

#[test]
fn a_break_in_the_series_ends_growth_on_both_sides() {
    use ObservationStatus::{Break, DefinitionDiffers};
    for status in [Break, DefinitionDiffers] {
        let base = growth_refused(|tables| {
            tables.status(3, "contracts", FigureBasis::Reported, status);
        });
        assert!(
            base.starts_with("contract-count of fairs/ciftis/editions/3 has status"),
            "{base}"
        );
        let own = growth_refused(|tables| {
            tables.status(4, "contracts", FigureBasis::Records, status);
        });
        assert!(
            own.starts_with("contract-count of fairs/ciftis/editions/4 has status"),
            "{own}"
        );
    }
}

#[test]
fn a_refused_growth_still_names_its_base() {
    let mut tables = closing();
    tables.comparabilities.clear();
    assert_eq!(
        figure(&tables, 4, "contract-count-growth").base_edition,
        edition(3)
    );
}

#[test]
fn the_first_edition_has_no_growth() {
    let tables = closing();
    let why = refusal(&tables, 1, "contract-count-growth");
    assert_eq!(why, "the first edition has none before it");
}

#[test]
fn a_base_lies_before_the_edition() {
    let mut tables = closing();
    let growth = Growth {
        of: "contract-count".to_owned(),
        base: Some(Base::Ordinal(4)),
    };
    tables.define(
        "growth-on-itself",
        definition("percent", Rule::Growth(growth)),
    );
    let why = refusal(&tables, 4, "growth-on-itself");
    assert_eq!(why, "edition 4 is not before edition 4");
}

#[test]
fn a_reported_growth_needs_the_judgement_too() {
    let mut tables = closing();
    tables.report(2, "contract-count-growth", "-9.4");
    let why = refusal(&tables, 2, "contract-count-growth");
    assert!(
        why.starts_with("nobody recorded whether contracts"),
        "{why}"
    );
    tables.comparable(2, 1, true);
    assert_eq!(figure(&tables, 2, "contract-count-growth").refusal, "");
}

/// A fair whose editions open on these days; the last is compared with the one of
/// its season.
fn season(openings: &[&str]) -> Tables {
    let mut tables = closing();
    tables.editions.clear();
    let base = Base::SameSeasonYearEarlier(SameSeasonYearEarlier {});
    let growth = Growth {
        of: "contract-count".to_owned(),
        base: Some(base),
    };
    tables.define("seasonal", definition("percent", Rule::Growth(growth)));
    for (ordinal, opening) in (1..).zip(openings) {
        let day = resource::date::date(opening.parse().unwrap());
        let mut edition = held_in(ordinal, day.year);
        edition.opening_date = Some(day);
        tables.editions.insert(ordinal, edition);
    }
    for base in [1, 2] {
        tables.comparable(4, base, true);
    }
    tables
}

#[test]
fn the_base_of_a_season_is_the_one_edition_of_the_year_before_near_the_day() {
    for (openings, base) in [
        (["2014-05-28", "2015-01-20", "2015-06-10", "2016-05-28"], 3),
        (["2014-05-28", "2015-02-25", "2015-11-10", "2016-05-28"], 2),
        (["2015-08-28", "2015-10-10", "2015-12-10", "2016-05-28"], 1),
        // A leap day is compared with the last of February.
        (["2014-02-28", "2015-05-31", "2015-11-10", "2016-02-29"], 2),
    ] {
        let growth = figure(&season(&openings), 4, "seasonal");
        assert_eq!(growth.refusal, "", "{openings:?}");
        assert_eq!(growth.base_edition, edition(base), "{openings:?}");
    }
}

#[test]
fn a_season_without_one_edition_or_with_two_is_no_base() {
    let none = season(&["2014-05-28", "2015-02-24", "2015-08-29", "2016-05-28"]);
    assert_eq!(
        refusal(&none, 4, "seasonal"),
        "no edition opened in 2015 within 92 days of 2015-05-28"
    );
    let two = season(&["2014-05-28", "2015-05-01", "2015-06-30", "2016-05-28"]);
    assert_eq!(
        refusal(&two, 4, "seasonal"),
        "fairs/ciftis/editions/2 and fairs/ciftis/editions/3 both opened in 2015 within 92 days \
         of 2015-05-28"
    );
    // The calendar year before, however near another day of this one is.
    let of_this_year = season(&["2014-12-01", "2014-12-20", "2016-01-02", "2016-01-10"]);
    let why = refusal(&of_this_year, 4, "seasonal");
    assert!(why.starts_with("no edition opened in 2015"), "{why}");
}
