//! What is right for an edition.

use super::*;
use crate::samples::{day, edition, wrong_fields};

#[test]
fn an_edition_says_when_and_where_it_was_held() {
    assert_eq!(wrong_fields(&edition(4)), Vec::<String>::new());
    let every_required_field = [
        "ordinal",
        "opening_date",
        "closing_date",
        "time_zone",
        "host_subdivision_code",
        "host_city.en",
        "host_city.zh",
        "statistics_office.en",
        "statistics_office.zh",
        "source",
        "evidence_kind",
    ];
    assert_eq!(wrong_fields(&Edition::default()), every_required_field);
}

#[test]
fn the_ordinal_is_the_id() {
    for (id, ordinal, fits) in [
        ("4", 4, true),
        ("5", 4, false),
        ("04", 4, false),
        ("0", 0, false),
        ("iv", 4, false),
    ] {
        let edition = Edition {
            name: format!("fairs/ciftis/editions/{id}"),
            ..edition(ordinal)
        };
        let expected: &[&str] = if fits { &[] } else { &["ordinal"] };
        assert_eq!(wrong_fields(&edition), expected, "{id} {ordinal}");
    }
}

#[test]
fn the_days_of_an_edition_are_in_order_and_not_too_many() {
    let table = [
        (day(2016, 5, 28), day(2016, 5, 28), None, Vec::<&str>::new()),
        (day(2016, 5, 28), day(2017, 7, 1), None, vec![]),
        (
            day(2016, 5, 28),
            day(2017, 7, 2),
            None,
            vec!["closing_date"],
        ),
        (
            day(2016, 5, 28),
            day(2016, 5, 27),
            None,
            vec!["closing_date"],
        ),
        (day(1, 1, 1), day(9999, 12, 31), None, vec!["closing_date"]),
        (
            day(2016, 2, 30),
            day(2016, 6, 1),
            None,
            vec!["opening_date.day"],
        ),
        (day(2016, 5, 28), day(2016, 6, 1), day(2016, 5, 28), vec![]),
        (
            day(2016, 5, 28),
            day(2016, 6, 1),
            day(2016, 5, 27),
            vec!["statistics_cutoff_date"],
        ),
        (
            day(2016, 5, 28),
            day(2016, 6, 1),
            day(2016, 13, 1),
            vec!["statistics_cutoff_date.month"],
        ),
    ];
    for (opening_date, closing_date, statistics_cutoff_date, expected) in table {
        let edition = Edition {
            opening_date,
            closing_date,
            statistics_cutoff_date,
            ..edition(4)
        };
        assert_eq!(wrong_fields(&edition), expected, "{edition:?}");
    }
}

#[test]
fn a_time_zone_is_one_of_the_database() {
    for (time_zone, fits) in [
        ("Asia/Shanghai", true),
        ("Europe/Berlin", true),
        ("UTC", true),
        ("asia/shanghai", false),
        ("Asia/Peking", false),
        ("+08:00", false),
        ("", false),
    ] {
        let edition = Edition {
            time_zone: time_zone.to_owned(),
            ..edition(4)
        };
        assert_eq!(wrong_fields(&edition).is_empty(), fits, "{time_zone}");
    }
}
