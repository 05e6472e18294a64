//! Everything that is wrong with a request, named by field.

use crate::Fault;

/// How long the path of a field may be, in characters.
const FIELD_LENGTH: usize = 120;

/// How long a description may be, in characters.
const DESCRIPTION_LENGTH: usize = 240;

/// The most violations that are kept; the rest are counted. A request of a
/// megabyte can be wrong in a million places.
const KEPT: usize = 100;

/// One thing that is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The path of the field, for example `agreement.parties[0].organisation`.
    pub field: String,
    /// What is wrong and how to mend it, as a sentence.
    pub description: String,
}

/// Collects violations, so that a request is refused once with all of them: the
/// first hundred with their words, the rest by their number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violations {
    found: Vec<Violation>,
    /// How many there were beyond those kept.
    beyond: usize,
}

impl Violations {
    /// Nothing wrong so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A request with this one fault.
    #[must_use]
    pub fn one(field: impl Into<String>, description: impl Into<String>) -> Self {
        let mut violations = Self::new();
        violations.add(field, description);
        violations
    }

    /// Notes that `field` is wrong; `description` says what to do about it. Both
    /// may quote what the caller sent, so both are cut to a bounded length.
    pub fn add(&mut self, field: impl Into<String>, description: impl Into<String>) {
        if self.found.len() >= KEPT {
            self.beyond = self.beyond.saturating_add(1);
            return;
        }
        self.found.push(Violation {
            field: cut(field.into(), FIELD_LENGTH),
            description: cut(description.into(), DESCRIPTION_LENGTH),
        });
    }

    /// Notes a violation unless `holds`.
    pub fn require(&mut self, holds: bool, field: &str, description: &str) {
        if !holds {
            self.add(field, description);
        }
    }

    /// Takes over what was found in a part of the request, with the path of the
    /// part before each field.
    pub fn within(&mut self, path: &str, part: Self) {
        self.beyond = self.beyond.saturating_add(part.beyond);
        for violation in part.found {
            let field = match violation.field.as_str() {
                "" => path.to_owned(),
                field if path.is_empty() => field.to_owned(),
                field if field.starts_with('[') => format!("{path}{field}"),
                field => format!("{path}.{field}"),
            };
            self.add(field, violation.description);
        }
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// What was found, in the order of finding: the first hundred.
    #[must_use]
    pub fn found(&self) -> &[Violation] {
        &self.found
    }

    /// How many were found, also those beyond the ones kept.
    #[must_use]
    pub fn total(&self) -> usize {
        self.found.len().saturating_add(self.beyond)
    }

    /// Passes when nothing was found.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] with everything that was found.
    pub fn check(self) -> Result<(), Fault> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(Fault::InvalidFields(self))
        }
    }
}

/// The first `length` characters of a text, with a mark where it was cut.
fn cut(text: String, length: usize) -> String {
    match text.char_indices().nth(length) {
        None => text,
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
