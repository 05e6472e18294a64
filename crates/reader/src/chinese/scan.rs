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
