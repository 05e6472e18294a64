//! How much of a fault fits the headers it travels in.
//!
//! Message and details are headers of an answer, and peers bound the sum of its
//! headers: 16 KiB is usual, and an answer beyond it is a broken call to who asked.
//! So the parts are bounded in the bytes they become, not in characters: a Chinese
//! character is 3 bytes of details, each of which base64 makes a third longer, and
//! 9 bytes of the message, which is percent-encoded. The bounds here keep the
//! longest answer below 14 KiB.

/// The most bytes of violations in the details, before base64.
pub(super) const VIOLATIONS_BYTES: usize = 6 * 1024;

/// The most bytes of a message once percent-encoded. The details repeat it.
const MESSAGE_BYTES: usize = 2 * 1024;

/// The most bytes of one value in the details.
const VALUE_BYTES: usize = 512;

/// What tags and lengths add to the texts of one violation.
const FRAME_BYTES: usize = 12;

/// What stands where a text was cut.
const MARK: &str = "…";

/// How many bytes one violation takes in the details.
pub(super) fn violation_bytes(field: &str, description: &str) -> usize {
    field.len() + description.len() + FRAME_BYTES
}

/// As much of a message as may be sent.
pub(super) fn message(text: &str) -> String {
    let kept = prefix(text, MESSAGE_BYTES, percent_encoded_bytes);
    if kept.len() == text.len() {
        return kept.to_owned();
    }
    let left = MESSAGE_BYTES - MARK.chars().map(percent_encoded_bytes).sum::<usize>();
    let kept = prefix(text, left, percent_encoded_bytes);
    format!("{kept}{MARK}")
}

/// As much of a value for programs as may be sent. Names and ids are shorter.
pub(super) fn value(text: &str) -> &str {
    prefix(text, VALUE_BYTES, char::len_utf8)
}

/// The longest beginning of a text whose characters take no more than `limit`.
fn prefix(text: &str, limit: usize, bytes_of: impl Fn(char) -> usize) -> &str {
    let mut taken = 0;
    for (at, character) in text.char_indices() {
        taken += bytes_of(character);
        if taken > limit {
            return &text[..at];
        }
    }
    text
}

/// How many bytes a character takes when percent-encoded, or more: letters, digits
/// and what usually stands between them are sent as they are.
fn percent_encoded_bytes(character: char) -> usize {
    match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => 1,
        '.' | ',' | ':' | ';' | '/' | '-' | '_' | '[' | ']' | '(' | ')' => 1,
        other => 3 * other.len_utf8(),
    }
}
