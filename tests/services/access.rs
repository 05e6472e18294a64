//! Who may call what: the reviewed table, the contracts and the doors say the same.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, stream};
use harness::{
    builders::request_id,
    callers::token,
    check::Refusal,
    dynamic::{Speaker, contracts_as_data, exchange_over, methods},
    fair::RunningFair,
    samples::Sample,
    standing::FAIR,
};
use prost_reflect::{DynamicMessage, MethodDescriptor, ReflectMessage, Value};
use proto::{access::v1::Rule, exhibitions::v1::RecordVisitsRequest};
use serde_json::json;
use tonic::{Code, Request};
use tradefair::{
    assembly::{self, Machine},
    bookshelf::Bookshelf,
    topology::ServiceName,
};

mod certificates;
mod releases;

const TABLE: &str = include_str!("access/table.txt");

/// The columns of the table.
const ROLES: [&str; 9] = [
    "clerk:exhibitions",
    "clerk:forums",
    "clerk:contracts",
    "statistician",
    "editor",
    "approver",
    "publisher",
    "auditor",
    "outlet",
];

/// One row: what may be done with a method.
struct Row {
    /// For each role, for which fairs it must be held.
    reach: Vec<char>,
    fair_in: String,
    services: Vec<String>,
}

/// The rows by service and method.
fn table() -> BTreeMap<(String, String), Row> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let rows = lines.map(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        let [service, method, rest @ ..] = words.as_slice() else {
            panic!("no row: {line}");
        };
        let (reach, rest) = rest.split_at(ROLES.len());
        let [fair_in, services @ ..] = rest else {
            panic!("no field: {line}");
        };
        let row = Row {
            reach: reach.iter().map(|cell| cell.parse().unwrap()).collect(),
            fair_in: fair_in.replace('-', ""),
            services: services
                .iter()
                .filter(|service| **service != "-")
                .map(|service| (*service).to_owned())
                .collect(),
        };
        (((*service).to_owned(), (*method).to_owned()), row)
    });
    rows.collect()
}

fn key(method: &MethodDescriptor) -> (String, String) {
    let package = method.parent_service().package_name().to_owned();
    let service = package.split('.').nth(1).unwrap().to_owned();
    (service, method.name().to_owned())
}

#[test]
fn the_table_has_every_method_with_the_field_and_the_services_of_its_contract() {
    let pool = contracts_as_data();
    let mut rows = table();
    let option = pool
        .get_extension_by_name("tradefair.access.v1.rule")
        .unwrap();
    for method in methods(&pool) {
        let row = rows.remove(&key(&method));
        let row = row.unwrap_or_else(|| panic!("{} has no row", method.full_name()));
        let options = method.options();
        let rule = options.get_extension(&option);
        let rule: Rule = rule.as_message().unwrap().transcode_to().unwrap();
        assert_eq!(rule.fair_in, row.fair_in, "{}", method.full_name());
        assert_eq!(rule.services, row.services, "{}", method.full_name());
    }
    let left: Vec<_> = rows.keys().collect();
    assert!(left.is_empty(), "rows of no method: {left:?}");
}

/// A service is named for what it calls and nothing else, and calls only whom the
/// topology has it ask.
#[test]
fn services_call_whom_they_ask() {
    let mut edges = BTreeSet::new();
    for ((asked, _), row) in table() {
        for asker in row.services {
            edges.insert((asker, asked.clone()));
        }
    }
    let graph: BTreeSet<_> = ServiceName::ALL
        .iter()
        .flat_map(|asker| {
            let asked = asker.asks().iter();
            asked.map(|asked| (asker.to_string(), asked.to_string()))
        })
        .collect();
    assert_eq!(edges, graph);
}

/// A request that names a fair, and nothing besides.
fn naming(method: &MethodDescriptor, fair_in: &str, fair: &str) -> DynamicMessage {
    let mut message = DynamicMessage::new(method.input());
    if !fair_in.is_empty() {
        set(&mut message, fair_in, fair);
    }
    message
}

fn set(message: &mut DynamicMessage, path: &str, text: &str) {
    match path.split_once('.') {
        None => message.set_field_by_name(path, Value::String(text.to_owned())),
        Some((first, rest)) => {
            let field = message.descriptor().get_field_by_name(first).unwrap();
            let Value::Message(inner) = message.get_field_mut(&field) else {
                panic!("{first} is a message");
            };
            set(inner, rest, text);
        }
    }
}

/// Whether a call was let in, whatever became of it then.
fn let_in<T>(outcome: &Result<T, Refusal>) -> bool {
    match outcome {
        Ok(_) => true,
        Err(refusal) => {
            // A way that is lost and a door that is too busy have decided nothing.
            let broken = [
                Code::Unauthenticated,
                Code::Internal,
                Code::Unknown,
                Code::Unavailable,
                Code::DeadlineExceeded,
                Code::Cancelled,
            ];
            assert!(!broken.contains(&refusal.code), "{refusal:?}");
            assert_ne!(refusal.reason, "OVERLOADED", "{refusal:?}");
            refusal.reason != "ACCESS_DENIED"
        }
    }
}

