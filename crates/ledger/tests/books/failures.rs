//! Commits that fail: what is answered, what is stored, and what goes on.

use std::{future::Future, sync::mpsc, task::Poll};

use fault::Fault;
use ledger::{Book, ManualClock, Moment, Receipt, SqliteStore};
use tempfile::TempDir;

use super::{
    bench::{START, create, fair, id, in_one_group, open, open_store, request},
    deal::{Deal, cubes, recompute},
    double::{Control, Double, Next},
};

struct Broken {
    folder: TempDir,
    clock: ManualClock,
    control: Control,
    book: Book,
}

fn broken() -> Broken {
    let folder = tempfile::tempdir().unwrap();
    let clock = ManualClock::at(START);
    let (store, control) = Double::of(Box::new(SqliteStore::open(folder.path()).unwrap()));
    let book = open_store(Box::new(store), &cubes(), &clock);
    Broken {
        folder,
        clock,
        control,
        book,
    }
}

impl Broken {
    async fn create(&self, number: u8) -> Result<Receipt, Fault> {
        let write = create(request(number.into()), id(number), &Deal::plain());
        self.book.write(write).await
    }

    async fn newest(&self) -> i64 {
        self.book
            .resolve(&fair(), Moment::Newest)
            .await
            .unwrap()
            .sequence
    }

    fn audit(&self) {
        let report = self
            .book
            .audit(&recompute(&[Deal::plain()]), &mut |_| ())
            .unwrap();
        assert!(report.is_clean(), "{:#?}", report.findings);
    }
}

#[tokio::test]
async fn an_answer_waits_for_the_commit() {
    let broken = broken();
    let (arrived, has_arrived) = mpsc::channel();
    let (leave, may_leave) = mpsc::channel();
    broken.control.next(Next::Waits(arrived, may_leave));
    let mut write = Box::pin(broken.create(1));
    std::future::poll_fn(|context| {
        assert!(write.as_mut().poll(context).is_pending());
        has_arrived.recv().unwrap();
        // The writer stands before the commit; whatever it did by now, it has
        // not answered.
        assert!(
            write.as_mut().poll(context).is_pending(),
            "answered before the commit"
        );
        Poll::Ready(())
    })
    .await;
    assert_eq!(broken.newest().await, 0);
    leave.send(()).unwrap();
    assert_eq!(write.await.unwrap().position.sequence, 1);
}

#[tokio::test]
async fn a_full_disk_refuses_and_heals() {
    for (number, full) in [Next::FullWhileAppending, Next::FullAtCommit]
        .into_iter()
        .enumerate()
    {
        let broken = broken();
        broken.create(1).await.unwrap();
        broken.control.next(full);
        let refused = broken.create(2).await.unwrap_err();
        assert!(matches!(refused, Fault::DiskFull), "{number}: {refused:?}");
        assert_eq!(broken.newest().await, 1, "reads go on");
        assert_eq!(broken.create(2).await.unwrap().position.sequence, 2);
        broken.audit();
    }
}

#[tokio::test]
async fn what_a_group_had_decided_before_it_failed_is_forgotten() {
    let broken = broken();
    let china = Deal {
        countries: ["CN"].into(),
        ..Deal::plain()
    };
    broken.control.next(Next::FullWhileReadingCells(1));
    // The cells of the second write are read after the first was decided.
    let group = vec![
        create(request(1), id(1), &china),
        create(request(2), id(2), &Deal::plain()),
    ];
    for refused in in_one_group(&broken.book, &broken.clock, group).await {
        assert!(matches!(refused, Err(Fault::DiskFull)), "{refused:?}");
    }
    broken.create(3).await.unwrap();
    let written = [Deal::plain(), china];
    let report = broken
        .book
        .audit(&recompute(&written), &mut |_| ())
        .unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings);
    assert_eq!(report.counts.revisions, 1);
}

#[tokio::test]
async fn an_unknown_outcome_stops_the_book_and_the_request_id_decides() {
    for stored in [false, true] {
        let broken = broken();
        broken.create(1).await.unwrap();
        let next = if stored {
            Next::StoredAtCommit
        } else {
            Next::LostAtCommit
        };
        broken.control.next(next);
        let unknown = broken.create(2).await.unwrap_err();
        assert!(
            matches!(unknown, Fault::OutcomeUnknown { .. }),
            "{unknown:?}"
        );
        let why = broken.book.failed().await;
        assert!(why.contains("commit"), "{why}");
        let refused = broken.create(3).await.unwrap_err();
        assert!(matches!(refused, Fault::Unreachable { .. }), "{refused:?}");
        broken.book.close().await;

        let book = open(broken.folder.path(), &cubes(), &broken.clock);
        let again = create(request(2), id(2), &Deal::plain());
        let receipt = book.write(again).await.unwrap();
        assert_eq!((receipt.position.sequence, receipt.replayed), (2, stored));
        let report = book
            .audit(&recompute(&[Deal::plain()]), &mut |_| ())
            .unwrap();
        assert!(report.is_clean(), "{:#?}", report.findings);
    }
}

#[tokio::test]
async fn a_store_that_fails_before_the_commit_stores_nothing_and_stops_the_book() {
    let broken = broken();
    broken.control.next(Next::FailsWhileAppending);
    let defect = broken.create(1).await.unwrap_err();
    assert!(matches!(defect, Fault::Defect { .. }), "{defect:?}");
    broken.book.failed().await;
    broken.book.close().await;
    let book = open(broken.folder.path(), &cubes(), &broken.clock);
    assert_eq!(
        book.resolve(&fair(), Moment::Newest)
            .await
            .unwrap()
            .sequence,
        0
    );
}

#[tokio::test]
async fn a_time_is_not_answered_before_its_promise_is_durable() {
    let broken = broken();
    broken.create(1).await.unwrap();
    broken.clock.advance(1_000_000);
    let asked = Moment::Time(ledger::RecordedAt(START.0 + 500_000));
    broken.control.next(Next::FullAtCommit);
    let refused = broken.book.resolve(&fair(), asked).await.unwrap_err();
    assert!(matches!(refused, Fault::DiskFull), "{refused:?}");
    // Nothing was promised, so a clock that jumps back may still record
    // earlier than the time that was asked for.
    broken.clock.jump(-900_000);
    let receipt = broken.create(2).await.unwrap();
    assert!(receipt.position.recorded_at.unwrap().0 < START.0 + 500_000);
}

#[tokio::test]
async fn a_closed_book_refuses() {
    let broken = broken();
    broken.create(1).await.unwrap();
    broken.book.close().await;
    assert!(matches!(
        broken.create(2).await,
        Err(Fault::Unreachable { .. })
    ));
    let read = broken.book.resolve(&fair(), Moment::Newest).await;
    assert!(matches!(read, Err(Fault::Unreachable { .. })));
    open(broken.folder.path(), &cubes(), &broken.clock);
}
