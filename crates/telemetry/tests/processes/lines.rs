//! The lines a process writes to standard error.

use std::process::Output;

use serde_json::Value;
use telemetry::{ClientSpans, Config, LogFormat, ServerSpans};
use tower::{Layer, ServiceExt};

use super::collector::Collector;
use super::desk::{Desk, METHOD, ask};
use super::own_process::{current_thread, own_process};

fn json_to(otlp_endpoint: Option<String>) -> Config {
    let mut config = Config::new("desk");
    config.log_format = LogFormat::Json;
    config.otlp_endpoint = otlp_endpoint;
    config
}

/// The one line that says "answering"; standard output has none of it.
fn answering(output: &Output) -> Value {
    let errors = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(
        !String::from_utf8_lossy(&output.stdout).contains("answering"),
        "lines go to standard error"
    );
    let lines: Vec<Value> = errors
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    let [line] = lines.as_slice() else {
        panic!("one line, got {errors}")
    };
    assert_eq!(line["message"], "answering");
    line.clone()
}

fn is_hex(value: &Value, digits: usize) -> bool {
    let text = value.as_str().unwrap();
    text.len() == digits
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        && text.bytes().any(|byte| byte != b'0')
}

#[test]
fn a_line_has_the_ids_of_its_call_with_nothing_exported() {
    let output = own_process(
        "lines::a_line_has_the_ids_of_its_call_with_nothing_exported",
        || {
            let guard = telemetry::start(&json_to(None)).unwrap();
            current_thread().block_on(async {
                let outer = Desk::Asks(Desk::Answers.routes()).routes();
                ask(ClientSpans::new().layer(outer)).await.unwrap();
            });
            guard.finish().unwrap();
        },
    );
    if let Some(output) = output {
        let line = answering(&output);
        assert!(
            is_hex(&line["trace_id"], 32) && is_hex(&line["span_id"], 16),
            "{line}"
        );
        assert_eq!(line["fields"]["halls"], 3);
        // One span, its own: a call does not lie in the call that asked for it.
        let own = serde_json::json!([{"name": "rpc", "otel.kind": "server", "rpc.method": METHOD}]);
        assert_eq!(line["spans"], own);
    }
}

#[test]
fn a_line_has_the_ids_that_are_exported() {
    let output = own_process("lines::a_line_has_the_ids_that_are_exported", || {
        let (collector, endpoint) = Collector::start();
        let guard = telemetry::start(&json_to(Some(endpoint))).unwrap();
        current_thread().block_on(async {
            let answered = ServerSpans::new([METHOD]).layer(tower::service_fn(
                async |_request: http::Request<String>| {
                    tracing::info!("answering");
                    let head = http::Response::builder().header("grpc-status", "0");
                    Ok::<_, std::convert::Infallible>(head.body(String::new()).unwrap())
                },
            ));
            let request = http::Request::post(format!("/{METHOD}"))
                .header("content-type", "application/grpc")
                .header(
                    "traceparent",
                    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                );
            answered
                .oneshot(request.body(String::new()).unwrap())
                .await
                .unwrap();
        });
        guard.finish().unwrap();
        let hex = |bytes: &[u8]| {
            bytes
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
        };
        // On standard output, for the test outside to compare.
        println!(
            "exported {} {}",
            hex(&collector.spans()[0].trace_id),
            hex(&collector.spans()[0].span_id)
        );
    });
    if let Some(output) = output {
        let line = answering(&output);
        assert_eq!(line["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
        let exported = format!(
            "exported {} {}",
            line["trace_id"].as_str().unwrap(),
            line["span_id"].as_str().unwrap()
        );
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(printed.contains(&exported), "{exported} in {printed}");
    }
}

#[test]
fn text_is_for_people_and_obeys_the_filter() {
    let output = own_process("lines::text_is_for_people_and_obeys_the_filter", || {
        let mut config = Config::new("desk");
        config.log_filter = "warn,ledger=debug".to_owned();
        let guard = telemetry::start(&config).unwrap();
        tracing::info!(target: "tradefair", "not this one");
        tracing::debug!(target: "ledger", "this one");
        guard.finish().unwrap();
    });
    if let Some(output) = output {
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.contains("DEBUG ledger: this one"), "{errors}");
        assert!(
            !errors.contains("not this one") && !errors.contains('\u{1b}'),
            "{errors}"
        );
    }
}

#[test]
fn libraries_that_use_the_log_crate_are_heard_by_their_own_names() {
    let output = own_process(
        "lines::libraries_that_use_the_log_crate_are_heard_by_their_own_names",
        || {
            let mut config = json_to(None);
            config.log_filter = "info,migrations=warn".to_owned();
            let guard = telemetry::start(&config).unwrap();
            log::info!(target: "migrations", "not this one");
            log::debug!(target: "books", "nor this one");
            log::info!(target: "books", "answering");
            guard.finish().unwrap();
        },
    );
    if let Some(output) = output {
        let line = answering(&output);
        assert_eq!(
            (&line["target"], &line["level"]),
            (&"books".into(), &"INFO".into())
        );
        assert!(line.get("fields").is_none(), "{line}");
    }
}
