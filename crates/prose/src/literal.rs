//! The literal text of a template: everything that is not a tag.
//!
//! It is found with the template engine's own lexer, so that both agree about
//! what is literal, and checked when the template is loaded.

use minijinja::machinery::{Token, tokenize};
use minijinja::syntax::SyntaxConfig;
use reader::Kind;

use crate::error::{Cause, Error};
use crate::language::{Language, Loose, LooseKind};
use crate::span::{PARAGRAPH, is_mark};

/// Checks the literal text of a template and marks the blank lines in it.
///
/// Blank lines before anything else are not marked: the first block that holds
/// something is the headline.
///
/// # Errors
/// What [`crate::Template::load`] says.
pub(crate) fn checked_and_marked(
    template: &str,
    source: &str,
    language: &dyn Language,
) -> Result<String, Error> {
    let fault = |at: Option<usize>, cause| Error {
        template: template.to_owned(),
        line: at.map(|at| line_of(source, at)),
        placeholder: None,
        cause,
    };
    if let Some((at, character)) = source
        .char_indices()
        .find(|(_, character)| is_mark(*character))
    {
        return Err(fault(Some(at), Cause::CharacterRefused { character }));
    }
    let mut marked = String::with_capacity(source.len() + 64);
    let mut copied = 0;
    let mut begun = false;
    for token in tokenize(source, false, SyntaxConfig::default()) {
        let (token, _) = token.map_err(|error| syntax(template, &error))?;
        let Token::TemplateData(literal) = token else {
            begun = true;
            continue;
        };
        let at = offset_in(source, literal);
        if let Some(loose) = language.loose(literal).or_else(|| read(literal, language)) {
            return Err(fault(Some(at + loose.at), cause_of(loose)));
        }
        let skipped = if begun {
            0
        } else {
            literal.len() - literal.trim_start().len()
        };
        begun |= skipped < literal.len();
        for blank_line in blank_lines(literal).filter(|end| *end > skipped) {
            marked.push_str(&source[copied..at + blank_line]);
            marked.push(PARAGRAPH);
            copied = at + blank_line;
        }
    }
    marked.push_str(&source[copied..]);
    Ok(marked)
}

/// The first number, date or place in a row that the reader of press prose finds in a
/// literal text. It knows more forms than the closed lists of the language, and they know
/// words that it passes over.
fn read(literal: &str, language: &dyn Language) -> Option<Loose> {
    let spoken = reader::Language::of_tag(language.tag())?;
    let claims = reader::read(literal, spoken);
    let number = claims
        .into_iter()
        .find(|claim| matches!(claim.kind, Kind::Statistic | Kind::Date | Kind::Ordinal))?;
    let at = literal
        .char_indices()
        .nth(number.start)
        .map_or(0, |(at, _)| at);
    Some(Loose {
        at,
        what: LooseKind::Number(number.quote),
    })
}

/// The cause that a thing in literal text amounts to.
pub(crate) fn cause_of(loose: Loose) -> Cause {
    match loose.what {
        LooseKind::Number(word) => Cause::LooseNumber { word },
        LooseKind::Character(character) => Cause::CharacterRefused { character },
    }
}

/// A syntax error of the template engine as one of ours.
pub(crate) fn syntax(template: &str, error: &minijinja::Error) -> Error {
    Error {
        template: template.to_owned(),
        line: error.line(),
        placeholder: None,
        cause: Cause::Syntax {
            detail: error.detail().unwrap_or_default().to_owned(),
        },
    }
}

/// Where a slice of a text begins in it.
fn offset_in(source: &str, slice: &str) -> usize {
    slice.as_ptr() as usize - source.as_ptr() as usize
}

/// The line of an offset, counted from 1.
pub(crate) fn line_of(source: &str, at: usize) -> usize {
    1 + source.as_bytes()[..at]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
}

/// The offsets at which blank lines of a literal text end: each is one beyond
/// the last line break of a run of line breaks.
fn blank_lines(literal: &str) -> impl Iterator<Item = usize> {
    let mut ends = Vec::new();
    let (mut breaks, mut end) = (0, 0);
    for (at, character) in literal.char_indices() {
        if character == '\n' {
            breaks += 1;
            end = at + 1;
        } else if !character.is_whitespace() {
            if breaks > 1 {
                ends.push(end);
            }
            breaks = 0;
        }
    }
    if breaks > 1 {
        ends.push(end);
    }
    ends.into_iter()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Chinese, English};

    #[test]
    fn the_reader_finds_what_is_no_placeholder() {
        let found = |literal: &str, language: &dyn Language| {
            read(literal, language).map(|loose| (loose.at, loose.what))
        };
        let number = |word: &str| LooseKind::Number(word.to_owned());
        assert_eq!(
            found("with 331 contracts", &English),
            Some((5, number("331")))
        );
        assert_eq!(
            found("展会为第四届", &Chinese),
            Some(("展会为".len(), number("第四届")))
        );
        assert_eq!(found("one-on-one talks, on record", &English), None);
        assert_eq!(found("进一步合作", &Chinese), None);
    }
}
