//! Folders that cannot be opened, each with one clear sentence, and logs that
//! stay short.

use ledger::{Moment, OpenError, SqliteConfig, SqliteStore};
use rusqlite::Connection;

use super::{
    bench::{Bench, create, fair, id, open_store, request, update},
    deal::{Deal, cubes},
};

#[tokio::test]
async fn a_folder_has_one_owner() {
    let bench = Bench::new();
    let second = SqliteStore::open(bench.folder.path()).err().unwrap();
    assert!(matches!(second, OpenError::InUse { .. }), "{second:?}");
    assert!(
        second.to_string().contains("in use by another process"),
        "{second}"
    );
    bench.create(1, &Deal::plain()).await;
    bench.book.close().await;
    SqliteStore::open(bench.folder.path()).unwrap();
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let bench = Bench::new();
    bench.create(1, &Deal::plain()).await;
    bench.book.close().await;
    let books = Connection::open(bench.folder.path().join("books.db")).unwrap();
    let newer = "INSERT INTO refinery_schema_history SELECT 999, 'later', applied_on, checksum \
                 FROM refinery_schema_history";
    books.execute(newer, []).unwrap();
    drop(books);
    for refused in [
        SqliteStore::open(bench.folder.path()).err().unwrap(),
        SqliteStore::open_read_only(bench.folder.path())
            .err()
            .unwrap(),
    ] {
        assert!(
            matches!(refused, OpenError::SchemaNewer { found: 999, .. }),
            "{refused:?}"
        );
        assert!(refused.to_string().contains("newer release"), "{refused}");
    }
}

#[test]
fn a_folder_that_cannot_be_used_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    for place in [file.clone(), file.join("below")] {
        let refused = SqliteStore::open(&place).err().unwrap();
        assert!(matches!(refused, OpenError::Unusable { .. }), "{refused:?}");
        assert!(refused.to_string().contains("cannot be used"), "{refused}");
    }
    let nothing = SqliteStore::open_read_only(&folder.path().join("none"))
        .err()
        .unwrap();
    assert!(matches!(nothing, OpenError::Unusable { .. }), "{nothing:?}");
    let damaged = folder.path().join("damaged");
    std::fs::create_dir(&damaged).unwrap();
    std::fs::write(damaged.join("books.db"), vec![b'x'; 10_000]).unwrap();
    let refused = SqliteStore::open(&damaged).err().unwrap();
    assert!(matches!(refused, OpenError::Unusable { .. }), "{refused:?}");
}

#[tokio::test]
async fn the_write_ahead_log_starts_over_while_writes_go_on() {
    const LOG_BYTES: u64 = 128 * 1024;
    let folder = tempfile::tempdir().unwrap();
    let clock = ledger::ManualClock::at(super::bench::START);
    let config = SqliteConfig {
        log_bytes: LOG_BYTES,
        ..SqliteConfig::default()
    };
    let store = SqliteStore::open_with(folder.path(), config).unwrap();
    let book = open_store(Box::new(store), &cubes(), &clock);
    book.write(create(request(1), id(1), &Deal::plain()))
        .await
        .unwrap();
    let mut longest = 0;
    for number in 2..1500 {
        book.write(update(request(number), id(1), &Deal::plain()))
            .await
            .unwrap();
        let log = std::fs::metadata(folder.path().join("books.db-wal")).unwrap();
        longest = longest.max(log.len());
    }
    // Some commits pass between two looks at the log, and a log that is overdue
    // makes writes wait; all of them together make several hundred times as much.
    assert!(longest > LOG_BYTES, "{longest}");
    assert!(longest < 32 * LOG_BYTES, "{longest}");
    let newest = book.resolve(&fair(), Moment::Newest).await.unwrap();
    assert_eq!(newest.sequence, 1499);
}
