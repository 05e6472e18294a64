//! A text in tokens: words, digits, signs.

use std::ops::Range;

/// A place in a text, counted in tokens.
pub(super) type Place = usize;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with apostrophes within.
    Word,
    /// Digits, with marks between them.
    Digits,
    /// Anything else but white space.
    Sign,
}

/// One token.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// The same in lower case.
    pub(super) lower: String,
    pub(super) bytes: Range<usize>,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
}

/// The tokens of a text.
pub(super) struct Tokens<'a> {
    tokens: Vec<Token<'a>>,
    /// Whether the text speaks of Japan, where ¥ is the yen.
    pub(super) speaks_of_japan: bool,
}

/// Words of a text that speaks of Japan.
const JAPAN: [&str; 8] = [
    "japan", "japanese", "tokyo", "osaka", "yen", "nagoya", "yokohama", "makuhari",
];

impl<'a> Tokens<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut tokens: Vec<Token<'a>> = Vec::new();
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let skipped = rest.len() - rest.trim_start().len();
            let begin = at + skipped;
            let Some((kind, length)) = text.get(begin..).and_then(first) else {
                break;
            };
            let bytes = begin..begin + length;
            let word = text.get(bytes.clone()).unwrap_or_default();
            tokens.push(Token {
                kind,
                text: word,
                lower: word.to_lowercase(),
                bytes: bytes.clone(),
                spaced: skipped > 0 || begin == 0,
            });
            at = bytes.end;
        }
        let speaks_of_japan = tokens
            .iter()
            .any(|token| JAPAN.contains(&token.lower.as_str()));
        Self {
            tokens,
            speaks_of_japan,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn get(&self, at: Place) -> Option<&Token<'a>> {
        self.tokens.get(at)
    }

    /// The lower-case text of a token; nothing beyond the ends.
    pub(super) fn lower(&self, at: Place) -> &str {
        self.get(at).map_or("", |token| token.lower.as_str())
    }

    /// The lower-case text of the token so many before a place.
    pub(super) fn back(&self, at: Place, before: usize) -> &str {
        at.checked_sub(before).map_or("", |at| self.lower(at))
    }

    pub(super) fn is_word(&self, at: Place) -> bool {
        self.get(at).is_some_and(|token| token.kind == Kind::Word)
    }

    pub(super) fn is_digits(&self, at: Place) -> bool {
        self.get(at).is_some_and(|token| token.kind == Kind::Digits)
    }

    /// Whether a token touches the one before it.
    pub(super) fn is_glued(&self, at: Place) -> bool {
        self.get(at).is_some_and(|token| !token.spaced)
    }

    /// Whether a token begins with a capital.
    pub(super) fn is_capital(&self, at: Place) -> bool {
        self.get(at)
            .and_then(|token| token.text.chars().next())
            .is_some_and(char::is_uppercase)
    }

    /// The bytes from the first of some tokens to the last.
    pub(super) fn bytes(&self, start: Place, end: Place) -> Range<usize> {
        let first = self.get(start).map_or(0, |token| token.bytes.start);
        let last = end.checked_sub(1).and_then(|last| self.get(last));
        first..last.map_or(first, |token| token.bytes.end)
    }

    /// Where words that stand at a place end; a hyphen or nothing may stand between them.
    pub(super) fn after(&self, at: Place, words: &[&str]) -> Option<Place> {
        let mut place = at;
        for (index, word) in words.iter().enumerate() {
            if index > 0 && self.is_hyphen(place) && *word != "-" {
                place += 1;
            }
            if self.lower(place) != *word {
                return None;
            }
            place += 1;
        }
        Some(place)
    }

    /// Whether the tokens before a place are these words.
    pub(super) fn ends_with(&self, at: Place, words: &[&str]) -> bool {
        let start = at.checked_sub(words.len());
        start.is_some_and(|start| {
            words
                .iter()
                .enumerate()
                .all(|(index, word)| self.lower(start + index) == *word)
        })
    }

    pub(super) fn is_hyphen(&self, at: Place) -> bool {
        matches!(self.lower(at), "-" | "‐" | "‑")
    }

    /// Whether a dash of any length stands at a place.
    pub(super) fn is_dash(&self, at: Place) -> bool {
        self.is_hyphen(at) || matches!(self.lower(at), "–" | "—" | "~")
    }
}

/// The kind and the length of the token that a text begins with.
fn first(text: &str) -> Option<(Kind, usize)> {
    let character = text.chars().next()?;
    if character.is_ascii_digit() {
        return Some((Kind::Digits, digits(text)));
    }
    if character.is_alphabetic() {
        return Some((Kind::Word, word(text)));
    }
    Some((Kind::Sign, character.len_utf8()))
}

/// The length of a word.
fn word(text: &str) -> usize {
    let mut end = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let joins = matches!(character, '\'' | '’') && next.is_some_and(char::is_alphabetic);
        if !(character.is_alphabetic() || joins) {
            break;
        }
        end = at + character.len_utf8();
    }
    end
}

/// The length of a number in digits: marks stand between digits, and white space only
/// before groups of three.
fn digits(text: &str) -> usize {
    let characters: Vec<(usize, char)> = text.char_indices().take(64).collect();
    let at = |place: usize| {
        characters
            .get(place)
            .map_or('\n', |(_, character)| *character)
    };
    let mut place = 0;
    loop {
        let character = at(place);
        let group = || {
            (1..=3).all(|ahead| at(place + ahead).is_ascii_digit())
                && !at(place + 4).is_ascii_digit()
        };
        let joins = match character {
            '.' | ',' => at(place + 1).is_ascii_digit(),
            '\'' | '’' => group(),
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {
                place <= 3 + 4 * spaces(&characters, place)
                    && group()
                    && !at(place + 4).is_alphabetic()
            }
            character => character.is_ascii_digit(),
        };
        if !joins || place >= characters.len() {
            break;
        }
        place += 1;
    }
    characters.get(place).map_or_else(
        || {
            characters
                .last()
                .map_or(0, |(at, last)| at + last.len_utf8())
        },
        |(at, _)| *at,
    )
}

/// How many spaces stand among the first characters.
fn spaces(characters: &[(usize, char)], until: usize) -> usize {
    let before = characters.iter().take(until);
    before
        .filter(|(_, character)| character.is_whitespace())
        .count()
}
