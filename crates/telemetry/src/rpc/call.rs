//! One call under observation: its span while it runs, its record when it ends.

use std::sync::Arc;

use http::HeaderMap;
use opentelemetry::trace::{Status, TraceContextExt};
use opentelemetry::{Context, KeyValue};
use tokio::time::Instant;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use super::method::{Method, Side};
use super::status::Outcome;
use crate::metrics::{Instruments, instruments};
use crate::propagation;
use crate::sampling;

/// The name the conventions give to a method the server does not know. Spans and
/// metrics must not take names from whoever knocks.
pub(super) const UNKNOWN_METHOD: &str = "_OTHER";

/// A call under observation. Its end is recorded when it is dropped.
#[derive(Debug)]
pub(super) struct Call {
    method: Arc<Method>,
    span: Span,
    /// Whether the span is exported.
    is_exported: bool,
    /// What the work runs under when no SDK keeps it beside the span.
    context: Option<Context>,
    measured: Option<Measured>,
    outcome: Outcome,
}

/// What is only kept when somebody will see it.
#[derive(Debug)]
struct Measured {
    instruments: &'static Instruments,
    began: Instant,
}

impl Call {
    /// A call that came in. Its parent is what the headers say, also inside one
    /// process, where the caller's span may be open around it.
    pub(super) fn received(method: &Arc<Method>, headers: &HeaderMap) -> Self {
        let caller = propagation::extract(headers);
        let measured = Measured::begin();
        let kept = Kept::of(measured.as_ref(), caller.as_ref());
        let context = match (&kept, &caller) {
            (Kept::Yes, _) => None,
            (Kept::No, Some(caller)) => Some(propagation::unsampled(caller)),
            (Kept::NobodyAsks, Some(caller)) => Some(caller.clone()),
            (Kept::No, None) => Some(propagation::begin(false)),
            (Kept::NobodyAsks, None) => Some(propagation::begin(true)),
        };
        // Who exports spans sees by it which calls are none of theirs.
        let attached = context.clone().map(Context::attach);
        let span = tracing::info_span!(
            target: "tradefair::rpc",
            parent: None,
            "rpc",
            otel.kind = "server",
            rpc.method = &*method.name
        );
        drop(attached);
        if let (Kept::Yes, Some(caller)) = (&kept, caller) {
            // Fails only when the span is not exported; then nothing is lost.
            let _ = span.set_parent(caller);
        }
        Self::begin(method, span, kept == Kept::Yes, context, measured)
    }

    /// A call that goes out; its context is written into the headers.
    pub(super) fn sent(method: &Arc<Method>, headers: &mut HeaderMap) -> Self {
        let measured = Measured::begin();
        let name = &*method.name;
        let current = Context::map_current(|current| {
            let is_call = current.span().span_context().is_valid();
            is_call.then(|| current.clone())
        });
        let is_exported = match &current {
            // What it lies in has been decided about.
            Some(_) => spans_are_exported(measured.as_ref()) && !sampling::is_unkept_here(),
            None => Kept::of(measured.as_ref(), None) == Kept::Yes,
        };
        let span = if is_exported {
            tracing::info_span!(target: "tradefair::rpc", "rpc", otel.kind = "client", rpc.method = name)
        } else {
            // In the log alone it says little: the server's own span has the name.
            tracing::debug_span!(target: "tradefair::rpc", "rpc", otel.kind = "client", rpc.method = name)
        };
        if is_exported {
            propagation::inject(&span.context(), headers);
        } else if let Some(current) = current {
            propagation::inject(&current, headers);
        }
        Self::begin(method, span, is_exported, None, measured)
    }

    fn begin(
        method: &Arc<Method>,
        span: Span,
        is_exported: bool,
        context: Option<Context>,
        measured: Option<Measured>,
    ) -> Self {
        if is_exported {
            method.name(&span);
        }
        Self {
            method: Arc::clone(method),
            span,
            is_exported,
            context,
            measured,
            outcome: Outcome::CANCELLED,
        }
    }

    /// Does a piece of the work inside the span.
    pub(super) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        let _attached = self.context.clone().map(Context::attach);
        self.span.in_scope(work)
    }

    /// Ends the call, known to have gone so.
    pub(super) fn end(mut self, outcome: Outcome) {
        self.outcome = outcome;
    }

    fn error_kind(&self) -> Option<&'static str> {
        match self.method.side {
            Side::Client => self.outcome.error_to_client(),
            Side::Server => self.outcome.error_to_server(),
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if self.method.side == Side::Server
            && tracing::enabled!(target: "tradefair::rpc", tracing::Level::DEBUG)
        {
            // One line for each call, for whoever asks for it by its target.
            let status = self.outcome.status_name();
            self.within(|| tracing::debug!(target: "tradefair::rpc", status, "answered"));
        }
        let Some(measured) = &self.measured else {
            return;
        };
        let error_kind = self.error_kind();
        let seconds = measured.began.elapsed().as_secs_f64();
        self.method
            .ended(measured.instruments, self.outcome, error_kind, seconds);
        if !self.is_exported {
            return;
        }
        let context = self.span.context();
        let span = context.span();
        if let Some(name) = self.outcome.status_name() {
            span.set_attribute(KeyValue::new("rpc.response.status_code", name));
        }
        if let Some(kind) = error_kind {
            span.set_attribute(KeyValue::new("error.type", kind));
            span.set_status(Status::error(""));
        }
    }
}

fn spans_are_exported(measured: Option<&Measured>) -> bool {
    measured.is_some_and(|measured| measured.instruments.sampling.is_some())
}

/// Whether the trace of a call is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    Yes,
    No,
    /// No spans are exported.
    NobodyAsks,
}

impl Kept {
    /// Decides about a call, by what whoever calls says, if they say anything.
    fn of(measured: Option<&Measured>, caller: Option<&Context>) -> Self {
        let sampling = measured.and_then(|measured| measured.instruments.sampling.as_ref());
        let Some(sampling) = sampling else {
            return Self::NobodyAsks;
        };
        match sampling.keeps(caller, propagation::new_trace_id()) {
            true => Self::Yes,
            false => Self::No,
        }
    }
}

impl Measured {
    /// Begins to measure, if anybody is told.
    fn begin() -> Option<Self> {
        instruments().map(|instruments| Self {
            instruments,
            began: Instant::now(),
        })
    }
}
