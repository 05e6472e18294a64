//! What records are called.
//!
//! A name tells where a record belongs: `fairs/ciftis` is a fair,
//! `fairs/ciftis/{collection}/{id}` belongs to the fair,
//! `fairs/ciftis/editions/4/{collection}/{id}` to an edition of it.

use std::fmt;

use fault::Violations;

/// The most characters an id has.
const ID_LENGTH: usize = 63;

/// What a record belongs to, which decides the form of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// It is a fair: `fairs/{fair}`.
    Fair,
    /// It belongs to a fair: `fairs/{fair}/{collection}/{id}`.
    InFair,
    /// It belongs to an edition: `fairs/{fair}/editions/{edition}/{collection}/{id}`.
    InEdition,
}

/// The name of a record, taken apart.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    text: String,
    /// Where the first two segments end.
    fair_end: usize,
    /// Where the segments of the parent end; zero without a parent.
    parent_end: usize,
    /// Where the last segment begins.
    id_start: usize,
}

/// Why a text is not the name of a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NameError(String);

impl Name {
    /// Takes the name of any record apart.
    ///
    /// # Errors
    /// [`NameError`] says which part has the wrong form.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let segments: Vec<&str> = text.split('/').collect();
        if segments.first() != Some(&"fairs") {
            return Err(NameError(format!(
                "must begin with \"fairs/\", as in \"fairs/ciftis\", and is {}",
                shown(text)
            )));
        }
        let level = match (segments.len(), segments.get(2)) {
            (2, _) => Level::Fair,
            (4, _) => Level::InFair,
            (6, Some(&"editions")) => Level::InEdition,
            _ => {
                return Err(NameError(format!(
                    "must have the form fairs/{{fair}}, fairs/{{fair}}/{{collection}}/{{id}} or \
                     fairs/{{fair}}/editions/{{edition}}/{{collection}}/{{id}}, and is {}",
                    shown(text)
                )));
            }
        };
        for id in segments.iter().skip(1).step_by(2) {
            check_id(id)?;
        }
        for collection in segments.iter().step_by(2) {
            check_collection(collection)?;
        }
        let last = segments.last().map_or(0, |id| id.len());
        let id_start = text.len() - last;
        let parent_end = match level {
            Level::Fair => 0,
            Level::InFair | Level::InEdition => {
                let collection = segments[segments.len() - 2].len();
                id_start - collection - 2
            }
        };
        Ok(Self {
            fair_end: "fairs/".len() + segments[1].len(),
            parent_end,
            id_start,
            text: text.to_owned(),
        })
    }

    /// Takes apart the name of a record of one collection.
    ///
    /// # Errors
    /// [`NameError`] says which part has the wrong form, or what form is expected.
    pub fn parse_in(text: &str, level: Level, collection: &str) -> Result<Self, NameError> {
        match Self::parse(text) {
            Ok(name) if name.level() == level && name.collection() == collection => Ok(name),
            Ok(_) => Err(NameError(format!(
                "must have the form {}, and is {}",
                form(level, collection),
                shown(text)
            ))),
            Err(wrong) => Err(wrong),
        }
    }

    /// Takes apart a name that a caller sent in `field`, and notes what is wrong.
    pub fn require(
        text: &str,
        level: Level,
        collection: &str,
        field: &str,
        violations: &mut Violations,
    ) -> Option<Self> {
        if text.is_empty() {
            let form = form(level, collection);
            violations.add(field, format!("is required, in the form {form}"));
            return None;
        }
        Self::parse_in(text, level, collection)
            .map_err(|wrong| violations.add(field, wrong.to_string()))
            .ok()
    }

    /// Makes the name of a record of `collection` below `parent`, which is a fair
    /// or an edition; of a fair without one.
    ///
    /// # Errors
    /// [`NameError`] when the id or the parent has the wrong form.
    pub fn child(parent: Option<&Self>, collection: &str, id: &str) -> Result<Self, NameError> {
        match parent {
            Some(parent) => Self::parse(&format!("{parent}/{collection}/{id}")),
            None => Self::parse(&format!("{collection}/{id}")),
        }
    }

    /// The whole name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The name of the fair, `fairs/ciftis`.
    #[must_use]
    pub fn fair(&self) -> &str {
        &self.text[..self.fair_end]
    }

    /// The name of what the record belongs to, `fairs/ciftis/editions/4`; empty for
    /// a fair.
    #[must_use]
    pub fn parent(&self) -> &str {
        &self.text[..self.parent_end]
    }

    /// The collection, as the name writes it: `editions`.
    #[must_use]
    pub fn collection(&self) -> &str {
        let start = if self.parent_end == 0 {
            0
        } else {
            self.parent_end + 1
        };
        &self.text[start..self.id_start - 1]
    }

    /// The id, the last segment.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.text[self.id_start..]
    }

    /// The id of the edition that the name leads through or is the name of.
    #[must_use]
    pub fn edition(&self) -> Option<&str> {
        let mut segments = self.text.split('/').skip(2);
        (segments.next() == Some("editions")).then(|| segments.next())?
    }

    /// The name of the edition that the name leads through or is the name of.
    #[must_use]
    pub fn edition_name(&self) -> Option<&str> {
        let id = self.edition()?;
        Some(&self.text[..self.fair_end + "/editions/".len() + id.len()])
    }

    /// What the record belongs to.
    #[must_use]
    pub fn level(&self) -> Level {
        match self.parent_end {
            0 => Level::Fair,
            end if end == self.fair_end => Level::InFair,
            _ => Level::InEdition,
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Name({})", self.text)
    }
}

