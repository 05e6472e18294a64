//! Trace context in headers, as W3C writes it: `traceparent` and `tracestate`.

use std::sync::LazyLock;

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::Context;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry::trace::{SpanContext, TraceContextExt, TraceFlags, TraceId, TraceState};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{IdGenerator, RandomIdGenerator};

/// Compared as names, not parsed from text for each call.
static TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

static PROPAGATOR: LazyLock<TraceContextPropagator> = LazyLock::new(TraceContextPropagator::new);

/// The caller's context, if the headers carry a valid one.
pub(crate) fn extract(headers: &HeaderMap) -> Option<Context> {
    // Parsing begins with allocations, and most callers outside send nothing.
    if !headers.contains_key(&TRACEPARENT) {
        return None;
    }
    let context = PROPAGATOR.extract_with_context(&Context::new(), &Received(headers));
    context.has_active_span().then_some(context)
}

/// Writes the context into the headers; one that is not valid leaves them alone.
pub(crate) fn inject(context: &Context, headers: &mut HeaderMap) {
    PROPAGATOR.inject_context(context, &mut Sent(headers));
}

/// A new trace for a call that brought none along, made where no SDK would make
/// it. Where nothing is exported it counts as sampled, so that a neighbour who does export
/// keeps its part.
pub(crate) fn begin(is_sampled: bool) -> Context {
    let ids = RandomIdGenerator::default();
    Context::new().with_remote_span_context(SpanContext::new(
        ids.new_trace_id(),
        ids.new_span_id(),
        TraceFlags::default().with_sampled(is_sampled),
        false,
        TraceState::default(),
    ))
}

/// The id of a new trace.
pub(crate) fn new_trace_id() -> TraceId {
    RandomIdGenerator::default().new_trace_id()
}

/// The same place in the same trace, which is not kept.
pub(crate) fn unsampled(context: &Context) -> Context {
    let span = context.span();
    let ids = span.span_context();
    Context::new().with_remote_span_context(SpanContext::new(
        ids.trace_id(),
        ids.span_id(),
        ids.trace_flags().with_sampled(false),
        ids.is_remote(),
        ids.trace_state().clone(),
    ))
}

struct Received<'h>(&'h HeaderMap);

impl Extractor for Received<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(HeaderName::as_str).collect()
    }
}

struct Sent<'h>(&'h mut HeaderMap);

impl Injector for Sent<'_> {
    fn set(&mut self, key: &str, value: String) {
        // An empty state is no state, and is not sent.
        if value.is_empty() {
            return;
        }
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(key), HeaderValue::try_from(value)) {
            self.0.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn a_context_passes_through_unchanged() {
        for sent in [
            headers(&[("traceparent", PARENT)]),
            headers(&[("traceparent", PARENT), ("tracestate", "fair=4,hall=w3")]),
            headers(&[(
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
            )]),
        ] {
            let mut onwards = HeaderMap::new();
            inject(&extract(&sent).unwrap(), &mut onwards);
            assert_eq!(onwards, sent);
        }
    }

    #[test]
    fn what_is_not_a_context_is_no_context() {
        for broken in [
            "",
            "00",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "ff-1-2-3",
        ] {
            assert!(
                extract(&headers(&[("traceparent", broken)])).is_none(),
                "{broken}"
            );
        }
        assert!(extract(&headers(&[("tracestate", "fair=4")])).is_none());
    }

    #[test]
    fn a_new_trace_is_sent_as_sampled_and_two_differ() {
        let [first, second] = [begin(true), begin(true)].map(|context| {
            let mut headers = HeaderMap::new();
            inject(&context, &mut headers);
            headers["traceparent"].to_str().unwrap().to_owned()
        });
        assert!(
            first.starts_with("00-") && first.ends_with("-01"),
            "{first}"
        );
        assert_ne!(first, second);
    }
}
