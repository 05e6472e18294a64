//! What an end of patience with reads ends, and what it does not.

use std::time::Duration;

use fault::Fault;
use ledger::{Book, ManualClock, Moment, SqliteConfig, SqliteStore};
use tempfile::TempDir;

use super::{
    bench::{START, create, fair, id, open_store, request},
    deal::{Deal, cubes},
};

const RECORDS: u8 = 200;

/// Books that have no patience with reads.
struct Impatient {
    _folder: TempDir,
    book: Book,
}

impl Impatient {
    async fn with_records() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = SqliteConfig {
            patience: Duration::ZERO,
            ..SqliteConfig::default()
        };
        let store = SqliteStore::open_with(folder.path(), config).unwrap();
        let book = open_store(Box::new(store), &cubes(), &ManualClock::at(START));
        for number in 0..RECORDS {
            let write = create(request(number.into()), id(number), &Deal::plain());
            book.write(write).await.unwrap();
        }
        Self {
            _folder: folder,
            book,
        }
    }
}

#[tokio::test]
async fn a_read_beyond_it_may_be_asked_again() {
    let impatient = Impatient::with_records().await;
    let book = &impatient.book;
    let newest = book.resolve(&fair(), Moment::Newest).await.unwrap();
    let read = book.records(
        "fairs/ciftis/deals",
        None,
        usize::from(RECORDS),
        false,
        &newest,
    );
    let fault = read.await.unwrap_err();
    assert!(matches!(fault, Fault::Unreachable { .. }), "{fault:?}");
    // The thread that read goes on reading.
    let again = book.resolve(&fair(), Moment::Newest).await;
    assert_eq!(again.unwrap(), newest);
}

#[tokio::test]
async fn a_copy_takes_its_time() {
    let impatient = Impatient::with_records().await;
    let mut copy = impatient.book.back_up().await.unwrap();
    let copied = std::io::copy(&mut copy, &mut std::io::sink()).unwrap();
    assert!(copied > 0);
}
