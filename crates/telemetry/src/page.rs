//! The page that Prometheus reads.

use axum::Router;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus::{Registry, TextEncoder};

/// The media type of the text, with the version of its format.
const CONTENT_TYPE: (HeaderName, &str) = (
    header::CONTENT_TYPE,
    "text/plain; version=0.0.4; charset=utf-8",
);

/// Routes with the page at `/metrics`, the figures as they are when it is asked for.
pub(crate) fn routes(registry: Registry) -> Router {
    Router::new().route("/metrics", get(async move || answer(&registry)))
}

fn answer(registry: &Registry) -> Response {
    match TextEncoder::new().encode_to_string(&registry.gather()) {
        Ok(text) => ([CONTENT_TYPE], text).into_response(),
        Err(error) => {
            tracing::warn!(%error, "the metrics cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