/// What the doors decide is what the table says, for one method.
async fn decided_as_told(speaker: &Speaker, method: &MethodDescriptor, row: &Row) -> Vec<String> {
    let message = naming(method, &row.fair_in, FAIR);
    let mut wrong = Vec::new();
    for (role, reach) in ROLES.iter().zip(&row.reach) {
        for (held_for, reaches) in [("ciftis", "fa"), ("another", "a"), ("*", "fae")] {
            let grant = format!("{role}@{held_for}");
            let speaker = speaker.bearing(&token("somebody", &[&grant]));
            let outcome = speaker.send(method, message.clone()).await;
            let expected = reaches.contains(*reach);
            if let_in(&outcome) != expected {
                wrong.push(format!("{} by {grant}: {outcome:?}", method.full_name()));
            }
        }
    }
    wrong
}

async fn every_decision(apart: bool) {
    let running = RunningFair::asking_for_tokens(apart).await;
    let speaker = &running.clients.speaker;
    let rows = table();
    let methods = methods(speaker.pool());
    let checked = stream::iter(&methods)
        .map(|method| decided_as_told(speaker, method, &rows[&key(method)]))
        .buffer_unordered(16);
    let wrong: Vec<_> = checked.concat().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_decision_is_as_the_table_says_in_one_process() {
    every_decision(false).await;
}

#[tokio::test]
async fn every_decision_is_as_the_table_says_in_five() {
    every_decision(true).await;
}

/// A service of the same process is let in where it is named, and nowhere else.
#[tokio::test]
async fn services_are_let_in_where_the_table_names_them() {
    let folder = tempfile::tempdir().unwrap();
    let books = Bookshelf::Folder(folder.path().to_owned());
    let inside = assembly::inside(&books, &Machine::this_one()).unwrap();
    let mut wrong = Vec::new();
    for method in methods(&contracts_as_data()) {
        let key = key(&method);
        let row = &table()[&key];
        let asked = inside.links()[&key.0.parse::<ServiceName>().unwrap()].clone();
        for asker in ServiceName::ALL {
            let link = asked.asked_by(asker.as_str());
            let messages = vec![naming(&method, &row.fair_in, FAIR)];
            let outcome = exchange_over(link, &method, messages, None).await;
            let expected = row.services.contains(&asker.to_string());
            if let_in(&outcome) != expected {
                wrong.push(format!("{} by {asker}: {outcome:?}", method.full_name()));
            }
        }
    }
    inside.close().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn nobody_calls_without_saying_who_it_is() {
    let running = RunningFair::asking_for_tokens(false).await;
    let speaker = &running.clients.speaker;
    for method in methods(speaker.pool()) {
        let message = DynamicMessage::new(method.input());
        for speaker in [speaker.clone(), speaker.bearing("not-a-token")] {
            let refused = speaker.send(&method, message.clone()).await.unwrap_err();
            assert_eq!(
                refused.code,
                Code::Unauthenticated,
                "{}",
                method.full_name()
            );
            assert_eq!(refused.reason, "NOT_AUTHENTICATED");
        }
    }
}

/// The samples name records of the fair, whose clerk of another fair asks for them.
#[tokio::test]
async fn who_works_for_another_fair_gets_nothing_of_this_one() {
    let running = RunningFair::asking_for_tokens(false).await;
    let everything: Vec<_> = ROLES.iter().map(|role| format!("{role}@another")).collect();
    let everything: Vec<_> = everything.iter().map(String::as_str).collect();
    let speaker = running
        .clients
        .speaker
        .bearing(&token("neighbour", &everything));
    for method in methods(speaker.pool()) {
        let row = &table()[&key(&method)];
        if row.fair_in.is_empty() {
            continue;
        }
        let sample = Sample::of(&method).unwrap();
        let name = sample.method_name();
        let request = sample.messages[0].clone();
        let refused = speaker.call(&name, request).await.unwrap_err();
        assert_eq!(refused.code, Code::PermissionDenied, "{name}: {refused:?}");
        assert_eq!(refused.reason, "ACCESS_DENIED");
        assert!(refused.metadata["needs"].contains("@ciftis"), "{refused:?}");
    }
}

/// The sample request of a method, under a request id of its own.
fn sample(method: &str) -> (String, serde_json::Value) {
    let pool = contracts_as_data();
    let found = methods(&pool);
    let found = found.iter().find(|found| found.name() == method).unwrap();
    let name = format!("{}/{method}", found.parent_service().full_name());
    (name, Sample::of(found).unwrap().messages.remove(0))
}

/// Records the fair of the samples, its edition and the parties of their agreement.
async fn record_the_fair_of_the_samples(running: &RunningFair) {
    let clerk = token("alice", &["clerk:exhibitions@*"]);
    let clerk = running.clients.speaker.bearing(&clerk);
    for method in ["CreateFair", "CreateEdition", "CreateOrganisation"] {
        let (name, request) = sample(method);
        clerk.call(&name, request).await.unwrap();
    }
    let (name, mut request) = sample("CreateOrganisation");
    request["organisation_id"] = json!("beijing-football");
    request["request_id"] = json!(request_id());
    clerk.call(&name, request).await.unwrap();
}

/// Each service reads the token of the person again when it is asked by another.
#[tokio::test]
async fn a_token_goes_on_to_the_services_that_are_asked() {
    for apart in [false, true] {
        let running = RunningFair::asking_for_tokens(apart).await;
        record_the_fair_of_the_samples(&running).await;
        let clerk = token("bob", &["clerk:contracts@ciftis"]);
        let clerk = running.clients.speaker.bearing(&clerk);
        let (create, request) = sample("CreateAgreement");
        clerk.call(&create, request).await.unwrap();
        let actors = running.actors(ServiceName::Contracts, FAIR).await;
        assert_eq!(actors, [("subject:bob".to_owned(), format!("/{create}"))]);
        let editor = running
            .clients
            .speaker
            .bearing(&token("eve", &["editor@ciftis"]));
        let (summarize, request) = sample("SummarizeEdition");
        let refused = editor.call(&summarize, request).await.unwrap_err();
        // No figure is defined yet, which reporting has told the gateway.
        assert_eq!(refused.code, Code::FailedPrecondition, "{refused:?}");
    }
}

/// The journal tells who did what.
#[tokio::test]
async fn the_journal_has_the_actor_of_every_change() {
    let running = RunningFair::asking_for_tokens(false).await;
    record_the_fair_of_the_samples(&running).await;
    let actors = running.actors(ServiceName::Exhibitions, FAIR).await;
    assert_eq!(actors.len(), 4, "{actors:?}");
    assert!(
        actors.iter().all(|(actor, _)| actor == "subject:alice"),
        "{actors:?}"
    );
}

/// One caller's request ids are not another's.
#[tokio::test]
async fn a_request_id_is_its_callers_own() {
    let running = RunningFair::asking_for_tokens(false).await;
    record_the_fair_of_the_samples(&running).await;
    let (name, request) = sample("CreateOrganisation");
    let speaker = &running.clients.speaker;
    let again = speaker.bearing(&token("alice", &["clerk:exhibitions@ciftis"]));
    again.call(&name, request.clone()).await.unwrap();
    let other = speaker.bearing(&token("zoe", &["clerk:exhibitions@ciftis"]));
    let refused = other.call(&name, request).await.unwrap_err();
    assert_eq!(refused.code, Code::AlreadyExists, "{refused:?}");
}

/// Every chunk of a stream is asked about, not the first alone.
#[tokio::test]
async fn a_stream_that_turns_to_another_fair_ends_there() {
    let running = RunningFair::asking_for_tokens(false).await;
    record_the_fair_of_the_samples(&running).await;
    let method = running.clients.speaker.pool().clone();
    let method = method.get_service_by_name("tradefair.exhibitions.v1.ExhibitionsService");
    let method = method
        .unwrap()
        .methods()
        .find(|method| method.name() == "RecordVisits")
        .unwrap();
    let (_, chunk) = sample("RecordVisits");
    let chunk = DynamicMessage::deserialize(method.input(), chunk).unwrap();
    let chunk: RecordVisitsRequest = chunk.transcode_to().unwrap();
    let elsewhere = RecordVisitsRequest {
        parent: "fairs/another".to_owned(),
        request_id: request_id(),
        ..chunk.clone()
    };
    let mut request = Request::new(stream::iter([chunk, elsewhere]));
    let clerk = format!("Bearer {}", token("alice", &["clerk:exhibitions@ciftis"]));
    request
        .metadata_mut()
        .insert("authorization", clerk.parse().unwrap());
    let mut exhibitions = running.clients.exhibitions.clone();
    let mut answers = exhibitions
        .record_visits(request)
        .await
        .unwrap()
        .into_inner();
    let first = answers.message().await.unwrap();
    assert!(first.is_some(), "the first chunk is recorded");
    let refused = answers.message().await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied, "{refused:?}");
    let actors = running.actors(ServiceName::Exhibitions, FAIR).await;
    let by_alice = actors.iter().filter(|(actor, _)| actor == "subject:alice");
    assert_eq!(by_alice.count(), 5, "{actors:?}");
}
