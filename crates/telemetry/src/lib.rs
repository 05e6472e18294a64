//! What a process says about its own work: lines on standard error, spans and
//! metrics to a collector, and metrics on a page for whoever comes to read them.
//!
//! [`start`] is called once, early in `main`, with a [`Config`] the binary has
//! made; the [`Guard`] it returns is finished last, so that what is still
//! buffered leaves the house. Between the two, [`ServerSpans`] and
//! [`ClientSpans`] are tower layers that give every gRPC call one span on each
//! side, carry the W3C trace context from one to the other, and record how long it
//! took; [`Books`] is what a book tells its commits to; a [`Figure`] is a number that
//! whoever has it keeps by themselves. [`Guard::metrics_page`] has all of them in the text
//! of Prometheus.
//!
//! Pieces: [`Config`] and what it is made of; `logs`, the lines; `export`, the
//! providers behind an OTLP endpoint and their flush; `page`, the text for Prometheus;
//! `propagation`, trace context in headers; `metrics`, what is measured with; `books`
//! and `process`, whose figures these are; `rpc`, the layers.
//!
//! # What is measured
//!
//! | metric | what it tells | attributes |
//! | --- | --- | --- |
//! | `rpc.server.call.duration`, `rpc.client.call.duration` | seconds a call took, on the side that answers and on the side that asks | `rpc.method`, `rpc.response.status_code`, `error.type` where it is an error to that side, `server.address` (the service asked) on the client's |
//! | `tradefair.ledger.queue.writes` | writes that wait for the writer of the books | `tradefair.service` |
//! | `tradefair.ledger.commit.duration` | seconds from the beginning of a transaction until it was durable or had failed | `tradefair.service`; `error.type` of one that failed: `full`, `damaged`, `unreachable`, `outdated`, `failed` |
//! | `tradefair.ledger.commit.writes`, `.cells` | writes that shared a commit, and cells it changed | `tradefair.service` |
//! | `process.uptime`, `process.memory.usage`, `process.unix.file_descriptor.count` | the process | |
//!
//! Dots are underscores on the page, and units are at the end of names, as Prometheus has
//! it: `rpc_server_call_duration_seconds_bucket`. What a process is, its name and release,
//! is on the page as `target_info`.
//!
//! # Which spans there are
//!
//! | span | where it lies |
//! | --- | --- |
//! | `pkg.Service/Method`, client | in the server's span of whoever asks |
//! | `pkg.Service/Method`, server | in the client's of the same call, or in that of a caller outside |
//! | `SELECT table`, client | in the server's span of the call that reads; one for each question to the books, which may take several statements, by the table most of it is read from |
//! | `write`, internal | in the server's span of the call that writes, from the queue to the answer; it has a link to the `COMMIT` that carried it |
//! | `COMMIT`, client | in the `write` that came first of those that shared it |
//!
//! Those of books are made by `ledger` with the `tracing` library, at DEBUG under the target
//! `tradefair::db`, so that the log has none of them unless it is asked to. A line at DEBUG
//! under `tradefair::rpc` says of each call that it was answered, and how.
//!
//! # Decisions
//!
//! *The exporter cannot stop a worker.* Its connections live on a runtime of two
//! threads of its own, its batches on threads of the SDK, and the flush at the
//! end on a plain thread with a hard limit ([`FLUSH_LIMIT`]): a process on a
//! single-threaded runtime ends in time, also when the collector is dead.
//!
//! *Without somebody to tell nothing is built to be thrown away.* No SDK span, no
//! attribute, no metric; a call costs its span, and the trace context that lines
//! in the log and calls onwards carry. With the page alone there are metrics, and
//! still no spans.
//!
//! *What is not kept costs nothing.* Whether a trace is kept is decided where its first call
//! comes in ([`Sampling`]), by the sampled flag of whoever calls or by chance. A call that
//! is not kept is treated as if nobody were told: no span of the SDK is made for it, nor for
//! what it asks of books and of other services, which learn the decision from the trace
//! context. Its lines in the log have the id of its trace all the same, and it is measured.
//!
//! *What is exported is chosen, not filtered afterwards.* Spans hold names of methods
//! and tables, numbers and status codes; no request, no answer, no statement and no
//! name of a record. Events below INFO stay in this process, and so does whatever the
//! exporter's own libraries say (or each export would bring forth the next one).
//!
//! It deliberately does not know what is being called, nor any service, and it
//! reads no environment: the binary passes values on. (The OpenTelemetry
//! libraries themselves obey `OTEL_BSP_*`,
//! `OTEL_METRIC_EXPORT_INTERVAL` and `OTEL_EXPORTER_OTLP_HEADERS`.)

