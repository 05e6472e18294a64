//! The words that are listed: names with numerals in them, idioms, and ranks.

use std::{collections::HashMap, sync::LazyLock};

use super::scan::{Place, Scan};
use crate::claim::Kind;

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

/// The entries of a list: one on a line, without comments.
pub(super) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The longest listed word that begins at a place, with what it is.
pub(super) fn longest(scan: &Scan, at: Place) -> Option<(Kind, Place)> {
    let known = WORDS.get(&scan.at(at))?;
    known
        .iter()
        .find_map(|(word, kind)| Some((*kind, scan.after_word(at, word)?)))
}
