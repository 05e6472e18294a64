//! What a number counts: the words that stand right after it, the sign before it, or the
//! noun near it.

use std::sync::LazyLock;

use super::scan::{Place, Scan};
use crate::{claim::Unit, word_list::entries};

/// Currencies by their words; one that begins another stands after it.
const CURRENCIES: &[(&str, &str)] = &[
    ("元人民币", "CNY"),
    ("元新台币", "TWD"),
    ("元港币", "HKD"),
    ("人民币元", "CNY"),
    ("元(人民币)", "CNY"),
    ("元（人民币）", "CNY"),
    ("人民币", "CNY"),
    ("美元", "USD"),
    ("美金", "USD"),
    ("港元", "HKD"),
    ("港币", "HKD"),
    ("欧元", "EUR"),
    ("英镑", "GBP"),
    ("日元", "JPY"),
    ("韩元", "KRW"),
    ("澳元", "AUD"),
    ("澳大利亚元", "AUD"),
    ("澳门元", "MOP"),
    ("澳门币", "MOP"),
    ("加元", "CAD"),
    ("加拿大元", "CAD"),
    ("新加坡元", "SGD"),
    ("新元", "SGD"),
    ("新西兰元", "NZD"),
    ("新台币", "TWD"),
    ("卢布", "RUB"),
    ("卢比", "INR"),
    ("泰铢", "THB"),
    ("林吉特", "MYR"),
    ("越南盾", "VND"),
    ("印尼盾", "IDR"),
    ("瑞士法郎", "CHF"),
    ("瑞郎", "CHF"),
    ("雷亚尔", "BRL"),
    ("兰特", "ZAR"),
    ("迪拉姆", "AED"),
    ("里亚尔", "SAR"),
    ("里拉", "TRY"),
    ("元", "CNY"),
    ("块钱", "CNY"),
];

/// Signs and codes before a number; one that ends another stands after it.
const BEFORE: &[(&str, &str)] = &[
    ("人民币", "CNY"),
    ("US$", "USD"),
    ("HK$", "HKD"),
    ("USD", "USD"),
    ("CNY", "CNY"),
    ("RMB", "CNY"),
    ("EUR", "EUR"),
    ("HKD", "HKD"),
    ("美元", "USD"),
    ("美金", "USD"),
    ("港币", "HKD"),
    ("港元", "HKD"),
    ("欧元", "EUR"),
    ("英镑", "GBP"),
    ("日元", "JPY"),
    ("$", "USD"),
    ("¥", "CNY"),
    ("€", "EUR"),
    ("£", "GBP"),
];

/// Units of their own; one that begins another stands after it.
const UNITS: &[(&str, Unit)] = &[
    ("个百分点", Unit::Percent),
    ("百分点", Unit::Percent),
    ("%", Unit::Percent),
    ("人次", Unit::Visits),
    ("平方米", Unit::SquareMetres),
    ("平米", Unit::SquareMetres),
    ("㎡", Unit::SquareMetres),
    ("m²", Unit::SquareMetres),
    ("m2", Unit::SquareMetres),
    ("平方英尺", Unit::SquareFeet),
    ("个工作日", Unit::Days),
    ("天", Unit::Days),
    ("日", Unit::Days),
    ("个星期", Unit::Weeks),
    ("星期", Unit::Weeks),
    ("周年", Unit::Years),
    ("周岁", Unit::Years),
    ("周", Unit::Weeks),
    ("个月", Unit::Months),
    ("年", Unit::Years),
    ("载", Unit::Years),
    ("个年头", Unit::Years),
    ("倍", Unit::Ratio),
    ("位", Unit::Persons),
    ("名", Unit::Persons),
    ("人", Unit::Persons),
];

/// Measure words that count, and nouns that stand without one; the longest first.
static MEASURES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut measures: Vec<_> = entries(include_str!("measures.txt")).collect();
    measures.sort_by_key(|measure| std::cmp::Reverse(measure.len()));
    measures
});

/// Nouns of human beings, which decide where there is no measure word.
static PERSONS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| entries(include_str!("persons.txt")).collect());

/// A unit with where it ends.
pub(super) type Measured = (Unit, Place);

/// The unit that stands right after a number.
pub(super) fn after(scan: &Scan, at: Place) -> Option<Measured> {
    let at = scan.skip_space(at);
    let currency = CURRENCIES.iter().find_map(|(word, code)| {
        let end = scan.after_word(at, word)?;
        Some((Unit::Currency(code), end))
    });
    let own = || {
        UNITS
            .iter()
            .find_map(|(word, unit)| Some((*unit, scan.after_word(at, word)?)))
    };
    let counted = || {
        MEASURES
            .iter()
            .find_map(|word| Some((Unit::Count, scan.after_word(at, word)?)))
    };
    currency.or_else(own).or_else(counted)
}

/// The currency that stands right before a number, with where it begins.
pub(super) fn before(scan: &Scan, at: Place) -> Option<(Unit, Place)> {
    let at = scan.back_over_space(at);
    BEFORE.iter().find_map(|(word, code)| {
        let starts = at.checked_sub(word.chars().count())?;
        scan.ends_with(at, word)
            .then_some((Unit::Currency(code), starts))
    })
}

/// The most characters between a number and the noun that it counts.
const NEAR: usize = 20;

/// What a number without a measure word counts, by the nouns near it: those after it
/// before those in front.
pub(super) fn by_noun(scan: &Scan, start: Place, end: Place) -> Unit {
    let stops = |character: char| "，。；！？：\n（）".contains(character);
    let is_person = |at: Place| {
        PERSONS
            .iter()
            .any(|noun| scan.after_word(at, noun).is_some())
    };
    for at in end..end + 4 {
        if stops(scan.at(at)) || scan.at(at) == '、' {
            break;
        }
        if is_person(at) {
            return Unit::Persons;
        }
    }
    for back in 1..=NEAR {
        let Some(at) = start.checked_sub(back) else {
            break;
        };
        if stops(scan.at(at)) {
            break;
        }
        if ["人次", "参观量", "客流", "到访量"]
            .iter()
            .any(|noun| scan.after_word(at, noun).is_some())
        {
            return Unit::Visits;
        }
        if is_person(at) {
            return Unit::Persons;
        }
    }
    Unit::Count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_hides_one_that_stands_after_it() {
        let units: Vec<_> = UNITS.iter().map(|(word, _)| *word).collect();
        let words = |list: &[(&'static str, _)]| list.iter().map(|(word, _)| *word).collect();
        let (currencies, before): (Vec<&str>, Vec<&str>) = (words(CURRENCIES), words(BEFORE));
        let hidden = |list: &[&str], hides: fn(&str, &str) -> bool| {
            let hidden = |(place, word): (usize, &&str)| {
                list.iter().take(place).any(|first| hides(word, first))
            };
            list.iter().enumerate().filter(|it| hidden(*it)).count()
        };
        assert_eq!(hidden(&units, |word, first| word.starts_with(first)), 0);
        assert_eq!(
            hidden(&currencies, |word, first| word.starts_with(first)),
            0
        );
        assert_eq!(hidden(&before, |word, last| word.ends_with(last)), 0);
    }
}
