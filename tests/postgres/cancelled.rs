//! A commit waits until the standby has it. Who ends that wait early is not told that it
//! went well, and asking again tells what came of it.

use std::{sync::Arc, time::Duration};

use fault::Fault;
use harness::{dice::Dice, patience::wait_until, postgres::Pair};
use ledger::{Book, Fair, ManualClock, Moment, PostgresConfig, Receipt, RecordedAt};
use tokio::task::{JoinHandle, block_in_place};

use crate::{
    books::{self, fair, request, write},
    memory::may_be_repeated,
};

/// How long a test waits for an answer that must come.
const PATIENCE: Duration = Duration::from_secs(60);

/// `TRADEFAIR_TEST_CANCELS` asks for more.
fn cancels() -> u64 {
    let asked = std::env::var("TRADEFAIR_TEST_CANCELS").ok();
    asked.map_or(6, |text| text.parse().unwrap())
}

/// Books on a pair of servers.
struct OnPair {
    pair: Pair,
    book: Book,
    fair: Fair,
}

impl OnPair {
    /// `patience` is that of the books.
    fn start(patience: Duration) -> Self {
        let pair = Pair::start();
        let patient = PostgresConfig::new(&pair.new_database(), "books");
        let clock = Arc::new(ManualClock::at(RecordedAt(0)));
        block_in_place(|| books::make(&patient, clock.clone()));
        let config = PostgresConfig {
            patience,
            ..patient
        };
        Self {
            book: block_in_place(|| books::in_database(&config, clock)),
            pair,
            fair: fair(1),
        }
    }

    /// Sends the request of that number, always the same one.
    fn send(&self, number: u64) -> JoinHandle<Result<Receipt, Fault>> {
        // A seed that makes the record live, which is never refused.
        let (book, fair) = (self.book.clone(), self.fair.clone());
        tokio::spawn(async move {
            let name = format!("{fair}/deals/d{number}");
            let mut dice = Dice(LIVE);
            book.write(write(&fair, request(number, 0), &name, &mut dice))
                .await
        })
    }

    /// The answer to a request.
    async fn answer(&self, sent: JoinHandle<Result<Receipt, Fault>>) -> Result<Receipt, Fault> {
        let answered = tokio::time::timeout(PATIENCE, sent).await;
        answered.expect("it is answered").unwrap()
    }

    /// Repeats a request until it is known what came of it.
    async fn settled(&self, number: u64) -> Receipt {
        let settled = tokio::time::timeout(PATIENCE, async {
            loop {
                match self.answer(self.send(number)).await {
                    Ok(receipt) => return receipt,
                    Err(fault) => assert!(may_be_repeated(&fault), "{fault:?}"),
                }
            }
        });
        settled.await.expect("it is settled")
    }

    /// Waits until a commit waits for the standby, and gives its process.
    fn commit_that_waits(&self) -> String {
        let mut waiting = Vec::new();
        wait_until("a commit waits for the standby", || {
            waiting = self.pair.waiting_for_standby();
            !waiting.is_empty()
        });
        assert_eq!(waiting.len(), 1, "the writes of a fair take turns");
        waiting.remove(0)
    }

    async fn newest(&self) -> i64 {
        let newest = self.book.resolve(&self.fair, Moment::Newest).await;
        newest.unwrap().sequence
    }

    /// Sees to it that so many requests are stored, each once.
    async fn holds(&self, requests: u64) {
        let newest = self.newest().await;
        assert_eq!(newest, i64::try_from(requests).unwrap());
        let report = block_in_place(|| self.book.audit(&books::recompute, &mut |_| ()).unwrap());
        assert!(report.is_clean(), "{:#?}", report.findings);
        assert_eq!(report.counts.requests, requests, "each is stored once");
    }
}

/// A seed with which a write makes its record live.
const LIVE: u64 = 1;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_wait_is_no_success() {
    let books = OnPair::start(PATIENCE);
    for number in 1..=cancels() {
        let frozen = books.pair.standby().freeze();
        let sent = books.send(number);
        let process = books.commit_that_waits();
        // The one ends the wait with a warning, the other the connection too.
        let how = ["cancel", "terminate"][usize::try_from(number % 2).unwrap()];
        let end = format!("SELECT pg_{how}_backend({process})");
        books.pair.primary().sql("postgres", &end);
        let answer = books.answer(sent).await;
        assert!(
            matches!(answer, Err(Fault::OutcomeUnknown { .. })),
            "{how}: {answer:?}"
        );

        // It is stored here, and the answer still has to wait until it is there too.
        let again = books.send(number);
        books.commit_that_waits();
        assert!(!again.is_finished(), "the standby does not have it");
        drop(frozen);
        let receipt = books.answer(again).await.unwrap();
        assert!(receipt.replayed);
        assert_eq!(receipt.position.sequence, i64::try_from(number).unwrap());
    }
    books.holds(cancels()).await;
}

/// Who waits no longer has not ended the wait of the server: nobody sees the write, and
/// who repeats it waits behind it, until the standby is back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_gives_up_is_told_the_truth_later() {
    let books = OnPair::start(Duration::from_secs(1));
    let first = books.answer(books.send(1)).await.unwrap();
    assert!(!first.replayed);
    let frozen = books.pair.standby().freeze();
    let answer = books.answer(books.send(2)).await;
    assert!(
        matches!(answer, Err(Fault::OutcomeUnknown { .. })),
        "{answer:?}"
    );
    let again = books.answer(books.send(2)).await;
    assert!(matches!(again, Err(Fault::Unreachable { .. })), "{again:?}");
    books.commit_that_waits();
    assert_eq!(books.newest().await, 1, "what may yet be lost is not shown");
    drop(frozen);
    let receipt = books.settled(2).await;
    assert!(receipt.replayed);
    assert_eq!(receipt.position.sequence, 2);
    books.holds(2).await;
}

/// A write whose wait nobody cancelled, and that the standby never got, was shown to
/// nobody: so it can be lost with the primary, and be made again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_lost_was_never_read() {
    let mut books = OnPair::start(Duration::from_secs(1));
    books.answer(books.send(1)).await.unwrap();
    books.pair.kill_standby();
    let answer = books.answer(books.send(2)).await;
    assert!(
        matches!(answer, Err(Fault::OutcomeUnknown { .. })),
        "{answer:?}"
    );
    books.commit_that_waits();
    assert_eq!(books.newest().await, 1, "what may yet be lost is not shown");

    books.pair.kill_primary();
    books.pair.start_standby_again();
    books.pair.promote();
    books.pair.make_standby();
    // The first connection may be one to the server that died.
    let receipt = books.settled(2).await;
    assert!(!receipt.replayed, "it was lost");
    assert_eq!(receipt.position.sequence, 2);
    books.holds(2).await;
}
