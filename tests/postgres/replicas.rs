//! Several processes keep the same books while their clocks step by an hour: what was
//! once read of the past is read again for ever.

use std::{sync::Arc, time::Duration};

use harness::{dice::Dice, postgres};
use ledger::{Book, ManualClock, Moment, PostgresConfig, RecordedAt};
use tokio::{task::JoinSet, time::Instant};

use crate::{
    books::{self, FAIRS, fair, record, request, write},
    memory::{Memory, keep_reading, may_be_repeated, same_again, seen_at},
};

const REPLICAS: usize = 3;
const WRITERS: usize = 32;
const READERS: usize = 6;
const HOUR_US: i64 = 3_600_000_000;

/// `TRADEFAIR_TEST_SECONDS` asks for more.
fn how_long() -> Duration {
    let asked = std::env::var("TRADEFAIR_TEST_SECONDS").ok();
    Duration::from_secs(asked.map_or(5, |text| text.parse().unwrap()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_past_never_changes() {
    run(false).await;
}

/// A connection that is cut before its commit has stored nothing, and one that is cut at
/// it has stored the write once or not at all: the repeated request tells.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_when_connections_are_cut() {
    run(true).await;
}

/// Writes and reads by several replicas; with `cut`, while all their connections are cut
/// again and again.
async fn run(cut: bool) {
    let address = postgres::shared().new_database();
    let config = PostgresConfig::new(&address, "books");
    let clocks: Vec<_> = (0..REPLICAS)
        .map(|_| ManualClock::at(RecordedAt(0)))
        .collect();
    let opening = {
        let (config, clocks) = (config.clone(), clocks.clone());
        tokio::task::spawn_blocking(move || {
            books::make(&config, Arc::new(clocks[0].clone()));
            let open = |clock: &ManualClock| books::in_database(&config, Arc::new(clock.clone()));
            clocks.iter().map(open).collect::<Vec<_>>()
        })
    };
    let replicas = opening.await.unwrap();
    let memory = Memory::default();
    let end = Instant::now() + how_long();
    let (mut writing, mut reading) = (JoinSet::new(), JoinSet::new());
    for number in 0..WRITERS {
        let (book, clock) = (
            replicas[number % REPLICAS].clone(),
            clocks[number % REPLICAS].clone(),
        );
        writing.spawn(keep_writing(book, clock, memory.clone(), number, end));
    }
    for number in 0..READERS {
        let go_on = move || Instant::now() < end;
        reading.spawn(keep_reading(
            replicas.clone(),
            memory.clone(),
            number,
            go_on,
        ));
    }
    let cutting = cut.then(|| tokio::spawn(keep_cutting(address, end)));
    let acknowledged: u64 = writing.join_all().await.into_iter().sum();
    let read: u64 = reading.join_all().await.into_iter().sum();
    if let Some(cutting) = cutting {
        let cuts = cutting.await.unwrap();
        println!("connections were cut {cuts} times");
        assert!(cuts > 0);
    }
    for book in replicas {
        book.close().await;
    }
    println!("{acknowledged} writes were acknowledged, {read} moments read again");
    assert!(acknowledged > 0 && read > 0);

    let again = tokio::task::spawn_blocking(move || {
        books::in_database(&config, Arc::new(ManualClock::at(RecordedAt(0))))
    });
    let book = again.await.unwrap();
    let all = memory.all();
    for seen in &all {
        assert!(same_again(&book, seen).await, "{seen:?} is answered");
    }
    let audited = {
        let book = book.clone();
        tokio::task::spawn_blocking(move || book.audit(&books::recompute, &mut |_| ()).unwrap())
    };
    let report = audited.await.unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings);
    assert_eq!(report.differences, vec![]);
    assert_eq!(report.counts.requests, acknowledged, "each is stored once");
    book.close().await;
}

/// Writes until the end, each write under its own request id and some twice.
async fn keep_writing(
    book: Book,
    clock: ManualClock,
    memory: Memory,
    number: usize,
    end: Instant,
) -> u64 {
    let mut dice = Dice(u64::try_from(number).unwrap());
    let (mut acknowledged, mut request_number) = (0, 0);
    while Instant::now() < end {
        let fair = fair(dice.roll(FAIRS));
        let name = record(&fair, &mut dice);
        request_number += 1;
        let key = request(u64::try_from(number).unwrap() << 32 | request_number, 0);
        if dice.roll(8) == 0 {
            clock.jump(if dice.roll(2) == 0 { HOUR_US } else { -HOUR_US });
        }
        let seed = dice.0;
        let receipt = loop {
            dice = Dice(seed);
            let write = write(&fair, key.clone(), &name, &mut dice);
            match book.write(write).await {
                Err(fault) if may_be_repeated(&fault) => tokio::task::yield_now().await,
                answer => break answer,
            }
        };
        // Voiding what is not live is refused; nothing else may be.
        let receipt = match receipt {
            Ok(receipt) => receipt,
            Err(fault::Fault::NotFound { .. }) => continue,
            Err(other) => panic!("{other:?}"),
        };
        acknowledged += 1;
        if dice.roll(10) == 0 {
            let twin = write(&fair, key, &name, &mut Dice(seed));
            match book.write(twin).await {
                Ok(again) => {
                    assert!(again.replayed);
                    assert_eq!(again.position, receipt.position);
                }
                Err(fault) => assert!(may_be_repeated(&fault), "{fault:?}"),
            }
        }
        let moment = Moment::Sequence(receipt.position.sequence);
        if let Some(seen) = seen_at(&book, &fair, moment).await {
            memory.add(seen);
        }
    }
    acknowledged
}

/// Cuts all connections of the replicas again and again, and tells how often.
async fn keep_cutting(address: String, end: Instant) -> u32 {
    let database = address.rsplit('/').next().unwrap().to_owned();
    let statement = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE datname = '{database}' AND application_name = 'tradefair'"
    );
    let mut pace = tokio::time::interval(Duration::from_millis(200));
    let mut cuts = 0;
    while Instant::now() < end {
        pace.tick().await;
        let statement = statement.clone();
        let cut = move || postgres::shared().sql("postgres", &statement);
        tokio::task::spawn_blocking(cut).await.unwrap();
        cuts += 1;
    }
    cuts
}