mod books;
mod config;
mod export;
mod exported;
mod figure;
mod logs;
mod metrics;
mod page;
mod process;
mod propagation;
mod rpc;
mod sampling;

use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

pub use books::Books;
pub use config::{Config, Error, LogFormat, resource_attributes};
pub use export::FLUSH_LIMIT;
pub use figure::Figure;
pub use rpc::{CallBody, CallFuture, ClientCalls, ClientSpans, ServerCalls, ServerSpans};
use sampling::Decision;
pub use sampling::{Sampling, TraceSampler};

/// Only one subscriber can serve a process.
static STARTED: AtomicBool = AtomicBool::new(false);

/// Starts logging to standard error and, when the configuration asks for it, the export
/// of spans and metrics to an OTLP endpoint and the metrics of the page. Call once per process; may be
/// called inside or outside a runtime. A collector that cannot be reached is not
/// an error: the libraries say so in the log and go on trying.
///
/// # Errors
///
/// [`Error::Filter`] or [`Error::Endpoint`] when a value of the configuration
/// cannot be used, [`Error::Page`] when the metrics cannot be kept, [`Error::Threads`] when the exporter's runtime cannot be made,
/// [`Error::AlreadyStarted`] on a second call, or beside another subscriber.
pub fn start(config: &Config) -> Result<Guard, Error> {
    let lines = logs::layer(config.log_format, &config.log_filter)?;
    let pipeline = export::Pipeline::build(config)?;
    if STARTED.swap(true, Ordering::AcqRel) {
        return Err(Error::AlreadyStarted);
    }
    let spans = pipeline.as_ref().and_then(export::Pipeline::span_layer);
    let sampling = spans.is_some().then(|| Decision::by(config.sampling));
    let exported = spans.map(|layer| layer.with_filter(exported::Exported::default()));
    tracing_subscriber::registry()
        .with(exported)
        .with(lines)
        .try_init()
        .map_err(|_other_subscriber| Error::AlreadyStarted)?;
    if let Some(pipeline) = &pipeline {
        metrics::install(pipeline.meters(), sampling);
    }
    Ok(Guard { pipeline })
}

/// Holds the exporters open; whoever drops it flushes them.
#[must_use = "dropping the guard ends the export"]
#[derive(Debug)]
pub struct Guard {
    pipeline: Option<export::Pipeline>,
}

impl Guard {
    /// Routes with the metrics at `/metrics`, in the text that Prometheus reads; empty
    /// when the configuration asks for no page. Whoever serves them decides who reads it.
    pub fn metrics_page(&self) -> Router {
        let registry = self.pipeline.as_ref().and_then(export::Pipeline::registry);
        registry.map_or_else(Router::new, |registry| page::routes(registry.clone()))
    }

    /// Sends what is still buffered and ends the export, in [`FLUSH_LIMIT`] at
    /// the most. The caller waits, the work happens on other threads, so that it
    /// may be called anywhere. Logging goes on.
    ///
    /// # Errors
    ///
    /// [`Error::Unflushed`] when something could not be delivered in time.
    pub fn finish(mut self) -> Result<(), Error> {
        match self.pipeline.take() {
            Some(pipeline) => pipeline.finish(),
            None => Ok(()),
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(pipeline) = self.pipeline.take()
            && let Err(error) = pipeline.finish()
        {
            tracing::warn!("{error}");
        }
    }
}
