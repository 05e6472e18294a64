//! Keeps numbers out of literal English.
//!
//! Literal text is closed rather than searched: only Latin letters, white space
//! and plain punctuation may stand in it, and of the words none of the lists.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::{phrases, vocabulary as list};
use crate::language::{Loose, LooseKind};

/// Punctuation that literal text may hold.
const PUNCTUATION: &str =
    ".,;:!?()[]{}'\"-/&*\u{2013}\u{2014}\u{2018}\u{2019}\u{201c}\u{201d}\u{2026}\u{b7}\u{2022}";

/// A word of literal text.
struct Word<'a> {
    at: usize,
    text: &'a str,
    lower: String,
    /// Whether nothing but white space or a hyphen parts it from the word before.
    follows: bool,
}

/// The first thing in literal text that only a placeholder may print.
pub(super) fn loose(literal: &str) -> Option<Loose> {
    let character = literal
        .char_indices()
        .find(|(_, character)| !is_permitted(*character));
    let words = words(literal);
    let number = words.iter().enumerate().find_map(|(index, word)| {
        let listed = is_listed(word) && !is_in_allowed_phrase(&words, index);
        let refused = || refused_phrase(literal, &words, index);
        Some((word.at, listed.then_some(word.text).or_else(refused)?))
    });
    match (character, number) {
        (Some((at, character)), Some((word_at, _))) if at < word_at => {
            Some(found(literal, at, character))
        }
        (_, Some((at, word))) => Some(Loose {
            at,
            what: LooseKind::Number(word.to_owned()),
        }),
        (Some((at, character)), None) => Some(found(literal, at, character)),
        (None, None) => None,
    }
}

/// What a character that is not permitted amounts to.
fn found(literal: &str, at: usize, character: char) -> Loose {
    if !character.is_numeric() {
        return Loose {
            at,
            what: LooseKind::Character(character),
        };
    }
    let digits = literal[at..]
        .chars()
        .take_while(|next| next.is_numeric())
        .collect();
    Loose {
        at,
        what: LooseKind::Number(digits),
    }
}

/// Words at the end of literal text that would change a number after them.
pub(super) fn hedge_before(literal: &str) -> Option<String> {
    let words = words_up_to_the_end(literal)?;
    let hedge = ending(&words, phrases::HEDGES_BEFORE);
    hedge.or_else(|| match words.split_last()? {
        (article, before) if list::ARTICLES.contains(&article.lower.as_str()) => {
            ending(before, phrases::HEDGES_BEFORE_ARTICLE)
        }
        _ => None,
    })
}

/// Words at the end of literal text that call a number after them the rest.
pub(super) fn rest_before(literal: &str) -> Option<String> {
    ending(&words_up_to_the_end(literal)?, phrases::RESTS_BEFORE)
}

/// The words of a text that ends with one, but for an opening mark.
fn words_up_to_the_end(literal: &str) -> Option<Vec<Word<'_>>> {
    let words = words(literal);
    let end = words.last()?;
    let rest = &literal[end.at + end.text.len()..];
    rest.chars()
        .all(|character| character.is_whitespace() || "(\u{201c}\"'\u{2018}".contains(character))
        .then_some(words)
}

