//! Lines that were broken to a width, put together again.
//!
//! Chinese has no white space at which a line could be broken, so a line that was broken to
//! fit a width may end within a number, or between it and its unit.

/// A line of at least so many characters was broken to a width; a shorter one ends where
/// its author ended it.
const BROKEN_FROM: usize = 24;

/// A text with its broken lines put together.
pub(super) struct Joined {
    pub(super) text: String,
    /// Where line breaks were taken out, in bytes of the joined text.
    removed: Vec<usize>,
}

impl Joined {
    pub(super) fn of(text: &str) -> Self {
        let mut joined = String::with_capacity(text.len());
        let mut removed = Vec::new();
        let mut length = 0;
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            let next = characters.peek().copied().unwrap_or('\n');
            // Two numbers, one at the end of a line and one at the beginning, stay two.
            let numbers = next.is_numeric() && joined.ends_with(char::is_numeric);
            let goes_on = !next.is_whitespace() && !numbers;
            if character == '\r' && next == '\n' {
                removed.push(joined.len());
                continue;
            }
            if character == '\n' && length >= BROKEN_FROM && goes_on {
                removed.push(joined.len());
                length = 0;
                continue;
            }
            length = if character == '\n' { 0 } else { length + 1 };
            joined.push(character);
        }
        Self {
            text: joined,
            removed,
        }
    }

    /// Where a byte of the joined text stands in the text as it was. A claim begins behind
    /// a line break and ends before one.
    pub(super) fn start(&self, byte: usize) -> usize {
        byte + self.removed.partition_point(|at| *at <= byte)
    }

    /// Where a claim that ends at a byte of the joined text ends in the text as it was.
    pub(super) fn end(&self, byte: usize) -> usize {
        byte + self.removed.partition_point(|at| *at < byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_put_together_with_the_next() {
        let line = "字".repeat(BROKEN_FROM);
        let text = format!("短\n{line}\n字");
        let joined = Joined::of(&text);
        assert_eq!(joined.text, format!("短\n{line}字"));
        let last = joined.text.len() - "字".len();
        assert_eq!(text.get(joined.start(last)..), Some("字"));
        assert_eq!(joined.end(last), joined.start(last) - 1);
        assert_eq!(joined.end(joined.text.len()), text.len());
        let windows = Joined::of(&text.replace('\n', "\r\n"));
        assert_eq!(windows.text, format!("短\n{line}字"));
        let numbers = format!("{}5\n3项", "字".repeat(BROKEN_FROM));
        assert_eq!(Joined::of(&numbers).text, numbers);
        let paragraphs = format!("{line}\n\n{line}\n");
        assert_eq!(Joined::of(&paragraphs).text, paragraphs);
    }
}
