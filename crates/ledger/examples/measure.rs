//! Measures the books by themselves: durable writes a second at 256 in flight,
//! and what a figure costs to read as the books grow.
//!
//! ```text
//! cargo run --release -p ledger --example measure -- [folder] [records]
//! ```
//!
//! The folder should lie on the disk that is to be measured, not in memory.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    reason = "a measuring program: it may panic, prints, and reads the clock"
)]

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use ledger::{
    Book, BookConfig, CellQuery, Change, Condition, Cube, Cubes, Dimension, EvidenceQuery, Fact,
    Fair, Measure, Moment, Quantity, RequestKey, SeededRandomness, Selection, SqliteStore, State,
    Store, SystemClock, Test, Write, store::discard::DiscardStore,
};

const IN_FLIGHT: u64 = 256;
const BODY_BYTES: usize = 200;
const READS: u32 = 2_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments
        .next()
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let records: u64 = arguments
        .next()
        .map_or(1_000_000, |text| text.parse().unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    runtime.block_on(measure(&folder, records));
}

async fn measure(folder: &Path, records: u64) {
    let nowhere = open(Box::new(DiscardStore::default()));
    let rate = write(&nowhere, 0..records.min(200_000)).await;
    println!("store switched off: {rate} writes/s");
    let books = tempfile::tempdir_in(folder).unwrap();
    let book = open(Box::new(SqliteStore::open(books.path()).unwrap()));
    let mut written = 0;
    let mut steps: Vec<u64> = vec![1_000, 10_000, 100_000, 1_000_000];
    steps.retain(|step| *step < records);
    steps.push(records);
    for step in steps {
        let rate = write(&book, written..step).await;
        written = step;
        println!("{written} records: {rate} durable writes/s");
        read(&book).await;
    }
    let started = Instant::now();
    let report = book
        .audit(&|revision| Ok(revision.facts.clone()), &mut |_| ())
        .unwrap();
    println!(
        "audit: {:?} in {:?}, clean {}",
        report.counts,
        started.elapsed(),
        report.is_clean()
    );
    book.close().await;
    let size: u64 = std::fs::read_dir(books.path())
        .unwrap()
        .map(|file| file.unwrap().metadata().unwrap().len())
        .sum();
    println!("{} bytes a record on disk", size / written);
}

fn open(store: Box<dyn Store>) -> Book {
    let randomness = Box::new(SeededRandomness::new(1));
    Book::open(
        store,
        cubes(),
        Arc::new(SystemClock::new()),
        randomness,
        BookConfig::default(),
    )
    .unwrap()
}

async fn write(book: &Book, numbers: std::ops::Range<u64>) -> u64 {
    let count = numbers.end - numbers.start;
    let (next, end) = (Arc::new(AtomicU64::new(numbers.start)), numbers.end);
    let started = Instant::now();
    let writers: Vec<_> = (0..IN_FLIGHT)
        .map(|_| {
            let (book, next) = (book.clone(), next.clone());
            tokio::spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= end {
                        break;
                    }
                    book.write(create(number)).await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    count * 1_000_000 / u64::try_from(started.elapsed().as_micros()).unwrap()
}

async fn read(book: &Book) {
    let at = book.resolve(&fair(), Moment::Newest).await.unwrap();
    for (what, query) in queries() {
        let mut times = Vec::new();
        let mut cells = 0;
        for _ in 0..READS {
            let started = Instant::now();
            cells = book.cells(&query, &at).await.unwrap().totals.len();
            times.push(started.elapsed());
        }
        times.sort_unstable();
        let (quick, median) = (times[times.len() / 10], times[times.len() / 2]);
        println!("  {what}: {quick:?} (quickest tenth), {median:?} (median), {cells} totals");
    }
    let query = EvidenceQuery {
        selection: queries().remove(0).1.selection,
        quantity: None,
    };
    let started = Instant::now();
    let page = book.evidence(&query, None, 50, &at).await.unwrap();
    println!("  evidence, first {}: {:?}", page.len(), started.elapsed());
}

fn queries() -> Vec<(&'static str, CellQuery)> {
    let pinned = |dimension: &str, value: &str| Condition {
        dimension: dimension.to_owned(),
        test: Test::AnyOf(vec![value.to_owned()]),
    };
    let query = |conditions, measure, group_by: &[&str]| CellQuery {
        selection: Selection {
            edition: "4".to_owned(),
            cube: "deals".to_owned(),
            conditions,
        },
        measure,
        group_by: group_by.iter().map(|&name| name.to_owned()).collect(),
    };
    let amount = || Measure::Sum("amount".to_owned());
    let usd = || pinned("currency", "USD");
    let one = || pinned("scope", "s1");
    vec![
        ("sum of one scope", query(vec![usd(), one()], amount(), &[])),
        ("sum by sector", query(vec![usd()], amount(), &["sector"])),
        (
            "distinct countries",
            query(vec![], Measure::Distinct("country".to_owned()), &[]),
        ),
    ]
}

fn fair() -> Fair {
    Fair::parse("fairs/ciftis").unwrap()
}

fn cubes() -> Cubes {
    Cubes::new(vec![Cube {
        name: "deals",
        description: "One deal.",
        dimensions: vec![
            Dimension::new("edition", "The edition."),
            Dimension::new("scope", "Three values."),
            Dimension::new("sector", "Twelve values."),
            Dimension::new("country", "A hundred values."),
            Dimension::new("currency", "Two values."),
        ],
        quantities: vec![
            Quantity::new("deals", "Deals."),
            Quantity::new("amount", "Minor units.").in_units_of("currency"),
        ],
        roll_ups: vec![
            vec!["edition", "scope", "currency"],
            vec!["edition", "sector", "currency"],
            vec!["edition", "scope", "sector", "currency"],
            vec!["edition", "country"],
        ],
    }])
    .unwrap()
}

/// The write of a record. Request ids rise, as time-ordered UUIDs do.
fn create(number: u64) -> Write {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&number.to_be_bytes());
    let name = format!("fairs/ciftis/editions/4/deals/d{number:08}");
    let pick = |many: u64| (number ^ many).wrapping_mul(0x9e37_79b9_7f4a_7c15) % 7919 % many;
    let fact = Fact::of("deals")
        .under("edition", "4")
        .under("scope", format!("s{}", pick(3)))
        .under("sector", format!("2.{}", pick(12)))
        .under("country", format!("c{}", pick(100)))
        .under("currency", ["CNY", "USD"][pick(2) as usize])
        .with("deals", 1)
        .with("amount", 1_000_000);
    let change = Change {
        name: name.clone(),
        state: State::Live,
        reason: String::new(),
        moved_to: String::new(),
        body: vec![b'x'; BODY_BYTES],
        facts: vec![fact],
    };
    Write {
        fair: fair(),
        request: RequestKey {
            caller: "local".to_owned(),
            method: "CreateDeal".to_owned(),
            id,
            digest: [7; 32],
        },
        reads: vec!["fairs/ciftis/editions/4".to_owned(), name.clone()],
        rule: Box::new(move |loaded| match loaded.record(&name) {
            Some(_) => Err(fault::Fault::Exists { resource: name }),
            None => Ok(vec![change]),
        }),
    }
}
