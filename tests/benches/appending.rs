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
use tokio::time::Instant;
use tokio_postgres::{
    Client, NoTls, Statement,
    binary_copy::BinaryCopyInWriter,
    types::{ToSql, Type},
};

/// How many rows a commit appends, and how often each way is measured.
const SIZES: [usize; 5] = [1, 10, 100, 1_000, 10_000];
const ROUNDS: usize = 40;

/// A table like the log.
const TABLE: &str = "CREATE TABLE change (
    fair text COLLATE \"C\" NOT NULL, sequence bigint NOT NULL, ordinal bigint NOT NULL,
    collection text COLLATE \"C\" NOT NULL, id text COLLATE \"C\" NOT NULL,
    revision bigint NOT NULL, state bigint NOT NULL, body_digest bytea NOT NULL,
    facts bytea NOT NULL, body bytea,
    PRIMARY KEY (fair, sequence, ordinal), UNIQUE (fair, collection, id, revision))";

const ARRAYS: &str = "INSERT INTO change SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], \
    $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bytea[], $9::bytea[], $10::bytea[])";

const COPY: &str = "COPY change FROM STDIN BINARY";

/// So many rows of one commit, column by column.
struct Rows {
    sequences: Vec<i64>,
    ordinals: Vec<i64>,
    collections: Vec<String>,
    ids: Vec<String>,
    ones: Vec<i64>,
    digests: Vec<Vec<u8>>,
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
            digests: each(32),
            facts: each(80),
            bodies: each(220),
        }
    }
}

#[tokio::main]
async fn main() {
    let address = postgres::shared().new_database();
    let (mut client, driven) = tokio_postgres::connect(&address, NoTls).await.unwrap();
    tokio::spawn(driven);
    client.batch_execute(TABLE).await.unwrap();
    let arrays = client.prepare(ARRAYS).await.unwrap();
    let mut sequence = 0;
    for size in SIZES {
        let (mut by_arrays, mut by_copy) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            sequence += 1;
            by_arrays.push(insert(&mut client, &arrays, &Rows::new(size, sequence)).await);
            sequence += 1;
            by_copy.push(copy(&mut client, &Rows::new(size, sequence)).await);
        }
        let (arrays, copied) = (median(by_arrays), median(by_copy));
        println!(
            "{size:>6} rows: arrays {} us, copy {} us, copy takes {} percent",
            arrays.as_micros(),
            copied.as_micros(),
            copied.as_micros() * 100 / arrays.as_micros()
        );
    }
}

async fn insert(client: &mut Client, statement: &Statement, rows: &Rows) -> Duration {
    let begun = Instant::now();
    let transaction = client.transaction().await.unwrap();
    let values: [&(dyn ToSql + Sync); 10] = [
        &"fairs/ciftis",
        &rows.sequences,
        &rows.ordinals,
        &rows.collections,
        &rows.ids,
        &rows.ones,
        &rows.ones,
        &rows.digests,
        &rows.facts,
        &rows.bodies,
    ];
    transaction.execute(statement, &values).await.unwrap();
    transaction.commit().await.unwrap();
    begun.elapsed()
}

async fn copy(client: &mut Client, rows: &Rows) -> Duration {
    const TYPES: [Type; 10] = [
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
    ];
    let begun = Instant::now();
    let transaction = client.transaction().await.unwrap();
    let writer = BinaryCopyInWriter::new(transaction.copy_in(COPY).await.unwrap(), &TYPES);
    pin_mut!(writer);
    for n in 0..rows.ordinals.len() {
        let values: [&(dyn ToSql + Sync); 10] = [
            &"fairs/ciftis",
            &rows.sequences[n],
            &rows.ordinals[n],
            &rows.collections[n],
            &rows.ids[n],
            &rows.ones[n],
            &rows.ones[n],
            &rows.digests[n],
            &rows.facts[n],
            &rows.bodies[n],
        ];
        writer.as_mut().write(&values).await.unwrap();
    }
    writer.finish().await.unwrap();
    transaction.commit().await.unwrap();
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
