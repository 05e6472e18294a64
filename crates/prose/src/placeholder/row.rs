//! Items in a row, with the words that English or another language puts between.

use super::Session;
use crate::language::Joint;
use crate::span::{Kind, Piece};

/// One item of a row.
pub(super) struct Item {
    pub(super) pieces: Vec<Piece>,
    /// Whether it ends with an office, which the next word must not run into.
    pub(super) apposed: bool,
}

impl From<Vec<Piece>> for Item {
    fn from(pieces: Vec<Piece>) -> Self {
        Self {
            pieces,
            apposed: false,
        }
    }
}

/// Puts items in a row. Names may hold the words that part them, or be followed by an
/// office, and then heavier ones part them.
pub(super) fn joined(session: &Session, items: Vec<Item>) -> Vec<Piece> {
    let names: Vec<&str> = items.iter().filter_map(name_of).collect();
    let heavy =
        items.iter().any(|item| item.apposed) || session.language.needs_heavy_joints(&names);
    let last_of_two = match items.first() {
        Some(first) if first.apposed => Joint::LastOfTwoAfterOffice,
        _ => Joint::LastOfTwo,
    };
    let count = items.len();
    let mut row = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        let joint = match (index, count - index) {
            (0, _) => None,
            (1, 1) => Some(last_of_two),
            (_, 1) if heavy => Some(Joint::HeavyLast),
            (_, 1) => Some(Joint::Last),
            _ if heavy => Some(Joint::HeavyMiddle),
            _ => Some(Joint::Middle),
        };
        row.extend(joint.map(|joint| Piece::Plain(session.language.joint(joint).to_owned())));
        row.extend(item.pieces);
    }
    row
}

/// The name that an item says first, if it is one.
fn name_of(item: &Item) -> Option<&str> {
    let first = item.pieces.iter().find_map(|piece| match piece {
        Piece::Marked(text, draft) => Some((text, draft.kind)),
        Piece::Plain(_) => None,
    });
    first
        .filter(|(_, kind)| *kind == Some(Kind::Name))
        .map(|(text, _)| text.as_str())
}
