//! The book: what a service sees of its books.

use std::sync::Arc;

use fault::Fault;

use crate::{
    AuditReport, CellAnswer, CellQuery, Clock, Cubes, Evidence, EvidenceQuery, Fair, LogPlace,
    Moment, Position, Randomness, Receipt, Recompute, Revision, Store, Write,
};

/// How a book works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookConfig {
    /// The most writes that share one commit, which is also how many may wait.
    pub group_limit: usize,
    /// How many threads read.
    pub reader_threads: usize,
}

impl Default for BookConfig {
    fn default() -> Self {
        Self {
            group_limit: 1024,
            reader_threads: 2,
        }
    }
}

/// The books of one service. Clones share them.
#[derive(Clone)]
pub struct Book {
    cubes: Arc<Cubes>,
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
    /// migrates, so call it while starting up.
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
        let _ = (store, clock, randomness, config);
        Ok(Self {
            cubes: Arc::new(cubes),
        })
    }

    /// The cubes of the book.
    #[must_use]
    pub fn cubes(&self) -> &Cubes {
        &self.cubes
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
        drop(write);
        unwritten()
    }

    /// The position at a moment. The answer is final: no later commit will
    /// count as earlier than a time that was answered.
    ///
    /// # Errors
    /// [`Fault::AsOfInvalid`] for a time in the future or a sequence beyond the
    /// newest.
    pub async fn resolve(&self, fair: &Fair, moment: Moment) -> Result<Position, Fault> {
        let _ = (fair, moment);
        unwritten()
    }

    /// The newest revision of the record at the position, whatever its state.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn record(&self, name: &str, at: &Position) -> Result<Option<Revision>, Fault> {
        let _ = (name, at);
        unwritten()
    }

    /// That revision of the record, if it was recorded at or before the
    /// position.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn revision(
        &self,
        name: &str,
        revision: i64,
        at: &Position,
    ) -> Result<Option<Revision>, Fault> {
        let _ = (name, revision, at);
        unwritten()
    }

    /// The records of a collection at the position, in the order of their ids,
    /// after the id given; live ones only unless `show_retired`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn records(
        &self,
        collection: &str,
        after_id: Option<&str>,
        limit: usize,
        show_retired: bool,
        at: &Position,
    ) -> Result<Vec<Revision>, Fault> {
        let _ = (collection, after_id, limit, show_retired, at);
        unwritten()
    }

    /// The totals of a selection at the position.
    ///
    /// # Errors
    /// [`Fault::Refused`] with reason `SELECTION_REFUSED` when the selection
    /// has no answer; [`Fault::AmountOutOfRange`] when its sum leaves the range.
    pub async fn cells(&self, query: &CellQuery, at: &Position) -> Result<CellAnswer, Fault> {
        let _ = (query, at);
        unwritten()
    }

    /// The records behind a selection at the position, in the order of the log,
    /// after the place given. Their contributions add up to the total.
    ///
    /// # Errors
    /// As [`cells`](Self::cells).
    pub async fn evidence(
        &self,
        query: &EvidenceQuery,
        after: Option<LogPlace>,
        limit: usize,
        at: &Position,
    ) -> Result<Vec<Evidence>, Fault> {
        let _ = (query, after, limit, at);
        unwritten()
    }

    /// The newest positions of all fairs that have one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fairs(&self) -> Result<Vec<Position>, Fault> {
        unwritten()
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
        progress: &mut dyn FnMut(crate::AuditCounts),
    ) -> Result<AuditReport, Fault> {
        let _ = (recompute, progress);
        unwritten()
    }

    /// Waits until the book refuses further work because a commit failed, and
    /// says why. The process should end then; request ids decide after the
    /// restart. Never returns while the book is sound.
    pub async fn failed(&self) -> String {
        std::future::pending().await
    }

    /// Finishes the writes that wait, then closes the store. Later writes are
    /// refused.
    pub async fn close(&self) {}
}

fn unwritten<T>() -> Result<T, Fault> {
    Err(Fault::NotOffered {
        why: "this part of the books is being written".to_owned(),
    })
}
