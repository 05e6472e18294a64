//! A filter, taken apart into terms.

use std::{iter::Peekable, str::Chars};

/// How a field is compared with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Has,
}

impl Relation {
    /// How it is written.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Has => ":",
        }
    }
}

/// One condition as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) path: String,
    pub(super) relation: Relation,
    pub(super) value: String,
}

/// The terms of a filter; why it is none otherwise.
pub(super) fn terms(text: &str) -> Result<Vec<Term>, String> {
    let mut reader = Reader {
        rest: text.chars().peekable(),
    };
    let mut terms = Vec::new();
    reader.skip_space();
    while reader.rest.peek().is_some() {
        if !terms.is_empty() {
            reader.and()?;
        }
        terms.push(reader.term()?);
        reader.skip_space();
    }
    Ok(terms)
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Reader<'_> {
    fn skip_space(&mut self) {
        while self.rest.next_if(|letter| letter.is_whitespace()).is_some() {}
    }

    /// Letters that pass, from here on.
    fn take(&mut self, passes: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(letter) = self.rest.next_if(|letter| passes(*letter)) {
            taken.push(letter);
        }
        taken
    }

    fn and(&mut self) -> Result<(), String> {
        match self.take(|letter| letter.is_ascii_alphabetic()).as_str() {
            "AND" => {
                self.skip_space();
                Ok(())
            }
            other => Err(format!(
                "must join its conditions by AND, where {other:?} stands; nothing else is offered"
            )),
        }
    }

    fn term(&mut self) -> Result<Term, String> {
        let path = self.take(|letter| letter.is_ascii_alphanumeric() || "._".contains(letter));
        self.skip_space();
        let relation = self.take(|letter| "=!<>:".contains(letter));
        let relation = match relation.as_str() {
            "=" => Relation::Equal,
            "!=" => Relation::NotEqual,
            "<" => Relation::Less,
            "<=" => Relation::LessOrEqual,
            ">" => Relation::Greater,
            ">=" => Relation::GreaterOrEqual,
            ":" => Relation::Has,
            other => {
                return Err(format!(
                    "must have one of = != < <= > >= : after {path:?}, not {other:?}"
                ));
            }
        };
        self.skip_space();
        Ok(Term {
            path,
            relation,
            value: self.value()?,
        })
    }

    /// A text in quotes, with `\"` and `\\` inside, or one word.
    fn value(&mut self) -> Result<String, String> {
        if self.rest.next_if_eq(&'"').is_none() {
            let word = self.take(|letter| !letter.is_whitespace() && letter != '"');
            return match word.as_str() {
                "" => Err("must have a value after each relation".to_owned()),
                _ => Ok(word),
            };
        }
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some('"') => return Ok(text),
                Some('\\') => text.extend(self.rest.next()),
                Some(letter) => text.push(letter),
                None => return Err("must close the quotes of each value".to_owned()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn terms_are_found_with_and_without_space_and_quotes() {
        let read = terms(r#" a.b="x \"y\"" AND  c >= 2016-05-28 AND d:z"#).unwrap();
        let told: Vec<_> = read
            .iter()
            .map(|term| (&*term.path, term.relation.as_str(), &*term.value))
            .collect();
        assert_eq!(
            told,
            [
                ("a.b", "=", "x \"y\""),
                ("c", ">=", "2016-05-28"),
                ("d", ":", "z")
            ]
        );
        assert_eq!(terms("  "), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        for text in [
            "a",
            "a =",
            "a = b c = d",
            "a = b OR c = d",
            "a == b",
            "a = \"b",
            "= b AND",
            "a = b AND",
            "NOT a = b",
            "(a = b)",
        ] {
            assert!(terms(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_quoted_value_comes_back(value in "\\PC*") {
            let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
            let read = terms(&format!("a = \"{quoted}\""));
            prop_assert_eq!(read.unwrap().remove(0).value, value);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
            let _ = terms(&text);
        }
    }
}
