//! Chinese in simplified characters as newspapers print it: 亿 and 万 for large numbers,
//! measure words behind them, ordinals with 第, nothing between characters.
//!
//! A noun of this language is what stands behind its number, from the measure word on:
//! "项合同", or "人次" alone.

mod currency;
mod guard;
mod standing;
mod words;

use crate::hedge::Hedge;
use crate::language::{DateParts, Direction, Form, Joint, Language, Loose, Rank, WordOrder};
use crate::number::{self, Decimal, Scaled};
use crate::sheet::{Date, Noun, Unit};

/// The Chinese of the press desk.
#[derive(Debug, Clone, Copy, Default)]
pub struct Chinese;

/// The fewest decimals that an amount with decimals and without a scale shows.
const DECIMALS_OF_AMOUNT: usize = 2;

impl Language for Chinese {
    fn tag(&self) -> &'static str {
        "zh"
    }

    fn powers(&self) -> &'static [u32] {
        &number::BY_MYRIADS
    }

    fn powers_of_counts(&self) -> &'static [u32] {
        self.powers()
    }

    fn loose(&self, literal: &str) -> Option<Loose> {
        guard::loose(literal)
    }

    fn hedge_before(&self, literal: &str) -> Option<String> {
        guard::ending(literal, words::HEDGES_BEFORE)
    }

    fn rest_before(&self, literal: &str) -> Option<String> {
        guard::ending(literal, words::RESTS_BEFORE)
    }

    fn hedge_after(&self, literal: &str) -> Option<String> {
        guard::beginning(literal, words::HEDGES_AFTER)
    }

    fn is_idiom(&self, phrase: &str) -> bool {
        words::IDIOMS.contains(&phrase)
    }

    fn quantity(&self, number: &Scaled, unit: &Unit, form: Form) -> Option<String> {
        let spelled = spelled(number, 0)?;
        match unit {
            Unit::Count { .. } if form.bare => Some(spelled),
            Unit::Count { noun } => Some(format!("{spelled}{}", noun.many)),
            Unit::Amount { currency } => {
                let digits = self::spelled(number, DECIMALS_OF_AMOUNT)?;
                Some(currency::amount(&digits, currency))
            }
            Unit::SquareMetres => Some(format!("{spelled}平方米")),
            Unit::Percent => Some(format!("{spelled}%")),
            Unit::Years => Some(format!("{spelled}年")),
            Unit::Days => Some(format!("{spelled}天")),
            Unit::Ordinal => ordinal(whole(number)?),
            // What it is a place among belongs to it.
            Unit::Rank => None,
            Unit::Year => year(whole(number)?),
        }
    }

    fn in_a_row(&self, times: i128, _: bool) -> Option<String> {
        standing::in_a_row(times)
    }

    fn rank(&self, rank: &Rank, noun: Option<&Noun>, _: bool) -> Option<String> {
        standing::rank(rank, noun)
    }

    fn part_of_list(&self, part: i128, of: i128, noun: &Noun, _: bool) -> Option<String> {
        standing::part_of_list(part, of, noun)
    }

    fn date(&self, date: &Date, parts: DateParts) -> String {
        let part = |wanted: bool, number: String, word: &str| match wanted {
            true => format!("{number}{word}"),
            false => String::new(),
        };
        [
            part(parts.year, date.year.to_string(), "年"),
            part(parts.month, date.month.to_string(), "月"),
            part(parts.day, date.day.to_string(), "日"),
        ]
        .concat()
    }

    fn edition(&self, ordinal_number: i128) -> Option<String> {
        Some(format!("{}届", ordinal(ordinal_number)?))
    }

    fn edition_again(&self, ordinal_number: i128) -> Option<String> {
        self.edition(ordinal_number)
    }

    fn listed(&self, title: &str) -> String {
        format!("个{title}")
    }

    fn hedged(&self, hedge: Hedge, quantity: &str) -> String {
        let word = match hedge {
            Hedge::Exact => "",
            Hedge::Over => "超过",
            Hedge::Nearly => "近",
            Hedge::About => "约",
        };
        format!("{word}{quantity}")
    }

    fn change(&self, direction: Direction, magnitude: &str) -> String {
        match direction {
            Direction::Up => format!("增长{magnitude}"),
            Direction::Down => format!("下降{magnitude}"),
            Direction::Unchanged => "持平".to_owned(),
        }
    }

    fn capitalised(&self, text: &str) -> String {
        text.to_owned()
    }

    fn joint(&self, joint: Joint) -> &'static str {
        match joint {
            Joint::Middle => "、",
            Joint::LastOfTwo | Joint::Last | Joint::LastOfTwoAfterOffice => "和",
            Joint::HeavyMiddle => "；",
            Joint::HeavyLast => "；以及",
            Joint::CountryOpen => "（",
            Joint::CountryClose => "）",
            // Printed between words in Latin letters only.
            Joint::Office => " ",
            Joint::Article | Joint::From | Joint::On => "",
            Joint::To => "至",
            Joint::AtEdition => "为",
            Joint::Missing => "；未有数据的是",
        }
    }

    fn begins_with_article(&self, _: &str) -> bool {
        false
    }

    fn needs_heavy_joints(&self, items: &[&str]) -> bool {
        items.len() > 2 && items.iter().any(|item| item.contains(['、', '和']))
    }

    fn order(&self) -> WordOrder {
        WordOrder {
            shared_date_parts_first: true,
            edition_before_value: true,
            office_before_name: true,
        }
    }

    /// Only words in Latin letters are parted by white space.
    fn keeps_space(&self, before: char, after: char) -> bool {
        is_latin(before) && is_latin(after)
    }

    fn opens_number(&self, before: char) -> bool {
        let binds = words::NUMERALS.contains(before) && !words::ONLY_AFTER.contains(before);
        !(is_latin(before) || binds || "−–".contains(before))
    }

    fn closes_number(&self, after: char) -> bool {
        !(is_latin(after) || words::NUMERALS.contains(after) || "−–".contains(after))
    }

    /// Numbers in a row are parted by the mark for it.
    fn parts_numbers(&self, between: &str) -> bool {
        between
            .chars()
            .any(|character| character.is_alphabetic() || "、，；。".contains(character))
    }
}

