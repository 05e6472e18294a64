//! The words that are listed: names with numerals in them, idioms, and ranks.

use std::{collections::HashMap, sync::LazyLock};

use super::scan::{Place, Scan};
use crate::{claim::Kind, word_list::entries};

/// The words by their first character, the longest first.
type Words = HashMap<char, Vec<(&'static str, Kind)>>;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let lists = [
        (include_str!("names.txt"), Kind::Name),
        (include_str!("idioms.txt"), Kind::Idiom),
        (include_str!("ranks.txt"), Kind::Rank),
    ];
    let mut words = Words::new();
    for (list, kind) in lists {
        for word in entries(list) {
            if let Some(first) = word.chars().next() {
                words.entry(first).or_default().push((word, kind));
            }
        }
    }
    for known in words.values_mut() {
        known.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    }
    words
});

/// The longest listed word that begins at a place, with what it is.
pub(super) fn longest(scan: &Scan, at: Place) -> Option<(Kind, Place)> {
    let known = WORDS.get(&scan.at(at))?;
    known
        .iter()
        .find_map(|(word, kind)| Some((*kind, scan.after_word(at, word)?)))
}