/// The phrase of a list that words end with.
fn ending(words: &[Word<'_>], list: &[&[&str]]) -> Option<String> {
    let found = list.iter().find(|phrase| {
        let start = words.len().checked_sub(phrase.len());
        start.is_some_and(|start| begins_with(&words[start..], phrase))
    })?;
    Some(found.join(" "))
}

/// Words at the beginning of literal text that would change a number before them.
pub(super) fn hedge_after(literal: &str) -> Option<String> {
    let words = words(literal);
    let between = &literal[..words.first()?.at];
    let only = |marks: &str| {
        between
            .chars()
            .all(|character| character.is_whitespace() || marks.contains(character))
    };
    let beginning = |list: &[&[&str]]| {
        let found = list.iter().find(|phrase| begins_with(&words, phrase))?;
        Some(found.join(" "))
    };
    let hedge = beginning(phrases::HEDGES_AFTER).filter(|_| only("-,\u{2013}"));
    hedge.or_else(|| beginning(phrases::ADDITIONS_AFTER).filter(|_| only("-")))
}

/// Whether words begin with those of a phrase.
fn begins_with(words: &[Word<'_>], phrase: &[&str]) -> bool {
    words.len() >= phrase.len()
        && words
            .iter()
            .zip(phrase)
            .all(|(word, part)| word.lower == *part)
}

/// The refused phrase that begins at a word, as the text has it.
fn refused_phrase<'a>(literal: &'a str, words: &[Word<'a>], index: usize) -> Option<&'a str> {
    let phrase = phrases::REFUSED_PHRASES
        .iter()
        .find(|phrase| is_phrase(&words[index..], phrase))?;
    let (first, last) = (&words[index], &words[index + phrase.len() - 1]);
    Some(&literal[first.at..last.at + last.text.len()])
}

/// Whether words begin with a phrase in one run.
fn is_phrase(words: &[Word<'_>], phrase: &[&str]) -> bool {
    begins_with(words, phrase) && words[1..phrase.len()].iter().all(|word| word.follows)
}

fn is_permitted(character: char) -> bool {
    let latin = character <= '\u{24f}' || ('\u{1e00}'..='\u{1eff}').contains(&character);
    (latin && character.is_alphabetic())
        || matches!(character, ' ' | '\n' | '\r' | '\t' | '\u{a0}')
        || PUNCTUATION.contains(character)
}

fn words(literal: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut end = 0;
    let mut rest = literal;
    while let Some(skip) = rest.find(char::is_alphabetic) {
        let at = literal.len() - rest.len() + skip;
        let tail = &literal[at..];
        let length = tail
            .find(|character: char| !character.is_alphabetic())
            .unwrap_or(tail.len());
        let between = &literal[end..at];
        let follows = !words.is_empty()
            && between
                .chars()
                .all(|character| character.is_whitespace() || character == '-');
        let text = &tail[..length];
        words.push(Word {
            at,
            text,
            lower: text.to_lowercase(),
            follows,
        });
        end = at + length;
        rest = &literal[end..];
    }
    words
}

fn is_listed(word: &Word<'_>) -> bool {
    list::ROMAN.contains(&word.text) || is_number_word(&word.lower)
}

/// Whether a word in lower case, or what it is made from, is on a list.
fn is_number_word(word: &str) -> bool {
    let suffixes = ["", "s", "es", "fold", "ish", "some", "something", "th"];
    let stem_listed = suffixes
        .iter()
        .filter_map(|suffix| word.strip_suffix(suffix))
        .any(|stem| !stem.is_empty() && is_on_a_list(stem));
    stem_listed
        || word
            .strip_suffix("ies")
            .is_some_and(|stem| is_on_a_list(&format!("{stem}y")))
}

fn is_on_a_list(word: &str) -> bool {
    static LISTED: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let listed = LISTED.get_or_init(|| {
        [
            list::UNITS,
            list::TENS,
            list::NUMBERS,
            list::CLAIMS,
            list::CURRENCY_WORDS,
        ]
        .into_iter()
        .flatten()
        .copied()
        .collect()
    });
    listed.contains(word)
        || list::TENS
            .iter()
            .filter_map(|ten| word.strip_prefix(ten))
            .any(|rest| list::UNITS.contains(&rest))
}

fn is_in_allowed_phrase(words: &[Word<'_>], index: usize) -> bool {
    phrases::ALLOWED_PHRASES.iter().any(|phrase| {
        (0..phrase.len()).any(|offset| {
            let Some(start) = index.checked_sub(offset) else {
                return false;
            };
            is_phrase(&words[start..], phrase)
        })
    })
}
