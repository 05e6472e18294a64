//! Opening a book.

use std::sync::{Arc, Mutex};

use tokio::sync::{Semaphore, mpsc, watch};

use crate::{
    Book, Clock, Cubes, Queue, Randomness, Store, Watch,
    clock::ClockWatch,
    reader::Readers,
    store::{StoreError, Writer},
    watching::{DatabaseSpans, Nobody},
    writer::{Bench, WriterThread, settle_roll_ups},
};

use super::Shared;

/// How a book works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookConfig {
    /// The most writes that share one commit, which is also how many may wait.
    pub group_limit: usize,
    /// How many threads read.
    pub reader_threads: usize,
    /// How many cells keep their newest totals in memory between commits;
    /// beyond it they are read again.
    pub cells_kept: usize,
    /// Whether totals that are newly declared may be filled, and those no longer
    /// declared forgotten, when the books are opened. Processes of another release must
    /// not have the same books open then. Without it such books are refused.
    pub may_change_totals: bool,
}

impl Default for BookConfig {
    fn default() -> Self {
        Self {
            group_limit: 1024,
            reader_threads: 2,
            cells_kept: 200_000,
            may_change_totals: true,
        }
    }
}

/// Why a book cannot be opened, as a sentence for the person who starts it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Another process has the books open.
    #[error("{place} is in use by another process; stop it, or choose another data folder")]
    InUse {
        /// The folder.
        place: String,
    },
    /// The books were written by a newer release.
    #[error(
        "{place} was written by a newer release (schema {found}; this one knows {known}); use the newer release"
    )]
    SchemaNewer {
        /// The folder.
        place: String,
        /// The schema of the books.
        found: i64,
        /// The newest schema this release knows.
        known: i64,
    },
    /// Totals are declared under a dimension that stored facts leave out, as if
    /// every fact named it: they would leave those facts out in silence.
    #[error(
        "{place} holds facts of cube {cube} without a {dimension}, first in {record} revision {revision}, and the release keeps totals under {dimension} as if every fact had one; declare the dimension optional"
    )]
    DimensionMissing {
        /// The folder.
        place: String,
        /// The cube.
        cube: String,
        /// The dimension.
        dimension: String,
        /// The record of the first such fact.
        record: String,
        /// The revision of it.
        revision: i64,
    },
    /// Totals are declared that are not kept yet, or kept that are not declared.
    #[error(
        "{place} keeps other totals than this release counts on; stop the processes that use it and bring it up to date with tradefair migrate"
    )]
    TotalsDiffer {
        /// The place.
        place: String,
    },
    /// The store cannot be used.
    #[error("{place} cannot be used: {why}")]
    Unusable {
        /// The folder.
        place: String,
        /// What is the matter.
        why: String,
    },
}

impl Book {
    /// Opens the books and starts their threads. Blocks while the store
    /// prepares new roll-ups, so call it while starting up.
    ///
    /// # Errors
    /// [`OpenError`] says in a sentence why the books cannot be opened.
    pub fn open(
        store: Box<dyn Store>,
        cubes: Cubes,
        clock: Arc<dyn Clock>,
        randomness: Box<dyn Randomness>,
        config: BookConfig,
    ) -> Result<Self, OpenError> {
        Self::open_watched(store, cubes, clock, randomness, config, Arc::new(Nobody))
    }

    /// Opens the books, and tells how they work to whoever watches.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_watched(
        store: Box<dyn Store>,
        cubes: Cubes,
        clock: Arc<dyn Clock>,
        randomness: Box<dyn Randomness>,
        config: BookConfig,
        told: Arc<dyn Watch>,
    ) -> Result<Self, OpenError> {
        let store: Arc<dyn Store> = Arc::from(store);
        let cubes = Arc::new(cubes);
        let mut writer = store.writer()?;
        let place = store.place();
        let layout = settle_roll_ups(&mut *writer, &cubes, &place, config.may_change_totals)?;
        let layout = Arc::new(layout);
        let watch = watch(&mut *writer, &*clock).map_err(|error| OpenError::Unusable {
            place,
            why: error.to_string(),
        })?;
        let readers = Readers::start(&*store, config.reader_threads)?;
        let group_limit = config.group_limit.max(1);
        let (jobs, waiting) = mpsc::channel(group_limit);
        let queue = Queue::default();
        told.opened(queue.clone());
        let (failure_told, failure) = watch::channel(None);
        let (ended_told, writer_ended) = watch::channel(false);
        let thread = WriterThread {
            writer,
            jobs: waiting,
            bench: Bench::new(
                cubes.clone(),
                layout.clone(),
                clock.clone(),
                watch,
                randomness,
                config.cells_kept,
            ),
            group_limit,
            failure: Arc::new(failure_told),
            spans: DatabaseSpans::of(&*store),
            told,
        };
        std::thread::Builder::new()
            .name("books-writer".to_owned())
            .spawn(move || {
                thread.run();
                ended_told.send_replace(true);
            })
            .map_err(|error| OpenError::Unusable {
                place: store.place(),
                why: error.to_string(),
            })?;
        Ok(Self {
            shared: Arc::new(Shared {
                store: Mutex::new(Some(store)),
                cubes,
                layout,
                clock,
                jobs,
                queue,
                readers,
                failure,
                writer_ended,
                back_ups: Arc::new(Semaphore::new(1)),
            }),
        })
    }
}

/// Watches the clock that the times of these books come from.
fn watch(writer: &mut dyn Writer, clock: &dyn Clock) -> Result<ClockWatch, StoreError> {
    let now = writer.begin()?.now()?;
    Ok(ClockWatch::start(now.unwrap_or_else(|| clock.now()), clock))
}
