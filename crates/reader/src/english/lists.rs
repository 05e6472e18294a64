//! The phrases that are listed: names with numerals in them, idioms, and ranks.

use std::{collections::HashMap, sync::LazyLock};

use super::token::{Place, Tokens};
use crate::{claim::Kind, position::Found, word_list::entries};

/// A phrase in words, with what it is.
type Phrase = (Vec<&'static str>, Kind);

/// The phrases by their first word, the longest first.
static PHRASES: LazyLock<HashMap<&'static str, Vec<Phrase>>> = LazyLock::new(|| {
    let lists = [
        (include_str!("names.txt"), Kind::Name),
        (include_str!("idioms.txt"), Kind::Idiom),
        (include_str!("ranks.txt"), Kind::Rank),
    ];
    let mut phrases: HashMap<&'static str, Vec<Phrase>> = HashMap::new();
    for (list, kind) in lists {
        for entry in entries(list) {
            let words: Vec<_> = entry.split(' ').collect();
            if let Some(first) = words.first() {
                phrases.entry(first).or_default().push((words, kind));
            }
        }
    }
    for known in phrases.values_mut() {
        known.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    phrases
});

/// The listed phrase that begins at a token.
pub(super) fn read(tokens: &Tokens<'_>, at: Place) -> Option<(Found, Place)> {
    let known = PHRASES.get(tokens.lower(at))?;
    let (kind, end) = known.iter().find_map(|(words, kind)| {
        let end = tokens.after(at, words)?;
        Some((*kind, end))
    })?;
    Some((Found::listed(tokens.bytes(at, end), kind), end))
}
