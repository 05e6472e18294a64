//! What books once answered, so that it can be asked again.

use std::sync::{Arc, Mutex};

use harness::dice::Dice;
use ledger::{Book, CellAnswer, Fair, Moment, Position, RecordedAt};

use crate::books::{FAIRS, fair, weight};

/// What was once answered.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) fair: Fair,
    pub(crate) moment: Moment,
    pub(crate) position: Position,
    pub(crate) totals: CellAnswer,
}

/// What all tasks have seen.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<Vec<Seen>>>);

impl Memory {
    pub(crate) fn add(&self, seen: Seen) {
        self.0.lock().unwrap().push(seen);
    }

    pub(crate) fn all(&self) -> Vec<Seen> {
        self.0.lock().unwrap().clone()
    }

    /// The youngest part of it.
    pub(crate) fn youngest(&self) -> Vec<Seen> {
        const SOME: usize = 200;
        let all = self.0.lock().unwrap();
        all[all.len().saturating_sub(SOME)..].to_vec()
    }

    fn pick(&self, dice: &mut Dice) -> Option<Seen> {
        let all = self.0.lock().unwrap();
        (!all.is_empty()).then(|| dice.pick(&all).clone())
    }
}

/// Resolves times and reads what was once read, as long as it shall go on.
pub(crate) async fn keep_reading(
    replicas: Vec<Book>,
    memory: Memory,
    number: usize,
    go_on: impl Fn() -> bool,
) -> u64 {
    let mut dice = Dice(1_000 + u64::try_from(number).unwrap());
    let mut read = 0;
    while go_on() {
        let fair = fair(dice.roll(FAIRS));
        let book = dice.pick(&replicas).clone();
        // A time at which nobody knows yet whether something is recorded: it has just
        // passed, and commits are under way.
        if let Some(newest) = seen_at(&book, &fair, Moment::Newest).await
            && let Some(at) = newest.position.recorded_at
        {
            let ahead = i64::try_from(dice.roll(300)).unwrap();
            let time = Moment::Time(RecordedAt(at.0 + ahead));
            if let Some(seen) = seen_at(&book, &fair, time).await {
                memory.add(seen);
            }
        }
        for _ in 0..8 {
            if let Some(seen) = memory.pick(&mut dice) {
                read += u64::from(same_again(dice.pick(&replicas), &seen).await);
            }
        }
        tokio::task::yield_now().await;
    }
    read
}

/// What is answered; none when the time lies ahead, or a connection was cut.
pub(crate) async fn seen_at(book: &Book, fair: &Fair, moment: Moment) -> Option<Seen> {
    let answer = async {
        let position = book.resolve(fair, moment).await?;
        let totals = book.cells(&weight(true), &position).await?;
        Ok(Seen {
            fair: fair.clone(),
            moment,
            position,
            totals,
        })
    };
    match answer.await {
        Ok(seen) => Some(seen),
        Err(fault::Fault::AsOfInvalid { .. }) => None,
        Err(fault) if may_be_repeated(&fault) => None,
        Err(other) => panic!("{other:?}"),
    }
}

/// Whether it was answered again; if so, as before.
pub(crate) async fn same_again(book: &Book, seen: &Seen) -> bool {
    let Some(again) = seen_at(book, &seen.fair, seen.moment).await else {
        return false;
    };
    // The newest is another one by now.
    if seen.moment != Moment::Newest {
        assert_eq!(again.position, seen.position, "{:?}", seen.moment);
        assert_eq!(again.totals, seen.totals, "{:?}", seen.moment);
    }
    true
}

/// Whether a fault says that nothing was stored and the same may go well, or that nobody
/// knows and the request id will tell.
pub(crate) fn may_be_repeated(fault: &fault::Fault) -> bool {
    use fault::Fault::{OutcomeUnknown, Unreachable};
    matches!(fault, Unreachable { .. } | OutcomeUnknown { .. })
}
