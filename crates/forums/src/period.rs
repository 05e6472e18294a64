//! When something can have happened that belongs to an edition.

use fault::Violations;
use jiff::{Span, civil};
use proto::{exhibitions::v1::Edition, google::r#type::Date};
use resource::date;

/// How long before the opening an activity may be held, in years: enough for what
/// leads up to a fair, too little for a slip in the year.
pub(crate) const ACTIVITY_YEARS_BEFORE: i64 = 1;

/// How long before the opening a demand or a project may be published, in years:
/// some are kept up from the edition before.
pub(crate) const PUBLISHED_YEARS_BEFORE: i64 = 2;

/// How long after the closing anything may happen, in years.
const YEARS_AFTER: i64 = 1;

/// Notes a day in `field` that does not lie from so many years before the edition
/// opens to one year after it closes. Days that are none are noted elsewhere.
pub(crate) fn check(
    day: Option<&Date>,
    edition: &Edition,
    years_before: i64,
    field: &str,
    violations: &mut Violations,
) {
    let read = |day: &Option<Date>| day.as_ref().and_then(date::civil);
    let (opening, closing) = (read(&edition.opening_date), read(&edition.closing_date));
    if let (Some(day), Some(opening), Some(closing)) = (day.and_then(date::civil), opening, closing)
        && let Some(objection) = objection(day, years_before, opening, closing)
    {
        violations.add(field, objection);
    }
}

fn objection(
    day: civil::Date,
    years_before: i64,
    opening: civil::Date,
    closing: civil::Date,
) -> Option<String> {
    let first = opening.saturating_sub(Span::new().years(years_before));
    let last = closing.saturating_add(Span::new().years(YEARS_AFTER));
    let told = || format!("is {day}; for this edition it must be a day from {first} to {last}");
    (!(first..=last).contains(&day)).then(told)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_lies_near_the_edition() {
        let (opening, closing) = (date(2016, 5, 28), date(2016, 6, 1));
        let table = [
            (date(2016, 5, 28), 1, true),
            (date(2015, 5, 28), 1, true),
            (date(2015, 5, 27), 1, false),
            (date(2015, 5, 27), 2, true),
            (date(2014, 5, 28), 2, true),
            (date(2014, 5, 27), 2, false),
            (date(2017, 6, 1), 1, true),
            (date(2017, 6, 2), 1, false),
            (date(2017, 6, 2), 2, false),
            (date(2061, 5, 28), 2, false),
        ];
        for (day, years_before, fits) in table {
            let objection = objection(day, years_before, opening, closing);
            assert_eq!(objection.is_none(), fits, "{day}: {objection:?}");
        }
    }
}
