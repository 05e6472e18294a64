//! The units of figures, as prose counts them.

use prose::{Noun, Unit};

use crate::language::Language;

/// The unit of a place among editions.
pub(crate) const RANK: &str = "rank";

/// The unit of a number of editions in a row.
pub(crate) const STREAK: &str = "editions";

/// What is counted, in each language. A template may name it more closely.
struct Counted {
    unit: &'static str,
    one: &'static str,
    many: &'static str,
    /// From the measure word on.
    chinese: &'static str,
}

const NOUNS: [Counted; 16] = [
    counted("activities", "activity", "activities", "场活动"),
    counted("agreements", "agreement", "agreements", "项协议"),
    counted("attendees", "attendee", "attendees", "名参会者"),
    counted("buyers", "buyer", "buyers", "家采购商"),
    counted(
        "countries",
        "country or region",
        "countries and regions",
        "个国家和地区",
    ),
    counted("delegates", "delegate", "delegates", "位代表"),
    counted("delegations", "delegation", "delegations", "个代表团"),
    counted("demands", "demand", "demands", "项需求"),
    counted("editions", "edition", "editions", "届"),
    counted("highlights", "highlight", "highlights", "个亮点"),
    counted("organisations", "organisation", "organisations", "家机构"),
    counted(
        "participations",
        "participation",
        "participations",
        "家次参展",
    ),
    counted("publications", "publication", "publications", "个项目"),
    counted("regions", "region", "regions", "个地区"),
    counted("visitors", "visitor", "visitors", "名观众"),
    counted("visits", "visit", "visits", "人次"),
];

const fn counted(
    unit: &'static str,
    one: &'static str,
    many: &'static str,
    chinese: &'static str,
) -> Counted {
    Counted {
        unit,
        one,
        many,
        chinese,
    }
}

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
    let counted = NOUNS.into_iter().find(|counted| counted.unit == unit)?;
    let (one, many) = match language {
        Language::English => (counted.one, counted.many),
        Language::Chinese => (counted.chinese, counted.chinese),
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
            for called in NOUNS.map(|counted| counted.unit).into_iter().chain(others) {
                let of_prose = unit(called, language).unwrap();
                assert_eq!(name(&of_prose, called), called);
            }
        }
        for unknown in ["", "square metres", "Rank", "usd", "visit"] {
            assert_eq!(unit(unknown, Language::English), None, "{unknown}");
        }
    }
}
