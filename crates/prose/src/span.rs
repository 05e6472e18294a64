//! Places of a text that say something, and the marks they carry until the
//! text is put together.
//!
//! While a template renders, each place stands between private-use characters
//! of plane 16. Data never holds one: [`cleaned`] takes them out of everything
//! that is printed, and a template that holds one is refused. So no name can
//! forge a place or end one.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr};

use crate::hedge::Hedge;
use crate::sheet::{Exact, Status, Unit};

/// Begins a place; the next character tells which.
pub(crate) const BEGIN: char = '\u{10fff0}';
/// Ends a place.
pub(crate) const END: char = '\u{10fff1}';
/// Divides paragraphs.
pub(crate) const PARAGRAPH: char = '\u{10fff2}';
/// The character of place 0; that of place n is n further on.
const FIRST_PLACE: u32 = 0x10_0000;
/// The most places of a text.
const MOST_PLACES: u32 = 0xff00;

/// What a place of a text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A statistic: the value of a figure.
    Claim,
    /// An ordinal, a year or a date.
    Fact,
    /// A name or text read from a record.
    Name,
}

/// What a place will say of itself once it is in the text.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// `None` for an idiom, which is no statement.
    pub(crate) kind: Option<Kind>,
    /// The id of the entry.
    pub(crate) source: String,
    /// The record revision, as `name@revision`.
    pub(crate) record: Option<String>,
    /// The exact value.
    pub(crate) value: Option<Exact>,
    /// The number that stands in the text: the rounded value, or the threshold.
    pub(crate) printed: Option<Exact>,
    /// The number that is printed as the whole of which the value is a part.
    pub(crate) out_of: Option<i128>,
    /// What the value counts.
    pub(crate) unit: Option<Unit>,
    /// How the printed number stands to the value.
    pub(crate) qualifier: Hedge,
    /// How far the value can be relied on.
    pub(crate) status: Status,
    /// The edition that a change is measured against.
    pub(crate) measured_against: Option<String>,
    /// The edition that the place names, or that its value belongs to in a series.
    pub(crate) edition: Option<String>,
    /// Whether the value was proved to be what other parts leave of a whole.
    pub(crate) remainder: bool,
    /// The placeholder, as the template has it.
    pub(crate) placeholder: String,
}

impl Draft {
    /// A place that says nothing about a value.
    pub(crate) fn of(kind: Option<Kind>, source: &str, placeholder: String) -> Self {
        Self {
            kind,
            source: source.to_owned(),
            record: None,
            value: None,
            printed: None,
            out_of: None,
            unit: None,
            qualifier: Hedge::Exact,
            status: Status::Normal,
            measured_against: None,
            edition: None,
            remainder: false,
            placeholder,
        }
    }

    /// A name read from a record.
    pub(crate) fn name(source: &str, record: &str, placeholder: String) -> Self {
        Self {
            record: Some(record.to_owned()),
            ..Self::of(Some(Kind::Name), source, placeholder)
        }
    }
}

/// A part of what a placeholder prints.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    /// Literal words of the engine, checked like those of a template.
    Plain(String),
    /// A place that says something.
    Marked(String, Box<Draft>),
}

impl Piece {
    /// A place with its text.
    pub(crate) fn marked(text: String, draft: Draft) -> Self {
        Self::Marked(text, Box::new(draft))
    }
}

/// What a placeholder function returns: the only kind of value that a template
/// can print.
#[derive(Debug, Clone)]
pub(crate) struct Printed {
    pub(crate) pieces: Arc<[Piece]>,
}

impl Printed {
    pub(crate) fn new(pieces: Vec<Piece>) -> Self {
        Self {
            pieces: pieces.into(),
        }
    }
}

impl Object for Printed {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[printed by a placeholder]")
    }
}

/// The character that tells a place. `None` if the text has too many.
pub(crate) fn place_character(place: usize) -> Option<char> {
    let place = u32::try_from(place)
        .ok()
        .filter(|place| *place < MOST_PLACES)?;
    char::from_u32(FIRST_PLACE + place)
}

/// The place that a character tells.
pub(crate) fn place_of(character: char) -> Option<usize> {
    let place = u32::from(character)
        .checked_sub(FIRST_PLACE)
        .filter(|place| *place < MOST_PLACES)?;
    usize::try_from(place).ok()
}

/// Whether a character may be a mark.
pub(crate) fn is_mark(character: char) -> bool {
    u32::from(character) >= FIRST_PLACE
}

/// Text from data as it may be printed: white space folded to single spaces;
/// marks, control characters and characters that turn the direction of writing
/// taken out. Empty if nothing is left.
pub(crate) fn cleaned(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_whitespace() {
            if !clean.is_empty() && !clean.ends_with(' ') {
                clean.push(' ');
            }
        } else if !is_mark(character) && !character.is_control() && !turns_direction(character) {
            clean.push(character);
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

fn turns_direction(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn data_holds_no_mark_and_no_line_break() {
        assert_eq!(
            cleaned(" A\n\nB\u{10fff0}\u{100000}C\u{10fff1}\u{202e} \t"),
            "A BC"
        );
        assert_eq!(cleaned("\u{10fff2}\u{7} "), "");
        assert_eq!(
            cleaned("21st Century Media 🎬 世界"),
            "21st Century Media 🎬 世界"
        );
    }

    #[test]
    fn a_place_has_a_character_of_its_own() {
        for place in [0, 1, 41, 0xfeff] {
            let character = place_character(place).unwrap();
            assert!(is_mark(character));
            assert_eq!(place_of(character), Some(place));
        }
        assert_eq!(place_character(0xff00), None);
        assert_eq!(place_of(BEGIN), None);
    }
}
