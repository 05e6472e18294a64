//! An OTLP receiver that keeps what it is sent, whatever process sends it.

use std::{
    collections::BTreeMap,
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

use opentelemetry_proto::tonic::{
    collector::{
        metrics::v1::{
            ExportMetricsServiceRequest, ExportMetricsServiceResponse,
            metrics_service_server::{MetricsService, MetricsServiceServer},
        },
        trace::v1::{
            ExportTraceServiceRequest, ExportTraceServiceResponse,
            trace_service_server::{TraceService, TraceServiceServer},
        },
    },
    common::v1::{KeyValue, any_value::Value},
    metrics::v1::metric::Data,
    trace::v1::{Span, status::StatusCode},
};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Request, Response, Status, async_trait};

pub use opentelemetry_proto::tonic::trace::v1::span::SpanKind;

/// Attributes by name, as text.
pub type Attributes = BTreeMap<String, String>;

/// A receiver that listens on a port of its own, on a thread of its own, until the process
/// ends. Clones share what was received.
#[derive(Clone, Debug, Default)]
pub struct Collector {
    received: Arc<Mutex<Received>>,
    forgets: bool,
}

#[derive(Debug, Default)]
struct Received {
    traces: Vec<ExportTraceServiceRequest>,
    metrics: Vec<ExportMetricsServiceRequest>,
}

/// A span, as far as tests ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its name.
    pub name: String,
    /// On which side of a call it is.
    pub kind: SpanKind,
    /// The trace, in hexadecimal.
    pub trace: String,
    /// Its own id, in hexadecimal.
    pub id: String,
    /// The span around it, in hexadecimal; empty for the outermost.
    pub parent: String,
    /// The ids of the spans it has links to.
    pub links: Vec<String>,
    /// Its attributes.
    pub attributes: Attributes,
    /// Whether it ended in an error.
    pub failed: bool,
}

impl Collector {
    /// Starts one; gives it and its endpoint.
    ///
    /// # Panics
    /// When there is no port.
    #[must_use]
    pub fn start() -> (Self, String) {
        Self::default().listen()
    }

    /// Starts one that keeps nothing: for measuring.
    ///
    /// # Panics
    /// When there is no port.
    #[must_use]
    pub fn that_forgets() -> (Self, String) {
        let forgetful = Self {
            forgets: true,
            ..Self::default()
        };
        forgetful.listen()
    }

    fn listen(self) -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of its own");
        listener
            .set_nonblocking(true)
            .expect("a listener to wait for");
        let address = listener.local_addr().expect("a listener has an address");
        let served = self.clone();
        thread::spawn(move || serve(served, listener));
        (self, format!("http://{address}"))
    }

    /// Every span received.
    #[must_use]
    pub fn spans(&self) -> Vec<Seen> {
        let received = self.received.lock().unwrap();
        let resources = received.traces.iter().flat_map(|sent| &sent.resource_spans);
        let scopes = resources.flat_map(|resource| &resource.scope_spans);
        scopes.flat_map(|scope| &scope.spans).map(seen).collect()
    }

    /// The attributes of every point received of the metric of that name.
    #[must_use]
    pub fn points(&self, name: &str) -> Vec<Attributes> {
        let received = self.received.lock().unwrap();
        let resources = received
            .metrics
            .iter()
            .flat_map(|sent| &sent.resource_metrics);
        let scopes = resources.flat_map(|resource| &resource.scope_metrics);
        let metrics = scopes.flat_map(|scope| &scope.metrics);
        let named = metrics.filter(|metric| metric.name == name);
        named
            .flat_map(|metric| points(metric.data.as_ref()))
            .collect()
    }

    /// Everything received, as text to be searched.
    #[must_use]
    pub fn everything(&self) -> String {
        format!("{:?}", self.received.lock().unwrap())
    }
}

fn serve(collector: Collector, listener: TcpListener) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime of the current thread");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
        tonic::transport::Server::builder()
            .add_service(TraceServiceServer::new(collector.clone()))
            .add_service(MetricsServiceServer::new(collector))
            .serve_with_incoming(TcpListenerStream::new(listener))
            .await
            .expect("the collector listens to the end");
    });
}

fn seen(span: &Span) -> Seen {
    let status = span.status.as_ref();
    Seen {
        name: span.name.clone(),
        kind: span.kind(),
        trace: hex(&span.trace_id),
        id: hex(&span.span_id),
        parent: hex(&span.parent_span_id),
        links: span.links.iter().map(|link| hex(&link.span_id)).collect(),
        attributes: attributes(&span.attributes),
        failed: status.is_some_and(|status| status.code() == StatusCode::Error),
    }
}

fn points(data: Option<&Data>) -> Vec<Attributes> {
    let of_numbers = |points: &[opentelemetry_proto::tonic::metrics::v1::NumberDataPoint]| {
        let points = points.iter();
        points.map(|point| attributes(&point.attributes)).collect()
    };
    match data {
        Some(Data::Gauge(gauge)) => of_numbers(&gauge.data_points),
        Some(Data::Sum(sum)) => of_numbers(&sum.data_points),
        Some(Data::Histogram(histogram)) => {
            let points = histogram.data_points.iter();
            points.map(|point| attributes(&point.attributes)).collect()
        }
        other => panic!("no metric of ours has this form: {other:?}"),
    }
}

fn attributes(list: &[KeyValue]) -> Attributes {
    let pair = |pair: &KeyValue| {
        let value = pair.value.as_ref().and_then(|any| any.value.as_ref());
        let text = match value {
            Some(Value::StringValue(text)) => text.clone(),
            Some(Value::IntValue(number)) => number.to_string(),
            other => panic!("{} is neither text nor a number: {other:?}", pair.key),
        };
        (pair.key.clone(), text)
    };
    list.iter().map(pair).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        if !self.forgets {
            let mut received = self.received.lock().unwrap();
            received.traces.push(request.into_inner());
        }
        Ok(Response::new(Default::default()))
    }
}

#[async_trait]
impl MetricsService for Collector {
    async fn export(
        &self,
        request: Request<ExportMetricsServiceRequest>,
    ) -> Result<Response<ExportMetricsServiceResponse>, Status> {
        if !self.forgets {
            let mut received = self.received.lock().unwrap();
            received.metrics.push(request.into_inner());
        }
        Ok(Response::new(Default::default()))
    }
}
