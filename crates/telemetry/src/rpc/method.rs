//! A method, as it is measured.

use std::sync::{Arc, OnceLock};

use opentelemetry::KeyValue;
use opentelemetry::metrics::BoundHistogram;

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
    pub(super) server_address: Option<Arc<str>>,
    /// Where calls are counted that went well. Most do, and to look this up by the
    /// attributes of each would cost as much as all else that measures it.
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
