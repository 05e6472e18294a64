//! The characters of a text, with full-width digits and signs as plain ones.

use std::ops::Range;

/// A place in a text, counted in characters.
pub(super) type Place = usize;

/// A text in characters.
pub(super) struct Scan {
    characters: Vec<char>,
    /// Where each begins, in bytes, and where the last one ends.
    starts: Vec<usize>,
}

impl Scan {
    pub(super) fn of(text: &str) -> Self {
        let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        starts.push(text.len());
        Self {
            characters: text.chars().map(plain).collect(),
            starts,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.characters.len()
    }

    /// The character at a place; a line break beyond the end.
    pub(super) fn at(&self, at: Place) -> char {
        self.characters.get(at).copied().unwrap_or('\n')
    }

    /// The character before a place; a line break before the beginning.
    pub(super) fn before(&self, at: Place) -> char {
        at.checked_sub(1).map_or('\n', |before| self.at(before))
    }

    /// Where a word that stands at a place ends.
    pub(super) fn after_word(&self, at: Place, word: &str) -> Option<Place> {
        let mut end = at;
        for character in word.chars() {
            if self.characters.get(end) != Some(&character) {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// Whether the text before a place ends with a word.
    pub(super) fn ends_with(&self, at: Place, word: &str) -> bool {
        let start = at.checked_sub(word.chars().count());
        start.is_some_and(|start| self.after_word(start, word) == Some(at))
    }

    /// The place after white space.
    pub(super) fn skip_space(&self, mut at: Place) -> Place {
        while matches!(self.at(at), ' ' | '\u{a0}' | '\u{3000}') && at < self.len() {
            at += 1;
        }
        at
    }

    /// The place before white space.
    pub(super) fn back_over_space(&self, mut at: Place) -> Place {
        while at > 0 && matches!(self.before(at), ' ' | '\u{a0}' | '\u{3000}') {
            at -= 1;
        }
        at
    }

    /// The bytes between two places.
    pub(super) fn bytes(&self, start: Place, end: Place) -> Range<usize> {
        let byte = |place: Place| self.starts.get(place).copied().unwrap_or_default();
        byte(start)..byte(end)
    }
}

/// A full-width digit or sign as a plain one; white space of any width as it is.
fn plain(character: char) -> char {
    match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '＋' | '－' | '．' | '＄' => {
            char::from_u32(character as u32 - 0xfee0).unwrap_or(character)
        }
        '￥' => '¥',
        '～' => '~',
        _ => character,
    }
}

/// What may follow a number in Latin letters and is its unit or scale.
const UNITS_IN_LETTERS: [&str; 14] = [
    "km", "kg", "kw", "mw", "gw", "kwh", "cm", "mm", "m", "gb", "tb", "t", "m2", "pct",
];

/// Codes and signs of currencies in Latin letters, which stand before a number.
const CURRENCIES_IN_LETTERS: [&str; 9] =
    ["us", "hk", "usd", "cny", "rmb", "eur", "gbp", "jpy", "hkd"];

/// The most characters of a name in letters and digits.
const LONGEST_NAME: usize = 40;

/// Where a name in Latin letters and digits ends that begins here: "C919", "58.com",
/// "5G", "B2B". A number with a unit or a currency is none.
pub(super) fn latin_name(scan: &Scan, at: Place) -> Option<Place> {
    if scan.before(at).is_ascii_alphanumeric() || !scan.at(at).is_ascii_alphanumeric() {
        return None;
    }
    let mut end = at;
    loop {
        let character = scan.at(end);
        let joins = matches!(character, '.' | '-' | '/' | '&' | '+')
            && scan.at(end + 1).is_ascii_alphanumeric()
            && end > at;
        if !(character.is_ascii_alphanumeric() || joins) || end - at > LONGEST_NAME {
            break;
        }
        end += 1;
    }
    let run: String = (at..end)
        .map(|place| scan.at(place).to_ascii_lowercase())
        .collect();
    let has = |is: fn(&char) -> bool| run.chars().any(|character| is(&character));
    let mixed = has(char::is_ascii_digit) && has(char::is_ascii_alphabetic);
    let digits_first = run.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let letters_first = run.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_unit = digits_first.len() < run.len() && UNITS_IN_LETTERS.contains(&digits_first);
    let is_amount =
        letters_first.len() < run.len() && CURRENCIES_IN_LETTERS.contains(&letters_first);
    let is_rank = letters_first.trim_end_matches('.') == "top" || letters_first == "no.";
    // "3M" is a name, "3m" a length.
    let is_unit = is_unit && !(end - at == 2 && scan.at(at + 1) == 'M');
    (mixed && !is_unit && !is_amount && !is_rank).then_some(end)
}
