//! English as newspapers print it: thousands with commas, millions and more by
//! their words, "percent" in full, whole numbers below ten in words on request.

mod currency;
mod guard;
mod phrases;
mod standing;
mod vocabulary;

use crate::hedge::Hedge;
use crate::language::{DateParts, Direction, Form, Joint, Language, Loose, Rank, WordOrder};
use crate::number::{self, Decimal, Scaled};
use crate::sheet::{Date, Noun, Unit};

/// The English of the press desk.
#[derive(Debug, Clone, Copy, Default)]
pub struct English;

/// The largest number printed in words on request.
const LARGEST_IN_WORDS: usize = 9;

impl Language for English {
    fn tag(&self) -> &'static str {
        "en"
    }

    fn powers(&self) -> &'static [u32] {
        &number::BY_THOUSANDS
    }

    fn powers_of_counts(&self) -> &'static [u32] {
        &[]
    }

    fn loose(&self, literal: &str) -> Option<Loose> {
        guard::loose(literal)
    }

    fn hedge_before(&self, literal: &str) -> Option<String> {
        guard::hedge_before(literal)
    }

    fn rest_before(&self, literal: &str) -> Option<String> {
        guard::rest_before(literal)
    }

    fn hedge_after(&self, literal: &str) -> Option<String> {
        guard::hedge_after(literal)
    }

    fn is_idiom(&self, phrase: &str) -> bool {
        phrases::IDIOMS.contains(&phrase)
    }

    fn quantity(&self, number: &Scaled, unit: &Unit, form: Form) -> Option<String> {
        let spelled = spelled(number, form.words)?;
        match unit {
            Unit::Count { .. } if form.bare => Some(spelled),
            Unit::Count { noun } => Some(format!("{spelled} {}", noun_for(number, noun))),
            Unit::Amount { currency } => {
                Some(currency::amount(number, &scaled(number, 2)?, currency))
            }
            Unit::SquareMetres => {
                let noun = plural(number, "square metre", "square metres");
                Some(format!("{spelled} {noun}"))
            }
            Unit::Percent => Some(format!("{spelled} percent")),
            Unit::Years => Some(format!("{spelled} {}", plural(number, "year", "years"))),
            Unit::Days => Some(format!("{spelled} {}", plural(number, "day", "days"))),
            Unit::Ordinal => ordinal(whole(number)?, form.words),
            // What it is a place among belongs to it.
            Unit::Rank => None,
            Unit::Year => year(whole(number)?),
        }
    }

    fn in_a_row(&self, times: i128, words: bool) -> Option<String> {
        standing::in_a_row(times, words)
    }

    fn rank(&self, rank: &Rank, noun: Option<&Noun>, words: bool) -> Option<String> {
        standing::rank(rank, noun, words)
    }

    fn part_of_list(&self, part: i128, of: i128, noun: &Noun, words: bool) -> Option<String> {
        standing::part_of_list((part, of), noun, words)
    }

    fn date(&self, date: &Date, parts: DateParts) -> String {
        let month = vocabulary::MONTHS.get(usize::from(date.month.saturating_sub(1)));
        let day = parts.day.then(|| date.day.to_string());
        let month = month.filter(|_| parts.month).map(ToString::to_string);
        let year = parts.year.then(|| date.year.to_string());
        [day, month, year]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn edition(&self, ordinal_number: i128) -> Option<String> {
        Some(format!("{} edition", ordinal(ordinal_number, false)?))
    }

    fn edition_again(&self, ordinal_number: i128) -> Option<String> {
        ordinal(ordinal_number, false)
    }

    fn listed(&self, title: &str) -> String {
        title.to_owned()
    }

    fn hedged(&self, hedge: Hedge, quantity: &str) -> String {
        match hedge {
            Hedge::Exact => quantity.to_owned(),
            hedge => format!("{hedge} {quantity}"),
        }
    }

    fn change(&self, direction: Direction, magnitude: &str) -> String {
        match direction {
            Direction::Up => format!("up {magnitude}"),
            Direction::Down => format!("down {magnitude}"),
            Direction::Unchanged => "unchanged".to_owned(),
        }
    }

    fn capitalised(&self, text: &str) -> String {
        let mut characters = text.chars();
        characters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(characters).collect()
        })
    }

    fn joint(&self, joint: Joint) -> &'static str {
        match joint {
            Joint::Middle => ", ",
            Joint::LastOfTwo | Joint::Last => " and ",
            Joint::HeavyMiddle => "; ",
            Joint::HeavyLast => "; and ",
            Joint::CountryOpen => " (",
            Joint::CountryClose => ")",
            Joint::Office => ", ",
            Joint::LastOfTwoAfterOffice => ", and ",
            Joint::Article => "the ",
            Joint::From => "from ",
            Joint::To => " to ",
            Joint::On => "on ",
            Joint::AtEdition => " at the ",
            Joint::Missing => "; no figure is given for the ",
        }
    }

    fn begins_with_article(&self, title: &str) -> bool {
        let first = title.split_once(' ').map(|(first, _)| first.to_lowercase());
        matches!(first.as_deref(), Some("the" | "a" | "an"))
    }

    fn needs_heavy_joints(&self, items: &[&str]) -> bool {
        items.len() > 2
            && items
                .iter()
                .any(|item| item.contains(',') || item.contains(" and "))
    }

    fn order(&self) -> WordOrder {
        WordOrder {
            shared_date_parts_first: false,
            edition_before_value: false,
            office_before_name: false,
        }
    }

    fn keeps_space(&self, _: char, _: char) -> bool {
        true
    }

    fn opens_number(&self, before: char) -> bool {
        before.is_whitespace() || "([\u{201c}\u{2018}\"'\u{2014}".contains(before)
    }

    fn closes_number(&self, after: char) -> bool {
        after.is_whitespace() || ")].,;:!?\u{201d}\u{2019}\"'\u{2014}".contains(after)
    }

    fn parts_numbers(&self, between: &str) -> bool {
        between
            .chars()
            .any(|character| character.is_whitespace() || character.is_alphabetic())
    }
}

