//! Copies of the books that are made with the programs of PostgreSQL while writers write:
//! what comes back is the books as they stood, and they go on from there.

use std::sync::Arc;

use harness::postgres::{self, Server};
use ledger::{Book, ManualClock, Moment, PostgresConfig, RecordedAt};
use tokio::task::block_in_place;

use crate::{
    books::{self, FAIRS, fair},
    load::{Acknowledged, Load, repeat_all},
    memory::{Memory, Seen, same_again},
};

/// Two services, the second of which knows what the first holds: each write is made in
/// the first, and in the second once it is acknowledged.
const SERVICES: [&str; 2] = ["asked", "asking"];

const WRITERS: usize = 16;

/// How many writes are acknowledged between two events.
const STRETCH: usize = 300;

/// A server with the books of two services in one database.
struct Original {
    server: Server,
    database: String,
    books: Vec<Book>,
}

/// What the books had said before a copy was begun.
struct Before {
    acknowledged: Vec<Acknowledged>,
    seen: [Vec<Seen>; 2],
}

impl Original {
    fn start() -> Self {
        let server = Server::start("");
        let address = server.new_database();
        for service in SERVICES {
            let config = PostgresConfig::new(&address, service);
            let clock = Arc::new(ManualClock::at(RecordedAt(0)));
            block_in_place(|| books::make(&config, clock));
        }
        Self {
            database: postgres::database_of(&address).to_owned(),
            books: open(&address).into(),
            server,
        }
    }

    /// Copies the books in the midst of writes. What was made is given back, with what
    /// was said before it was begun.
    async fn copied<T>(&self, copy: impl FnOnce() -> T) -> (T, Before) {
        let load = Load::start(std::slice::from_ref(&self.books), 0..WRITERS);
        load.told.more(STRETCH).await;
        let seen = load.told.memories.each_ref().map(Memory::all);
        let acknowledged = load.told.acknowledged();
        let before = Before { acknowledged, seen };
        let made = copy();
        let meanwhile = load.told.acknowledged().len() - before.acknowledged.len();
        load.told.more(STRETCH).await;
        load.finish().await;
        println!(
            "{} writes were acknowledged before the copy was begun, {meanwhile} while it was made",
            before.acknowledged.len()
        );
        assert!(meanwhile > 0, "writes went on");
        (made, before)
    }

    /// Sees to it that the books at an address are those of this server as they stood
    /// when the copy was begun, or a little later.
    async fn is_restored_at(&self, address: &str, before: &Before) {
        let restored = open(address);
        for (link, copy) in restored.iter().enumerate() {
            let original = &self.books[link];
            for seen in &before.seen[link] {
                assert!(same_again(original, seen).await, "{seen:?} is answered");
                assert!(same_again(copy, seen).await, "{seen:?} is answered");
            }
            for number in 0..FAIRS {
                let fair = fair(number);
                let head = copy.resolve(&fair, Moment::Newest).await.unwrap();
                let there = Moment::Sequence(head.sequence);
                // Its hash covers all that was written up to it.
                assert_eq!(original.resolve(&fair, there).await.unwrap(), head);
                let newest = original.resolve(&fair, Moment::Newest).await.unwrap();
                assert!(newest.sequence > head.sequence, "the original went on");
            }
            is_sound(copy);
        }
        repeat_all(&restored, &before.acknowledged).await;
        goes_on(&restored).await;
    }
}

/// The books of both services.
fn open(address: &str) -> [Book; 2] {
    SERVICES.map(|service| {
        let config = PostgresConfig::new(address, service);
        let clock = Arc::new(ManualClock::at(RecordedAt(0)));
        block_in_place(|| books::in_database(&config, clock))
    })
}

fn is_sound(book: &Book) {
    let report = block_in_place(|| book.audit(&books::recompute, &mut |_| ()).unwrap());
    assert!(report.is_clean(), "{:#?}", report.findings);
    assert_eq!(report.differences, vec![]);
}

/// Writes to restored books, and sees to it that they stay sound.
async fn goes_on(restored: &[Book; 2]) {
    // Writers of other numbers make other requests.
    let load = Load::start(&[restored.to_vec()], WRITERS..2 * WRITERS);
    load.told.more(STRETCH).await;
    load.finish().await;
    for book in restored {
        is_sound(book);
        book.close().await;
    }
}

/// What the second service holds and the first does not.
fn torn(server: &Server, database: &str) -> String {
    let [first, second] = SERVICES;
    let lacking = format!(
        "SELECT count(*) FROM {second}.request AS later WHERE NOT EXISTS \
         (SELECT FROM {first}.request AS sooner WHERE sooner.fair = later.fair AND sooner.id = later.id)"
    );
    server.sql(database, &lacking)
}

/// A dump is one snapshot of all schemas, however long it takes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dump_brings_the_books_back() {
    let original = Original::start();
    let server = &original.server;
    let file = server.folder().join("books.dump");
    let file = file.to_str().unwrap();
    let (dump, restored) = (format!("--file={file}"), "restored");
    let (_, before) = original
        .copied(|| server.run("pg_dump", &["--format=custom", &dump, &original.database]))
        .await;
    let empty = ["--template=template0", "--encoding=UTF8", restored];
    server.run("createdb", &empty);
    let into = format!("--dbname={restored}");
    let whole = ["--exit-on-error", "--single-transaction", &into, file];
    server.run("pg_restore", &whole);
    assert_eq!(torn(server, restored), "0", "services fit each other");
    original
        .is_restored_at(&server.address(restored), &before)
        .await;
    close(original).await;
}

/// A base backup is the whole server as it stood when the copy was done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_base_backup_brings_the_books_back() {
    let original = Original::start();
    let (copy, before) = original.copied(|| Server::copy_of(&original.server)).await;
    assert_eq!(
        torn(&copy, &original.database),
        "0",
        "services fit each other"
    );
    original
        .is_restored_at(&copy.address(&original.database), &before)
        .await;
    close(original).await;
}

async fn close(original: Original) {
    for book in original.books {
        book.close().await;
    }
}
