//! What the binary decides about telemetry, and what can be wrong with it.

use percent_encoding::percent_decode_str;

use crate::sampling::Sampling;

/// How telemetry is set up. The binary fills it from its own configuration; a
/// value not given is the default of [`Config::new`].
#[derive(Debug, Clone)]
pub struct Config {
    /// The `service.name` of everything exported: `OTEL_SERVICE_NAME`.
    pub service_name: String,
    /// More attributes of the resource, as from [`resource_attributes`]. An entry
    /// called `service.name` gives way to the field above.
    pub resource_attributes: Vec<(String, String)>,
    /// How a line on standard error is written.
    pub log_format: LogFormat,
    /// Which lines are written, as directives in the manner of `RUST_LOG`: `info`,
    /// or `warn,ledger=debug,tradefair::rpc=trace`.
    pub log_filter: String,
    /// The collector to export to by OTLP over gRPC, such as
    /// `http://127.0.0.1:4317`: `OTEL_EXPORTER_OTLP_ENDPOINT`. Nothing is exported
    /// without one.
    pub otlp_endpoint: Option<String>,
    /// Whether the metrics are kept for somebody who reads them from a page, as
    /// Prometheus does: [`Guard::metrics_page`](crate::Guard::metrics_page).
    pub metrics_page: bool,
    /// Which traces are exported.
    pub sampling: Sampling,
}

impl Config {
    /// Text lines from INFO up, nothing exported.
    #[must_use]
    pub fn new(service_name: impl Into<String>) -> Self {
        Self {
            service_name: service_name.into(),
            resource_attributes: Vec::new(),
            log_format: LogFormat::Text,
            log_filter: "info".to_owned(),
            otlp_endpoint: None,
            metrics_page: false,
            sampling: Sampling::ALL,
        }
    }
}

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people; coloured on a terminal.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

impl std::str::FromStr for LogFormat {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            other => Err(Error::Format {
                given: other.to_owned(),
            }),
        }
    }
}

impl std::fmt::Display for LogFormat {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Text => "text",
            Self::Json => "json",
        })
    }
}

/// Reads attributes in the form of `OTEL_RESOURCE_ATTRIBUTES`: pairs `key=value`
/// between commas, values percent-encoded where they need it.
///
/// # Errors
///
/// [`Error::ResourceAttribute`] for an entry without `=` or without a key, or
/// with a value that is not UTF-8.
pub fn resource_attributes(text: &str) -> Result<Vec<(String, String)>, Error> {
    text.split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .map(|entry| {
            let refused = || Error::ResourceAttribute {
                entry: entry.to_owned(),
            };
            let (key, value) = entry.split_once('=').ok_or_else(refused)?;
            let value = percent_decode_str(value.trim())
                .decode_utf8()
                .map_err(|_not_utf8| refused())?;
            match key.trim() {
                "" => Err(refused()),
                key => Ok((key.to_owned(), value.into_owned())),
            }
        })
        .collect()
}

/// Why telemetry did not start, or did not end well.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The log filter cannot be read.
    #[error("the log filter {filter:?} cannot be read: {reason}")]
    Filter {
        /// As given.
        filter: String,
        /// What the parser says.
        reason: String,
    },
    /// The log format is unknown.
    #[error("the log format {given:?} is not one of: text, json")]
    Format {
        /// As given.
        given: String,
    },
    /// A resource attribute cannot be read.
    #[error("the resource attribute {entry:?} is not of the form key=value")]
    ResourceAttribute {
        /// As given.
        entry: String,
    },
    /// The sampler of traces is unknown.
    #[error(
        "the sampler {given:?} is not one of: always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio"
    )]
    Sampler {
        /// As given.
        given: String,
    },
    /// The OTLP endpoint cannot be used.
    #[error("the OTLP endpoint {endpoint:?} cannot be used: {reason}")]
    Endpoint {
        /// As given.
        endpoint: String,
        /// What the exporter says.
        reason: String,
    },
    /// The metrics cannot be kept for a page.
    #[error("the metrics cannot be kept for a page: {reason}")]
    Page {
        /// What the library says.
        reason: String,
    },
    /// The exporter's threads could not be started.
    #[error("the threads of the exporter could not be started")]
    Threads(#[source] std::io::Error),
    /// Telemetry runs already in this process.
    #[error("telemetry has been started already in this process")]
    AlreadyStarted,
    /// The last spans or metrics were not delivered.
    #[error("the last spans or metrics were not delivered: {reason}")]
    Unflushed {
        /// What went wrong, or the limit that was reached.
        reason: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resource_attributes_are_read_as_the_variable_gives_them() {
        let read = resource_attributes(
            " k8s.pod.name=contracts-0 ,deployment.environment.name=fair%20week,",
        )
        .unwrap();
        let expected = [
            ("k8s.pod.name", "contracts-0"),
            ("deployment.environment.name", "fair week"),
        ];
        assert_eq!(
            read,
            expected.map(|(key, value)| (key.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn a_broken_resource_attribute_is_named() {
        for broken in ["novalue", "=value", "key=%ff"] {
            let error = resource_attributes(&format!("good=1,{broken}")).unwrap_err();
            assert!(error.to_string().contains(broken), "{error}");
        }
    }

    #[test]
    fn formats_read_back_as_written() {
        for format in [LogFormat::Text, LogFormat::Json] {
            assert_eq!(format.to_string().parse::<LogFormat>().unwrap(), format);
        }
        assert!("yaml".parse::<LogFormat>().is_err());
    }
}
