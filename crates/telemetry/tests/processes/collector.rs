//! An OTLP receiver that keeps what it is sent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use opentelemetry_proto::tonic::collector::metrics::v1::metrics_service_server::{
    MetricsService, MetricsServiceServer,
};
use opentelemetry_proto::tonic::collector::metrics::v1::{
    ExportMetricsServiceRequest, ExportMetricsServiceResponse,
};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::metrics::v1::{HistogramDataPoint, Metric, metric};
use opentelemetry_proto::tonic::trace::v1::Span;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Request, Response, Status};

/// Attributes by name; all that are sent here are text.
pub(crate) type Attributes = BTreeMap<String, String>;

/// Listens on a port of its own, on a thread of its own, until the process ends.
#[derive(Clone, Default)]
pub(crate) struct Collector {
    received: Arc<Mutex<Received>>,
}

#[derive(Default)]
struct Received {
    traces: Vec<ExportTraceServiceRequest>,
    metrics: Vec<ExportMetricsServiceRequest>,
}

impl Collector {
    /// Starts one; returns it and its endpoint.
    pub(crate) fn start() -> (Self, String) {
        let collector = Self::default();
        let served = collector.clone();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            super::own_process::current_thread().block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                tonic::transport::Server::builder()
                    .add_service(TraceServiceServer::new(served.clone()))
                    .add_service(MetricsServiceServer::new(served))
                    .serve_with_incoming(TcpListenerStream::new(listener))
                    .await
                    .unwrap();
            });
        });
        (collector, endpoint)
    }

    /// Every span received.
    pub(crate) fn spans(&self) -> Vec<Span> {
        let received = self.received.lock().unwrap();
        let of_resources = received
            .traces
            .iter()
            .flat_map(|request| &request.resource_spans);
        of_resources
            .flat_map(|resource| &resource.scope_spans)
            .flat_map(|scope| scope.spans.clone())
            .collect()
    }

    /// The attributes of the resource the spans came from.
    pub(crate) fn resource(&self) -> Attributes {
        let received = self.received.lock().unwrap();
        attributes(
            &received.traces[0].resource_spans[0]
                .resource
                .as_ref()
                .unwrap()
                .attributes,
        )
    }

    /// Every metric received.
    pub(crate) fn metrics(&self) -> Vec<Metric> {
        let received = self.received.lock().unwrap();
        let of_resources = received
            .metrics
            .iter()
            .flat_map(|request| &request.resource_metrics);
        of_resources
            .flat_map(|resource| &resource.scope_metrics)
            .flat_map(|scope| scope.metrics.clone())
            .collect()
    }

    /// The points of the one histogram of this name.
    pub(crate) fn histogram(&self, name: &str) -> Vec<HistogramDataPoint> {
        let mut named: Vec<_> = self
            .metrics()
            .into_iter()
            .filter(|metric| metric.name == name)
            .collect();
        assert_eq!(named.len(), 1, "{named:?}");
        let only = named.remove(0);
        assert_eq!(only.unit, "s");
        match only.data {
            Some(metric::Data::Histogram(histogram)) => histogram.data_points,
            other => panic!("{name} is no histogram: {other:?}"),
        }
    }
}

/// The attributes of a span, a point or a resource.
pub(crate) fn attributes(list: &[KeyValue]) -> Attributes {
    list.iter()
        .map(|pair| match &pair.value.as_ref().unwrap().value {
            Some(Value::StringValue(text)) => (pair.key.clone(), text.clone()),
            other => panic!("{} is no text: {other:?}", pair.key),
        })
        .collect()
}

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        self.received
            .lock()
            .unwrap()
            .traces
            .push(request.into_inner());
        Ok(Response::new(Default::default()))
    }
}

#[tonic::async_trait]
impl MetricsService for Collector {
    async fn export(
        &self,
        request: Request<ExportMetricsServiceRequest>,
    ) -> Result<Response<ExportMetricsServiceResponse>, Status> {
        self.received
            .lock()
            .unwrap()
            .metrics
            .push(request.into_inner());
        Ok(Response::new(Default::default()))
    }
}
