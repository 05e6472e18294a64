//! What rendering gives: a text, its places, and what it could not say.

use crate::hedge::Hedge;
use crate::sheet::{Exact, Status, Unit};
use crate::span::Kind;

/// A text with everything it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The headline.
    pub headline: String,
    /// The paragraphs, the lead first.
    pub paragraphs: Vec<String>,
    /// The places that say something, in the order of the text.
    pub spans: Vec<Span>,
    /// What the template asked for and the sheet could not give, in the order in
    /// which it was asked.
    pub omissions: Vec<Omission>,
}

/// A place of the text that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The part of the text: -1 is the headline, 0 the first paragraph.
    pub paragraph: i32,
    /// Where the place begins in that part, in Unicode code points from 0.
    pub start: usize,
    /// The first code point beyond the place.
    pub end: usize,
    /// The words that stand there.
    pub quote: String,
    /// What the place says.
    pub kind: Kind,
    /// The id of the entry of the sheet.
    pub source: String,
    /// The record revision, as `name@revision`, for what is read from one.
    pub record: Option<String>,
    /// The resource name of the edition that the place names, or that its value
    /// belongs to in a series.
    pub edition: Option<String>,
    /// The exact value, for a place that prints one.
    pub value: Option<Exact>,
    /// The number that stands in the text: the rounded value, or the number of
    /// the hedge. Of a change it is the magnitude.
    pub printed: Option<Exact>,
    /// What the value is printed as being out of: the members of a list, the values
    /// that were ranked.
    pub out_of: Option<i128>,
    /// What the value counts.
    pub unit: Option<Unit>,
    /// How the printed number stands to the value.
    pub qualifier: Hedge,
    /// How far the value can be relied on.
    pub status: Status,
}

/// Something the text does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omission {
    /// The id of the entry.
    pub source: String,
    /// Why it is not said.
    pub reason: String,
}
