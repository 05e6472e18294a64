//! The primary is killed while several processes write, and its standby goes on in its
//! place: what was acknowledged, or read, is there as it was.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use harness::{
    patience::wait_until,
    postgres::{self, Pair},
};
use ledger::{Book, ManualClock, PostgresConfig, RecordedAt};
use tokio::{
    task::{JoinSet, block_in_place},
    time::Instant,
};

use crate::{
    books,
    load::{Acknowledged, Load, repeat_all},
    memory::{Memory, Seen, keep_reading, same_again},
};

const REPLICAS: usize = 2;
const WRITERS: usize = 24;
const READERS: usize = 3;

/// How many writes are acknowledged between two events.
const STRETCH: usize = 200;

/// `TRADEFAIR_TEST_ROUNDS` asks for more.
fn rounds() -> usize {
    let asked = std::env::var("TRADEFAIR_TEST_ROUNDS").ok();
    asked.map_or(2, |text| text.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_when_the_primary_dies() {
    let mut pair = Pair::start();
    let address = pair.new_database();
    let config = PostgresConfig::new(&address, "books");
    let clock = Arc::new(ManualClock::at(RecordedAt(0)));
    block_in_place(|| books::make(&config, clock));
    let replicas: Vec<_> = (0..REPLICAS).map(|_| open(&config)).collect();
    let chains: Vec<_> = replicas.iter().map(|book| vec![book.clone()]).collect();
    let load = Load::start(&chains, 0..WRITERS);
    let read = Memory::default();
    let mut reading = JoinSet::new();
    for number in 0..READERS {
        let told = load.told.clone();
        let go_on = move || !told.is_done();
        reading.spawn(keep_reading(replicas.clone(), read.clone(), number, go_on));
    }
    for round in 1..=rounds() {
        load.told.more(STRETCH).await;
        let before = load.told.acknowledged();
        let seen = [load.told.memories[0].youngest(), read.youngest()].concat();
        // In every other round it dies while commits wait for the standby, whose outcome
        // nobody can know.
        let frozen = (round % 2 == 1).then(|| pair.standby().freeze());
        if frozen.is_some() {
            wait_until("a commit waits", || !pair.waiting_for_standby().is_empty());
        }
        pair.kill_primary();
        let killed = Instant::now();
        drop(frozen);
        pair.promote();
        // From here on the promoted server takes writes, which wait for a standby.
        pair.make_standby();
        load.told.more(1).await;
        let silence = killed.elapsed();
        load.told.more(STRETCH).await;
        let stays = stays(&replicas, &before, &seen).await;
        println!(
            "round {round}: {} acknowledged before, {stays} moments read again, \
             first acknowledged {} ms after the kill",
            before.len(),
            silence.as_millis(),
        );
    }
    let told = load.finish().await;
    let read_again: u64 = reading.join_all().await.into_iter().sum();
    for book in replicas {
        book.close().await;
    }
    let count = |of: &AtomicU64| of.load(Ordering::SeqCst);
    let (unknown, refused) = (count(&told.unknown), count(&told.refused));
    let acknowledged = told.acknowledged();
    println!(
        "{} writes were acknowledged; {unknown} outcomes were unknown, of which {} turned out \
         to be stored, and {refused} times no server was there",
        acknowledged.len(),
        count(&told.found_stored),
    );
    assert!(unknown > 0 && refused > 0, "the kills were noticed");
    assert!(read_again > 0, "readers read meanwhile");
    let seen = [told.memories[0].all(), read.all()].concat();
    check_at_the_end(&pair, &config, &acknowledged, &seen).await;
}

fn open(config: &PostgresConfig) -> Book {
    let clock = Arc::new(ManualClock::at(RecordedAt(0)));
    block_in_place(|| books::in_database(config, clock))
}

/// Sees to it that what was acknowledged and read before is answered as it was, by every
/// replica, and tells how much that is.
async fn stays(replicas: &[Book], acknowledged: &[Acknowledged], seen: &[Seen]) -> usize {
    // All of it is looked at in the end; in between, what is youngest.
    let youngest = acknowledged.len().saturating_sub(2 * STRETCH);
    for book in replicas {
        repeat_all(std::slice::from_ref(book), &acknowledged[youngest..]).await;
        for seen in seen {
            assert!(same_again(book, seen).await, "{seen:?} is answered");
        }
    }
    seen.len()
}

async fn check_at_the_end(
    pair: &Pair,
    config: &PostgresConfig,
    acknowledged: &[Acknowledged],
    seen: &[Seen],
) {
    let book = open(config);
    repeat_all(std::slice::from_ref(&book), acknowledged).await;
    for seen in seen {
        assert!(same_again(&book, seen).await, "{seen:?} is answered");
    }
    println!("{} moments were read again in the end", seen.len());
    let holes = pair.primary().sql(
        postgres::database_of(&config.address),
        "SELECT fair FROM books.position GROUP BY fair \
         HAVING count(*) <> max(sequence) OR min(sequence) <> 1",
    );
    assert_eq!(holes, "", "sequences are dense");
    let report = block_in_place(|| book.audit(&books::recompute, &mut |_| ()).unwrap());
    assert!(report.is_clean(), "{:#?}", report.findings);
    assert_eq!(report.differences, vec![]);
    let stored = usize::try_from(report.counts.requests).unwrap();
    assert_eq!(stored, acknowledged.len(), "each is stored once");
    book.close().await;
}
