//! A bound on the headers of a call.

use axum::{extract::Request, middleware::Next, response::Response};
use fault::Fault;

use crate::layers::answer;

/// The most bytes of the headers of a call: names and values, and 32 for each, as HTTP/2
/// counts them.
const BYTES: usize = 16 * 1024;

/// From here on a call is answered by the library, with a status of HTTP that callers of
/// gRPC know no code for; so what is only somewhat too large is not left to it.
pub(super) const MAKE_NO_SENSE_BYTES: u32 = 64 * 1024;

/// Refuses calls with larger headers.
pub(super) async fn bounded(request: Request, next: Next) -> Response {
    let headers = request.headers().iter();
    let bytes: usize = headers
        .map(|(name, value)| name.as_str().len() + value.len() + 32)
        .sum();
    if bytes <= BYTES {
        return next.run(request).await;
    }
    let fault = Fault::RequestTooLarge {
        why: format!("its headers have {bytes} bytes, and they may have {BYTES}"),
    };
    answer::fault(fault).map(axum::body::Body::new)
}
