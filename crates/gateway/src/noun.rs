//! The units of figures, as prose counts them.

use prose::{Noun, Unit};

/// What is counted: unit of the figure, singular, plural.
const NOUNS: [(&str, &str, &str); 5] = [
    ("agreements", "agreement", "agreements"),
    ("organisations", "organisation", "organisations"),
    ("participations", "participation", "participations"),
    ("countries", "country or region", "countries and regions"),
    ("activities", "activity", "activities"),
];

/// The unit of a figure. `None` if prose has no form for it.
pub(crate) fn unit(unit: &str) -> Option<Unit> {
    match unit {
        "percent" => return Some(Unit::Percent),
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
        Unit::Years => "years".to_owned(),
        Unit::Days => "days".to_owned(),
        Unit::Ordinal => "ordinal".to_owned(),
        Unit::Year => "year".to_owned(),
    }
}
