//! What every resource holds to: create, read, list, change, take out, at any
//! moment and however often a request is sent.

use harness::{fair::RunningFair, resources::Resource};
use rstest_reuse::template;
use serde_json::{Value, json};

mod change;
mod moments;
mod pages;
mod requests;

/// Runs a test once for each resource.
#[template]
#[rstest]
#[case::fair(harness::resources::FAIRS)]
#[case::edition(harness::resources::EDITIONS)]
#[case::organisation(harness::resources::ORGANISATION_RECORDS)]
#[case::participation(harness::resources::PARTICIPATIONS)]
#[case::section(harness::resources::SECTIONS)]
#[case::visit(harness::resources::VISITS)]
#[case::person(harness::resources::PERSONS)]
#[case::delegation(harness::resources::DELEGATIONS)]
#[case::delegate(harness::resources::DELEGATES)]
#[case::highlight(harness::resources::HIGHLIGHTS)]
#[case::activity(harness::resources::ACTIVITIES)]
#[case::attendance(harness::resources::ATTENDANCES)]
#[case::demand(harness::resources::DEMANDS)]
#[case::publication(harness::resources::PUBLICATIONS)]
#[case::agreement(harness::resources::AGREEMENTS)]
#[case::figure_definition(harness::resources::FIGURE_DEFINITIONS)]
#[case::code_list(harness::resources::CODE_LISTS)]
#[case::rate(harness::resources::RATES)]
#[case::comparability(harness::resources::COMPARABILITIES)]
#[case::edition_status(harness::resources::EDITION_STATUSES)]
#[case::reported_figure(harness::resources::REPORTED_FIGURES)]
#[tokio::test]
async fn every_resource(#[case] resource: Resource) {}

/// Runs a test once for each resource that lives in the books of a fair. Each fair has books of its
/// own, so that there is no one moment of all fairs.
#[template]
#[rstest]
#[case::edition(harness::resources::EDITIONS)]
#[case::organisation(harness::resources::ORGANISATION_RECORDS)]
#[case::participation(harness::resources::PARTICIPATIONS)]
#[case::section(harness::resources::SECTIONS)]
#[case::visit(harness::resources::VISITS)]
#[case::person(harness::resources::PERSONS)]
#[case::delegation(harness::resources::DELEGATIONS)]
#[case::delegate(harness::resources::DELEGATES)]
#[case::highlight(harness::resources::HIGHLIGHTS)]
#[case::activity(harness::resources::ACTIVITIES)]
#[case::attendance(harness::resources::ATTENDANCES)]
#[case::demand(harness::resources::DEMANDS)]
#[case::publication(harness::resources::PUBLICATIONS)]
#[case::agreement(harness::resources::AGREEMENTS)]
#[case::figure_definition(harness::resources::FIGURE_DEFINITIONS)]
#[case::code_list(harness::resources::CODE_LISTS)]
#[case::rate(harness::resources::RATES)]
#[case::comparability(harness::resources::COMPARABILITIES)]
#[case::edition_status(harness::resources::EDITION_STATUSES)]
#[case::reported_figure(harness::resources::REPORTED_FIGURES)]
#[tokio::test]
async fn every_resource_below_a_fair(#[case] resource: Resource) {}

/// A fair with open books, and one resource of it.
struct Desk {
    fair: RunningFair,
    resource: Resource,
}

impl Desk {
    async fn open(resource: Resource) -> Self {
        let fair = RunningFair::with_open_books().await;
        if resource.service == "reporting" {
            harness::standing::open_reporting(&fair.clients).await;
        }
        Self { fair, resource }
    }

    async fn call(&self, method: &str, request: Value) -> Result<Value, harness::check::Refusal> {
        self.fair.clients.speaker.call(method, request).await
    }

    async fn create(&self, n: usize) -> Value {
        let request = self.resource.create_request(n);
        self.call(&self.resource.create_method(), request)
            .await
            .expect("a right record is recorded")
    }

    async fn get(&self, n: usize) -> Value {
        self.get_at(n, Value::Null)
            .await
            .expect("a record that was recorded is read")
    }

    async fn get_at(&self, n: usize, as_of: Value) -> Result<Value, harness::check::Refusal> {
        let request = json!({ "name": self.resource.name(n), "as_of": as_of });
        self.call(&self.resource.get_method(), request).await
    }

    async fn update(&self, n: usize) -> Value {
        let request = self.resource.update_request(n);
        self.call(&self.resource.update_method(), request)
            .await
            .expect("a live record is changed")
    }

    async fn retire(&self, n: usize) -> Value {
        let request = self.resource.retire_request(n);
        self.call(&self.resource.retire_method(), request)
            .await
            .expect("a live record is taken out")
    }

    /// The newest sequence of the books that hold the n-th record.
    async fn sequence(&self, n: usize) -> i64 {
        let cut = self.fair.clients.newest(&self.resource.fair(n)).await;
        harness::clients::sequence_of(&cut, self.resource.service)
    }
}

/// A record without the position at which the answer was read, which moves on
/// while the record stands still.
fn record_of(answer: &Value) -> Value {
    let mut record = answer.clone();
    record["entry"]
        .as_object_mut()
        .expect("a record has an entry")
        .remove("read_at");
    record
}

/// The sequence at which the revision in an answer was recorded.
fn recorded_at_sequence(answer: &Value) -> i64 {
    whole(&answer["entry"]["position"]["sequence"])
}

/// A 64-bit number, which JSON holds as text.
fn whole(value: &Value) -> i64 {
    match value {
        Value::Null => 0,
        Value::String(text) => text.parse().expect("a whole number"),
        other => panic!("{other} is no 64-bit number in JSON"),
    }
}

/// The moment of one position.
fn at(position: &Value) -> Value {
    json!({ "cut": { "positions": [position] } })
}
