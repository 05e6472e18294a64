//! What a collector sees of calls.

use std::convert::Infallible;

use http::{Request, Response};
use http_body_util::{BodyExt, Empty, Full, StreamBody};
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use telemetry::{ClientSpans, Config, Guard, ServerSpans};
use tonic::Status;
use tonic::codegen::Bytes;
use tower::{Layer, Service, ServiceExt};

use super::collector::{Collector, attributes};
use super::desk::{Desk, METHOD, ask, connect};
use super::own_process::{current_thread, one_worker, own_process};

fn exporting() -> (Collector, Guard) {
    let (collector, endpoint) = Collector::start();
    let mut config = Config::new("desk");
    config.otlp_endpoint = Some(endpoint);
    config.resource_attributes = vec![("k8s.pod.name".to_owned(), "desk-0".to_owned())];
    (collector, telemetry::start(&config).unwrap())
}

/// The spans from the outermost inwards, each the parent of the next.
fn chain(mut spans: Vec<Span>) -> Vec<Span> {
    let mut ordered = Vec::new();
    let mut parent = Vec::new();
    while !spans.is_empty() {
        let next = spans.iter().position(|span| span.parent_span_id == parent);
        let span =
            spans.remove(next.unwrap_or_else(|| panic!("no child of {parent:?} in {spans:?}")));
        parent.clone_from(&span.span_id);
        ordered.push(span);
    }
    ordered
}

fn kinds(spans: &[Span]) -> Vec<SpanKind> {
    spans.iter().map(Span::kind).collect()
}

#[test]
fn one_trace_crosses_the_wire_on_one_worker() {
    own_process("calls::one_trace_crosses_the_wire_on_one_worker", || {
        let (collector, guard) = exporting();
        one_worker().block_on(async {
            let channel = connect(Desk::Answers.routes()).await;
            ask(ClientSpans::to("desk").layer(channel)).await.unwrap();
        });
        guard.finish().unwrap();

        let spans = chain(collector.spans());
        assert_eq!(kinds(&spans), [SpanKind::Client, SpanKind::Server]);
        assert_eq!(spans[0].trace_id, spans[1].trace_id);
        assert!(spans.iter().all(|span| span.name == METHOD), "{spans:?}");
        let expected = [
            ("rpc.method", METHOD),
            ("rpc.response.status_code", "OK"),
            ("rpc.system.name", "grpc"),
        ];
        let server = attributes(&spans[1].attributes);
        assert!(
            server
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str()))
                .eq(expected),
            "{server:?}"
        );
        let mut client = attributes(&spans[0].attributes);
        assert_eq!(client.remove("server.address").unwrap(), "desk");
        assert_eq!(client, server);

        for name in ["rpc.client.call.duration", "rpc.server.call.duration"] {
            let points = collector.histogram(name);
            assert_eq!(points.len(), 1, "{points:?}");
            assert_eq!(points[0].count, 1);
            let seconds = points[0].sum.unwrap();
            assert!(seconds > 0.0 && seconds < 10.0, "{seconds}");
            let mut measured = attributes(&points[0].attributes);
            measured.remove("server.address");
            assert_eq!(measured, server);
        }
        let resource = collector.resource();
        assert_eq!(
            (
                resource["service.name"].as_str(),
                resource["k8s.pod.name"].as_str()
            ),
            ("desk", "desk-0")
        );
    });
}

#[test]
fn one_trace_crosses_services_inside_a_process_on_the_current_thread() {
    own_process(
        "calls::one_trace_crosses_services_inside_a_process_on_the_current_thread",
        || {
            let (collector, guard) = exporting();
            current_thread().block_on(async {
                let inner = Desk::Answers.routes();
                let outer = Desk::Asks(inner).routes();
                ask(ClientSpans::new().layer(outer)).await.unwrap();
                // On the only thread there is, while its runtime runs.
                guard.finish().unwrap();
            });
            let spans = chain(collector.spans());
            let expected = [
                SpanKind::Client,
                SpanKind::Server,
                SpanKind::Client,
                SpanKind::Server,
            ];
            assert_eq!(kinds(&spans), expected);
            assert!(
                spans.iter().all(|span| span.trace_id == spans[0].trace_id),
                "{spans:?}"
            );
        },
    );
}

#[test]
fn what_is_said_in_a_call_goes_with_its_span_from_info_up() {
    own_process(
        "calls::what_is_said_in_a_call_goes_with_its_span_from_info_up",
        || {
            let (collector, endpoint) = Collector::start();
            let mut config = Config::new("desk");
            config.otlp_endpoint = Some(endpoint);
            config.log_filter = "trace".to_owned();
            let guard = telemetry::start(&config).unwrap();
            one_worker().block_on(async {
                let channel = connect(Desk::Answers.routes()).await;
                ask(ClientSpans::new().layer(channel)).await.unwrap();
                tonic_says("at error level");
            });
            guard.finish().unwrap();
            let spans = chain(collector.spans());
            let said: Vec<_> = spans
                .iter()
                .flat_map(|span| &span.events)
                .map(|event| event.name.as_str())
                .collect();
            assert_eq!(said, ["answering"]);
        },
    );
}

/// A span and an event as the exporter's own libraries make them.
fn tonic_says(what: &str) {
    let span = tracing::error_span!(target: "tonic::transport", "connection");
    let _entered = span.entered();
    tracing::error!(target: "h2::client", what);
    tracing::error!(target: "opentelemetry_sdk", what);
}

#[test]
fn a_refusal_is_an_error_to_the_client_and_an_answer_to_the_server() {
    own_process(
        "calls::a_refusal_is_an_error_to_the_client_and_an_answer_to_the_server",
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
    let points = collector.histogram("rpc.server.call.duration");
    assert_eq!((points.len(), points[0].count), (1, 1), "{points:?}");
    let mut measured = attributes(&points[0].attributes);
    let recorded = (
        measured.remove("rpc.response.status_code"),
        measured.remove("error.type"),
    );
    let spans = collector.spans();
    let mut traced = attributes(&spans[0].attributes);
    assert_eq!(
        (
            traced.remove("rpc.response.status_code"),
            traced.remove("error.type")
        ),
        recorded
    );
    recorded
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
        "calls::a_stream_ends_its_call_with_the_status_in_its_trailers",
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
    own_process("calls::a_stream_nobody_waits_for_is_cancelled", || {
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
fn a_stream_that_ends_without_a_status_is_an_error() {
    own_process(
        "calls::a_stream_that_ends_without_a_status_is_an_error",
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
    own_process("calls::a_call_without_an_answer_has_no_status", || {
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
        "calls::unknown_methods_share_one_name_and_health_has_none",
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
            let originals: Vec<_> = spans
                .iter()
                .map(|span| attributes(&span.attributes)["rpc.method_original"].clone())
                .collect();
            assert_eq!(originals, ["fair.v1.Desk/Guess", "etc/passwd"]);
        },
    );
}
