//! When a growth is given and when not.

use proptest::prelude::*;
use proto::reporting::v1::{
    Figure, FigureBasis, Growth, ObservationStatus, ObservationStatus::Provisional,
    SameSeasonYearEarlier, figure_definition::Rule, growth::Base,
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

/// The growth of one value against another, each known as an interval.
fn of_intervals(own: [&str; 3], base: [&str; 3], approximate: bool) -> Figure {
    let mut tables = closing();
    tables.status(4, "contracts", FigureBasis::Reported, Provisional);
    for (ordinal, [lower, value, upper]) in [(4, own), (3, base)] {
        let reported = tables.report(ordinal, "contract-count", value);
        reported.lower_bound = lower.to_owned();
        reported.upper_bound = upper.to_owned();
        reported.approximate = approximate && ordinal == 4;
    }
    figure(&tables, 4, "contract-count-growth")
}

#[test]
fn a_growth_from_an_interval_is_given_where_it_is_much_the_same_all_along() {
    let exactly = |value| ["", value, ""];
    for (own, base) in [
        (exactly("331"), ["236", "236", "237"]),
        (exactly("10108"), ["8119", "8152", "8185"]),
        (exactly("171000"), ["152000", "152679", "153363"]),
        (["101", "102", "103"], exactly("100")),
        (["120", "121", "121"], ["100", "100", "100"]),
    ] {
        let growth = of_intervals(own, base, false);
        assert_eq!(growth.refusal, "", "{own:?} against {base:?}");
    }
    let about = of_intervals(exactly("171000"), exactly("150000"), true);
    assert_eq!((about.refusal.as_str(), about.approximate), ("", true));
}

#[test]
fn a_growth_that_an_interval_leaves_open_is_refused() {
    let exactly = |value| ["", value, ""];
    for (own, base, why) in [
        (
            exactly("171"),
            ["60", "120", "170"],
            "contract-count of fairs/ciftis/editions/4 (171) and contract-count of \
             fairs/ciftis/editions/3 (from 60 to 170) give a change of 42.5 percent and as well \
             one of 185: that is more than one percentage point apart",
        ),
        (exactly("1000"), ["999", "1000", "1001"], "its direction"),
        (exactly("1000"), ["999", "999", "1000"], "its direction"),
        (["999", "1001", "1002"], exactly("1000"), "its direction"),
        (["101", "102", "103.1"], exactly("100"), "more than one"),
        (exactly("5"), ["0", "4", "6"], "no percentage can be taken"),
        (exactly("5"), ["4", "4", ""], "not between which two values"),
        (["5", "5", ""], exactly("4"), "not between which two values"),
    ] {
        let refused = of_intervals(own, base, false).refusal;
        assert!(
            refused.contains(why),
            "{own:?} against {base:?}: {refused:?}"
        );
    }
}

/// An interval around a value, the three of them in order.
fn interval() -> impl Strategy<Value = [i64; 3]> {
    (150..900i64, 0..8i64, 0..8i64).prop_map(|(value, below, above)| {
        // Half of them are exact, or nearly none would pass.
        [value - below / 4, value, value + above / 4]
    })
}

proptest! {
    #[test]
    fn a_growth_from_intervals_holds_for_every_pair_of_values(own in interval(), base in interval()) {
        let text = own.map(|one| one.to_string());
        let base_text = base.map(|one| one.to_string());
        let growth = of_intervals(
            text.each_ref().map(String::as_str),
            base_text.each_ref().map(String::as_str),
            false,
        );
        // Every pair of whole numbers the intervals allow, in fractions without signs.
        let [given, given_base] = [own[1], base[1]];
        let sure = (own[0]..=own[2]).all(|one| (base[0]..=base[2]).all(|before| {
            let same_way = one.cmp(&before) == given.cmp(&given_base);
            let apart = (one * given_base - given * before).abs() * 100;
            same_way && apart <= before * given_base
        }));
        prop_assert_eq!(growth.refusal.is_empty(), sure, "{}", growth.refusal);
    }
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
fn the_base_of_a_season_is_the_one_edition_near_the_day_a_year_earlier() {
    for (openings, base) in [
        (["2014-05-28", "2015-01-20", "2015-06-10", "2016-05-28"], 3),
        (["2014-05-28", "2015-02-25", "2015-11-10", "2016-05-28"], 2),
        (["2015-08-28", "2015-10-10", "2015-12-10", "2016-05-28"], 1),
        // New Year lies between them, this way and that.
        (["2014-12-28", "2015-06-01", "2015-12-28", "2017-01-05"], 3),
        (["2014-06-01", "2016-01-03", "2016-09-01", "2016-12-30"], 2),
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
        "no edition opened within 92 days of 2015-05-28"
    );
    let two = season(&["2014-05-28", "2015-05-01", "2015-06-30", "2016-05-28"]);
    assert_eq!(
        refusal(&two, 4, "seasonal"),
        "fairs/ciftis/editions/2 and fairs/ciftis/editions/3 both opened within 92 days of \
         2015-05-28"
    );
    let around_new_year = season(&["2014-12-01", "2015-01-02", "2016-01-02", "2016-01-10"]);
    let why = refusal(&around_new_year, 4, "seasonal");
    assert!(why.contains("editions/2 both opened within"), "{why}");
}
