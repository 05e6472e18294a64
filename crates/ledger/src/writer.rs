//! The writer: one thread, the only one that changes the books.
//!
//! It takes whatever waits and commits it together, without lingering for
//! more: under load groups grow by themselves, and a lone write does not wait.
//! Answers leave after the commit returned, never before.

mod admit;
mod cells;
mod group;
mod overlay;
mod roll_ups;

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use fault::Fault;
use tokio::sync::{mpsc, oneshot, watch};

use crate::{
    Clock, Cubes, Fair, Position, Randomness, Receipt, RecordedAt, Write, clock::ClockWatch,
    layout::Layout, store,
};
use cells::CellCache;
use group::{Group, GroupError};

pub(crate) use overlay::NOTHING_CHANGED;
pub(crate) use roll_ups::{declared, is_same, settle_roll_ups};

/// Where an answer goes.
type Answer<T> = oneshot::Sender<Result<T, Fault>>;

/// What the writer is asked to do.
pub(crate) enum Job {
    /// Write.
    Write(Box<Write>, Answer<Receipt>),
    /// Promise that no later commit of the fair is recorded at or before a
    /// time.
    Promise(Fair, RecordedAt, Answer<Promised>),
    /// Finish.
    Close,
}

/// What a time was found to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Promised {
    /// The newest position, and every later commit will be later.
    Newest(Position),
    /// A commit at or after that time has come between: look it up.
    Past,
}

/// Why the book refuses further work; none while it is sound.
pub(crate) type Failure = Option<Arc<str>>;

/// The writer's state, moved into its thread.
pub(crate) struct WriterThread {
    pub(crate) writer: Box<dyn store::Writer>,
    pub(crate) jobs: mpsc::Receiver<Job>,
    pub(crate) bench: Bench,
    pub(crate) group_limit: usize,
    pub(crate) failure: Arc<watch::Sender<Failure>>,
}

/// What the writer works with.
pub(crate) struct Bench {
    cubes: Arc<Cubes>,
    layout: Arc<Layout>,
    clock: Arc<dyn Clock>,
    watch: ClockWatch,
    randomness: Box<dyn Randomness>,
    cells: CellCache,
}

impl Bench {
    pub(crate) fn new(
        cubes: Arc<Cubes>,
        layout: Arc<Layout>,
        clock: Arc<dyn Clock>,
        watch: ClockWatch,
        randomness: Box<dyn Randomness>,
        cells_kept: usize,
    ) -> Self {
        Self {
            watch,
            cubes,
            layout,
            clock,
            randomness,
            cells: CellCache::keeping(cells_kept),
        }
    }
}

impl WriterThread {
    /// Works until the book is closed, dropped or fails.
    pub(crate) fn run(mut self) {
        let worked = catch_unwind(AssertUnwindSafe(|| self.work()));
        if let Err(panic) = worked {
            self.fail(&format!("the writer panicked: {}", panic_text(&*panic)));
        }
        self.refuse_the_rest();
    }

    /// Tells those who wait that nothing of theirs was begun.
    fn refuse_the_rest(&mut self) {
        self.jobs.close();
        while let Ok(job) = self.jobs.try_recv() {
            let why = self.failure.borrow().clone();
            // Who no longer listens is passed over.
            match job {
                Job::Write(_, answer) => drop(answer.send(Err(stopped(why.as_deref())))),
                Job::Promise(_, _, answer) => drop(answer.send(Err(stopped(why.as_deref())))),
                Job::Close => {}
            }
        }
    }

    fn work(&mut self) {
        while let Some(first) = self.jobs.blocking_recv() {
            let mut group = Group::default();
            let mut open = group.add(first);
            while open && group.len() < self.group_limit {
                match self.jobs.try_recv() {
                    Ok(job) => open = group.add(job),
                    Err(_) => break,
                }
            }
            if let Err(why) = self.settle(group) {
                self.fail(&why);
                return;
            }
            if !open {
                return;
            }
        }
    }

    /// Commits a group and answers. An error means that the book must stop.
    fn settle(&mut self, group: Group) -> Result<(), String> {
        let (work, answers) = group.split();
        let outcome = group::commit(&mut *self.writer, &mut self.bench, work);
        let error = match outcome {
            Ok(outcomes) => {
                answers.give(outcomes);
                self.bench.cells.shrink();
                return Ok(());
            }
            Err(error) => error,
        };
        // The cells in memory are ahead of the store now.
        self.bench.cells.forget();
        tracing::error!(%error, writes = answers.len(), "a commit failed");
        let stop = error.stops_the_book().then(|| error.to_string());
        answers.refuse(error);
        stop.map_or(Ok(()), Err)
    }

    fn fail(&self, why: &str) {
        tracing::error!(why, "the books stop: nothing further is written");
        self.failure.send_replace(Some(Arc::from(why)));
    }
}

impl GroupError {
    /// Whether the books may no longer be what this process believes. Where the store
    /// is a server that could not be reached, they are what it says once it is.
    fn stops_the_book(&self) -> bool {
        use store::StoreError::{Damaged, Full, Unreachable};
        !matches!(
            self,
            Self::BeforeCommit(Full | Damaged { .. } | Unreachable { .. })
                | Self::AtCommit(Full | Unreachable { .. })
        )
    }
}

/// The answer of books that take no more work: nothing of it was begun.
pub(crate) fn stopped(failure: Option<&str>) -> Fault {
    Fault::Unreachable {
        service: "bookkeeping".to_owned(),
        why: failure.map_or_else(
            || "the books are closed".to_owned(),
            |why| format!("it has stopped and waits for a restart ({why})"),
        ),
    }
}

/// What a panic said.
pub(crate) fn panic_text(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no words".to_owned())
}
