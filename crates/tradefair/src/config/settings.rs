//! The settings, as data.

/// One thing that can be set.
#[derive(Debug, PartialEq, Eq)]
pub struct Setting {
    /// The name in the file, and with hyphens on the command line.
    pub key: &'static str,
    /// The name in the environment.
    pub variable: &'static str,
    /// The value when nobody gives one.
    pub default: Option<&'static str>,
}

const fn setting(
    key: &'static str,
    variable: &'static str,
    default: Option<&'static str>,
) -> Setting {
    Setting {
        key,
        variable,
        default,
    }
}

/// Every setting. What each means is told where the command line declares it.
pub const SETTINGS: &[Setting] = &[
    setting("data", "TRADEFAIR_DATA", Some("tradefair-data")),
    setting("store", "TRADEFAIR_STORE", None),
    setting("store_certificates", "TRADEFAIR_STORE_CERTIFICATES", None),
    setting("listen", "TRADEFAIR_LISTEN", Some("127.0.0.1:50051")),
    setting("issuer", "TRADEFAIR_ISSUER", None),
    setting("audience", "TRADEFAIR_AUDIENCE", Some("tradefair")),
    setting("token_keys", "TRADEFAIR_TOKEN_KEYS", None),
    setting("issuer_authorities", "TRADEFAIR_ISSUER_AUTHORITIES", None),
    setting(
        "trusted_network",
        "TRADEFAIR_TRUSTED_NETWORK",
        Some("false"),
    ),
    setting("token", "TRADEFAIR_TOKEN", None),
    setting("operations_listen", "TRADEFAIR_OPERATIONS_LISTEN", None),
    setting("tls_certificate", "TRADEFAIR_TLS_CERTIFICATE", None),
    setting("tls_key", "TRADEFAIR_TLS_KEY", None),
    setting("tls_authorities", "TRADEFAIR_TLS_AUTHORITIES", None),
    setting("drain_delay_ms", "TRADEFAIR_DRAIN_DELAY_MS", Some("0")),
    setting("drain_limit_ms", "TRADEFAIR_DRAIN_LIMIT_MS", Some("20000")),
    setting("exhibitions", "TRADEFAIR_EXHIBITIONS", None),
    setting("forums", "TRADEFAIR_FORUMS", None),
    setting("contracts", "TRADEFAIR_CONTRACTS", None),
    setting("reporting", "TRADEFAIR_REPORTING", None),
    setting("gateway", "TRADEFAIR_GATEWAY", None),
    setting("log", "TRADEFAIR_LOG", Some("info")),
    setting("log_format", "TRADEFAIR_LOG_FORMAT", Some("text")),
    // The names that OpenTelemetry gives them everywhere.
    setting("service_name", "OTEL_SERVICE_NAME", Some("tradefair")),
    setting("resource_attributes", "OTEL_RESOURCE_ATTRIBUTES", None),
    setting("otlp_endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT", None),
    setting(
        "traces_sampler",
        "OTEL_TRACES_SAMPLER",
        Some("parentbased_traceidratio"),
    ),
    // So few that what they cost is little beside what measuring every call does.
    setting(
        "traces_sampler_arg",
        "OTEL_TRACES_SAMPLER_ARG",
        Some("0.01"),
    ),
];
