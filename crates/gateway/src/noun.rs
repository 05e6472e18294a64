//! The units of figures, as prose counts them.

use prose::{Noun, Unit};

/// The unit of a place among editions.
pub(crate) const RANK: &str = "rank";

/// The unit of a number of editions in a row.
pub(crate) const STREAK: &str = "editions";

/// What is counted: unit of the figure, singular, plural. A template may name it more
/// closely.
const NOUNS: [(&str, &str, &str); 16] = [
    ("activities", "activity", "activities"),
    ("agreements", "agreement", "agreements"),
    ("attendees", "attendee", "attendees"),
    ("buyers", "buyer", "buyers"),
    ("countries", "country or region", "countries and regions"),
    ("delegates", "delegate", "delegates"),
    ("delegations", "delegation", "delegations"),
    ("demands", "demand", "demands"),
    ("editions", "edition", "editions"),
    ("highlights", "highlight", "highlights"),
    ("organisations", "organisation", "organisations"),
    ("participations", "participation", "participations"),
    ("publications", "publication", "publications"),
    ("regions", "region", "regions"),
    ("visitors", "visitor", "visitors"),
    ("visits", "visit", "visits"),
];

/// The unit of a figure. `None` if prose has no form for it.
pub(crate) fn unit(unit: &str) -> Option<Unit> {
    match unit {
        "percent" => return Some(Unit::Percent),
        "square_metres" => return Some(Unit::SquareMetres),
        RANK => return Some(Unit::Rank),
        "years" => return Some(Unit::Years),
        "days" => return Some(Unit::Days),
        "ordinal" => return Some(Unit::Ordinal),
        "year" => return Some(Unit::Year),
        _ => {}
    }
    if resource::code::is_currency(unit) {
        return Some(Unit::Amount {
            currency: unit.to_owned(),
        });
    }
    let (_, one, many) = NOUNS.into_iter().find(|(counted, ..)| *counted == unit)?;
    Some(Unit::Count {
        noun: Noun {
            one: one.to_owned(),
            many: many.to_owned(),
        },
    })
}

/// The unit of a place of a text, as figures call it.
pub(crate) fn name(unit: &Unit, of_figure: &str) -> String {
    match unit {
        Unit::Amount { currency } => currency.clone(),
        Unit::Count { .. } => of_figure.to_owned(),
        Unit::Percent => "percent".to_owned(),
        Unit::SquareMetres => "square_metres".to_owned(),
        Unit::Rank => RANK.to_owned(),
        Unit::Years => "years".to_owned(),
        Unit::Days => "days".to_owned(),
        Unit::Ordinal => "ordinal".to_owned(),
        Unit::Year => "year".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_called_as_the_figure_calls_it() {
        let others = [
            "percent",
            "square_metres",
            "years",
            "days",
            "ordinal",
            "rank",
            "year",
            "CNY",
        ];
        for called in NOUNS.map(|(unit, ..)| unit).into_iter().chain(others) {
            let of_prose = unit(called).unwrap();
            assert_eq!(name(&of_prose, called), called);
        }
        for unknown in ["", "square metres", "Rank", "usd", "visit"] {
            assert_eq!(unit(unknown), None, "{unknown}");
        }
    }
}
