//! Keeps numbers out of literal Chinese.
//!
//! Literal text is closed rather than searched: only Chinese characters, white space and
//! plain punctuation may stand in it, no numeral but in words that are listed, and none of
//! the words that claim what only a figure can bear out.

use super::words;
use crate::language::{Loose, LooseKind};

/// Punctuation that literal text may hold.
const PUNCTUATION: &str = "，。、；：？！（）《》“”‘’「」—…·\n\r\t \u{3000}";

/// The first thing in literal text that only a placeholder may print.
pub(super) fn loose(literal: &str) -> Option<Loose> {
    let mut allowed_until = 0;
    for (at, character) in literal.char_indices() {
        let rest = literal.get(at..).unwrap_or_default();
        if let Some(word) = words::ALLOWED.iter().find(|word| rest.starts_with(**word)) {
            allowed_until = allowed_until.max(at + word.len());
        }
        if let Some(word) = words::REFUSED.iter().find(|word| rest.starts_with(**word)) {
            return Some(number(at, word));
        }
        let is_numeral = character.is_numeric() || words::NUMERALS.contains(character);
        if is_numeral && at >= allowed_until {
            let numeral: String = rest
                .chars()
                .take_while(|next| next.is_numeric() || words::NUMERALS.contains(*next))
                .collect();
            return Some(number(at, &numeral));
        }
        if !is_numeral && !is_permitted(character) {
            return Some(Loose {
                at,
                what: LooseKind::Character(character),
            });
        }
    }
    None
}

fn number(at: usize, word: &str) -> Loose {
    Loose {
        at,
        what: LooseKind::Number(word.to_owned()),
    }
}

fn is_permitted(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character) || PUNCTUATION.contains(character)
}

/// The word of a list that literal text ends with, but for white space and an opening
/// mark.
pub(super) fn ending(literal: &str, list: &[&'static str]) -> Option<String> {
    let text = literal.trim_end_matches(|character: char| {
        character.is_whitespace() || "（“‘「《".contains(character)
    });
    let longest = |list: &[&'static str]| {
        let found = list.iter().filter(|word| text.ends_with(**word));
        found.max_by_key(|word| word.len()).copied()
    };
    let found = longest(list)?;
    let is_longer = |other: &str| other.len() > found.len();
    match longest(words::NO_HEDGES).is_some_and(is_longer) {
        true => None,
        false => Some(found.to_owned()),
    }
}

/// The word of a list that literal text begins with.
pub(super) fn beginning(literal: &str, list: &[&str]) -> Option<String> {
    let text = literal.trim_start();
    let found = list.iter().find(|word| text.starts_with(**word));
    found.map(|word| (*word).to_owned())
}