/// The whole number of a number without a scale.
fn whole(number: &Scaled) -> Option<i128> {
    number.decimal.whole().filter(|_| number.power == 0)
}

/// The number, with the word of its scale.
fn spelled(number: &Scaled, words: bool) -> Option<String> {
    let small = whole(number).and_then(|whole| usize::try_from(whole).ok());
    match small {
        Some(small) if words && small <= LARGEST_IN_WORDS => vocabulary::SMALL_NUMBERS
            .get(small)
            .map(ToString::to_string),
        _ => scaled(number, 0),
    }
}

/// The number in digits with the word of its scale. A number with decimals and
/// without a scale shows at least `least_decimals` of them.
fn scaled(number: &Scaled, least_decimals: u32) -> Option<String> {
    let least = if number.power == 0 { least_decimals } else { 0 };
    let digits = digits(&number.decimal, least);
    let word = match number.power {
        0 => return Some(digits),
        6 => "million",
        9 => "billion",
        12 => "trillion",
        _ => return None,
    };
    Some(format!("{digits} {word}"))
}

/// A decimal in digits, thousands apart.
fn digits(decimal: &Decimal, least_decimals: u32) -> String {
    let plain = decimal.mantissa.unsigned_abs().to_string();
    let behind = decimal.decimals as usize;
    let padded = format!("{plain:0>width$}", width = behind + 1);
    let (before, after) = padded.split_at(padded.len() - behind);
    let grouped = thousands(before);
    if after.is_empty() {
        return grouped;
    }
    format!(
        "{grouped}.{after:0<least$}",
        least = least_decimals as usize
    )
}

/// Digits in groups of three.
fn thousands(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn noun_for<'a>(number: &Scaled, noun: &'a Noun) -> &'a str {
    plural(number, &noun.one, &noun.many)
}

fn plural<'a>(number: &Scaled, one: &'a str, many: &'a str) -> &'a str {
    if whole(number) == Some(1) { one } else { many }
}

/// "4th", or "fourth".
fn ordinal(number: i128, words: bool) -> Option<String> {
    let place = usize::try_from(number).ok().filter(|place| *place > 0)?;
    if words && place <= LARGEST_IN_WORDS {
        return vocabulary::SMALL_ORDINALS
            .get(place)
            .map(ToString::to_string);
    }
    let suffix = match (place % 100, place % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    let grouped = thousands(&place.to_string());
    Some(format!("{grouped}{suffix}"))
}

/// A year of four digits, which carries no comma.
fn year(number: i128) -> Option<String> {
    (1000..=9999).contains(&number).then(|| number.to_string())
}

#[cfg(test)]
mod tests;
