//! When an agreement can have been signed.

use fault::Violations;
use jiff::{Span, civil::Date};
use proto::{contracts::v1::Agreement, exhibitions::v1::Edition};
use resource::date;

/// How long before the opening an agreement may be signed, in years: projects
/// are prepared between two editions.
const YEARS_BEFORE_OPENING: i64 = 2;

/// How long after the closing an agreement may be signed, in years.
const YEARS_AFTER_CLOSING: i64 = 1;

/// Notes what is wrong with the day an agreement of `edition` was signed on.
pub(crate) fn check(agreement: &Agreement, edition: &Edition, violations: &mut Violations) {
    let day = |day: &Option<_>| day.as_ref().and_then(date::civil);
    let opening = day(&edition.opening_date);
    let closing = day(&edition.closing_date);
    let signed_on = day(&agreement.signed_on);
    if let (Some(signed_on), Some(opening), Some(closing)) = (signed_on, opening, closing)
        && let Some(objection) = objection(signed_on, agreement.signed_on_site, opening, closing)
    {
        violations.add("signed_on", objection);
    }
}

fn objection(signed_on: Date, on_site: bool, opening: Date, closing: Date) -> Option<String> {
    if on_site && !(opening..=closing).contains(&signed_on) {
        return Some(format!(
            "is {signed_on}; what is signed on site is signed from {opening} to {closing}, \
             while the edition is open"
        ));
    }
    let first = opening.saturating_sub(Span::new().years(YEARS_BEFORE_OPENING));
    let last = closing.saturating_add(Span::new().years(YEARS_AFTER_CLOSING));
    (!(first..=last).contains(&signed_on)).then(|| {
        format!("is {signed_on}; for this edition it must be a day from {first} to {last}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_lies_near_the_edition_and_within_it_on_site() {
        let (opening, closing) = (date(2016, 5, 28), date(2016, 6, 1));
        let table = [
            (date(2016, 5, 28), true, true),
            (date(2016, 6, 1), true, true),
            (date(2016, 5, 27), true, false),
            (date(2016, 6, 2), true, false),
            (date(2016, 5, 27), false, true),
            (date(2014, 5, 28), false, true),
            (date(2014, 5, 27), false, false),
            (date(2017, 6, 1), false, true),
            (date(2017, 6, 2), false, false),
        ];
        for (day, on_site, fits) in table {
            let objection = objection(day, on_site, opening, closing);
            assert_eq!(
                objection.is_none(),
                fits,
                "{day}, on site {on_site}: {objection:?}"
            );
        }
    }
}
