//! What whoever watches a book is told.

use std::{
    future::Future,
    sync::{Arc, Mutex, mpsc},
    task::Poll,
    time::Duration,
};

use fault::Fault;
use ledger::{
    Book, BookConfig, Commit, ManualClock, Queue, SeededRandomness, SqliteStore, Stored, Watch,
};
use tempfile::TempDir;

use super::{
    bench::{START, create, id, in_one_group, request},
    deal::{Deal, cubes},
    double::{Control, Double, Next},
};

#[derive(Default)]
struct Notes {
    queue: Mutex<Option<Queue>>,
    commits: Mutex<Vec<Commit>>,
}

impl Notes {
    fn waiting(&self) -> u64 {
        self.queue.lock().unwrap().as_ref().unwrap().waiting()
    }

    fn take(&self) -> Vec<Commit> {
        std::mem::take(&mut self.commits.lock().unwrap())
    }
}

impl Watch for Notes {
    fn opened(&self, queue: Queue) {
        *self.queue.lock().unwrap() = Some(queue);
    }

    fn committed(&self, commit: &Commit) {
        self.commits.lock().unwrap().push(*commit);
    }
}

struct Watched {
    _folder: TempDir,
    clock: ManualClock,
    control: Control,
    notes: Arc<Notes>,
    book: Book,
}

fn watched() -> Watched {
    let folder = tempfile::tempdir().unwrap();
    let (store, control) = Double::of(Box::new(SqliteStore::open(folder.path()).unwrap()));
    let (clock, notes) = (ManualClock::at(START), Arc::new(Notes::default()));
    let book = Book::open_watched(
        Box::new(store),
        cubes(),
        Arc::new(clock.clone()),
        Box::new(SeededRandomness::new(1)),
        BookConfig::default(),
        notes.clone(),
    );
    Watched {
        _folder: folder,
        clock,
        control,
        notes,
        book: book.unwrap(),
    }
}

#[tokio::test]
async fn a_commit_tells_its_writes_its_cells_and_its_time() {
    let watched = watched();
    let book = &watched.book;
    let deal = Deal::plain();
    book.write(create(request(1), id(1), &deal)).await.unwrap();
    let [first] = watched.notes.take()[..] else {
        panic!("one commit");
    };
    let cells = first.outcome.unwrap().cells;
    assert!(cells > 1, "a deal is in several totals: {first:?}");
    assert_eq!(first.outcome, Ok(Stored { writes: 1, cells }));
    assert_eq!(first.took, Duration::ZERO, "the clock stands still");

    // Three deals alike touch the same cells. The one that is there already is refused.
    let group =
        [2_u8, 1, 3].map(|number| create(request(10 + u32::from(number)), id(number), &deal));
    let answers = in_one_group(book, &watched.clock, group.into()).await;
    assert!(answers[1].is_err() && answers[0].is_ok() && answers[2].is_ok());
    let [second] = watched.notes.take()[..] else {
        panic!("one commit, and none for what was refused");
    };
    assert_eq!(second.outcome, Ok(Stored { writes: 2, cells }));
}

#[tokio::test]
async fn a_commit_that_fails_tells_why() {
    let watched = watched();
    watched.control.next(Next::FullAtCommit);
    let write = create(request(1), id(1), &Deal::plain());
    let refused = watched.book.write(write).await.unwrap_err();
    assert!(matches!(refused, Fault::DiskFull), "{refused:?}");
    let told: Vec<_> = watched.notes.take().iter().map(|one| one.outcome).collect();
    assert_eq!(told, [Err("full")]);
}

#[tokio::test]
async fn the_queue_holds_what_the_writer_has_not_taken() {
    let watched = watched();
    let (arrived, has_arrived) = mpsc::channel();
    let (leave, may_leave) = mpsc::channel();
    watched.control.next(Next::Waits(arrived, may_leave));
    let deal = Deal::plain();
    let mut writes: Vec<_> = (1..4_u8)
        .map(|number| create(request(number.into()), id(number), &deal))
        .map(|write| Box::pin(watched.book.write(write)))
        .collect();
    std::future::poll_fn(|context| {
        assert!(writes[0].as_mut().poll(context).is_pending());
        // The writer has taken the first and stands before its commit.
        has_arrived.recv().unwrap();
        assert_eq!(watched.notes.waiting(), 0);
        for write in &mut writes[1..] {
            assert!(write.as_mut().poll(context).is_pending());
        }
        assert_eq!(watched.notes.waiting(), 2);
        Poll::Ready(())
    })
    .await;
    watched.clock.advance(250_000);
    leave.send(()).unwrap();
    for write in writes {
        write.await.unwrap();
    }
    assert_eq!(watched.notes.waiting(), 0);
    let took = watched.notes.take()[0].took;
    assert_eq!(
        took,
        Duration::from_millis(250),
        "as long as it stood there"
    );
}
