//! What a collector sees of calls.

use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use telemetry::{ClientSpans, Config, Guard};
use tower::Layer;

use super::collector::{Collector, attributes};
use super::desk::{Desk, METHOD, ask, connect};
use super::own_process::{current_thread, one_worker, own_process};

/// Telemetry of a service called "desk", and the collector it exports to.
pub(crate) fn exporting() -> (Collector, Guard) {
    let (collector, endpoint) = Collector::start();
    let mut config = Config::new("desk");
    config.otlp_endpoint = Some(endpoint);
    config.resource_attributes = vec![("k8s.pod.name".to_owned(), "desk-0".to_owned())];
    (collector, telemetry::start(&config).unwrap())
}

/// The spans from the outermost inwards, each the parent of the next.
pub(crate) fn chain(mut spans: Vec<Span>) -> Vec<Span> {
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
