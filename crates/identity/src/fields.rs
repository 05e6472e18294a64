//! A JSON object whose members are all named once.
//!
//! Parsers differ in which of two members of one name they take, so a token that has two
//! could be one thing to whoever checked it and another to whoever uses it.

use std::{collections::HashMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};
use serde_json::Value;

/// The members of a JSON object.
#[derive(Debug)]
pub(crate) struct Fields(HashMap<String, Value>);

/// A member that is there, but is not of the type it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mistyped;

impl Fields {
    /// Whether there is such a member, be it null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The member, be it null.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The text of a member, if there is one.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, Mistyped> {
        let member = self.0.get(name);
        member.map(|it| it.as_str().ok_or(Mistyped)).transpose()
    }

    /// The whole number of a member, if there is one.
    pub(crate) fn whole(&self, name: &str) -> Result<Option<i64>, Mistyped> {
        let member = self.0.get(name);
        member.map(|it| it.as_i64().ok_or(Mistyped)).transpose()
    }

    /// The texts of a member that is a list of them, if there is one.
    pub(crate) fn texts(&self, name: &str) -> Result<Option<Vec<&str>>, Mistyped> {
        let Some(member) = self.0.get(name) else {
            return Ok(None);
        };
        let list = member.as_array().ok_or(Mistyped)?;
        let texts = list.iter().map(|it| it.as_str().ok_or(Mistyped));
        texts.collect::<Result<_, _>>().map(Some)
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // As a map: what is asked for as a struct may be a list as well.
        from.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Fields;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Fields, A::Error> {
        let mut fields = HashMap::new();
        while let Some((name, value)) = members.next_entry::<String, Value>()? {
            if fields.insert(name, value).is_some() {
                return Err(A::Error::custom("a member is named twice"));
            }
        }
        Ok(Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> Result<Fields, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn only_an_object_that_says_each_thing_once_is_read() {
        assert!(read("{}").is_ok());
        assert!(read(r#"{"a": 1, "b": 1}"#).is_ok());
        for text in [
            "",
            "[]",
            r#"["a"]"#,
            "null",
            "1",
            r#""a""#,
            r#"{"a": 1, "a": 1}"#,
            r#"{"a": 1, "\u0061": 2}"#,
            r#"{"a": 1} "#.trim_end_matches("} "),
            "{} {}",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_member_of_another_type_is_not_an_absent_one() {
        let fields = read(r#"{"text": "a", "one": 1, "none": null, "some": ["a", 1]}"#).unwrap();
        assert_eq!(fields.text("text"), Ok(Some("a")));
        assert_eq!(fields.whole("one"), Ok(Some(1)));
        assert_eq!(fields.text("absent"), Ok(None));
        assert_eq!(fields.whole("absent"), Ok(None));
        assert_eq!(fields.texts("absent"), Ok(None));
        assert_eq!(fields.text("none"), Err(Mistyped));
        assert_eq!(fields.whole("none"), Err(Mistyped));
        assert_eq!(fields.texts("none"), Err(Mistyped));
        assert_eq!(fields.texts("some"), Err(Mistyped));
        assert_eq!(fields.texts("text"), Err(Mistyped));
        assert!(fields.has("none") && fields.get("none").is_some());
    }
}
