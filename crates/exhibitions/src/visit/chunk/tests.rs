//! How far the stream reads ahead, and how it ends.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use ledger::{Book, BookConfig, ManualClock, RecordedAt, SeededRandomness, SqliteStore};
use proto::exhibitions::v1::{CreateEditionRequest, CreateFairRequest};
use serve::Caller;
use tempfile::TempDir;

use super::*;
use crate::{NAME, cubes, edition, fair, kinds, samples};

/// A keeper of the 4th edition; the folder holds its books.
async fn open() -> (Keeper<Exhibitions>, TempDir) {
    let folder = TempDir::new().unwrap();
    let store = Box::new(SqliteStore::open(folder.path()).unwrap());
    let clock = Arc::new(ManualClock::at(RecordedAt(1_465_000_000_000_000)));
    let randomness = Box::new(SeededRandomness::new(4));
    let book = Book::open(store, cubes(), clock, randomness, BookConfig::default()).unwrap();
    let keeper = Keeper::new(NAME, book, kinds(), Exhibitions);
    let request = CreateFairRequest {
        fair_id: "ciftis".to_owned(),
        fair: Some(samples::fair()),
        request_id: request_id(0),
    };
    keeper.create(fair::create(request)).await.unwrap();
    let request = CreateEditionRequest {
        parent: "fairs/ciftis".to_owned(),
        edition_id: "4".to_owned(),
        edition: Some(samples::edition(4)),
        request_id: request_id(1),
    };
    keeper.create(edition::create(request)).await.unwrap();
    (keeper, folder)
}

fn request_id(number: usize) -> String {
    format!("01996f6e-0000-7000-8000-{number:012}")
}

fn chunk(number: usize) -> RecordVisitsRequest {
    RecordVisitsRequest {
        parent: "fairs/ciftis".to_owned(),
        visits: vec![samples::visit(&format!("v{number}"))],
        request_id: request_id(100 + number),
    }
}

#[tokio::test]
async fn a_chunk_is_read_when_the_one_before_was_acknowledged() {
    Caller::Local.calling(reads_on_when_acknowledged()).await;
}

async fn reads_on_when_acknowledged() {
    let (keeper, _folder) = open().await;
    let read = Arc::new(AtomicUsize::new(0));
    let counter = read.clone();
    let chunks = stream::iter((0..5).map(chunk).map(Ok)).inspect(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let mut acknowledged = record(keeper, chunks);
    assert_eq!(read.load(Ordering::Relaxed), 0);
    for number in 0..5 {
        let answer = acknowledged.next().await.unwrap().unwrap();
        assert_eq!(answer.request_id, request_id(100 + number));
        assert_eq!(read.load(Ordering::Relaxed), number + 1);
    }
    assert!(acknowledged.next().await.is_none());
}

#[tokio::test]
async fn nothing_is_read_after_a_refusal() {
    Caller::Local.calling(reads_no_further_when_refused()).await;
}

async fn reads_no_further_when_refused() {
    let (keeper, _folder) = open().await;
    let read = Arc::new(AtomicUsize::new(0));
    let counter = read.clone();
    let chunks = (0..5).map(|number| {
        let mut chunk = chunk(number);
        if number == 1 {
            chunk.visits.clear();
        }
        Ok(chunk)
    });
    let chunks = stream::iter(chunks).inspect(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let answers: Vec<_> = record(keeper, chunks).collect().await;
    let [Ok(_), Err(refused)] = &answers[..] else {
        panic!("the second is refused and the last: {answers:?}");
    };
    assert!(
        refused.message().contains(": visits: must have"),
        "{refused}"
    );
    assert_eq!(read.load(Ordering::Relaxed), 2);
}
