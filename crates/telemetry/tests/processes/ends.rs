//! A process ends in time, whatever the collector does.

use std::net::TcpListener;
use std::time::Duration;

use telemetry::{ClientSpans, Config, FLUSH_LIMIT};
use tokio::time::Instant;
use tower::Layer;

use super::desk::{Desk, ask};
use super::own_process::{current_thread, one_worker, own_process};

/// What the threads around the limit may take.
const MARGIN: Duration = Duration::from_millis(500);

/// Makes a call, then ends telemetry on the runtime's own thread, and says how
/// long the end took and whether everything was delivered.
fn end_on(
    runtime: &tokio::runtime::Runtime,
    endpoint: String,
) -> (Duration, Result<(), telemetry::Error>) {
    let mut config = Config::new("desk");
    config.otlp_endpoint = Some(endpoint);
    let guard = telemetry::start(&config).unwrap();
    let ended = async move {
        ask(ClientSpans::new().layer(Desk::Answers.routes()))
            .await
            .unwrap();
        let began = Instant::now();
        let outcome = guard.finish();
        (began.elapsed(), outcome)
    };
    runtime.block_on(async { tokio::spawn(ended).await.unwrap() })
}

/// An address where nobody listens.
fn refused() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[test]
fn a_dead_collector_does_not_hold_up_one_worker() {
    own_process("ends::a_dead_collector_does_not_hold_up_one_worker", || {
        let (took, outcome) = end_on(&one_worker(), refused());
        assert!(took < FLUSH_LIMIT + MARGIN, "{took:?}");
        assert!(
            matches!(outcome, Err(telemetry::Error::Unflushed { .. })),
            "{outcome:?}"
        );
    });
}

#[test]
fn a_silent_collector_does_not_hold_up_the_current_thread() {
    own_process(
        "ends::a_silent_collector_does_not_hold_up_the_current_thread",
        || {
            // The system accepts the connection; nobody ever reads from it.
            let silent = TcpListener::bind("127.0.0.1:0").unwrap();
            let endpoint = format!("http://{}", silent.local_addr().unwrap());
            let (took, outcome) = end_on(&current_thread(), endpoint);
            assert!(took < FLUSH_LIMIT + MARGIN, "{took:?}");
            assert!(
                matches!(outcome, Err(telemetry::Error::Unflushed { .. })),
                "{outcome:?}"
            );
        },
    );
}

#[test]
fn a_dropped_guard_says_what_was_lost() {
    let output = own_process("ends::a_dropped_guard_says_what_was_lost", || {
        let mut config = Config::new("desk");
        config.otlp_endpoint = Some(refused());
        let guard = telemetry::start(&config).unwrap();
        one_worker().block_on(async {
            ask(ClientSpans::new().layer(Desk::Answers.routes()))
                .await
                .unwrap();
            let began = Instant::now();
            drop(guard);
            assert!(
                began.elapsed() < FLUSH_LIMIT + MARGIN,
                "{:?}",
                began.elapsed()
            );
        });
    });
    if let Some(output) = output {
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains("the last spans or metrics were not delivered"),
            "{said}"
        );
    }
}

#[test]
fn an_endpoint_that_cannot_be_used_is_refused_at_the_start() {
    own_process(
        "ends::an_endpoint_that_cannot_be_used_is_refused_at_the_start",
        || {
            one_worker().block_on(async {
                for endpoint in ["not an endpoint", "https://collector.example:4317"] {
                    let mut config = Config::new("desk");
                    config.otlp_endpoint = Some(endpoint.to_owned());
                    let refused = telemetry::start(&config).unwrap_err();
                    assert!(refused.to_string().contains(endpoint), "{refused}");
                }
                // Nothing of the attempts remains in the way.
                telemetry::start(&Config::new("desk"))
                    .unwrap()
                    .finish()
                    .unwrap();
                assert!(matches!(
                    telemetry::start(&Config::new("desk")),
                    Err(telemetry::Error::AlreadyStarted)
                ));
            });
        },
    );
}
