//! The book: what a service sees of its books.

mod back_up;
mod open;
mod read;

use std::sync::{Arc, Mutex, PoisonError};

use fault::Fault;
use tokio::sync::{Semaphore, mpsc, oneshot, watch};

use crate::{
    AuditCounts, AuditReport, Clock, Cubes, Fair, Moment, Position, Queue, Receipt, Recompute,
    RecordedAt, Store, Write, audit,
    layout::Layout,
    reader::Readers,
    store::Snapshot,
    watching,
    writer::{Asked, Failure, Job, Promised, stopped},
};

pub use back_up::BackUp;
pub use open::{BookConfig, OpenError};

/// The books of one service. Clones share them.
///
/// Writing goes through one thread, reading through a few; nothing here blocks
/// a thread of the caller's runtime, except where it says so.
#[derive(Clone)]
pub struct Book {
    shared: Arc<Shared>,
}

struct Shared {
    store: Mutex<Option<Arc<dyn Store>>>,
    cubes: Arc<Cubes>,
    layout: Arc<Layout>,
    clock: Arc<dyn Clock>,
    jobs: mpsc::Sender<Job>,
    queue: Queue,
    readers: Readers,
    failure: watch::Receiver<Failure>,
    writer_ended: watch::Receiver<bool>,
    /// One turn: copies are made one after the other.
    back_ups: Arc<Semaphore>,
}

/// What a time means, as far as a reader can say.
enum Seen {
    At(Position),
    /// No commit is known to be later: the writer must promise that none will
    /// be recorded at or before it.
    NeedsPromise,
}

impl Book {
    /// The cubes of the book.
    #[must_use]
    pub fn cubes(&self) -> &Cubes {
        &self.shared.cubes
    }

    /// Writes, and answers when the change is durable.
    ///
    /// The request id is looked up first: a retry gets the stored answer. A
    /// dropped future does not take back a write that has begun.
    ///
    /// # Errors
    /// What the rule refuses; [`Fault::RequestIdReused`],
    /// [`Fault::AmountOutOfRange`], [`Fault::ClockSuspect`],
    /// [`Fault::DiskFull`]; [`Fault::OutcomeUnknown`] when the commit failed.
    pub async fn write(&self, write: Write) -> Result<Receipt, Fault> {
        let (answer, answered) = oneshot::channel();
        let asked = Asked {
            write: Box::new(write),
            answer,
            waiting: self.shared.queue.join(),
            span: watching::of_write(),
        };
        self.ask_writer(Job::Write(asked), answered).await
    }

    /// The position at a moment. The answer is final: no later commit will be
    /// recorded at or before a time that was answered, also after a restart
    /// and with a clock that jumps back.
    ///
    /// # Errors
    /// [`Fault::AsOfInvalid`] for a time in the future or a sequence beyond the
    /// newest.
    pub async fn resolve(&self, fair: &Fair, moment: Moment) -> Result<Position, Fault> {
        match moment {
            Moment::Newest => {
                let fair = fair.clone();
                self.read("head", move |snapshot| newest(snapshot, &fair))
                    .await
            }
            Moment::Sequence(sequence) => {
                let fair = fair.clone();
                self.read("position", move |snapshot| {
                    at_sequence(snapshot, &fair, sequence)
                })
                .await
            }
            Moment::Time(time) => self.resolve_time(fair, time).await,
        }
    }

    async fn resolve_time(&self, fair: &Fair, time: RecordedAt) -> Result<Position, Fault> {
        loop {
            let (owned, clock) = (fair.clone(), self.shared.clock.clone());
            let seen = self
                .read("position", move |snapshot| {
                    at_time(snapshot, &owned, time, &*clock)
                })
                .await?;
            if let Seen::At(position) = seen {
                return Ok(position);
            }
            let (answer, answered) = oneshot::channel();
            let job = Job::Promise(fair.clone(), time, answer);
            if let Promised::Newest(position) = self.ask_writer(job, answered).await? {
                return Ok(position);
            }
            // A commit at or after that time came between, so the next look
            // finds it.
        }
    }

    /// Checks everything: chain, digests, numbering, requests, cells at every
    /// position, and stored facts against recomputed ones. Blocks for long:
    /// call it on a thread of its own.
    ///
    /// # Errors
    /// When the store cannot be read at all. What is wrong with the books is in
    /// the report.
    pub fn audit(
        &self,
        recompute: Recompute<'_>,
        progress: &mut dyn FnMut(AuditCounts),
    ) -> Result<AuditReport, Fault> {
        let store = self
            .shared
            .store
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let store = store.ok_or_else(|| stopped(None))?;
        audit::audit(&*store, &self.shared.cubes, recompute, progress)
    }

