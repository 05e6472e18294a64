//! Etags, by which an update that would run over another's is noticed.

/// The etag of a revision of a record: its number in quotes. Callers compare and
/// return etags, they do not read them.
#[must_use]
pub fn of(revision: i64) -> String {
    format!("\"{revision}\"")
}

/// Whether a change that was sent with this etag may be made to that revision. An
/// empty one sets no condition.
#[must_use]
pub fn allows(sent: &str, revision: i64) -> bool {
    sent.is_empty() || sent == of(revision)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_revision_is_allowed() {
        assert_eq!(of(3), "\"3\"");
        assert!(allows("", 3));
        assert!(allows("\"3\"", 3));
        for other in ["3", "\"2\"", "\"03\"", "W/\"3\"", " \"3\""] {
            assert!(!allows(other, 3), "{other}");
        }
    }
}
