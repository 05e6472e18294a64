//! Visits chunk by chunk: each is one commit, acknowledged when it is durable.

use harness::{
    builders::{With, request_id},
    check::{Refusal, refused},
    dynamic::methods,
    fair::RunningFair,
    standing::FAIR,
};
use prost_reflect::DynamicMessage;
use proto::exhibitions::v1::{RecordVisitsRequest, RecordVisitsResponse, Visit};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Streaming};

use super::row;

fn chunk(visits: Vec<Visit>) -> RecordVisitsRequest {
    RecordVisitsRequest {
        parent: FAIR.to_owned(),
        visits,
        request_id: request_id(),
    }
}

/// Chunks of two counts each, of five and seven entries.
fn chunks(count: usize) -> Vec<RecordVisitsRequest> {
    let of = |n: usize| {
        chunk(vec![
            row(&format!("c{n}-a"), "CN", 5),
            row(&format!("c{n}-b"), "BR", 7),
        ])
    };
    (0..count).map(of).collect()
}

/// What a stream of these chunks is answered with, to its end.
async fn answers(
    running: &RunningFair,
    chunks: Vec<RecordVisitsRequest>,
) -> (Vec<RecordVisitsResponse>, Option<Refusal>) {
    let mut exhibitions = running.clients.exhibitions.clone();
    let stream = exhibitions.record_visits(tokio_stream::iter(chunks)).await;
    read(stream.unwrap().into_inner()).await
}

async fn read(
    mut stream: Streaming<RecordVisitsResponse>,
) -> (Vec<RecordVisitsResponse>, Option<Refusal>) {
    let mut read = Vec::new();
    loop {
        match stream.message().await {
            Ok(Some(answer)) => read.push(answer),
            Ok(None) => return (read, None),
            Err(status) => return (read, Some(Refusal::from(&status))),
        }
    }
}

async fn visits(running: &RunningFair) -> i64 {
    running.clients.counted("visits", &[], "visits").await
}

/// Request ids, how many were created, and the sequences of the commits.
fn told(answers: &[RecordVisitsResponse]) -> (Vec<&str>, Vec<i32>, Vec<i64>) {
    let outcomes = || {
        answers
            .iter()
            .map(|answer| answer.outcome.as_ref().unwrap())
    };
    let sequence = |position: Option<&proto::statistics::v1::Position>| position.unwrap().sequence;
    (
        answers.iter().map(|answer| &*answer.request_id).collect(),
        outcomes().map(|outcome| outcome.created).collect(),
        outcomes()
            .map(|outcome| sequence(outcome.position.as_ref()))
            .collect(),
    )
}

#[tokio::test]
async fn every_chunk_is_acknowledged_in_order() {
    let running = RunningFair::with_open_books().await;
    let sent = chunks(20);
    let (answered, refusal) = answers(&running, sent.clone()).await;
    assert_eq!(refusal, None);
    let (ids, created, sequences) = told(&answered);
    assert_eq!(
        ids,
        sent.iter()
            .map(|chunk| &*chunk.request_id)
            .collect::<Vec<_>>()
    );
    assert_eq!(created, [2; 20]);
    let first = sequences[0];
    assert_eq!(
        sequences,
        (first..first + 20).collect::<Vec<_>>(),
        "a commit each"
    );
    assert_eq!(visits(&running).await, 20 * 12);
    running.audit().await;
}

#[tokio::test]
async fn an_empty_stream_is_answered_with_nothing() {
    let running = RunningFair::with_open_books().await;
    assert_eq!(answers(&running, Vec::new()).await, (Vec::new(), None));
}

#[tokio::test]
async fn a_refused_chunk_ends_the_stream_and_those_before_it_stay() {
    let running = RunningFair::with_open_books().await;
    let mut sent = chunks(5);
    sent[2].visits[1].gate = "North gate".to_owned();
    let (answered, refusal) = answers(&running, sent.clone()).await;
    assert_eq!(answered.len(), 2);
    refusal.unwrap().names_fields(&["visits[1].gate"]);
    assert_eq!(
        visits(&running).await,
        2 * 12,
        "the third and all after it are out"
    );

    // Mended, the whole stream is sent again: a refusal has used no id up.
    sent[2].visits[1].gate = "north".to_owned();
    let (again, refusal) = answers(&running, sent).await;
    assert_eq!((again.len(), refusal), (5, None));
    assert_eq!(again[..2], answered, "the same answer");
    assert_eq!(visits(&running).await, 5 * 12);
}

