//! A method, as it is measured.

use std::sync::{Arc, OnceLock};

use opentelemetry::KeyValue;
use opentelemetry::metrics::BoundHistogram;
use opentelemetry::trace::TraceContextExt;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use super::status::Outcome;
use crate::metrics::Instruments;

/// Which side of the call this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The one that asks.
    Client,
    /// The one that answers.
    Server,
}

/// A method on one side; on that of the client, of those servers.
#[derive(Debug)]
pub(super) struct Method {
    pub(super) side: Side,
    pub(super) name: Arc<str>,
    server_address: Option<Arc<str>>,
    /// Where calls are counted that went well. Most do, and need not look this up by their
    /// attributes.
    well: OnceLock<BoundHistogram<f64>>,
}

impl Method {
    pub(super) fn new(side: Side, name: Arc<str>, server_address: Option<Arc<str>>) -> Self {
        Self {
            side,
            name,
            server_address,
            well: OnceLock::new(),
        }
    }

    /// Gives an exported span its name, and what is known at the beginning. Set on it
    /// directly: as fields of the tracing span they would be written into every line of
    /// the log.
    pub(super) fn name(&self, span: &Span) {
        let context = span.context();
        let span = context.span();
        span.update_name(self.name.to_string());
        span.set_attribute(KeyValue::new("rpc.system.name", "grpc"));
        if let Some(address) = &self.server_address {
            span.set_attribute(KeyValue::new("server.address", Arc::clone(address)));
        }
    }

    /// A call has ended.
    pub(super) fn ended(
        &self,
        instruments: &Instruments,
        outcome: Outcome,
        error_kind: Option<&'static str>,
        seconds: f64,
    ) {
        let histogram = match self.side {
            Side::Client => &instruments.client_call_seconds,
            Side::Server => &instruments.server_call_seconds,
        };
        if outcome == Outcome::OK {
            let bind = || histogram.bind(&self.attributes(outcome, None));
            self.well.get_or_init(bind).record(seconds);
        } else {
            histogram.record(seconds, &self.attributes(outcome, error_kind));
        }
    }

    fn attributes(&self, outcome: Outcome, error_kind: Option<&'static str>) -> Vec<KeyValue> {
        let mut attributes = Vec::with_capacity(5);
        attributes.push(KeyValue::new("rpc.system.name", "grpc"));
        attributes.push(KeyValue::new("rpc.method", Arc::clone(&self.name)));
        attributes.extend(
            outcome
                .status_name()
                .map(|name| KeyValue::new("rpc.response.status_code", name)),
        );
        attributes.extend(error_kind.map(|kind| KeyValue::new("error.type", kind)));
        attributes.extend(
            self.server_address
                .iter()
                .map(|address| KeyValue::new("server.address", Arc::clone(address))),
        );
        attributes
    }
}
