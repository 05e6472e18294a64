//! Lines on standard error: text for people, JSON for machines.

use std::fmt::{self, Debug};
use std::io::IsTerminal;

use opentelemetry::Context;
use opentelemetry::trace::TraceContextExt;
use serde::Serialize;
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_log::NormalizeEvent;
use tracing_subscriber::filter::{ParseError, Targets};
use tracing_subscriber::fmt::format::{JsonFields, Writer};
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormattedFields, MakeWriter};
use tracing_subscriber::registry::{LookupSpan, Scope};
use tracing_subscriber::{Layer, fmt as lines};

use crate::config::{Error, LogFormat};

/// A layer that writes the lines the filter lets through to standard error.
pub(crate) fn layer<S>(
    format: LogFormat,
    filter: &str,
) -> Result<Box<dyn Layer<S> + Send + Sync>, Error>
where
    S: Subscriber + for<'span> LookupSpan<'span> + Send + Sync,
{
    // Not `EnvFilter`: its rules about the fields of spans, which nobody asked
    // for, take a lock whenever a span begins, is entered or ends.
    let allowed: Targets = filter.parse().map_err(|error: ParseError| Error::Filter {
        filter: filter.to_owned(),
        reason: error.to_string(),
    })?;
    Ok(match format {
        LogFormat::Text => lines::layer()
            .with_ansi(std::io::stderr().is_terminal())
            .with_writer(std::io::stderr)
            .with_filter(allowed)
            .boxed(),
        LogFormat::Json => json(std::io::stderr).with_filter(allowed).boxed(),
    })
}

fn json<S, W>(writer: W) -> impl Layer<S> + Send + Sync
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    lines::layer()
        .fmt_fields(JsonFields::new())
        .event_format(JsonLines)
        .with_writer(writer)
}

/// Writes an event as one JSON object on one line. The library's own format has
/// no place for the trace and span ids, by which lines of several services are
/// brought together.
struct JsonLines;

/// The object, in the order a person scans it.
#[derive(Serialize)]
struct Line<'event> {
    timestamp: String,
    level: &'event str,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span_id: Option<String>,
    target: &'event str,
    message: String,
    #[serde(skip_serializing_if = "Map::is_empty")]
    fields: Map<String, Value>,
    /// Outermost first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spans: Vec<Map<String, Value>>,
}

impl<S> FormatEvent<S, JsonFields> for JsonLines
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, JsonFields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut timestamp = String::new();
        SystemTime.format_time(&mut Writer::new(&mut timestamp))?;
        let mut said = Said::default();
        event.record(&mut said);
        let (trace_id, span_id) = current_ids();
        // Libraries that speak through the `log` crate get their own target back.
        let of_log_crate = event.normalized_metadata();
        let metadata = of_log_crate.as_ref().unwrap_or_else(|| event.metadata());
        let line = Line {
            timestamp,
            level: metadata.level().as_str(),
            trace_id,
            span_id,
            target: metadata.target(),
            message: said.message,
            fields: said.fields,
            spans: spans_around(context),
        };
        let text = serde_json::to_string(&line).map_err(|_unwritable| fmt::Error)?;
        writeln!(writer, "{text}")
    }
}

/// The ids of the call that is being worked on, in the lower-case hexadecimal of
/// the W3C header.
fn current_ids() -> (Option<String>, Option<String>) {
    Context::map_current(|context| {
        let span = context.span();
        let ids = span.span_context();
        if ids.is_valid() {
            (
                Some(ids.trace_id().to_string()),
                Some(ids.span_id().to_string()),
            )
        } else {
            (None, None)
        }
    })
}

/// Name and fields of each span the event lies in.
fn spans_around<S>(context: &FmtContext<'_, S, JsonFields>) -> Vec<Map<String, Value>>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    let outermost_first = context.event_scope().into_iter().flat_map(Scope::from_root);
    outermost_first
        .map(|span| {
            let extensions = span.extensions();
            let fields = extensions.get::<FormattedFields<JsonFields>>();
            let mut object: Map<String, Value> = fields
                .and_then(|fields| serde_json::from_str(fields.fields.as_str()).ok())
                .unwrap_or_default();
            object.insert("name".to_owned(), span.name().into());
            object
        })
        .collect()
}

/// The message of an event, and its other fields.
#[derive(Default)]
struct Said {
    message: String,
    fields: Map<String, Value>,
}

impl Said {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        match (field.name(), value.into()) {
            ("message", Value::String(text)) => self.message = text,
            ("message", other) => self.message = other.to_string(),
            // Where in a library's source a `log` line was written.
            (name, _) if name.starts_with("log.") => {}
            (name, value) => drop(self.fields.insert(name.to_owned(), value)),
        }
    }
}

impl Visit for Said {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.put(field, format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use tracing_subscriber::layer::SubscriberExt;

    use super::*;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// What is written while `act` runs, line by line, read back as JSON.
    fn lines_of(act: impl FnOnce()) -> Vec<Value> {
        let page = Page::default();
        let writer = page.clone();
        let subscriber = tracing_subscriber::registry().with(json(move || writer.clone()));
        tracing::subscriber::with_default(subscriber, act);
        let bytes = page.0.lock().unwrap().clone();
        String::from_utf8(bytes)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn a_line_holds_message_fields_and_spans() {
        let lines = lines_of(|| {
            let _outer = tracing::info_span!("import", file = "agreements.csv").entered();
            let _inner = tracing::info_span!("row", number = 7_u64).entered();
            tracing::warn!(target: "tradefair::import", amount = -3_i64, due = true, "refused: \"{}\"\nhere", "stage");
        });
        let [line] = lines.as_slice() else {
            panic!("one line, got {lines:?}")
        };
        assert_eq!(line["level"], "WARN");
        assert_eq!(line["target"], "tradefair::import");
        assert_eq!(line["message"], "refused: \"stage\"\nhere");
        assert_eq!(
            line["fields"],
            serde_json::json!({"amount": -3, "due": true})
        );
        assert_eq!(
            line["spans"],
            serde_json::json!([{"name": "import", "file": "agreements.csv"}, {"name": "row", "number": 7}])
        );
        assert!(line["timestamp"].as_str().unwrap().ends_with('Z'), "{line}");
    }

    #[test]
    fn a_line_outside_any_call_has_no_ids() {
        let lines = lines_of(|| tracing::info!("ready"));
        assert_eq!(lines[0]["message"], "ready");
        assert!(
            lines[0].get("trace_id").is_none() && lines[0].get("span_id").is_none(),
            "{lines:?}"
        );
    }

    #[test]
    fn a_line_inside_a_call_has_its_ids() {
        let mut headers = http::HeaderMap::new();
        let parent = http::HeaderValue::from_static(
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        );
        headers.insert("traceparent", parent);
        let lines = lines_of(|| {
            let _attached = crate::propagation::extract(&headers).unwrap().attach();
            tracing::info!("working");
        });
        assert_eq!(lines[0]["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_eq!(lines[0]["span_id"], "00f067aa0ba902b7");
    }

    #[test]
    fn a_filter_that_cannot_be_read_is_refused() {
        let refused = layer::<tracing_subscriber::Registry>(LogFormat::Text, "ledger=loud")
            .err()
            .unwrap();
        assert!(refused.to_string().contains("ledger=loud"), "{refused}");
    }
}
