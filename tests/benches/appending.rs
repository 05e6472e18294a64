//! Rows of the log appended to PostgreSQL in one statement, as arrays, against `COPY`:
//! both in transactions that are committed, in interleaved rounds of one run.
//!
//! `cargo bench -p harness --features outside --bench appending`. Nothing fails here: it
//! reports. The server keeps its files in memory where the machine allows it, so a commit
//! costs nothing and what is left is the difference.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::time::Duration;

use futures_util::pin_mut;
use harness::postgres;
use ledger::{PostgresConfig, PostgresStore};
use tokio::{task::spawn_blocking, time::Instant};
use tokio_postgres::{
    Client, NoTls, Statement,
    binary_copy::BinaryCopyInWriter,
    types::{ToSql, Type},
};

/// How many rows a commit appends, and how often each way is measured.
const SIZES: [usize; 5] = [1, 10, 100, 1_000, 10_000];
const ROUNDS: usize = 40;

const ARRAYS: &str = "INSERT INTO change (fair, sequence, ordinal, collection, id, revision, state, \
    reason, moved_to, body_digest, salt, facts, body) \
    SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], \
    $7::bigint[], $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[], $12::bytea[], $13::bytea[])";

const COPY: &str = "COPY change (fair, sequence, ordinal, collection, id, revision, state, \
    reason, moved_to, body_digest, salt, facts, body) FROM STDIN BINARY";

const FAIR: &str = "fairs/ciftis";

/// So many rows of one commit, column by column.
struct Rows {
    sequences: Vec<i64>,
    ordinals: Vec<i64>,
    collections: Vec<String>,
    ids: Vec<String>,
    ones: Vec<i64>,
    nothing: Vec<Vec<u8>>,
    digests: Vec<Vec<u8>>,
    salts: Vec<Vec<u8>>,
    facts: Vec<Vec<u8>>,
    bodies: Vec<Vec<u8>>,
}

impl Rows {
    fn new(count: usize, sequence: i64) -> Self {
        let each = |bytes: usize| vec![vec![7; bytes]; count];
        Self {
            sequences: vec![sequence; count],
            ordinals: (0..).take(count).collect(),
            collections: vec!["fairs/ciftis/editions/4/agreements".to_owned(); count],
            ids: (0..count).map(|n| format!("a{sequence}-{n}")).collect(),
            ones: vec![1; count],
            nothing: each(0),
            digests: each(32),
            salts: each(16),
            facts: each(80),
            bodies: each(220),
        }
    }

    /// All of them, for the statement.
    fn columns(&self) -> [&(dyn ToSql + Sync); 13] {
        [
            &FAIR,
            &self.sequences,
            &self.ordinals,
            &self.collections,
            &self.ids,
            &self.ones,
            &self.ones,
            &self.nothing,
            &self.nothing,
            &self.digests,
            &self.salts,
            &self.facts,
            &self.bodies,
        ]
    }

    /// One of them, for the copy.
    fn row(&self, n: usize) -> [&(dyn ToSql + Sync); 13] {
        [
            &FAIR,
            &self.sequences[n],
            &self.ordinals[n],
            &self.collections[n],
            &self.ids[n],
            &self.ones[n],
            &self.ones[n],
            &self.nothing[n],
            &self.nothing[n],
            &self.digests[n],
            &self.salts[n],
            &self.facts[n],
            &self.bodies[n],
        ]
    }
}

#[tokio::main]
async fn main() {
    let address = postgres::shared().new_database();
    let config = PostgresConfig::new(&address, "books");
    let made = spawn_blocking(move || drop(PostgresStore::migrate(&config).unwrap()));
    made.await.unwrap();
    let (mut client, driven) = tokio_postgres::connect(&address, NoTls).await.unwrap();
    tokio::spawn(driven);
    client
        .batch_execute("SET search_path TO books")
        .await
        .unwrap();
    // Each is prepared once for a connection.
    let arrays = client.prepare(ARRAYS).await.unwrap();
    let copying = client.prepare(COPY).await.unwrap();
    let mut sequence = 0;
    for size in SIZES {
        let (mut by_arrays, mut by_copy) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            sequence += 1;
            by_arrays.push(insert(&mut client, &arrays, &Rows::new(size, sequence)).await);
            sequence += 1;
            by_copy.push(copy(&mut client, &copying, &Rows::new(size, sequence)).await);
        }
        let (inserted, copied) = (median(by_arrays), median(by_copy));
        println!(
            "{size:>6} rows: arrays {} us, copy {} us, copy takes {} percent",
            inserted.as_micros(),
            copied.as_micros(),
            copied.as_micros() * 100 / inserted.as_micros()
        );
    }
}

async fn insert(client: &mut Client, statement: &Statement, rows: &Rows) -> Duration {
    let begun = Instant::now();
    let transaction = client.transaction().await.unwrap();
    let values = rows.columns();
    transaction.execute(statement, &values).await.unwrap();
    transaction.commit().await.unwrap();
    begun.elapsed()
}

async fn copy(client: &mut Client, statement: &Statement, rows: &Rows) -> Duration {
    const TYPES: [Type; 13] = [
        Type::TEXT,
        Type::INT8,
        Type::INT8,
        Type::TEXT,
        Type::TEXT,
        Type::INT8,
        Type::INT8,
        Type::BYTEA,
        Type::BYTEA,
        Type::BYTEA,
        Type::BYTEA,
        Type::BYTEA,
        Type::BYTEA,
    ];
    let begun = Instant::now();
    let transaction = client.transaction().await.unwrap();
    let sink = transaction.copy_in(statement).await.unwrap();
    let writer = BinaryCopyInWriter::new(sink, &TYPES);
    pin_mut!(writer);
    for n in 0..rows.ordinals.len() {
        writer.as_mut().write(&rows.row(n)).await.unwrap();
    }
    writer.finish().await.unwrap();
    transaction.commit().await.unwrap();
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
