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
use tracing::Span;

use crate::{
    Clock, Commit, Cubes, Fair, Position, Randomness, Receipt, RecordedAt, Watch, Write,
    clock::ClockWatch,
    layout::Layout,
    store,
    watching::{self, DatabaseSpans, Waiting},
};
use cells::CellCache;
use group::{Committed, Group, GroupError, Outcomes, Work};

pub(crate) use overlay::NOTHING_CHANGED;
pub(crate) use roll_ups::{declared, is_same, settle_roll_ups};

/// Where an answer goes.
type Answer<T> = oneshot::Sender<Result<T, Fault>>;

/// What the writer is asked to do.
pub(crate) enum Job {
    /// Write.
    Write(Asked),
    /// Promise that no later commit of the fair is recorded at or before a
    /// time.
    Promise(Fair, RecordedAt, Answer<Promised>),
    /// Finish.
    Close,
}

/// A write that waits.
pub(crate) struct Asked {
    pub(crate) write: Box<Write>,
    pub(crate) answer: Answer<Receipt>,
    pub(crate) waiting: Waiting,
    pub(crate) span: Span,
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
    pub(crate) spans: DatabaseSpans,
    pub(crate) told: Arc<dyn Watch>,
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
                Job::Write(asked) => drop(asked.answer.send(Err(stopped(why.as_deref())))),
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
        let span = self.spans.commit(answers.spans());
        // In the span, so that what goes wrong is told in its trace.
        let outcome = span.in_scope(|| self.commit(work, &span));
        drop(span);
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
        let stop = error.stops_the_book().then(|| error.to_string());
        answers.refuse(error);
        stop.map_or(Ok(()), Err)
    }

    /// Commits a group, and tells how that went.
    fn commit(&mut self, work: Work, span: &Span) -> Result<Outcomes, GroupError> {
        let writes: usize = work.values().map(|fair| fair.writes.len()).sum();
        let began = self.bench.clock.monotonic();
        let committed = group::commit(&mut *self.writer, &mut self.bench, work);
        let took = self.bench.clock.monotonic().saturating_sub(began);
        let outcome = match &committed {
            Ok(Committed { stored, .. }) => stored.map(Ok),
            Err(error) => {
                tracing::error!(%error, writes, "a commit failed");
                Some(Err(error.kind()))
            }
        };
        if let Some(outcome) = outcome {
            let commit = Commit { took, outcome };
            watching::end_commit(span, &commit);
            self.told.committed(&commit);
        }
        committed.map(|committed| committed.outcomes)
    }

    fn fail(&self, why: &str) {
        tracing::error!(why, "the books stop: nothing further is written");
        self.failure.send_replace(Some(Arc::from(why)));
    }
}

impl GroupError {
    fn kind(&self) -> &'static str {
        let (Self::BeforeCommit(error) | Self::AtCommit(error)) = self;
        error.kind()
    }

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
