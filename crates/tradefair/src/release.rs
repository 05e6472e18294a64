//! A release on the terminal.

use std::io::{self, Write};

use proto::gateway::v1::Summary;

/// How wide a line of text is, in columns of a terminal.
const LINE_WIDTH: usize = 80;

/// Writes headline and paragraphs, wrapped, and the note to the editor last.
///
/// # Errors
/// When the text cannot be written.
pub fn print(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let separator = word_separator(summary);
    write_wrapped(&summary.headline, separator, out)?;
    for paragraph in &summary.paragraphs {
        writeln!(out)?;
        write_wrapped(paragraph, separator, out)?;
    }
    if !summary.editor_note.is_empty() {
        writeln!(out)?;
        let label = match summary.language_code.as_str() {
            "zh" => "编者按：",
            _ => "Note to the editor: ",
        };
        let note = format!("{label}{}", summary.editor_note);
        write_wrapped(&note, separator, out)?;
    }
    Ok(())
}

/// Writes what the template would have said and the books could not prove.
///
/// # Errors
/// When the text cannot be written.
pub fn print_omissions(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    for omission in &summary.omissions {
        writeln!(out, "Left out: {}: {}", omission.figure, omission.reason)?;
    }
    Ok(())
}

/// Between which characters a line may end.
fn word_separator(summary: &Summary) -> textwrap::WordSeparator {
    match summary.language_code.as_str() {
        // It puts nothing between its words; where lines may end is a rule of Unicode.
        "zh" => textwrap::WordSeparator::UnicodeBreakProperties,
        _ => textwrap::WordSeparator::AsciiSpace,
    }
}

fn write_wrapped(
    text: &str,
    separator: textwrap::WordSeparator,
    out: &mut dyn Write,
) -> io::Result<()> {
    // No hyphens are broken at: "one-on-one" stays on its line.
    let options = textwrap::Options::new(LINE_WIDTH)
        .word_separator(separator)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    for line in textwrap::wrap(text, options) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proto::gateway::v1::Omission;

    #[test]
    fn a_release_is_wrapped_without_losing_a_word() {
        let long = "Sixty one-on-one talks were held at the fair and beside it, ".repeat(5);
        let summary = Summary {
            headline: "Headline".to_owned(),
            paragraphs: vec![long.clone(), "Short.".to_owned()],
            editor_note: "Made-up records stand behind the figures.".to_owned(),
            ..Summary::default()
        };
        let mut out = Vec::new();
        print(&summary, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= LINE_WIDTH));
        assert!(!text.lines().any(|line| line.ends_with('-')), "{text}");
        let parts: Vec<_> = text.split("\n\n").collect();
        assert_eq!(parts.len(), 4);
        assert_eq!(parts[1].replace('\n', " ").trim(), long.trim());
        assert!(
            parts[3].starts_with("Note to the editor: Made-up"),
            "{text}"
        );
    }

    #[test]
    fn what_is_left_out_is_told_with_its_reason() {
        let summary = Summary {
            omissions: vec![Omission {
                figure: "contract-count-growth".to_owned(),
                reason: "no judgement".to_owned(),
            }],
            ..Summary::default()
        };
        let mut out = Vec::new();
        print_omissions(&summary, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "Left out: contract-count-growth: no judgement\n"
        );
    }
}
