//! Pages of lists: how many records, and where the next page begins.
//!
//! A page token holds the position the first page was read at and the last key of
//! the page before, bound to the question by its digest. A token of another
//! question, of another service or made up is refused. Its checksum is no secret:
//! what a token can say a caller could ask for anyway. A service that passes tokens on for
//! callers who could not looks at the position of the page it gets.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use fault::{Fault, Violations};

/// How many records a page has when the caller does not say.
const SIZE_BY_DEFAULT: usize = 50;

/// How many records a page has at most.
const SIZE_AT_MOST: usize = 1_000;

/// Begins every token; changes when its parts do.
const VERSION: u8 = 1;

/// How many bytes of a digest a token carries.
const DIGEST_LENGTH: usize = 8;

/// Reads the page size a caller sent in the field `page_size`: zero means the
/// default, too many means the most there are in a page.
pub fn size(page_size: i32, violations: &mut Violations) -> usize {
    violations.require(page_size >= 0, "page_size", "must not be negative");
    match usize::try_from(page_size) {
        Ok(0) | Err(_) => SIZE_BY_DEFAULT,
        Ok(size) => size.min(SIZE_AT_MOST),
    }
}

/// The digest of the question a list answers: everything but page size and token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question([u8; DIGEST_LENGTH]);

impl Question {
    /// The question made of these parts, in their order.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("tradefair page question");
        for part in parts {
            // The length keeps ("ab", "c") apart from ("a", "bc").
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(part);
        }
        Self(first_bytes(&hasher))
    }
}

/// Where a page ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The sequence of the position all pages are read at.
    pub sequence: i64,
    /// The key of the last record of the page.
    pub last_key: String,
}

impl Cursor {
    /// The token with which the next page is asked for.
    #[must_use]
    pub fn token(&self, question: &Question) -> String {
        let mut bytes = vec![VERSION];
        bytes.extend(question.0);
        bytes.extend(self.sequence.to_be_bytes());
        bytes.extend(self.last_key.as_bytes());
        bytes.extend(checksum(&bytes));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a token that was sent with `question`; `None` for the empty one, which
    /// asks for the first page.
    ///
    /// # Errors
    /// [`Fault::PageTokenInvalid`] when it is no token of that question.
    pub fn read(token: &str, question: &Question) -> Result<Option<Self>, Fault> {
        if token.is_empty() {
            return Ok(None);
        }
        let bytes = URL_SAFE_NO_PAD.decode(token).ok();
        let cursor = bytes.and_then(|bytes| Self::take_apart(&bytes, question));
        cursor.map(Some).ok_or(Fault::PageTokenInvalid)
    }

    fn take_apart(bytes: &[u8], question: &Question) -> Option<Self> {
        let (content, sum) = bytes.split_last_chunk::<DIGEST_LENGTH>()?;
        let (version, rest) = content.split_first()?;
        let (digest, rest) = rest.split_first_chunk::<DIGEST_LENGTH>()?;
        let (sequence, last_key) = rest.split_first_chunk::<8>()?;
        let belongs = *version == VERSION && *sum == checksum(content) && *digest == question.0;
        let cursor = Self {
            sequence: i64::from_be_bytes(*sequence),
            last_key: String::from_utf8(last_key.to_vec()).ok()?,
        };
        belongs.then_some(cursor)
    }
}

fn checksum(content: &[u8]) -> [u8; DIGEST_LENGTH] {
    let mut hasher = blake3::Hasher::new_derive_key("tradefair page token");
    hasher.update(content);
    first_bytes(&hasher)
}

fn first_bytes(hasher: &blake3::Hasher) -> [u8; DIGEST_LENGTH] {
    let mut bytes = [0; DIGEST_LENGTH];
    hasher.finalize_xof().fill(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sizes_are_bounded() {
        let mut violations = Violations::new();
        let sizes = [0, 1, 50, 1_000, 1_001, i32::MAX].map(|sent| size(sent, &mut violations));
        assert_eq!(sizes, [50, 1, 50, 1_000, 1_000, 1_000]);
        assert!(violations.is_empty());
        size(-1, &mut violations);
        assert_eq!(violations.found()[0].field, "page_size");
    }

    #[test]
    fn questions_tell_their_parts_apart() {
        assert_ne!(Question::of(&[b"ab", b"c"]), Question::of(&[b"a", b"bc"]));
        assert_ne!(Question::of(&[b"ab"]), Question::of(&[b"ab", b""]));
    }

    #[test]
    fn foreign_tokens_are_refused() {
        let question = Question::of(&[b"list", b"fairs/ciftis"]);
        let cursor = Cursor {
            sequence: 7,
            last_key: "a17".to_owned(),
        };
        let token = cursor.token(&question);
        assert_eq!(Cursor::read("", &question).unwrap(), None);
        assert_eq!(Cursor::read(&token, &question).unwrap(), Some(cursor));
        let other = Question::of(&[b"list", b"fairs/cantonfair"]);
        assert!(matches!(
            Cursor::read(&token, &other),
            Err(Fault::PageTokenInvalid)
        ));
        for forged in ["a17", "AA", "====", "ä", &token[1..], &format!("{token}A")] {
            let read = Cursor::read(forged, &question);
            assert!(matches!(read, Err(Fault::PageTokenInvalid)), "{forged}");
        }
    }

    proptest! {
        #[test]
        fn tokens_come_back(sequence in any::<i64>(), last_key in any::<String>(), part in any::<Vec<u8>>()) {
            let question = Question::of(&[&part]);
            let cursor = Cursor { sequence, last_key };
            prop_assert_eq!(Cursor::read(&cursor.token(&question), &question).unwrap(), Some(cursor));
        }

        #[test]
        fn a_changed_token_is_refused(at in any::<prop::sample::Index>(), by in 1_u8..=255, last_key in "[a-z]{0,20}") {
            let question = Question::of(&[b"list"]);
            let token = Cursor { sequence: 7, last_key }.token(&question);
            let mut bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= by;
            let read = Cursor::read(&URL_SAFE_NO_PAD.encode(bytes), &question);
            prop_assert!(matches!(read, Err(Fault::PageTokenInvalid)));
        }

        #[test]
        fn no_text_is_taken_for_a_token(text in "\\PC{1,60}") {
            let read = Cursor::read(&text, &Question::of(&[b"list"]));
            prop_assert!(matches!(read, Err(Fault::PageTokenInvalid)));
        }
    }
}
