//! The causes for which a call can fail.

use std::{error::Error, time::Duration};

use crate::Violations;

/// Why a call failed. The text of each variant is meant for the caller; what
/// must stay inside travels as the source and is logged, not sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Fields of the request are wrong; nothing was stored.
    #[error("the request has {} wrong field(s): {}", .0.total(), summary(.0))]
    InvalidFields(Violations),

    /// The request id was used for another request.
    #[error(
        "request id {request_id} was used before with another content; make a new id for a new request"
    )]
    RequestIdReused {
        /// The id as the caller sent it.
        request_id: String,
        /// The record the first request wrote.
        record: String,
    },

    /// The page token belongs to another question or to none.
    #[error("the page token does not belong to this question; start again without it")]
    PageTokenInvalid,

    /// The moment asked for cannot be read.
    #[error("as_of cannot be answered: {why}")]
    AsOfInvalid {
        /// What is wrong with the moment.
        why: String,
    },

    /// The resource does not exist at the moment asked for.
    #[error("{resource} does not exist at the moment asked for")]
    NotFound {
        /// The name of the resource.
        resource: String,
    },

    /// A resource of that name exists.
    #[error("{resource} exists already; update it, or choose another id")]
    Exists {
        /// The name of the resource.
        resource: String,
    },

    /// A resource the request names cannot be used.
    #[error("{field} names {resource}, {why}")]
    ReferenceMissing {
        /// The field that names it.
        field: String,
        /// The name of the resource.
        resource: String,
        /// What is the matter with it: "which does not exist".
        why: String,
    },

    /// The state of the record forbids the change.
    #[error("{resource} cannot be changed: {why}")]
    StateForbids {
        /// The name of the resource.
        resource: String,
        /// The state and what to do.
        why: String,
    },

    /// Another revision came between.
    #[error(
        "{resource} has changed since it was read, its etag is now {current_etag}; read it again and decide again"
    )]
    EtagMismatch {
        /// The name of the resource.
        resource: String,
        /// The etag of the newest revision.
        current_etag: String,
    },

    /// A number leaves the range the books can hold.
    #[error("{what} leaves the range the books can hold")]
    AmountOutOfRange {
        /// The number.
        what: String,
    },

    /// The question is well formed and has no answer; the service says why.
    #[error("{subject}: {why}")]
    Refused {
        /// The reason of `ErrorReason`, without its prefix.
        reason: &'static str,
        /// What was asked for.
        subject: String,
        /// Why there is no answer.
        why: String,
    },

    /// The language is not written here.
    #[error("language {language_code:?} is not offered; choose one of: {offered}")]
    LanguageNotOffered {
        /// The language asked for.
        language_code: String,
        /// The languages there are.
        offered: String,
    },

    /// The method or this form of it is not offered.
    #[error("not offered: {why}")]
    NotOffered {
        /// What is not offered, and what is instead.
        why: String,
    },

    /// It is not known who calls.
    #[error("it is not known who calls: {why}")]
    NotAuthenticated {
        /// What is missing or not accepted, and what to do.
        why: String,
    },

    /// The caller may not do this.
    #[error("{caller} may not call this method here: it needs {needs}")]
    AccessDenied {
        /// Who calls.
        caller: String,
        /// Who may: the roles that would do.
        needs: String,
    },

    /// The request is larger than one may be.
    #[error("the request is too large: {why}; send less at once")]
    RequestTooLarge {
        /// Which bound it passes.
        why: String,
    },

    /// The disk is full; nothing was stored.
    #[error("the disk of the service is full; nothing was stored, reads go on")]
    DiskFull,

    /// Too much work is waiting.
    #[error("the service is busy; try again in {} ms", retry_after.as_millis())]
    Overloaded {
        /// When to try again.
        retry_after: Duration,
    },

    /// A service that is needed cannot be reached.
    #[error("the {service} service cannot be reached: {why}")]
    Unreachable {
        /// The service.
        service: String,
        /// What happened, without addresses.
        why: String,
    },

    /// The clock jumped; writes wait for a person.
    #[error("the clock of the service is suspect, so nothing is recorded: {why}")]
    ClockSuspect {
        /// What the clock did.
        why: String,
    },

    /// The commit may or may not have become durable.
    #[error(
        "it is not known whether the change became durable; send the same request with the same request id again"
    )]
    OutcomeUnknown {
        /// What the store said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },

    /// The deadline has passed.
    #[error("the deadline of the call has passed")]
    DeadlinePassed,

    /// The deadline has passed, and another service had been asked and had not answered.
    #[error("the deadline of the call has passed while {service} was waited for")]
    WaitedInVain {
        /// The short name of the service.
        service: String,
    },

    /// The books contradict themselves.
    #[error("the books contradict themselves: {why}; run the audit")]
    BooksDamaged {
        /// Where and how.
        why: String,
    },

    /// A defect of the service.
    #[error("a defect of the service stopped the call; its log says more")]
    Defect {
        /// What was being attempted, for the log.
        what: String,
        /// What lies behind it, for the log.
        #[source]
        source: Option<Box<dyn Error + Send + Sync>>,
    },

    /// Another service answered with an error, which is passed on.
    #[error("the {service} service answered: {}", status.message())]
    Peer {
        /// The service.
        service: String,
        /// Its answer, with its details.
        status: Box<tonic::Status>,
    },
}

impl Fault {
    /// What is the matter with a reference to a record that nobody recorded, as
    /// against one that takes no new entries.
    pub const DOES_NOT_EXIST: &str = "which does not exist";

    /// A defect, with what was being attempted and what lies behind it.
    pub fn defect(
        what: impl Into<String>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::Defect {
            what: what.into(),
            source: Some(source.into()),
        }
    }

    /// A request with one wrong field.
    pub fn field(field: impl Into<String>, description: impl Into<String>) -> Self {
        Self::InvalidFields(Violations::one(field, description))
    }

    /// A resource that is not there.
    pub fn not_found(resource: impl Into<String>) -> Self {
        Self::NotFound {
            resource: resource.into(),
        }
    }
}

/// The first faults in words, so that the message alone already helps.
fn summary(violations: &Violations) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<_> = violations
        .found()
        .iter()
        .take(SHOWN)
        .map(|violation| format!("{}: {}", violation.field, violation.description))
        .collect();
    let rest = violations.total().saturating_sub(shown.len());
    if rest == 0 {
        shown.join("; ")
    } else {
        format!("{}; and {rest} more", shown.join("; "))
    }
}
