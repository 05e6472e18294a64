//! Tracing and OpenTelemetry: set-up, RPC spans and metrics, propagation.