/// Whether a character belongs to a script that parts its words by white space.
fn is_latin(character: char) -> bool {
    let is_han = matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
    (character.is_ascii() && !character.is_ascii_whitespace())
        || (character.is_alphabetic() && !is_han)
}

/// The whole number of a number without a scale, or with one.
fn whole(number: &Scaled) -> Option<i128> {
    number.decimal.whole().filter(|_| number.power == 0)
}

/// The number in digits with the word of its scale. A number with decimals and
/// without a scale shows at least `least_decimals` of them.
fn spelled(number: &Scaled, least_decimals: usize) -> Option<String> {
    let least = if number.power == 0 { least_decimals } else { 0 };
    let digits = digits(&number.decimal, least);
    let word = match number.power {
        0 => "",
        4 => "万",
        8 => "亿",
        12 => "万亿",
        _ => return None,
    };
    Some(format!("{digits}{word}"))
}

/// A decimal in digits, which stand together: large numbers have words for it.
fn digits(decimal: &Decimal, least_decimals: usize) -> String {
    let plain = decimal.mantissa.unsigned_abs().to_string();
    let behind = decimal.decimals as usize;
    let padded = format!("{plain:0>width$}", width = behind + 1);
    let (before, after) = padded.split_at(padded.len() - behind);
    if after.is_empty() {
        return before.to_owned();
    }
    format!("{before}.{after:0<least_decimals$}")
}

/// "第四", and from a hundred on "第100".
fn ordinal(number: i128) -> Option<String> {
    let place = u32::try_from(number).ok().filter(|place| *place > 0)?;
    Some(format!("第{}", small_number(place)))
}

/// A number above zero in characters, where it is below a hundred.
fn small_number(number: u32) -> String {
    let character = |digit: u32| {
        words::DIGITS
            .get(digit as usize)
            .copied()
            .unwrap_or_default()
    };
    let (tens, ones) = (number / 10, number % 10);
    match (number, tens) {
        (100.., _) => number.to_string(),
        (_, 0) => character(ones).to_owned(),
        (_, 1) => format!("十{}", character(ones)),
        _ => format!("{}十{}", character(tens), character(ones)),
    }
}

/// A year of four digits.
fn year(number: i128) -> Option<String> {
    (1000..=9999)
        .contains(&number)
        .then(|| format!("{number}年"))
}

#[cfg(test)]
mod tests;
