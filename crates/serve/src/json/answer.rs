//! An answer of gRPC in JSON.

mod error;

use fault::Fault;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header, response::Parts};
use http_body_util::BodyExt;
use prost_reflect::{DynamicMessage, MessageDescriptor};
use tonic::{Code, Status, body::Body, codegen::Bytes};

use super::JSON;
use crate::layers::size::PREFIX_BYTES;

/// What a service answered, in JSON.
pub(super) async fn of(answer: Response<Body>, output: MessageDescriptor) -> Response<Body> {
    let (head, body) = answer.into_parts();
    let answered = match Status::from_header_map(&head.headers) {
        Some(status) if status.code() != Code::Ok => Err(status),
        _ => message(body, &output).await,
    };
    let (mut answer, trailers) = match answered {
        Ok((json, trailers)) => (ok(json), trailers),
        Err(status) => (error::of(&status), HeaderMap::new()),
    };
    carry(&head, &trailers, answer.headers_mut());
    answer
}

/// The answer for a fault that keeps a call from being made.
pub(super) fn fault(fault: Fault) -> Response<Body> {
    error::of(&Status::from(fault))
}

/// The answer to what is not a call.
pub(super) fn words(status: StatusCode, words: &'static str) -> Response<Body> {
    let mut answer = Response::new(Body::new(http_body_util::Full::from(words)));
    *answer.status_mut() = status;
    with(
        answer,
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    )
}

/// An answer with one more header.
pub(super) fn with(
    mut answer: Response<Body>,
    name: HeaderName,
    value: HeaderValue,
) -> Response<Body> {
    answer.headers_mut().insert(name, value);
    answer
}

fn ok(json: Vec<u8>) -> Response<Body> {
    let answer = Response::new(Body::new(http_body_util::Full::from(json)));
    with(answer, header::CONTENT_TYPE, JSON)
}

/// The message of an answer in JSON, and what follows it.
async fn message(body: Body, output: &MessageDescriptor) -> Result<(Vec<u8>, HeaderMap), Status> {
    let read = body.collect().await?;
    let trailers = read.trailers().cloned().unwrap_or_default();
    match Status::from_header_map(&trailers) {
        Some(status) if status.code() == Code::Ok => {}
        Some(status) => return Err(status),
        None => return Err(defect("an answer without a status")),
    }
    let json = in_json(&read.to_bytes(), output).map_err(|what| defect(&what))?;
    Ok((json, trailers))
}

/// The canonical JSON form of a message that gRPC framed.
fn in_json(framed: &Bytes, output: &MessageDescriptor) -> Result<Vec<u8>, String> {
    // Nothing is compressed for a caller who does not ask for it.
    let message = match framed.split_at_checked(PREFIX_BYTES) {
        Some(([0, ..], message)) => message,
        _ => return Err("an answer without a message".to_owned()),
    };
    let message = DynamicMessage::decode(output.clone(), message);
    let message = message.map_err(|error| format!("an answer that cannot be read: {error}"))?;
    serde_json::to_vec(&message).map_err(|error| format!("an answer without a JSON form: {error}"))
}

fn defect(what: &str) -> Status {
    Status::from(Fault::Defect {
        what: what.to_owned(),
        source: None,
    })
}

/// Hands on what an answer says beside its message, as headers all of it: what follows a
/// message in gRPC is marked as such.
fn carry(head: &Parts, trailers: &HeaderMap, into: &mut HeaderMap) {
    let of_the_form =
        |name: &HeaderName| *name == header::CONTENT_TYPE || name.as_str().starts_with("grpc-");
    for (name, value) in head.headers.iter().filter(|(name, _)| !of_the_form(name)) {
        into.append(name.clone(), value.clone());
    }
    for (name, value) in trailers.iter().filter(|(name, _)| !of_the_form(name)) {
        if let Ok(name) = HeaderName::try_from(format!("trailer-{name}")) {
            into.append(name, value.clone());
        }
    }
}
