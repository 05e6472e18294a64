//! The one place that makes a gRPC status of a fault.

use std::{collections::HashMap, time::Duration};

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

use crate::{Fault, Violations};

mod header;

/// The domain of the reasons in `google.rpc.ErrorInfo`.
pub const DOMAIN: &str = "tradefair";

/// The most violations that travel in one answer. The message counts the rest.
const VIOLATIONS_SENT: usize = 32;

/// How long the description of one violation may be when sent, in characters.
const DESCRIPTION_SENT: usize = 120;

impl From<Fault> for Status {
    fn from(fault: Fault) -> Self {
        if let Fault::Peer { status, .. } = fault {
            return *status;
        }
        fault.log();
        let (code, reason) = fault.code_and_reason();
        let message = header::message(&fault.to_string());
        let mut details = ErrorDetails::with_error_info(reason, DOMAIN, fault.metadata());
        match &fault {
            Fault::InvalidFields(violations) => {
                add_violations(&mut details, violations);
            }
            Fault::NotFound { resource } | Fault::Exists { resource } => {
                details.set_resource_info("", header::value(resource), "", message.as_str());
            }
            Fault::Overloaded { retry_after } => {
                details.set_retry_info(Some(*retry_after));
            }
            Fault::Unreachable { .. } | Fault::OutcomeUnknown { .. } => {
                details.set_retry_info(Some(Duration::from_secs(1)));
            }
            Fault::DiskFull => {
                details.set_retry_info(Some(Duration::from_secs(10)));
            }
            _ => {}
        }
        Self::with_error_details(code, message, details)
    }
}

/// Adds as many violations, from the first on, as fit the header they travel in.
fn add_violations(details: &mut ErrorDetails, violations: &Violations) {
    let mut left_bytes = header::VIOLATIONS_BYTES;
    for violation in violations.found().iter().take(VIOLATIONS_SENT) {
        let description = violation.description.chars().take(DESCRIPTION_SENT);
        let description: String = description.collect();
        let bytes = header::violation_bytes(&violation.field, &description);
        let Some(left) = left_bytes.checked_sub(bytes) else {
            return;
        };
        left_bytes = left;
        details.add_bad_request_violation(&violation.field, description);
    }
}

impl Fault {
    /// The gRPC code and the reason that belong to the cause.
    #[must_use]
    pub fn code_and_reason(&self) -> (Code, &'static str) {
        match self {
            Self::InvalidFields(_) => (Code::InvalidArgument, "INVALID_FIELDS"),
            Self::RequestIdReused { .. } => (Code::InvalidArgument, "REQUEST_ID_REUSED"),
            Self::PageTokenInvalid => (Code::InvalidArgument, "PAGE_TOKEN_INVALID"),
            Self::AsOfInvalid { .. } => (Code::InvalidArgument, "AS_OF_INVALID"),
            Self::NotFound { .. } => (Code::NotFound, "RESOURCE_NOT_FOUND"),
            Self::Exists { .. } => (Code::AlreadyExists, "RESOURCE_EXISTS"),
            Self::ReferenceMissing { .. } => (Code::FailedPrecondition, "REFERENCE_MISSING"),
            Self::StateForbids { .. } => (Code::FailedPrecondition, "STATE_FORBIDS"),
            Self::EtagMismatch { .. } => (Code::Aborted, "ETAG_MISMATCH"),
            Self::AmountOutOfRange { .. } => (Code::OutOfRange, "AMOUNT_OUT_OF_RANGE"),
            Self::Refused { reason, .. } => (Code::FailedPrecondition, reason),
            Self::LanguageNotOffered { .. } => (Code::InvalidArgument, "LANGUAGE_NOT_OFFERED"),
            Self::NotOffered { .. } => (Code::Unimplemented, "NOT_OFFERED"),
            Self::NotAuthenticated { .. } => (Code::Unauthenticated, "NOT_AUTHENTICATED"),
            Self::AccessDenied { .. } => (Code::PermissionDenied, "ACCESS_DENIED"),
            Self::RequestTooLarge { .. } => (Code::ResourceExhausted, "REQUEST_TOO_LARGE"),
            Self::DiskFull => (Code::ResourceExhausted, "DISK_FULL"),
            Self::Overloaded { .. } => (Code::ResourceExhausted, "OVERLOADED"),
            Self::Unreachable { .. } => (Code::Unavailable, "SERVICE_UNREACHABLE"),
            Self::ClockSuspect { .. } => (Code::Unavailable, "CLOCK_SUSPECT"),
            Self::OutcomeUnknown { .. } => (Code::Unavailable, "OUTCOME_UNKNOWN"),
            Self::DeadlinePassed | Self::WaitedInVain { .. } => {
                (Code::DeadlineExceeded, "DEADLINE_PASSED")
            }
            Self::BooksDamaged { .. } => (Code::DataLoss, "BOOKS_DAMAGED"),
            Self::Defect { .. } => (Code::Internal, "INTERNAL_DEFECT"),
            Self::Peer { status, .. } => (status.code(), "PEER"),
        }
    }

    /// Tells the log what the caller is not told, of faults that somebody who runs
    /// the service has to look at.
    fn log(&self) {
        let mut behind = String::new();
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            behind = format!("{behind}: {error}");
            source = error.source();
        }
        match self {
            Self::Defect { what, .. } => tracing::error!("a defect: {what}{behind}"),
            Self::BooksDamaged { .. } | Self::OutcomeUnknown { .. } => {
                tracing::error!("{self}{behind}");
            }
            Self::ClockSuspect { .. } | Self::DiskFull => tracing::warn!("{self}{behind}"),
            _ => {}
        }
    }

    /// The changing parts of the message, for programs.
    fn metadata(&self) -> HashMap<String, String> {
        let pairs: Vec<(&str, String)> = match self {
            Self::InvalidFields(violations) => {
                vec![("violations", violations.total().to_string())]
            }
            Self::RequestIdReused { request_id, record } => {
                vec![
                    ("request_id", request_id.clone()),
                    ("record", record.clone()),
                ]
            }
            Self::NotFound { resource }
            | Self::Exists { resource }
            | Self::StateForbids { resource, .. } => vec![("resource", resource.clone())],
            Self::ReferenceMissing {
                field, resource, ..
            } => {
                vec![("field", field.clone()), ("resource", resource.clone())]
            }
            Self::EtagMismatch {
                resource,
                current_etag,
            } => {
                vec![
                    ("resource", resource.clone()),
                    ("current_etag", current_etag.clone()),
                ]
            }
            Self::AccessDenied { needs, .. } => vec![("needs", needs.clone())],
            Self::Refused { subject, .. } => vec![("subject", subject.clone())],
            Self::Unreachable { service, .. } | Self::WaitedInVain { service } => {
                vec![("service", service.clone())]
            }
            _ => Vec::new(),
        };
        pairs
            .into_iter()
            .map(|(key, value)| (key.to_owned(), header::value(&value).to_owned()))
            .collect()
    }
}
