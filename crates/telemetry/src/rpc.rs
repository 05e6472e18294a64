//! Tower layers that give every gRPC call one span and one measurement, on the
//! side that answers ([`ServerSpans`]) and on the side that asks
//! ([`ClientSpans`]).
//!
//! A call is over when its status is known: at once when the head of the answer
//! carries it, else at the trailers. A stream that is dropped before is
//! CANCELLED. Requests that are not gRPC, and those to the health and reflection
//! services, pass through untouched.

mod call;
mod client;
mod method;
mod server;
mod status;
mod watch;

use http::{HeaderMap, header};

pub use client::{ClientCalls, ClientSpans};
pub use server::{ServerCalls, ServerSpans};
pub use watch::{CallBody, CallFuture};

/// Called by machinery every few seconds; their spans would bury the others.
const UNWATCHED: [&str; 2] = ["grpc.health.", "grpc.reflection."];

/// The method a request is for, as `pkg.Service/Method`, or nothing when it is
/// not a call to be watched.
fn watched_method<'path>(path: &'path str, headers: &HeaderMap) -> Option<&'path str> {
    let content_type = headers.get(header::CONTENT_TYPE)?.as_bytes();
    let rest = content_type.strip_prefix(b"application/grpc")?;
    if !matches!(rest.first(), None | Some(b'+' | b';')) {
        return None;
    }
    let method = path.strip_prefix('/')?;
    let unwatched = UNWATCHED.iter().any(|service| method.starts_with(service));
    (!unwatched).then_some(method)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method(path: &'static str, content_type: &'static str) -> Option<&'static str> {
        let headers = HeaderMap::from_iter([(
            header::CONTENT_TYPE,
            http::HeaderValue::from_static(content_type),
        )]);
        watched_method(path, &headers)
    }

    #[test]
    fn grpc_calls_are_watched_and_nothing_else() {
        assert_eq!(
            method("/fair.v1.Desk/Ask", "application/grpc"),
            Some("fair.v1.Desk/Ask")
        );
        assert_eq!(
            method("/fair.v1.Desk/Ask", "application/grpc+proto"),
            Some("fair.v1.Desk/Ask")
        );
        assert_eq!(method("/fair.v1.Desk/Ask", "application/grpc-web"), None);
        assert_eq!(method("/fair.v1.Desk/Ask", "text/html"), None);
        assert_eq!(
            method("/grpc.health.v1.Health/Check", "application/grpc"),
            None
        );
        assert_eq!(
            method(
                "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                "application/grpc"
            ),
            None
        );
        assert_eq!(watched_method("/fair.v1.Desk/Ask", &HeaderMap::new()), None);
    }
}
