//! Revisions: what was recorded of a record, once and for ever.

use crate::{Fact, RecordedAt};

/// What has become of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// The record counts.
    Live,
    /// The record was entered in error or has lapsed. It has no facts.
    Void,
    /// The record is kept for reference and takes no new entries.
    Archived,
}

impl State {
    /// The number the books keep for the state.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Live => 1,
            Self::Void => 2,
            Self::Archived => 3,
        }
    }

    /// The state with that number.
    #[must_use]
    pub const fn from_code(code: i64) -> Option<Self> {
        match code {
            1 => Some(Self::Live),
            2 => Some(Self::Void),
            3 => Some(Self::Archived),
            _ => None,
        }
    }
}

/// One immutable revision of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The full name of the record.
    pub name: String,
    /// The number of the revision, counted from 1 without gaps.
    pub revision: i64,
    /// The sequence of the position it was recorded at.
    pub sequence: i64,
    /// Its place among the changes of that position, counted from 0.
    pub ordinal: i64,
    /// When it was recorded.
    pub recorded_at: RecordedAt,
    /// What has become of the record.
    pub state: State,
    /// Why it was voided or archived; empty otherwise.
    pub reason: String,
    /// The record that took its place; empty unless it was voided to be moved.
    pub moved_to: String,
    /// The encoded record; empty if it was erased.
    pub body: Vec<u8>,
    /// Whether the body was erased. Its facts stay.
    pub erased: bool,
    /// What the revision contributes to the figures, as it was stored.
    pub facts: Vec<Fact>,
}

/// A record name taken apart: the collection and the id in it.
///
/// `fairs/ciftis/editions/4/agreements/a17` is `a17` in
/// `fairs/ciftis/editions/4/agreements`.
#[must_use]
pub fn split_name(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('/')
        .filter(|(collection, id)| !collection.is_empty() && !id.is_empty())
}
