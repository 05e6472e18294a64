//! Reads out of press prose what its numbers claim.
//!
//! A text says "over US$31.5 billion" or "近三分之一", and somebody must know which number
//! that is: whoever checks a text against books, and whoever proves that a text says
//! nothing that its books do not. This crate reads; it is written apart from whatever
//! writes such texts and shares no line with it, so that neither can hide the other's
//! mistakes.
//!
//! [`read`] goes over a text once and gives its [`Claim`]s in the order in which they
//! stand: numbers that say how much ([`Kind::Statistic`]), and all that only looks like
//! one and is none: dates, places in a row, names with numerals in them, idioms; and
//! words that claim a place without any numeral, such as "record" ([`Kind::Rank`]).
//!
//! The pieces:
//!
//! - [`claim`]: what a claim is.
//! - [`english`](mod@english) and [`chinese`](mod@chinese): how each language writes
//!   them. Their word lists stand in text files beside the code.
//!
//! What it deliberately does not know: whether a claim is true, what the numbers of a
//! fair are, services, files, clocks. It decides by the words of the text alone, in time
//! that grows with its length.

mod chinese;
pub mod claim;
mod english;
mod magnitude;
mod position;
mod word_list;

pub use claim::{Claim, Exact, Kind, Qualifier, Unit};

/// A language that texts are read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English, in any of its spellings of numbers.
    English,
    /// Chinese in simplified characters.
    Chinese,
}

impl Language {
    /// The language of a BCP 47 tag: `en`, `zh`, or one of these with more after it.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next() {
            Some("en") => Some(Self::English),
            Some("zh") => Some(Self::Chinese),
            _ => None,
        }
    }
}

/// All claims of a text, in the order in which they stand. No two share a character.
#[must_use]
pub fn read(text: &str, language: Language) -> Vec<Claim> {
    let found = match language {
        Language::English => english::read(text),
        Language::Chinese => chinese::read(text),
    };
    position::placed(text, found)
}
