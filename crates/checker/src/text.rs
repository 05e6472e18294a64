//! A text in words, sentences and claims.

use std::ops::Range;

use reader::{Claim, Kind, Language};

use crate::lexicon::{Aspect, Lexicon, Sense};

/// How strongly a sign parts what stands on its two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Break {
    /// A word that joins: "and".
    Joint,
    /// A comma.
    Comma,
    /// A colon, a bracket, a dash.
    Colon,
    /// A semicolon: what follows speaks of something else.
    Semicolon,
    /// The end of a sentence.
    Sentence,
}

/// A word, or a sign.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// In lower case and the singular; a character in Chinese.
    pub(crate) text: String,
    /// Whether it stood in the plural.
    pub(crate) plural: bool,
    /// Where it stands, in code points.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// What it parts, if it is no word.
    pub(crate) parts: Option<Break>,
}

/// A phrase of the lexicon that stands in the text.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// The words it is.
    pub(crate) words: Range<usize>,
    pub(crate) senses: Vec<Sense>,
}

impl Mention {
    /// Whether it speaks of an aspect.
    pub(crate) fn tells(&self, aspect: Aspect) -> bool {
        self.senses.iter().any(|sense| sense.aspect == aspect)
    }

    /// Whether it says or hints at what a figure can be about: more than how it is told.
    pub(crate) fn has_subject(&self, lexicon: &Lexicon) -> bool {
        self.senses
            .iter()
            .any(|sense| !lexicon.is_cue(sense.aspect))
    }
}

/// A claim and the words of it.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) claim: Claim,
    pub(crate) words: Range<usize>,
    /// The words of its sentence.
    pub(crate) sentence: Range<usize>,
}

/// A text as it is checked.
pub(crate) struct Text {
    pub(crate) language: Language,
    pub(crate) words: Vec<Word>,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) claims: Vec<Placed>,
}

impl Text {
    pub(crate) fn of(text: &str, lexicon: &Lexicon) -> Self {
        let language = lexicon.language();
        let mut words = words(text, language);
        let claims = placed(reader::read(text, language), &words);
        let mentions = mentions(&words, &claims, lexicon);
        join(&mut words, &mentions);
        Self {
            language,
            words,
            mentions,
            claims,
        }
    }

    /// The mentions that begin within some words.
    pub(crate) fn mentions_in(&self, words: &Range<usize>) -> &[Mention] {
        let first = self
            .mentions
            .partition_point(|it| it.words.start < words.start);
        let beyond = self
            .mentions
            .partition_point(|it| it.words.start < words.end);
        self.mentions.get(first..beyond).unwrap_or_default()
    }

    /// Whether an aspect is mentioned within some words.
    pub(crate) fn mentions_aspect(&self, words: &Range<usize>, aspect: Aspect) -> bool {
        let mut mentions = self.mentions_in(words).iter();
        mentions.any(|mention| mention.tells(aspect))
    }

    /// The strongest break among some words.
    pub(crate) fn strongest_break(&self, words: &Range<usize>) -> Option<Break> {
        let words = self.words.get(words.clone()).unwrap_or_default();
        words.iter().filter_map(|word| word.parts).max()
    }
}

/// The words of a phrase of the lexicon.
pub(crate) fn words_of_phrase(phrase: &str, language: Language) -> Vec<String> {
    let words = words(phrase, language).into_iter();
    words
        .filter(|word| !word.text.is_empty())
        .map(|word| word.text)
        .collect()
}

/// Cuts a text into words and signs.
fn words(text: &str, language: Language) -> Vec<Word> {
    let characters: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        let end = match language {
            Language::Chinese if !character.is_ascii_alphanumeric() => at + 1,
            _ => end_of_word(&characters, at, language),
        };
        words.extend(word(&characters, at, end, language));
        at = end;
    }
    words
}

/// Where a word ends; one further for anything else.
fn end_of_word(characters: &[char], at: usize, language: Language) -> usize {
    let is_letter = |place: usize| {
        characters.get(place).is_some_and(|it| match language {
            Language::English => it.is_alphanumeric(),
            Language::Chinese => it.is_ascii_alphanumeric(),
        })
    };
    let mut end = at;
    while is_letter(end)
        || (end > at
            && is_letter(end + 1)
            && matches!(characters.get(end), Some('.' | ',' | '\'' | '\u{2019}'))
            && is_inner(characters, end))
    {
        end += 1;
    }
    end.max(at + 1)
}

/// Whether a mark stands within a number, an abbreviation or a word.
fn is_inner(characters: &[char], mark: usize) -> bool {
    let at = |place: Option<usize>| place.and_then(|place| characters.get(place)).copied();
    let before = at(mark.checked_sub(1)).unwrap_or(' ');
    let after = at(Some(mark + 1)).unwrap_or(' ');
    match characters.get(mark) {
        Some('.' | ',') => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => before.is_alphabetic() && after.is_alphabetic(),
    }
}

