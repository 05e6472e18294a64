//! The page that Prometheus reads.

use std::time::Duration;

use axum::Router;
use http::Request;
use http_body_util::{BodyExt, Empty};
use ledger::{Commit, Queue, Stored, Watch};
use telemetry::{Books, ClientSpans, Config, Figure};
use tonic::codegen::Bytes;
use tower::{Layer, ServiceExt};

use super::desk::{Desk, METHOD, ask};
use super::own_process::{current_thread, own_process};

/// The page, as it is now.
async fn page(routes: Router) -> String {
    let request = Request::get("/metrics").body(Empty::<Bytes>::new());
    let answer = routes.oneshot(request.unwrap()).await.unwrap();
    assert_eq!(answer.status(), http::StatusCode::OK);
    let kind = answer.headers()[http::header::CONTENT_TYPE].clone();
    assert_eq!(kind, "text/plain; version=0.0.4; charset=utf-8");
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(body.into()).unwrap()
}

/// The value in the line of the page that begins so, and goes on with labels that hold
/// these.
fn value(page: &str, name: &str, labels: &[&str]) -> f64 {
    let found = page.lines().find(|line| {
        line.strip_prefix(name).is_some_and(|rest| {
            rest.starts_with(['{', ' ']) && labels.iter().all(|label| rest.contains(label))
        })
    });
    let line = found.unwrap_or_else(|| panic!("no {name} with {labels:?} in\n{page}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn the_page_has_calls_books_and_process_under_their_names() {
    own_process(
        "page::the_page_has_calls_books_and_process_under_their_names",
        || {
            let mut config = Config::new("desk");
            config.metrics_page = true;
            config.resource_attributes = vec![("service.version".to_owned(), "1.2.3".to_owned())];
            let guard = telemetry::start(&config).unwrap();
            let books = Books::of("contracts");
            books.opened(Queue::default());
            let took = Duration::from_millis(3);
            let stored = Stored {
                writes: 7,
                cells: 40,
            };
            for outcome in [Ok(stored), Err("full")] {
                books.committed(&Commit { took, outcome });
            }
            let knocks = Figure {
                name: "desk.knocks",
                unit: "{knock}",
                description: "How often somebody knocked",
            };
            knocks.adds_up_to(|| 5);
            let page = current_thread().block_on(async {
                ask(ClientSpans::to("desk").layer(Desk::Answers.routes()))
                    .await
                    .unwrap();
                page(guard.metrics_page()).await
            });

            let method = format!("rpc_method=\"{METHOD}\"");
            let answered = [method.as_str(), "rpc_response_status_code=\"OK\""];
            for side in ["server", "client"] {
                let calls = format!("rpc_{side}_call_duration_seconds");
                assert_eq!(value(&page, &format!("{calls}_count"), &answered), 1.0);
                let all = [&answered[..], &["le=\"+Inf\""]].concat();
                assert_eq!(value(&page, &format!("{calls}_bucket"), &all), 1.0);
            }
            let service = "tradefair_service=\"contracts\"";
            let of = |name: &str, labels: &[&str]| {
                let labels = [labels, &[service]].concat();
                value(&page, &format!("tradefair_ledger_{name}"), &labels)
            };
            assert_eq!(of("queue_writes", &[]), 0.0);
            assert_eq!(of("commit_writes_sum", &[]), 7.0);
            assert_eq!(of("commit_cells_sum", &[]), 40.0);
            assert_eq!(of("commit_writes_count", &[]), 1.0);
            let failed = ["error_type=\"full\""];
            assert_eq!(of("commit_duration_seconds_count", &failed), 1.0);
            let release = ["service_name=\"desk\"", "service_version=\"1.2.3\""];
            assert_eq!(value(&page, "target_info", &release), 1.0);
            assert!(value(&page, "process_uptime_seconds", &[]) >= 0.0);
            assert!(value(&page, "process_memory_usage_bytes", &[]) > 0.0);
            assert!(value(&page, "process_unix_file_descriptor_count", &[]) > 0.0);
            assert_eq!(value(&page, "desk_knocks_total", &[]), 5.0);
            assert!(!page.contains("otel_scope"), "{page}");
            guard.finish().unwrap();
        },
    );
}

#[test]
fn without_a_page_there_is_nothing_to_read() {
    own_process("page::without_a_page_there_is_nothing_to_read", || {
        let guard = telemetry::start(&Config::new("desk")).unwrap();
        let request = Request::get("/metrics").body(Empty::<Bytes>::new());
        let answer = current_thread()
            .block_on(guard.metrics_page().oneshot(request.unwrap()))
            .unwrap();
        assert_eq!(answer.status(), http::StatusCode::NOT_FOUND);
    });
}
