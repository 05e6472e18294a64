//! Reads refusals, so that a test can say what a refusal must be.

use std::{collections::HashMap, fmt::Debug};

use tonic::{Code, Status};
use tonic_types::StatusExt;

/// A refusal in the parts a caller may act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The gRPC code.
    pub code: Code,
    /// The reason of `ErrorReason` without its prefix; empty if none was sent.
    pub reason: String,
    /// The changing parts of the message.
    pub metadata: HashMap<String, String>,
    /// The wrong fields, in the order of their paths.
    pub fields: Vec<String>,
    /// The whole message.
    pub message: String,
}

impl From<&Status> for Refusal {
    fn from(status: &Status) -> Self {
        let details = status.get_error_details();
        let (reason, domain, metadata) = details
            .error_info()
            .map(|info| {
                (
                    info.reason.clone(),
                    info.domain.clone(),
                    info.metadata.clone(),
                )
            })
            .unwrap_or_default();
        assert!(
            reason.is_empty() || domain == "tradefair",
            "the domain of a reason is tradefair, not {domain:?}: {status:?}"
        );
        let mut fields: Vec<String> = details
            .bad_request()
            .map(|bad| {
                bad.field_violations
                    .iter()
                    .map(|found| found.field.clone())
                    .collect()
            })
            .unwrap_or_default();
        fields.sort();
        Self {
            code: status.code(),
            reason,
            metadata,
            fields,
            message: status.message().to_owned(),
        }
    }
}

impl From<Status> for Refusal {
    fn from(status: Status) -> Self {
        Self::from(&status)
    }
}

/// The refusal an answer must be.
///
/// # Panics
/// When the call was answered.
pub fn refused<T: Debug, E: Into<Refusal>>(answer: Result<T, E>) -> Refusal {
    match answer {
        Ok(answer) => panic!("this must be refused, and was answered with {answer:?}"),
        Err(refusal) => refusal.into(),
    }
}

impl Refusal {
    /// Checks code and reason.
    ///
    /// # Panics
    /// When one of them is another.
    #[track_caller]
    pub fn is(&self, code: Code, reason: &str) -> &Self {
        assert_eq!(
            (self.code, self.reason.as_str()),
            (code, reason),
            "code and reason of {self:?}"
        );
        self
    }

    /// Checks that the request is refused for exactly these fields.
    ///
    /// # Panics
    /// When the refusal is another, or names other fields.
    #[track_caller]
    pub fn names_fields(&self, fields: &[&str]) -> &Self {
        self.is(Code::InvalidArgument, "INVALID_FIELDS");
        let mut wanted: Vec<&str> = fields.to_vec();
        wanted.sort_unstable();
        assert_eq!(
            self.fields, wanted,
            "the wrong fields, all of them: {}",
            self.message
        );
        assert_eq!(
            self.metadata.get("violations").map(String::as_str),
            Some(fields.len().to_string().as_str()),
            "the count of wrong fields for programs"
        );
        self
    }

    /// Checks one entry of the metadata.
    ///
    /// # Panics
    /// When it is missing or another.
    #[track_caller]
    pub fn tells(&self, key: &str, value: &str) -> &Self {
        assert_eq!(
            self.metadata.get(key).map(String::as_str),
            Some(value),
            "metadata {key:?} of {self:?}"
        );
        self
    }
}
