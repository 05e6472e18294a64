//! What is to be checked.

use std::collections::HashSet;

use fault::{Fault, Violations};
use proto::{gateway::v1::CheckTextRequest, statistics::v1::AsOf};
use resource::{Level, Name};

use crate::{extracted_claim::CHARACTERS_AT_MOST, language::Language};

/// A request for a check, read.
#[derive(Clone, Debug)]
pub(super) struct Checking {
    pub(super) text: String,
    pub(super) language: Language,
    pub(super) edition: Name,
    pub(super) as_of: Option<AsOf>,
    /// Empty where the request brings none.
    pub(super) edited_from: String,
}

impl Checking {
    /// Reads a request.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] with all that is wrong.
    pub(super) fn read(request: CheckTextRequest) -> Result<Self, Fault> {
        let mut violations = Violations::new();
        let edition = Name::require(
            &request.edition,
            Level::InFair,
            "editions",
            "edition",
            &mut violations,
        );
        let count = request.text.chars().count();
        if request.text.trim().is_empty() || count > CHARACTERS_AT_MOST {
            let description =
                format!("must have 1 to {CHARACTERS_AT_MOST} characters, and has {count}");
            violations.add("text", description);
        }
        let before = request.edited_from.chars().count();
        if before > CHARACTERS_AT_MOST {
            let description =
                format!("must have at most {CHARACTERS_AT_MOST} characters, and has {before}");
            violations.add("edited_from", description);
        }
        let language = match request.language_code.as_str() {
            "" => Some(language_of(&request.text)),
            tag => Language::of_tag(tag),
        };
        violations.require(
            language.is_some(),
            "language_code",
            "must be the language of the text: \"en\", \"zh\", or empty",
        );
        match (edition, language) {
            (Some(edition), Some(language)) if violations.is_empty() => Ok(Self {
                text: request.text,
                language,
                edition,
                as_of: request.as_of,
                edited_from: request.edited_from,
            }),
            _ => Err(Fault::InvalidFields(violations)),
        }
    }
}

/// The language of a text: Chinese names may stand in an English one, so it takes one
/// Chinese character for every four letters of the alphabet.
fn language_of(text: &str) -> Language {
    let han = text
        .chars()
        .filter(|it| ('\u{4e00}'..='\u{9fff}').contains(it))
        .count();
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    if han > 0 && han * 4 >= letters {
        Language::Chinese
    } else {
        Language::English
    }
}

/// How many sentences of a release stand at the least in a text that was edited from it.
const SAME_AT_LEAST: usize = 2;

/// Whether a text is long enough to be an edited release.
pub(super) fn can_be_edited(text: &str) -> bool {
    sentences(text).take(SAME_AT_LEAST).count() == SAME_AT_LEAST
}

/// Whether a text was edited from a release: at least half of its sentences, and two of
/// them, stand there word by word.
pub(super) fn is_edited_from(text: &str, release: &str) -> bool {
    let of_release: HashSet<String> = sentences(release).collect();
    let (mut same, mut all) = (0_usize, 0_usize);
    for sentence in sentences(text) {
        all += 1;
        same += usize::from(of_release.contains(&sentence));
    }
    same >= SAME_AT_LEAST && same * 2 >= all
}

/// The sentences of a text, without white space: lines of a file are broken anywhere.
fn sentences(text: &str) -> impl Iterator<Item = String> {
    let ends = ['.', '。', '!', '！', '?', '？'];
    text.split("\n\n")
        .flat_map(move |paragraph| paragraph.split_inclusive(ends))
        .map(|sentence| {
            sentence
                .chars()
                .filter(|it| !it.is_whitespace())
                .collect::<String>()
        })
        .filter(|sentence| sentence.chars().count() > 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_told_by_its_characters() {
        assert_eq!(
            language_of("331 contracts (签约项目) were signed."),
            Language::English
        );
        assert_eq!(
            language_of("CIFTIS签约331项，Seven Star签约。"),
            Language::Chinese
        );
        assert_eq!(language_of("331"), Language::English);
    }

    #[test]
    fn an_edited_text_has_most_of_its_sentences_from_the_release() {
        let release = "One fair. Two halls are full. Three days went by. Four talks were held.";
        assert!(is_edited_from(
            "Two halls\nare full. Three days went by. Five talks.",
            release
        ));
        assert!(!is_edited_from(
            "Two halls are full. Else. Other words. And more.",
            release
        ));
        assert!(!is_edited_from("Two halls are full.", release));
    }
}
