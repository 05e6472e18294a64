//! What is right for a person, and which office counts.

use super::*;
use crate::samples::{day, office, person, text, text_in_english, wrong_fields};

#[test]
fn a_person_has_a_name_and_a_country() {
    assert_eq!(wrong_fields(&person()), Vec::<String>::new());
    let every_required_field = ["display_name.en", "country_code", "source", "evidence_kind"];
    assert_eq!(wrong_fields(&Person::default()), every_required_field);
    let without_offices = Person {
        offices: Vec::new(),
        ..person()
    };
    assert_eq!(wrong_fields(&without_offices), Vec::<String>::new());
}

#[test]
fn each_wrong_office_is_named_by_its_place() {
    let right = office("mayor of Cologne", day(2015, 10, 20), day(2015, 10, 20));
    let reversed = office("mayor of Cologne", day(2015, 10, 20), day(2015, 10, 19));
    let without_dates = office("mayor of Cologne", None, day(2016, 2, 30));
    let nameless = Office {
        title: text("", "市长"),
        unlocode: "Cologne".to_owned(),
        ..right.clone()
    };
    let person = Person {
        offices: vec![right, reversed, without_dates, nameless],
        ..person()
    };
    let expected = [
        "offices[1].until",
        "offices[2].from",
        "offices[2].until.day",
        "offices[3].title.en",
        "offices[3].unlocode",
    ];
    assert_eq!(wrong_fields(&person), expected);
}

#[test]
fn offices_are_few() {
    let of = |count| Person {
        offices: vec![office("mayor of Cologne", day(2015, 10, 20), None); count],
        ..person()
    };
    assert_eq!(wrong_fields(&of(20)), Vec::<String>::new());
    assert_eq!(wrong_fields(&of(21)), ["offices"]);
}

#[test]
fn the_office_is_the_one_held_on_the_day_and_of_several_the_first() {
    let person = Person {
        offices: vec![
            office("councillor", day(2000, 1, 1), day(2015, 10, 19)),
            office("mayor", day(2015, 10, 20), None),
            office("chair of the city league", day(2016, 5, 28), None),
        ],
        ..person()
    };
    for (on, expected) in [
        ((1999, 12, 31), None),
        ((2000, 1, 1), Some("councillor")),
        ((2015, 10, 19), Some("councillor")),
        ((2015, 10, 20), Some("mayor")),
        ((2016, 5, 28), Some("mayor")),
    ] {
        let (year, month, of_month) = on;
        let office = office_on(&person, Date::constant(year, month, of_month));
        assert_eq!(office, expected.and_then(text_in_english), "{on:?}");
    }
}
