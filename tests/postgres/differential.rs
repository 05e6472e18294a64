//! Any sequence of operations is answered by both stores alike, to the last hash.
//!
//! Each sequence has a fair of its own, and many run at a time: so fairs share commits,
//! in other ways in the one store than in the other, which no answer may tell.

use std::sync::Arc;

use harness::{dice::Dice, postgres};
use ledger::{
    Book, EvidenceQuery, Fair, ManualClock, Moment, PostgresConfig, RecordedAt, SqliteStore,
};
use tokio::task::JoinSet;

use crate::books::{self, fair, record, request, weight, write};

/// 2016-05-28T00:00:00Z. The clock stands still, so times rise by a microsecond.
const START: i64 = 1_464_393_600_000_000;

const OPERATIONS: usize = 25;

/// How many sequences run at a time.
const AT_A_TIME: usize = 64;

/// `TRADEFAIR_TEST_SEQUENCES` asks for more.
fn sequences() -> usize {
    let asked = std::env::var("TRADEFAIR_TEST_SEQUENCES").ok();
    asked.map_or(400, |text| text.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_stores_answer_alike() {
    let folder = tempfile::tempdir().unwrap();
    let clock = || Arc::new(ManualClock::at(RecordedAt(START)));
    let config = PostgresConfig {
        clock_of_server: false,
        ..PostgresConfig::new(&postgres::shared().new_database(), "books")
    };
    let (here, there) = (config.clone(), folder.path().join("books"));
    let opening = tokio::task::spawn_blocking(move || {
        books::make(&here, clock());
        let sqlite = SqliteStore::open(&there).unwrap();
        [
            books::book(Box::new(sqlite), clock()),
            books::in_database(&here, clock()),
        ]
    });
    let both = opening.await.unwrap();
    let mut running = JoinSet::new();
    for number in 0..sequences() {
        if running.len() == AT_A_TIME {
            running.join_next().await.unwrap().unwrap();
        }
        running.spawn(one_sequence(both.clone(), number));
    }
    running.join_all().await;
    for book in &both {
        let book = book.clone();
        let audited = tokio::task::spawn_blocking(move || {
            book.audit(&books::recompute, &mut |_| ()).unwrap()
        });
        let report = audited.await.unwrap();
        assert!(report.is_clean(), "{:#?}", report.findings);
        assert_eq!(report.differences, vec![]);
    }
    for book in both {
        book.close().await;
    }
}

async fn one_sequence([sqlite, postgres]: [Book; 2], number: usize) {
    let seed = u64::try_from(number).unwrap();
    let (mut first, mut second) = (Dice(seed), Dice(seed));
    let fair = fair(number);
    for operation in 0..OPERATIONS {
        let wanted = answer(&sqlite, &fair, operation, &mut first).await;
        let found = answer(&postgres, &fair, operation, &mut second).await;
        assert_eq!(found, wanted, "operation {operation} of sequence {number}");
    }
}

/// Does one operation and tells all that was answered.
async fn answer(book: &Book, fair: &Fair, operation: usize, dice: &mut Dice) -> String {
    let number = u64::try_from(operation).unwrap();
    let kind = dice.roll(10);
    let name = record(fair, dice);
    let newest = book.resolve(fair, Moment::Newest).await.unwrap();
    let sequence = i64::try_from(dice.roll(OPERATIONS)).unwrap();
    let sequence = Moment::Sequence(sequence.min(newest.sequence + 1));
    let at = book.resolve(fair, sequence).await;
    match kind {
        0..=4 => {
            // Sometimes the id of an earlier request, for the same or for another one.
            let number = if dice.roll(5) == 0 {
                number / 2
            } else {
                number
            };
            let digest = u8::try_from(dice.roll(8) / 7).unwrap();
            let write = write(fair, request(number, digest), &name, dice);
            brief(book.write(write).await)
        }
        5 => {
            let time = START - 20 + i64::try_from(dice.roll(60)).unwrap();
            brief(book.resolve(fair, Moment::Time(RecordedAt(time))).await)
        }
        _ => {
            let at = match at {
                Ok(at) => at,
                Err(refused) => return brief::<()>(Err(refused)),
            };
            match kind {
                6 => brief(book.cells(&weight(dice.roll(2) == 0), &at).await),
                7 => {
                    let after = (dice.roll(2) == 0).then_some("d1");
                    let collection = format!("{fair}/deals");
                    let all = dice.roll(2) == 0;
                    brief(
                        book.records(&collection, after, dice.roll(4), all, &at)
                            .await,
                    )
                }
                8 => {
                    let query = EvidenceQuery {
                        selection: weight(false).selection,
                        quantity: Some("weight".to_owned()),
                    };
                    brief(book.evidence(&query, None, 3, &at).await)
                }
                _ => {
                    let revision = i64::try_from(dice.roll(3)).unwrap();
                    let one = brief(book.revision(&name, revision, &at).await);
                    format!("{one} {}", brief(book.record(&name, &at).await))
                }
            }
        }
    }
}

fn brief<T: std::fmt::Debug>(answer: Result<T, fault::Fault>) -> String {
    match answer {
        Ok(answer) => format!("{answer:?}"),
        Err(refused) => format!("{:?}: {refused}", refused.code_and_reason()),
    }
}