/// The word or sign between two places; `None` for white space and signs that part nothing.
fn word(characters: &[char], start: usize, end: usize, language: Language) -> Option<Word> {
    let spelled = characters.get(start..end)?;
    let first = *spelled.first()?;
    let parts = match first {
        '.' | '!' | '?' if language == Language::English => {
            ends_sentence(characters, start).then_some(Break::Sentence)
        }
        '。' | '！' | '？' | '!' | '?' => Some(Break::Sentence),
        '\n' => is_blank_line(characters, start).then_some(Break::Sentence),
        ';' | '；' => Some(Break::Semicolon),
        ':' | '：' | '(' | ')' | '（' | '）' | '—' | '–' => Some(Break::Colon),
        ',' | '，' | '、' => Some(Break::Comma),
        _ => None,
    };
    let is_word = first.is_alphanumeric();
    if parts.is_none() && !is_word {
        return None;
    }
    let spelled: String = spelled.iter().collect();
    let (text, plural) = match language {
        Language::English if is_word => singular(&spelled.to_lowercase()),
        _ if is_word || first == '、' => (spelled.to_lowercase(), false),
        _ => (String::new(), false),
    };
    let joins = match language {
        Language::English => matches!(text.as_str(), "and" | "or" | "while" | "but"),
        Language::Chinese => matches!(text.as_str(), "和" | "及" | "与" | "而" | "或"),
    };
    Some(Word {
        text,
        plural,
        start,
        end,
        parts: parts.or(joins.then_some(Break::Joint)),
    })
}

/// Whether a full stop ends a sentence, and no abbreviation.
fn ends_sentence(characters: &[char], at: usize) -> bool {
    let mut after = characters.iter().skip(at + 1);
    let mut next = after.next().copied().unwrap_or('\n');
    if matches!(next, '"' | '\'' | '\u{201d}' | '\u{2019}' | ')') {
        next = after.next().copied().unwrap_or('\n');
    }
    if !next.is_whitespace() {
        return false;
    }
    let before = characters.get(..at).unwrap_or_default();
    let word: String = before
        .iter()
        .rev()
        .take(12)
        .take_while(|it| it.is_alphanumeric())
        .collect();
    let word: String = word.chars().rev().collect();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let short = ["mr", "mrs", "ms", "dr", "no", "st", "vs", "approx", "prof"];
    !is_initial && !short.contains(&word.to_lowercase().as_str())
}

/// Whether another line break follows a line break, with nothing between.
fn is_blank_line(characters: &[char], at: usize) -> bool {
    let mut after = characters.iter().skip(at + 1);
    after
        .find(|it| **it == '\n' || !it.is_whitespace())
        .is_none_or(|it| *it == '\n')
}

/// An English word in the singular, and whether it was not.
fn singular(word: &str) -> (String, bool) {
    let word = word
        .strip_suffix("'s")
        .or(word.strip_suffix("\u{2019}s"))
        .unwrap_or(word);
    let cut = |ending: &str, by: &str| Some((format!("{}{by}", word.strip_suffix(ending)?), true));
    let long = word.chars().count() > 3;
    if !long || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return (word.to_owned(), false);
    }
    cut("ies", "y")
        .or_else(|| cut("sses", "ss"))
        .or_else(|| cut("xes", "x"))
        .or_else(|| cut("ches", "ch"))
        .or_else(|| cut("s", ""))
        .unwrap_or_else(|| (word.to_owned(), false))
}

/// The claims with the words they are.
fn placed(claims: Vec<Claim>, words: &[Word]) -> Vec<Placed> {
    let mut placed = Vec::with_capacity(claims.len());
    let mut sentence = 0..0;
    for claim in claims {
        let first = words.partition_point(|word| word.end <= claim.start);
        let beyond = words.partition_point(|word| word.start < claim.end);
        let own = first..beyond.max(first);
        if sentence.end <= own.start {
            sentence = sentence_around(words, sentence.end, own.start);
        }
        placed.push(Placed {
            claim,
            words: own,
            sentence: sentence.clone(),
        });
    }
    placed
}

/// The sentence that holds a word, looked for from the end of an earlier one.
fn sentence_around(words: &[Word], from: usize, at: usize) -> Range<usize> {
    let ends = |word: &Word| word.parts == Some(Break::Sentence);
    let before = words.get(from..at).unwrap_or_default();
    let start = before
        .iter()
        .rposition(ends)
        .map_or(from, |end| from + end + 1);
    let after = words.get(at..).unwrap_or_default();
    let end = after
        .iter()
        .position(ends)
        .map_or(words.len(), |end| at + end);
    start..end
}

/// Within a phrase nothing parts: "countries and regions".
fn join(words: &mut [Word], mentions: &[Mention]) {
    for mention in mentions.iter().filter(|mention| mention.words.len() > 1) {
        for word in words.get_mut(mention.words.clone()).unwrap_or_default() {
            word.parts = None;
        }
    }
}

/// The phrases of the lexicon that stand in the text, the longest at each place. Words of
/// a number speak of nothing else; those of a name, an idiom or a rank may.
fn mentions(words: &[Word], claims: &[Placed], lexicon: &Lexicon) -> Vec<Mention> {
    let mut taken = vec![false; words.len()];
    let numbers = claims.iter().filter(|placed| {
        matches!(
            placed.claim.kind,
            Kind::Statistic | Kind::Date | Kind::Ordinal
        )
    });
    for placed in numbers {
        for word in taken.get_mut(placed.words.clone()).unwrap_or_default() {
            *word = true;
        }
    }
    let mut mentions = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let holds = |place: usize, text: &str| {
            let free = taken.get(at + place) == Some(&false);
            let word = words.get(at + place);
            free && word.is_some_and(|word| word.text == text)
        };
        let phrase = lexicon.longest(&word.text, holds);
        let length = phrase.map_or(1, |phrase| phrase.words.len());
        if let Some(phrase) = phrase {
            mentions.push(Mention {
                words: at..at + length,
                senses: phrase.senses.clone(),
            });
        }
        at += length;
    }
    mentions
}
