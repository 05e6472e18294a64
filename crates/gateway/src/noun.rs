//! The units of figures, as prose counts them.

use prose::{Noun, Unit};

use crate::language::Language;

/// The unit of a place among editions.
pub(crate) const RANK: &str = "rank";

/// The unit of a number of editions in a row.
pub(crate) const STREAK: &str = "editions";

/// What is counted: the unit, its noun for one and for many in English, and in Chinese
/// from the measure word on. A template may name it more closely.
const NOUNS: [(&str, &str, &str, &str); 16] = [
    ("activities", "activity", "activities", "场活动"),
    ("agreements", "agreement", "agreements", "项协议"),
    ("attendees", "attendee", "attendees", "名参会者"),
    ("buyers", "buyer", "buyers", "家采购商"),
    (
        "countries",
        "country or region",
        "countries and regions",
        "个国家和地区",
    ),
    ("delegates", "delegate", "delegates", "位代表"),
    ("delegations", "delegation", "delegations", "个代表团"),
    ("demands", "demand", "demands", "项需求"),
    ("editions", "edition", "editions", "届"),
    ("highlights", "highlight", "highlights", "个亮点"),
    ("organisations", "organisation", "organisations", "家机构"),
    (
        "participations",
        "participation",
        "participations",
        "家次参展",
    ),
    ("publications", "publication", "publications", "个项目"),
    ("regions", "region", "regions", "个地区"),
    ("visitors", "visitor", "visitors", "名观众"),
    ("visits", "visit", "visits", "人次"),
];

/// The unit of a figure. `None` if prose has no form for it.
pub(crate) fn unit(unit: &str, language: Language) -> Option<Unit> {
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
    let (_, one, many, chinese) = NOUNS.into_iter().find(|(of, ..)| *of == unit)?;
    let (one, many) = match language {
        Language::English => (one, many),
        Language::Chinese => (chinese, chinese),
    };
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
        for language in Language::OFFERED {
            for called in NOUNS.map(|(unit, ..)| unit).into_iter().chain(others) {
                let of_prose = unit(called, language).unwrap();
                assert_eq!(name(&of_prose, called), called);
            }
        }
        for unknown in ["", "square metres", "Rank", "usd", "visit"] {
            assert_eq!(unit(unknown, Language::English), None, "{unknown}");
        }
    }
}