    /// Waits until the book refuses further work because a commit failed, and
    /// says why. The process should end then; request ids decide after the
    /// restart. Never returns while the book is sound.
    pub async fn failed(&self) -> String {
        let mut failure = self.shared.failure.clone();
        match failure.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(why)) => why.to_string(),
            // The writer ended without a failure, and none can follow.
            _ => std::future::pending().await,
        }
    }

    /// Finishes the writes and reads that wait, then closes the store. Later
    /// calls are refused.
    ///
    /// Waits for the threads on a thread of the runtime's that may block, so it
    /// must be called within a Tokio runtime. Dropping the last clone of a book
    /// that was not closed blocks instead, until its readers have ended.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub async fn close(&self) {
        // An error means that the writer has ended already.
        let _ = self.shared.jobs.send(Job::Close).await;
        let mut ended = self.shared.writer_ended.clone();
        let _ = ended.wait_for(|ended| *ended).await;
        let shared = self.shared.clone();
        let closing = tokio::task::spawn_blocking(move || {
            shared.readers.close();
            *shared.store.lock().unwrap_or_else(PoisonError::into_inner) = None;
        });
        if let Err(error) = closing.await {
            tracing::error!(%error, "the readers were not waited for");
        }
    }

    async fn ask_writer<T>(
        &self,
        job: Job,
        answered: oneshot::Receiver<Result<T, Fault>>,
    ) -> Result<T, Fault> {
        if self.shared.jobs.send(job).await.is_err() {
            return Err(stopped(self.shared.failure.borrow().as_deref()));
        }
        answered.await.unwrap_or_else(|dropped| {
            // Only a panic of the writer drops an answer, and then the group
            // may or may not have been committed.
            Err(Fault::OutcomeUnknown {
                source: Box::new(dropped),
            })
        })
    }

    async fn read<T: Send + 'static>(
        &self,
        table: &'static str,
        read: impl FnOnce(&mut dyn Snapshot) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.shared.readers.read(table, read).await
    }
}

fn newest(snapshot: &mut dyn Snapshot, fair: &Fair) -> Result<Position, Fault> {
    let head = snapshot.head(fair)?.unwrap_or_default();
    Ok(head.position(fair))
}

fn at_sequence(snapshot: &mut dyn Snapshot, fair: &Fair, sequence: i64) -> Result<Position, Fault> {
    if sequence == 0 {
        return Ok(Position::origin(fair.clone()));
    }
    let newest = snapshot.head(fair)?.unwrap_or_default().sequence;
    if sequence < 0 || sequence > newest {
        let why = format!("{fair} has no sequence {sequence}; the newest is {newest}");
        return Err(Fault::AsOfInvalid { why });
    }
    match snapshot.position(fair, sequence)? {
        Some(row) => Ok(row.position(fair)),
        None => Err(Fault::BooksDamaged {
            why: format!("{fair} has no position {sequence} below its newest {newest}"),
        }),
    }
}

fn at_time(
    snapshot: &mut dyn Snapshot,
    fair: &Fair,
    time: RecordedAt,
    clock: &dyn Clock,
) -> Result<Seen, Fault> {
    let head = snapshot.head(fair)?.unwrap_or_default();
    if head.recorded_at.is_some_and(|newest| time <= newest) {
        let found = snapshot.position_at(fair, time, head.sequence)?;
        return Ok(Seen::At(found.map_or_else(
            || Position::origin(fair.clone()),
            |row| row.position(fair),
        )));
    }
    if time <= head.floor {
        return Ok(Seen::At(head.position(fair)));
    }
    let now = snapshot.now()?.unwrap_or_else(|| clock.now());
    if time > now {
        return Err(Fault::AsOfInvalid {
            why: "the time lies in the future".to_owned(),
        });
    }
    Ok(Seen::NeedsPromise)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::time::Duration;

    use super::*;
    use crate::{ManualClock, SeededRandomness, store::discard::DiscardStore};

    /// The runtime has one thread, so the read is let go only if closing does
    /// not hold that thread.
    #[tokio::test(flavor = "current_thread")]
    async fn closing_waits_for_a_read_without_holding_the_runtime() {
        let book = Book::open(
            Box::new(DiscardStore::default()),
            Cubes::none(),
            Arc::new(ManualClock::at(RecordedAt(1))),
            Box::new(SeededRandomness::new(1)),
            BookConfig::default(),
        )
        .unwrap();
        let (begun_told, begun) = oneshot::channel();
        let (release, released) = std::sync::mpsc::channel::<()>();
        let reading = book.read("head", move |_| {
            begun_told.send(()).unwrap();
            // The limit only turns a hang into a failure.
            Ok(released.recv_timeout(Duration::from_secs(5)))
        });
        let closing = async {
            begun.await.unwrap();
            book.close().await;
        };
        let releasing = async {
            let mut ended = book.shared.writer_ended.clone();
            ended.wait_for(|ended| *ended).await.unwrap();
            // Closing was polled first, so it waits for the readers by now.
            release.send(()).unwrap();
        };
        let (read, (), ()) = tokio::join!(reading, closing, releasing);
        assert_eq!(read.unwrap(), Ok(()));
    }
}
