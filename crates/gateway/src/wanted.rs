//! What a caller wants summarised.

use fault::{Fault, Violations};
use proto::{gateway::v1::SummarizeEditionRequest, statistics::v1::AsOf};
use resource::{Level, Name};

use crate::language::Language;

/// A request for a summary, checked.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// The edition.
    pub(crate) edition: Name,
    /// The language, one of those offered.
    pub(crate) language: Language,
    /// The moment; the newest positions when not set.
    pub(crate) as_of: Option<AsOf>,
}

impl Wanted {
    /// Reads a request.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] with all that is wrong, if the name is;
    /// [`Fault::LanguageNotOffered`] if nothing else is.
    pub(crate) fn read(request: SummarizeEditionRequest) -> Result<Self, Fault> {
        let mut violations = Violations::new();
        let edition = Name::require(
            &request.name,
            Level::InFair,
            "editions",
            "name",
            &mut violations,
        );
        let language = Language::of_tag(&request.language_code);
        match (edition, language) {
            (Some(edition), Some(language)) => Ok(Self {
                edition,
                language,
                as_of: request.as_of,
            }),
            (None, language) => {
                violations.require(
                    language.is_some(),
                    "language_code",
                    "it is not a language that is offered",
                );
                Err(Fault::InvalidFields(violations))
            }
            (_, None) => Err(Fault::LanguageNotOffered {
                language_code: request.language_code,
                offered: Language::OFFERED.map(Language::code).join(", "),
            }),
        }
    }
}
