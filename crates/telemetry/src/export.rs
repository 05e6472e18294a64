//! The way out: spans and metrics by OTLP over gRPC, and their flush.

use std::sync::mpsc;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{ExporterBuildError, MetricExporter, SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};
use tokio::runtime::Runtime;
use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_opentelemetry::OpenTelemetryLayer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::registry::LookupSpan;

use crate::config::{Config, Error};

/// How long the end of a process may wait for the last export.
pub const FLUSH_LIMIT: Duration = Duration::from_secs(3);

/// The exporter is made of these, and what they say would be exported again.
const OF_THE_EXPORTER: [&str; 5] = ["hyper", "h2", "tonic", "tower", "opentelemetry"];

/// What leaves the process: INFO and above, and nothing of the exporter's own.
pub(crate) fn exported_targets() -> Targets {
    Targets::new()
        .with_default(LevelFilter::INFO)
        .with_targets(OF_THE_EXPORTER.map(|target| (target, LevelFilter::OFF)))
}

/// The two providers and the runtime their connections live on.
#[derive(Debug)]
pub(crate) struct Pipeline {
    runtime: Runtime,
    traces: SdkTracerProvider,
    meters: SdkMeterProvider,
}

impl Pipeline {
    /// Connects lazily: an endpoint that does not answer shows later, in the log.
    pub(crate) fn build(endpoint: &str, config: &Config) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("telemetry")
            .enable_all()
            .build()
            .map_err(Error::Threads)?;
        // The exporters start their connections on the runtime they are made in.
        let exporters = {
            let _entered = runtime.enter();
            exporters(endpoint)
        };
        let (spans, metrics) = match exporters {
            Ok(exporters) => exporters,
            Err(error) => {
                runtime.shutdown_background();
                return Err(Error::Endpoint {
                    endpoint: endpoint.to_owned(),
                    reason: error.to_string(),
                });
            }
        };
        let resource = resource(config);
        let traces = SdkTracerProvider::builder()
            .with_resource(resource.clone())
            .with_batch_exporter(spans)
            .build();
        let meters = SdkMeterProvider::builder()
            .with_resource(resource)
            .with_periodic_exporter(metrics)
            .build();
        Ok(Self {
            runtime,
            traces,
            meters,
        })
    }

    /// Turns tracing spans into exported ones. Where in the code a span was made
    /// says less than its name and costs four attributes: left out.
    pub(crate) fn span_layer<S>(&self) -> OpenTelemetryLayer<S, SdkTracer>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        tracing_opentelemetry::layer()
            .with_tracer(self.traces.tracer("tradefair"))
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
    }

    pub(crate) fn meters(&self) -> &SdkMeterProvider {
        &self.meters
    }

    /// Flushes both at once and gives up at [`FLUSH_LIMIT`]. The runtime is left
    /// to end by itself: waiting for it would not be allowed on a worker of
    /// another one.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let (done, all) = mpsc::channel();
        let traces = self.traces;
        let meters = self.meters;
        flush_beside("telemetry-traces", done.clone(), move || {
            traces.shutdown_with_timeout(FLUSH_LIMIT)
        });
        flush_beside("telemetry-metrics", done, move || {
            meters.shutdown_with_timeout(FLUSH_LIMIT)
        });
        let outcome = gather(&all);
        self.runtime.shutdown_background();
        outcome
    }
}

fn exporters(endpoint: &str) -> Result<(SpanExporter, MetricExporter), ExporterBuildError> {
    let spans = SpanExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .build()?;
    let metrics = MetricExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .build()?;
    Ok((spans, metrics))
}

/// Made from nothing, as the SDK's own default would read the environment.
fn resource(config: &Config) -> Resource {
    let given = config
        .resource_attributes
        .iter()
        .map(|(key, value)| KeyValue::new(key.clone(), value.clone()));
    Resource::builder_empty()
        .with_attributes(given)
        .with_service_name(config.service_name.clone())
        .build()
}

/// Runs a flush on a plain thread. When no thread can be had, `done` is dropped
/// and [`gather`] sees it.
fn flush_beside(
    name: &str,
    done: mpsc::Sender<OTelSdkResult>,
    flush: impl FnOnce() -> OTelSdkResult + Send + 'static,
) {
    let started = std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            // Nobody listens after the limit, and nothing is lost by that.
            let _ = done.send(flush());
        });
    if let Err(error) = started {
        tracing::warn!(%error, "no thread for the last export");
    }
}

/// Waits for the two flushes, together not longer than the limit.
fn gather(all: &mpsc::Receiver<OTelSdkResult>) -> Result<(), Error> {
    let began = tokio::time::Instant::now();
    let mut first_failure = None;
    for _flush in 0..2 {
        let reason = match all.recv_timeout(FLUSH_LIMIT.saturating_sub(began.elapsed())) {
            Ok(Ok(())) => continue,
            Ok(Err(error)) => error.to_string(),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                format!("the limit of {FLUSH_LIMIT:?} was reached")
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                "no thread was left to send them".to_owned()
            }
        };
        first_failure.get_or_insert(reason);
    }
    match first_failure {
        None => Ok(()),
        Some(reason) => Err(Error::Unflushed { reason }),
    }
}
