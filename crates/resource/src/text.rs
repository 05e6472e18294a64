//! Texts that people wrote and other people will read in print.
//!
//! Lengths count Unicode code points. Characters that cannot be seen but change
//! what is seen (controls, marks that turn the direction of writing) or that mean
//! nothing to anybody else (private use) are refused, and so is a blank at either
//! end. What looks alike is written alike: texts are in normalisation form C.

use fault::Violations;
use proto::statistics::v1::LocalizedText;
use unicode_normalization::is_nfc;

/// In which languages a localized text must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Languages {
    /// English; Chinese where known.
    English,
    /// English and Chinese.
    Both,
}

/// Checks a text that must be given, with at most `longest` code points.
pub fn required(text: &str, longest: usize, field: &str, violations: &mut Violations) {
    violations.require(!text.is_empty(), field, "is required");
    optional(text, longest, field, violations);
}

/// Checks a text that may be empty, with at most `longest` code points.
pub fn optional(text: &str, longest: usize, field: &str, violations: &mut Violations) {
    let length = text.chars().count();
    if length > longest {
        violations.add(
            field,
            format!("must have at most {longest} characters, and has {length}"),
        );
    }
    if text.trim() != text {
        violations.add(field, "must not begin or end with a blank");
    }
    if !is_nfc(text) {
        violations.add(
            field,
            "must be in normalisation form C: write accented letters as one character",
        );
    }
    if let Some(character) = text.chars().find(|character| is_refused(*character)) {
        violations.add(
            field,
            format!(
                "must not contain the character U+{:04X}, which cannot be printed as it stands",
                u32::from(character)
            ),
        );
    }
}

/// Checks a localized text that must be given.
pub fn localized_required(
    text: Option<&LocalizedText>,
    languages: Languages,
    longest: usize,
    field: &str,
    violations: &mut Violations,
) {
    let missing = LocalizedText::default();
    let text = text.unwrap_or(&missing);
    required(&text.en, longest, &format!("{field}.en"), violations);
    match languages {
        Languages::English => optional(&text.zh, longest, &format!("{field}.zh"), violations),
        Languages::Both => required(&text.zh, longest, &format!("{field}.zh"), violations),
    }
}

/// Checks a localized text that may be left out, in each language.
pub fn localized_optional(
    text: Option<&LocalizedText>,
    longest: usize,
    field: &str,
    violations: &mut Violations,
) {
    if let Some(text) = text {
        optional(&text.en, longest, &format!("{field}.en"), violations);
        optional(&text.zh, longest, &format!("{field}.zh"), violations);
    }
}

/// Whether a character must not stand in a text: controls, separators of lines, marks of
/// direction, blanks and hyphens that are not seen, the byte order mark, private use and
/// what is no character. What joins letters of some scripts may.
fn is_refused(character: char) -> bool {
    let code = u32::from(character);
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{180e}' | '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}'
            | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\u{fdd0}'..='\u{fdef}')
        || code & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fields(check: impl Fn(&mut Violations)) -> Vec<String> {
        let mut violations = Violations::new();
        check(&mut violations);
        violations
            .found()
            .iter()
            .map(|found| found.field.clone())
            .collect()
    }

    #[test]
    fn plain_text_passes_in_any_script() {
        for text in [
            "Gremio",
            "中国国际服务贸易交易会",
            "Šiauliai – “ok”",
            "a\u{200d}b",
            "21st",
        ] {
            assert!(
                fields(|found| required(text, 20, "source", found)).is_empty(),
                "{text}"
            );
        }
        assert!(fields(|found| optional("", 20, "source", found)).is_empty());
    }

    #[test]
    fn each_fault_is_named() {
        let wrong = [
            "",
            " a",
            "a\u{3000}",
            "a\nb",
            "a\tb",
            "a\u{0}",
            "a\u{202e}b",
            "a\u{2066}b",
            "a\u{e000}",
            "a\u{10fffd}",
            "a\u{ffff}",
            "\u{feff}a",
            "a\u{7f}",
            "123456789",
        ];
        for text in wrong {
            let found = fields(|found| required(text, 8, "source", found));
            assert_eq!(found, ["source"], "{text:?}");
        }
    }

    #[test]
    fn lengths_count_code_points() {
        assert!(fields(|found| required("京交会", 3, "title", found)).is_empty());
        assert_eq!(
            fields(|found| required("京交会", 2, "title", found)),
            ["title"]
        );
    }

    #[test]
    fn languages_are_named_apart() {
        let missing = fields(|found| localized_required(None, Languages::Both, 9, "title", found));
        assert_eq!(missing, ["title.en", "title.zh"]);
        let english = LocalizedText {
            en: "Fair".to_owned(),
            zh: String::new(),
        };
        let passes = |found: &mut Violations| {
            localized_required(Some(&english), Languages::English, 9, "title", found);
        };
        assert!(fields(passes).is_empty());
        let long = LocalizedText {
            en: String::new(),
            zh: "一二三".to_owned(),
        };
        let found = fields(|found| localized_optional(Some(&long), 2, "title", found));
        assert_eq!(found, ["title.zh"]);
    }

    proptest! {
        #[test]
        fn what_passes_shows_what_it_is(text in any::<String>()) {
            let mut violations = Violations::new();
            required(&text, 1_000, "text", &mut violations);
            if violations.is_empty() {
                prop_assert!(!text.chars().any(char::is_control));
                prop_assert_eq!(text.trim(), text.as_str());
            }
        }
    }
}