/// The form of the names of a collection, for people:
/// `fairs/{fair}/organisations/{id}`.
#[must_use]
pub fn form(level: Level, collection: &str) -> String {
    match level {
        Level::Fair => "fairs/{fair}".to_owned(),
        Level::InFair => format!("fairs/{{fair}}/{collection}/{{id}}"),
        Level::InEdition => format!("fairs/{{fair}}/editions/{{edition}}/{collection}/{{id}}"),
    }
}

/// How a record of `from` tells another record of the fair apart from all others of
/// its collection: by its id, after its edition if that is another: `a17`, `3/a17`.
/// What is not a name comes back as it is.
#[must_use]
pub fn seen_from(name: &str, from: &str) -> String {
    let Ok(name) = Name::parse(name) else {
        return name.to_owned();
    };
    let from = Name::parse(from);
    let own_edition = from.as_ref().ok().and_then(Name::edition);
    match name.edition() {
        Some(edition) if own_edition != Some(edition) => format!("{edition}/{}", name.id()),
        _ => name.id().to_owned(),
    }
}

/// Whether a text has the form of an id: 1 to 63 lower-case letters, digits and
/// hyphens, beginning with a letter or a digit.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty()
        && text.len() <= ID_LENGTH
        && !text.starts_with('-')
        && text.bytes().all(allowed)
}

/// Notes a violation unless `id` has the form of an id. An empty one is refused.
pub fn require_id(id: &str, field: &str, violations: &mut Violations) {
    if id.is_empty() {
        violations.add(field, format!("is required: {ID_RULE}"));
    } else if let Err(wrong) = check_id(id) {
        violations.add(field, wrong.to_string());
    }
}

/// The rule of ids, for people.
const ID_RULE: &str =
    "1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit";

fn check_id(id: &str) -> Result<(), NameError> {
    if is_id(id) {
        Ok(())
    } else {
        Err(NameError(format!("the id {} must be {ID_RULE}", shown(id))))
    }
}

fn check_collection(collection: &str) -> Result<(), NameError> {
    let letters = collection.bytes().all(|byte| byte.is_ascii_alphabetic());
    if letters && collection.starts_with(|first: char| first.is_ascii_lowercase()) {
        Ok(())
    } else {
        Err(NameError(format!(
            "the collection {} must be letters, beginning with one in lower case",
            shown(collection)
        )))
    }
}

/// A text of the caller in a message: quoted, escaped and not longer than helps.
fn shown(text: &str) -> String {
    const SHOWN: usize = 80;
    if text.chars().count() <= SHOWN {
        return format!("{text:?}");
    }
    let start: String = text.chars().take(SHOWN).collect();
    format!("{start:?}…")
}

#[cfg(test)]
mod tests;
