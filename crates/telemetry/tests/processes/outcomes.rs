//! How calls are recorded to have ended.

use std::convert::Infallible;

use http::{Request, Response};
use http_body_util::{BodyExt, Empty, Full, StreamBody};
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use telemetry::{ClientSpans, ServerSpans};
use tonic::Status;
use tonic::codegen::Bytes;
use tower::{Layer, Service, ServiceExt};

use super::calls::{chain, exporting};
use super::collector::{Collector, attributes};
use super::desk::{Desk, ask, connect};
use super::own_process::{current_thread, own_process};

#[test]
fn a_refusal_is_an_error_to_the_client_and_an_answer_to_the_server() {
    own_process(
        "outcomes::a_refusal_is_an_error_to_the_client_and_an_answer_to_the_server",
        || {
            let (collector, guard) = exporting();
            current_thread().block_on(async {
                let desk = Desk::Refuses(Status::not_found("no such agreement")).routes();
                let refused = ask(ClientSpans::new().layer(connect(desk).await))
                    .await
                    .unwrap_err();
                assert_eq!(refused.code(), tonic::Code::NotFound);
            });
            guard.finish().unwrap();
            let spans = chain(collector.spans());
            let seen = |span: &Span| {
                let mut attributes = attributes(&span.attributes);
                let status = span.status.as_ref().map_or(
                    StatusCode::Unset,
                    opentelemetry_proto::tonic::trace::v1::Status::code,
                );
                (
                    attributes.remove("rpc.response.status_code"),
                    attributes.remove("error.type"),
                    status,
                )
            };
            let not_found = || Some("NOT_FOUND".to_owned());
            assert_eq!(
                seen(&spans[0]),
                (not_found(), not_found(), StatusCode::Error)
            );
            assert_eq!(seen(&spans[1]), (not_found(), None, StatusCode::Unset));
        },
    );
}

/// What the one call recorded on the server side ended with, after `act` has
/// made it through a layered service that answers with `body`.
fn status_recorded<B, F>(body: impl Fn() -> B + Clone, act: F) -> (Option<String>, Option<String>)
where
    B: http_body::Body,
    F: AsyncFnOnce(Response<telemetry::CallBody<B>>),
{
    let (collector, guard) = exporting();
    current_thread().block_on(async {
        let answer = move |_request: Request<Empty<Bytes>>| {
            let response = Response::new(body());
            async { Ok::<_, Infallible>(response) }
        };
        let service = ServerSpans::new(["fair.v1.Desk/Watch"]).layer(tower::service_fn(answer));
        act(service
            .oneshot(request("/fair.v1.Desk/Watch"))
            .await
            .unwrap())
        .await;
    });
    guard.finish().unwrap();
    only_outcome(&collector)
}

/// Status and error of the only call, the same in its span and in its measurement.
fn only_outcome(collector: &Collector) -> (Option<String>, Option<String>) {
    let points = collector.histogram("rpc.server.call.duration");
    assert_eq!((points.len(), points[0].count), (1, 1), "{points:?}");
    let outcome = |list| {
        let mut attributes = attributes(list);
        (
            attributes.remove("rpc.response.status_code"),
            attributes.remove("error.type"),
        )
    };
    let measured = outcome(&points[0].attributes);
    assert_eq!(outcome(&collector.spans()[0].attributes), measured);
    measured
}

fn request(path: &str) -> Request<Empty<Bytes>> {
    Request::post(path)
        .header("content-type", "application/grpc")
        .body(Empty::new())
        .unwrap()
}

fn named(status: &str) -> Option<String> {
    Some(status.to_owned())
}

#[test]
fn a_stream_ends_its_call_with_the_status_in_its_trailers() {
    own_process(
        "outcomes::a_stream_ends_its_call_with_the_status_in_its_trailers",
        || {
            let body = || {
                let trailers = http::HeaderMap::from_iter([(
                    http::HeaderName::from_static("grpc-status"),
                    http::HeaderValue::from_static("8"),
                )]);
                Full::new(Bytes::from_static(b"frame")).with_trailers(async { Some(Ok(trailers)) })
            };
            let recorded = status_recorded(body, async |response| {
                let collected = response.into_body().collect().await.unwrap();
                assert!(collected.trailers().is_some(), "trailers pass through");
            });
            assert_eq!(recorded, (named("RESOURCE_EXHAUSTED"), None));
        },
    );
}

