//! The way out: spans and metrics by OTLP over gRPC, and their flush; metrics for a
//! page that somebody else reads.

use std::sync::mpsc;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{ExporterBuildError, MetricExporter, SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};
use prometheus::Registry;
use tokio::runtime::Runtime;
use tracing::Subscriber;
use tracing_opentelemetry::OpenTelemetryLayer;
use tracing_subscriber::registry::LookupSpan;

use crate::config::{Config, Error};
use crate::sampling::AsDecided;

/// How long the end of a process may wait for the last export.
pub const FLUSH_LIMIT: Duration = Duration::from_secs(3);

/// The providers, and where what they hold goes to.
#[derive(Debug)]
pub(crate) struct Pipeline {
    meters: SdkMeterProvider,
    collector: Option<Collector>,
    registry: Option<Registry>,
}

/// What an OTLP endpoint needs: the provider of spans, and the runtime that the
/// connections of all exporters live on.
#[derive(Debug)]
struct Collector {
    runtime: Runtime,
    traces: SdkTracerProvider,
}

impl Pipeline {
    /// What the configuration asks for, or nothing when nobody is to be told.
    pub(crate) fn build(config: &Config) -> Result<Option<Self>, Error> {
        if config.otlp_endpoint.is_none() && !config.metrics_page {
            return Ok(None);
        }
        let resource = resource(config);
        let mut meters = SdkMeterProvider::builder().with_resource(resource.clone());
        let mut registry = None;
        if config.metrics_page {
            let filled = Registry::new();
            let reader = opentelemetry_prometheus::exporter()
                .with_registry(filled.clone())
                // There is one scope, so that its name says nothing.
                .scope_info_enabled(false)
                .build()
                .map_err(|error| Error::Page {
                    reason: error.to_string(),
                })?;
            meters = meters.with_reader(reader);
            registry = Some(filled);
        }
        let mut collector = None;
        if let Some(endpoint) = &config.otlp_endpoint {
            let (connected, metrics) = Collector::at(endpoint, resource)?;
            meters = meters.with_periodic_exporter(metrics);
            collector = Some(connected);
        }
        Ok(Some(Self {
            meters: meters.build(),
            collector,
            registry,
        }))
    }

    /// Turns tracing spans into exported ones, if there is somebody to export to.
    /// Where in the code a span was made says less than its name and costs four
    /// attributes: left out.
    pub(crate) fn span_layer<S>(&self) -> Option<OpenTelemetryLayer<S, SdkTracer>>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        let collector = self.collector.as_ref()?;
        let layer = tracing_opentelemetry::layer()
            .with_tracer(collector.traces.tracer("tradefair"))
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false);
        Some(layer)
    }

    pub(crate) fn meters(&self) -> &SdkMeterProvider {
        &self.meters
    }

    /// Where the metrics are read from for the page, if there is one.
    pub(crate) fn registry(&self) -> Option<&Registry> {
        self.registry.as_ref()
    }

    /// Flushes both at once and gives up at [`FLUSH_LIMIT`]. The runtime is left
    /// to end by itself: waiting for it would not be allowed on a worker of
    /// another one.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let Some(Collector { runtime, traces }) = self.collector else {
            // Whoever reads the page comes for what they want.
            return Ok(());
        };
        let (done, all) = mpsc::channel();
        let meters = self.meters;
        flush_beside("telemetry-traces", done.clone(), move || {
            traces.shutdown_with_timeout(FLUSH_LIMIT)
        });
        flush_beside("telemetry-metrics", done, move || {
            meters.shutdown_with_timeout(FLUSH_LIMIT)
        });
        let outcome = gather(&all);
        runtime.shutdown_background();
        outcome
    }
}

impl Collector {
    /// Connects lazily: an endpoint that does not answer shows later, in the log.
    fn at(endpoint: &str, resource: Resource) -> Result<(Self, MetricExporter), Error> {
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
        let traces = SdkTracerProvider::builder()
            .with_resource(resource)
            .with_batch_exporter(spans)
            .with_sampler(AsDecided)
            .build();
        Ok((Self { runtime, traces }, metrics))
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
