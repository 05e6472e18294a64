//! Days, as the contracts write them, as the calendar knows them and as text.

use fault::Violations;
use jiff::civil;
use proto::google::r#type::Date;

/// Reads a day that must be given.
pub fn required(
    date: Option<&Date>,
    field: &str,
    violations: &mut Violations,
) -> Option<civil::Date> {
    violations.require(
        date.is_some(),
        field,
        "is required: a day with year, month and day",
    );
    optional(date, field, violations)
}

/// Reads a day that may be left out.
pub fn optional(
    date: Option<&Date>,
    field: &str,
    violations: &mut Violations,
) -> Option<civil::Date> {
    let date = date?;
    let read = civil(date);
    if read.is_none() {
        note_wrong(date, field, violations);
    }
    read
}

/// Notes which parts keep a date from being a day of the calendar; one without any part
/// is wrong as a whole.
fn note_wrong(date: &Date, field: &str, violations: &mut Violations) {
    if *date == Date::default() {
        violations.add(field, "must have year (1 to 9999), month and day");
        return;
    }
    let last = last_day(date);
    for (part, number, most) in [
        ("year", date.year, 9999),
        ("month", date.month, 12),
        ("day", date.day, last),
    ] {
        if !(1..=most).contains(&number) {
            let description = format!("must be 1 to {most}, as the calendar has it");
            violations.add(format!("{field}.{part}"), description);
        }
    }
}

/// The last day of the month of a date; that of a long month when there is no such month.
fn last_day(date: &Date) -> i32 {
    let first = civil(&Date { day: 1, ..*date });
    first.map_or(31, |first| i32::from(first.days_in_month()))
}

/// The day of a message, if it is one of the calendar.
#[must_use]
pub fn civil(date: &Date) -> Option<civil::Date> {
    let year = i16::try_from(date.year).ok().filter(|year| *year >= 1)?;
    let month = i8::try_from(date.month).ok()?;
    let day = i8::try_from(date.day).ok()?;
    civil::Date::new(year, month, day).ok()
}

/// The message of a day.
#[must_use]
pub fn date(civil: civil::Date) -> Date {
    Date {
        year: i32::from(civil.year()),
        month: i32::from(civil.month()),
        day: i32::from(civil.day()),
    }
}

/// A day as text that sorts like the calendar: `2016-05-28`.
#[must_use]
pub fn text(civil: civil::Date) -> String {
    civil.to_string()
}

/// The day of a text as [`text`] writes it.
#[must_use]
pub fn parse(text: &str) -> Option<civil::Date> {
    let day: civil::Date = text.parse().ok()?;
    (day.to_string() == text).then_some(day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for (year, month, day, fields) in [
            (2015, 2, 29, "held_on.day"),
            (2016, 13, 1, "held_on.month"),
            (2016, 0, 0, "held_on.month held_on.day"),
            (0, 5, 28, "held_on.year"),
            (2016, 5, 0, "held_on.day"),
            (-4, 5, 28, "held_on.year"),
            (10_000, 1, 1, "held_on.year"),
            (2016, 5, 300, "held_on.day"),
            (0, 0, 0, "held_on"),
        ] {
            let mut violations = Violations::new();
            let date = Date { year, month, day };
            assert_eq!(
                optional(Some(&date), "held_on", &mut violations),
                None,
                "{date:?}"
            );
            let found = violations.found().iter();
            let found: Vec<_> = found.map(|found| found.field.as_str()).collect();
            assert_eq!(found.join(" "), fields, "{date:?}");
        }
        let mut violations = Violations::new();
        assert_eq!(optional(None, "held_on", &mut violations), None);
        assert!(violations.is_empty());
        assert_eq!(required(None, "held_on", &mut violations), None);
        assert!(!violations.is_empty());
    }

    #[test]
    fn a_leap_day_is_a_day() {
        let leap = Date {
            year: 2016,
            month: 2,
            day: 29,
        };
        assert_eq!(text(civil(&leap).unwrap()), "2016-02-29");
        assert_eq!(parse("2016-02-30"), None);
        assert_eq!(parse("20160229"), None);
    }

    proptest! {
        #[test]
        fn days_survive_message_and_text(year in 1_i16..=9999, month in 1_i8..=12, day in 1_i8..=28) {
            let day = civil::Date::new(year, month, day).unwrap();
            prop_assert_eq!(civil(&date(day)), Some(day));
            prop_assert_eq!(parse(&text(day)), Some(day));
        }
    }
}
