//! What a caller wants summarised.

use fault::{Fault, Violations};
use proto::{gateway::v1::SummarizeEditionRequest, statistics::v1::AsOf};
use resource::{Level, Name};

/// The languages there are templates for.
const OFFERED: [&str; 1] = ["en"];

/// A request for a summary, checked.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// The edition.
    pub(crate) edition: Name,
    /// The language, one of those offered.
    pub(crate) language_code: &'static str,
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
        let language_code = offered(&request.language_code);
        match (edition, language_code) {
            (Some(edition), Some(language_code)) => Ok(Self {
                edition,
                language_code,
                as_of: request.as_of,
            }),
            (None, language_code) => {
                violations.require(
                    language_code.is_some(),
                    "language_code",
                    "it is not a language that is offered",
                );
                Err(Fault::InvalidFields(violations))
            }
            (_, None) => Err(Fault::LanguageNotOffered {
                language_code: request.language_code,
                offered: OFFERED.join(", "),
            }),
        }
    }
}

/// The offered language of a tag. Tags are compared without regard to case, and
/// none means the first one.
fn offered(tag: &str) -> Option<&'static str> {
    let named = |offered: &&str| tag.is_empty() || offered.eq_ignore_ascii_case(tag);
    OFFERED.into_iter().find(named)
}