#[test]
fn a_stream_nobody_waits_for_is_cancelled() {
    own_process("outcomes::a_stream_nobody_waits_for_is_cancelled", || {
        let recorded = status_recorded(
            || {
                let first =
                    Ok::<_, Infallible>(http_body::Frame::data(Bytes::from_static(b"frame")));
                StreamBody::new(tokio_stream::StreamExt::chain(
                    tokio_stream::once(first),
                    tokio_stream::pending(),
                ))
            },
            async |response| {
                let mut body = response.into_body();
                assert!(
                    body.frame().await.unwrap().unwrap().is_data(),
                    "the first frame arrives"
                );
            },
        );
        assert_eq!(recorded, (named("CANCELLED"), None));
    });
}

#[test]
fn a_call_given_up_before_its_answer_is_cancelled() {
    own_process(
        "outcomes::a_call_given_up_before_its_answer_is_cancelled",
        || {
            let (collector, guard) = exporting();
            current_thread().block_on(async {
                let never = async |_request: Request<Empty<Bytes>>| {
                    std::future::pending::<Result<Response<Empty<Bytes>>, Infallible>>().await
                };
                let service =
                    ServerSpans::new(["fair.v1.Desk/Wait"]).layer(tower::service_fn(never));
                let mut answer = Box::pin(service.oneshot(request("/fair.v1.Desk/Wait")));
                tokio::select! {
                    biased;
                    _ = &mut answer => unreachable!("it never answers"),
                    () = tokio::task::yield_now() => {}
                }
            });
            guard.finish().unwrap();
            assert_eq!(only_outcome(&collector), (named("CANCELLED"), None));
        },
    );
}

#[test]
fn a_stream_that_ends_without_a_status_is_an_error() {
    own_process(
        "outcomes::a_stream_that_ends_without_a_status_is_an_error",
        || {
            let recorded = status_recorded(Empty::<Bytes>::new, async |response| {
                assert!(
                    response
                        .into_body()
                        .collect()
                        .await
                        .unwrap()
                        .to_bytes()
                        .is_empty()
                );
            });
            assert_eq!(recorded, (named("UNKNOWN"), named("UNKNOWN")));
        },
    );
}

#[test]
fn a_call_without_an_answer_has_no_status() {
    own_process("outcomes::a_call_without_an_answer_has_no_status", || {
        let (collector, guard) = exporting();
        current_thread().block_on(async {
            let broken = tower::service_fn(async |_request: Request<Empty<Bytes>>| {
                Err::<Response<Empty<Bytes>>, _>(std::io::Error::other("refused"))
            });
            ClientSpans::new()
                .layer(broken)
                .oneshot(request("/fair.v1.Desk/Ask"))
                .await
                .unwrap_err();
        });
        guard.finish().unwrap();
        let recorded = attributes(&collector.spans()[0].attributes);
        assert_eq!(recorded["error.type"], "transport");
        assert!(
            !recorded.contains_key("rpc.response.status_code"),
            "{recorded:?}"
        );
    });
}

#[test]
fn unknown_methods_share_one_name_and_health_has_none() {
    own_process(
        "outcomes::unknown_methods_share_one_name_and_health_has_none",
        || {
            let (collector, guard) = exporting();
            current_thread().block_on(async {
                let answer = async |_request: Request<Empty<Bytes>>| {
                    let response = Response::builder()
                        .header("grpc-status", "12")
                        .body(Empty::<Bytes>::new());
                    Ok::<_, Infallible>(response.unwrap())
                };
                let mut service =
                    ServerSpans::new(["fair.v1.Desk/Ask"]).layer(tower::service_fn(answer));
                for path in [
                    "/fair.v1.Desk/Guess",
                    "/etc/passwd",
                    "/grpc.health.v1.Health/Check",
                ] {
                    service.call(request(path)).await.unwrap();
                }
            });
            guard.finish().unwrap();
            let points = collector.histogram("rpc.server.call.duration");
            assert_eq!((points.len(), points[0].count), (1, 2), "{points:?}");
            assert_eq!(attributes(&points[0].attributes)["rpc.method"], "_OTHER");
            let spans = collector.spans();
            assert!(spans.iter().all(|span| span.name == "_OTHER"), "{spans:?}");
            assert!(!format!("{spans:?}").contains("passwd"), "{spans:?}");
        },
    );
}