#[tokio::test]
async fn a_chunk_sent_again_in_another_stream_has_one_effect() {
    let running = RunningFair::with_open_books().await;
    let sent = chunks(3);
    let (first, _) = answers(&running, sent.clone()).await;
    let (again, refusal) = answers(&running, sent.clone()).await;
    assert_eq!((&again, refusal), (&first, None));
    assert_eq!(visits(&running).await, 3 * 12);
    let other = RecordVisitsRequest {
        request_id: sent[0].request_id.clone(),
        ..chunk(vec![row("other", "CN", 1)])
    };
    let (none, refusal) = answers(&running, vec![other]).await;
    assert_eq!(none, []);
    refusal
        .unwrap()
        .is(Code::InvalidArgument, "REQUEST_ID_REUSED");
}

#[tokio::test]
async fn a_caller_who_goes_away_loses_nothing_that_was_acknowledged() {
    let mut running = RunningFair::with_open_books().await;
    let sent = chunks(8);
    let (sender, receiver) = mpsc::channel(1);
    let caller = running.connect().await;
    let mut exhibitions = caller.exhibitions.clone();
    let stream = exhibitions
        .record_visits(ReceiverStream::new(receiver))
        .await;
    let mut stream = stream.unwrap().into_inner();
    let mut acknowledged = Vec::new();
    for chunk in &sent[..3] {
        sender.send(chunk.clone()).await.unwrap();
        acknowledged.push(stream.message().await.unwrap().unwrap());
    }
    // Two more are under way when the connection breaks: they may be in or not.
    sender.send(sent[3].clone()).await.unwrap();
    sender.send(sent[4].clone()).await.unwrap();
    drop((stream, sender, exhibitions, caller));
    let stands = visits(&running).await;
    assert!((3 * 12..=5 * 12).contains(&stands), "{stands}");

    running.restart().await;
    let (again, refusal) = answers(&running, sent).await;
    assert_eq!((again.len(), refusal), (8, None));
    assert_eq!(again[..3], acknowledged, "the same answer");
    assert_eq!(visits(&running).await, 8 * 12, "each has one effect");
    running.audit().await;
}

#[tokio::test]
async fn a_message_that_is_too_long_is_refused_like_any_other_fault() {
    let running = RunningFair::with_open_books().await;
    let mut sent = chunks(3);
    sent[1].visits[0].source = "x".repeat(1 << 20);
    let (answered, refusal) = answers(&running, sent).await;
    assert_eq!(answered.len(), 1);
    let refusal = refusal.unwrap();
    refusal.is(Code::ResourceExhausted, "REQUEST_TOO_LARGE");
    assert_eq!(visits(&running).await, 12);
    // A stream as a whole has no bound: this one is longer than a message may be.
    let long = |n: usize| {
        let rows = (0..900).map(|row_number| {
            row(&format!("l{n}-{row_number}"), "CN", 1).with(|visit| {
                visit.source = "x".repeat(300);
            })
        });
        chunk(rows.collect())
    };
    let (answered, refusal) = answers(&running, (0..4).map(long).collect()).await;
    assert_eq!((answered.len(), refusal), (4, None));
}

#[tokio::test]
async fn bytes_that_are_no_chunk_are_refused_like_any_other_fault() {
    let running = RunningFair::with_open_books().await;
    let speaker = &running.clients.speaker;
    let found = methods(speaker.pool());
    let method = found.iter().find(|method| method.name() == "RecordVisits");
    let day = speaker
        .pool()
        .get_message_by_name("google.type.Date")
        .unwrap();
    let mut no_chunk = DynamicMessage::new(day);
    no_chunk.set_field_by_name("year", prost_reflect::Value::I32(2016));
    refused(speaker.send(method.unwrap(), no_chunk).await).names_fields(&["request"]);
}
