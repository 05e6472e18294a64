//! Errors in JSON: the code in words, the message, and every detail both as bytes and
//! as something to read.

use std::sync::OnceLock;

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use http::{Response, StatusCode, header};
use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage};
use serde_json::{Value, json};
use tonic::{Code, Status, body::Body};

use super::{JSON, with};

/// The answer for a status.
pub(super) fn of(status: &Status) -> Response<Body> {
    let (word, http_status) = of_code(status.code());
    let mut error = json!({"code": word, "message": status.message()});
    let details = details(status);
    if !details.is_empty() {
        error["details"] = details.into();
    }
    let json = error.to_string();
    let mut answer = Response::new(Body::new(http_body_util::Full::from(json)));
    *answer.status_mut() = StatusCode::from_u16(http_status).unwrap_or_default();
    with(answer, header::CONTENT_TYPE, JSON)
}

/// The word for a code, and the HTTP status that goes with it.
fn of_code(code: Code) -> (&'static str, u16) {
    match code {
        // No error has the code OK.
        Code::Ok | Code::Unknown => ("unknown", 500),
        Code::Cancelled => ("canceled", 499),
        Code::InvalidArgument => ("invalid_argument", 400),
        Code::DeadlineExceeded => ("deadline_exceeded", 504),
        Code::NotFound => ("not_found", 404),
        Code::AlreadyExists => ("already_exists", 409),
        Code::PermissionDenied => ("permission_denied", 403),
        Code::ResourceExhausted => ("resource_exhausted", 429),
        Code::FailedPrecondition => ("failed_precondition", 400),
        Code::Aborted => ("aborted", 409),
        Code::OutOfRange => ("out_of_range", 400),
        Code::Unimplemented => ("unimplemented", 501),
        Code::Internal => ("internal", 500),
        Code::Unavailable => ("unavailable", 503),
        Code::DataLoss => ("data_loss", 500),
        Code::Unauthenticated => ("unauthenticated", 401),
    }
}

/// The details of a status.
fn details(status: &Status) -> Vec<Value> {
    let Ok(told) = tonic_types::pb::Status::decode(status.details()) else {
        return Vec::new();
    };
    let details = told.details.iter().map(|detail| {
        let (_, name) = detail.type_url.rsplit_once('/').unwrap_or_default();
        let mut shown = json!({"type": name, "value": STANDARD_NO_PAD.encode(&detail.value)});
        if let Some(readable) = readable(name, &detail.value) {
            shown["debug"] = readable;
        }
        shown
    });
    details.collect()
}

/// A detail as something to read, if it is one of the public kinds.
fn readable(name: &str, bytes: &[u8]) -> Option<Value> {
    let kind = kinds()?.get_message_by_name(name)?;
    let detail = DynamicMessage::decode(kind, bytes).ok()?;
    serde_json::to_value(detail).ok()
}

/// The kinds of details there are.
fn kinds() -> Option<&'static DescriptorPool> {
    static KINDS: OnceLock<Option<DescriptorPool>> = OnceLock::new();
    let read = || DescriptorPool::decode(tonic_types::pb::FILE_DESCRIPTOR_SET).ok();
    KINDS.get_or_init(read).as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_word_of_its_own_and_an_http_status_of_an_error() {
        let codes = (1..=16).map(Code::from);
        let words: std::collections::BTreeSet<_> = codes
            .map(|code| {
                let (word, status) = of_code(code);
                assert!((400..600).contains(&status), "{code:?}");
                assert!(StatusCode::from_u16(status).is_ok(), "{code:?}");
                word
            })
            .collect();
        assert_eq!(words.len(), 16);
    }

    #[test]
    fn what_has_no_details_shows_none() {
        assert!(details(&Status::internal("so")).is_empty());
        assert!(details(&Status::with_details(Code::Internal, "so", "?".into())).is_empty());
    }
}
