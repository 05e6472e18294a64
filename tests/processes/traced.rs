//! What an OTLP receiver sees of a fair: one trace from the door of the gateway down to
//! SQL, in one process and in five; and what nobody may see.

mod private;
mod served;
mod tree;

use std::collections::BTreeMap;

use harness::{
    builders::{agreement, create},
    collector::{Attributes, Collector, Seen},
    standing::{self, EDITION, organisation_named},
};
use proto::gateway::v1::SummarizeEditionRequest;
use serde_json::Value;
use tonic::Request;
use tradefair::topology::ServiceName;

use served::Served;
use tree::Tree;

/// A trace as a caller begins it.
fn traced<T>(message: T, number: usize) -> Request<T> {
    in_trace(message, number, KEPT)
}

/// What a caller says of a trace that it keeps, and of one that it does not.
const KEPT: &str = "01";
const NOT_KEPT: &str = "00";

fn in_trace<T>(message: T, number: usize, kept: &str) -> Request<T> {
    let mut request = Request::new(message);
    let context = format!("00-{}-{CALLER}-{kept}", trace(number));
    request
        .metadata_mut()
        .insert("traceparent", context.parse().unwrap());
    request
}

fn trace(number: usize) -> String {
    format!("4bf92f3577b34da6a3ce929d0e{number:06x}")
}

/// The span of whoever calls.
const CALLER: &str = "00f067aa0ba902b7";

/// The services that keep books.
const KEEPERS: [ServiceName; 4] = [
    ServiceName::Exhibitions,
    ServiceName::Forums,
    ServiceName::Contracts,
    ServiceName::Reporting,
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_call_is_one_trace_down_to_sql() {
    for apart in [false, true] {
        let (collector, said) = summarize(Served::start(apart), KEPT).await;
        let tree = Tree::of(collector.spans(), &trace(1));
        let root = tree.only_child(CALLER);
        assert!(root.name.ends_with("/SummarizeEdition"), "{root:?}");
        tree.is_whole();
        for service in KEEPERS {
            let below = tree.path(service, "SELECT");
            let expected = match service {
                ServiceName::Reporting => vec![ServiceName::Gateway, service],
                _ => vec![ServiceName::Gateway, ServiceName::Reporting, service],
            };
            assert!(below.contains(&expected), "{service}: {below:?}");
        }
        figures_arrived(&|name| collector.points(name));
        lines_have_the_trace(&said);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trace_that_its_caller_does_not_keep_has_lines_and_no_spans() {
    for apart in [false, true] {
        let (collector, said) = summarize(Served::start(apart), NOT_KEPT).await;
        let spans = collector.spans();
        assert!(!spans.is_empty(), "what came before is kept");
        let stray: Vec<_> = spans
            .iter()
            .filter(|span| span.trace == trace(1))
            .chain(spans.iter().filter(|span| {
                // Nothing of it may begin a trace of its own.
                span.parent.is_empty() && !span.name.starts_with("tradefair.")
            }))
            .collect();
        assert!(stray.is_empty(), "{stray:?}");
        figures_arrived(&|name| collector.points(name));
        lines_have_the_trace(&said);
    }
}

/// Reads a summary of small books in the trace of number 1, and ends the fair.
async fn summarize(served: Served, kept: &str) -> (Collector, Vec<String>) {
    let clients = served.connect().await;
    standing::open_books(&clients).await;
    standing::open_reporting(&clients).await;
    let parties = ["gremio", "kaunas"].map(organisation_named);
    let agreement = agreement(&parties.each_ref().map(String::as_str));
    clients.record_agreement(EDITION, "a1", agreement).await;
    let request = SummarizeEditionRequest {
        name: EDITION.to_owned(),
        language_code: "en".to_owned(),
        ..SummarizeEditionRequest::default()
    };
    let mut desk = clients.press_desk.clone();
    desk.summarize_edition(in_trace(request, 1, kept))
        .await
        .unwrap();
    served.end()
}

/// Every metric has come, those of books from each service that keeps some.
fn figures_arrived(points: &dyn Fn(&str) -> Vec<Attributes>) {
    for name in ["rpc.server.call.duration", "rpc.client.call.duration"] {
        let points = points(name);
        let of_contracts = points.iter().find(|point| {
            point["rpc.method"].starts_with("tradefair.contracts.")
                && point["rpc.response.status_code"] == "OK"
        });
        assert!(of_contracts.is_some(), "{name}: {points:?}");
    }
    let commit = "tradefair.ledger.commit";
    for name in [
        "tradefair.ledger.queue.writes".to_owned(),
        format!("{commit}.duration"),
        format!("{commit}.writes"),
        format!("{commit}.cells"),
    ] {
        let points = points(&name);
        for service in KEEPERS {
            let of_service = |point: &Attributes| point["tradefair.service"] == service.as_str();
            assert!(points.iter().any(of_service), "{name}: {points:?}");
        }
    }
    for name in ["process.uptime", "process.memory.usage"] {
        assert!(!points(name).is_empty(), "{name}");
    }
}

/// Each service says that it has answered in that trace.
fn lines_have_the_trace(said: &[String]) {
    for service in ServiceName::ALL {
        let answered = said.iter().any(|line| {
            let line: Value = serde_json::from_str(line).expect(line);
            let method = line["spans"][0]["rpc.method"].as_str().unwrap_or_default();
            line["message"] == "answered"
                && line["trace_id"] == trace(1)
                && method.starts_with(&format!("tradefair.{service}."))
        });
        assert!(answered, "{service} says nothing of its call: {said:#?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_write_has_a_link_to_the_commit_that_carried_it() {
    const WRITES: usize = 40;
    let served = Served::start(false);
    let clients = served.connect().await;
    standing::open_books(&clients).await;
    let parties = ["gremio", "kaunas"].map(organisation_named);
    let parties = parties.each_ref().map(String::as_str);
    let calls = (0..WRITES).map(|number| {
        let agreement = create::agreement(EDITION, &format!("a{number}"), agreement(&parties));
        let mut contracts = clients.contracts.clone();
        let request = traced(agreement, number);
        tokio::spawn(async move { contracts.create_agreement(request).await.unwrap() })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap();
    }
    let (collector, _) = served.end();

    let spans = collector.spans();
    let commits: BTreeMap<_, _> = spans
        .iter()
        .filter(|span| span.name == "COMMIT")
        .map(|span| (span.id.as_str(), span))
        .collect();
    let mut carried: BTreeMap<&str, u64> = BTreeMap::new();
    for number in 0..WRITES {
        let tree = Tree::of(spans.clone(), &trace(number));
        let call = tree.only_child(CALLER);
        let write = tree.child_named(&call.id, "write");
        let [link] = &write.links[..] else {
            panic!("one link: {write:?}");
        };
        let (id, _) = commits.get_key_value(link.as_str()).expect("a commit");
        *carried.entry(id).or_default() += 1;
    }
    let told = |commit: &Seen, what: &str| -> u64 {
        let key = format!("tradefair.ledger.commit.{what}");
        commit.attributes[&key].parse().unwrap()
    };
    for (id, writes) in carried {
        let commit = commits[id];
        assert_eq!(told(commit, "writes"), writes, "{commit:?}");
        assert!(told(commit, "cells") > 0, "{commit:?}");
        assert_eq!(commit.attributes["db.system.name"], "sqlite");
        // It lies in the trace of the write that came first.
        let first = spans.iter().find(|span| span.id == commit.parent);
        let first = first.expect("a commit lies in a write");
        assert_eq!(
            (first.name.as_str(), &first.links[0]),
            ("write", &commit.id)
        );
    }
}
