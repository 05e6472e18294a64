//! Writers that go on whatever happens to the server: each write is repeated under its
//! request id until it is known what came of it.

use std::{
    ops::Range,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use fault::Fault;
use harness::dice::Dice;
use ledger::{Book, Fair, Moment, Position, Receipt};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

use crate::{
    books::{FAIRS, fair, record, request, write},
    memory::{Memory, may_be_repeated, seen_at},
};

/// How long writers may take to go on.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often a write is repeated while no server is there.
const PACE: Duration = Duration::from_millis(5);

/// Writers, and what came of their writes so far.
pub(crate) struct Load {
    writers: JoinSet<()>,
    pub(crate) told: Arc<Told>,
}

/// What the writers were told.
#[derive(Default)]
pub(crate) struct Told {
    acknowledged: Mutex<Vec<Acknowledged>>,
    /// How many that are.
    count: watch::Sender<usize>,
    /// How often nobody knew what came of a write, and how often it was refused because
    /// no server was there.
    pub(crate) unknown: AtomicU64,
    pub(crate) refused: AtomicU64,
    /// How many writes that were not acknowledged turned out to be stored.
    pub(crate) found_stored: AtomicU64,
    /// What was read at the position of each acknowledged write, of each book of a chain.
    pub(crate) memories: [Memory; 2],
    done: AtomicBool,
}

/// A write that can be made again.
#[derive(Clone, Debug)]
struct Wanted {
    fair: Fair,
    number: u64,
    name: String,
    seed: u64,
}

/// A write that was acknowledged.
#[derive(Clone, Debug)]
pub(crate) struct Acknowledged {
    wanted: Wanted,
    /// Which book of the chain did it.
    link: usize,
    position: Position,
}

impl Wanted {
    async fn send(&self, book: &Book) -> Result<Receipt, Fault> {
        let key = request(self.number, 0);
        let mut dice = Dice(self.seed);
        let made = write(&self.fair, key, &self.name, &mut dice);
        book.write(made).await
    }
}

impl Load {
    /// Starts writers of these numbers, each on one of the chains. It writes the same to
    /// every book of its chain, to the next one when it has the answer of the one before.
    pub(crate) fn start(chains: &[Vec<Book>], writers: Range<usize>) -> Self {
        let told = Arc::<Told>::default();
        let mut running = JoinSet::new();
        for number in writers {
            let chain = chains[number % chains.len()].clone();
            running.spawn(keep_writing(chain, told.clone(), number));
        }
        Self {
            writers: running,
            told,
        }
    }

    /// Lets the writers finish what they do, and gives all that was acknowledged.
    pub(crate) async fn finish(self) -> Arc<Told> {
        self.told.done.store(true, Ordering::SeqCst);
        let finished = tokio::time::timeout(PATIENCE, self.writers.join_all());
        finished.await.expect("every write is resolved in the end");
        self.told
    }
}

impl Told {
    /// Waits until so many more were acknowledged.
    pub(crate) async fn more(&self, more: usize) {
        let mut count = self.count.subscribe();
        let goal = *count.borrow_and_update() + more;
        let reached = count.wait_for(|count| *count >= goal);
        let reached = tokio::time::timeout(PATIENCE, reached).await;
        reached.expect("writers go on").expect("they count");
    }

    pub(crate) fn acknowledged(&self) -> Vec<Acknowledged> {
        self.acknowledged.lock().unwrap().clone()
    }

    pub(crate) fn is_done(&self) -> bool {
        self.done.load(Ordering::SeqCst)
    }

    fn acknowledge(&self, acknowledged: Acknowledged) {
        let mut all = self.acknowledged.lock().unwrap();
        all.push(acknowledged);
        self.count.send_replace(all.len());
    }
}

/// Repeats requests that were acknowledged to the books of a chain: every one must be
/// answered as before.
pub(crate) async fn repeat_all(chain: &[Book], acknowledged: &[Acknowledged]) {
    let mut repeating = JoinSet::new();
    for part in acknowledged.chunks(acknowledged.len().div_ceil(32).max(1)) {
        let (chain, part) = (chain.to_vec(), part.to_vec());
        repeating.spawn(async move {
            for Acknowledged {
                wanted,
                link,
                position,
            } in &part
            {
                let again = resolved(&chain[*link], wanted, None).await;
                let again = again.expect("it was acknowledged");
                assert!(again.replayed, "{wanted:?} was lost");
                assert_eq!(&again.position, position, "{wanted:?}");
            }
        });
    }
    repeating.join_all().await;
}

async fn keep_writing(chain: Vec<Book>, told: Arc<Told>, number: usize) {
    let number = u64::try_from(number).unwrap();
    let mut dice = Dice(number);
    let mut last = 0;
    while !told.is_done() {
        let fair = fair(dice.roll(FAIRS));
        last += 1;
        let wanted = Wanted {
            name: record(&fair, &mut dice),
            fair,
            number: number << 32 | last,
            seed: dice.0,
        };
        dice.roll(2);
        for (link, book) in chain.iter().enumerate() {
            let Some(receipt) = resolved(book, &wanted, Some(&told)).await else {
                break;
            };
            let moment = Moment::Sequence(receipt.position.sequence);
            told.acknowledge(Acknowledged {
                wanted: wanted.clone(),
                link,
                position: receipt.position,
            });
            if let Some(seen) = seen_at(book, &wanted.fair, moment).await {
                told.memories[link].add(seen);
            }
        }
    }
}

/// Sends a write under its request id until it is known what came of it; none when its
/// rule refuses it, since voiding what is not live is refused.
async fn resolved(book: &Book, wanted: &Wanted, told: Option<&Told>) -> Option<Receipt> {
    let mut doubtful = false;
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        match wanted.send(book).await {
            Ok(receipt) => {
                if let Some(told) = told
                    && receipt.replayed
                {
                    assert!(doubtful, "{wanted:?} was never sent before");
                    told.found_stored.fetch_add(1, Ordering::SeqCst);
                }
                return Some(receipt);
            }
            Err(Fault::NotFound { .. }) => return None,
            Err(fault) if may_be_repeated(&fault) => {
                let is_unknown = matches!(fault, Fault::OutcomeUnknown { .. });
                doubtful |= is_unknown;
                if let Some(told) = told {
                    let count = if is_unknown {
                        &told.unknown
                    } else {
                        &told.refused
                    };
                    count.fetch_add(1, Ordering::SeqCst);
                }
                pace.tick().await;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
}
