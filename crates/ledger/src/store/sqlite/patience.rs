//! How long a read may take.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rusqlite::Connection;
use tokio::time::Instant;

/// How many steps of its machine SQLite takes between two looks at the clock: some ten
/// microseconds of work, against which a look costs nothing. Steps are counted by
/// prepared statement and from one run of it to the next, so that a question asked of
/// many keys is looked at as often as one long statement.
const STEPS: i32 = 1_000;

/// The patience with the reads of one connection, which come one after the other.
pub(super) struct Patience {
    lasts: Duration,
    began: Instant,
    /// When it ends with the read under way, in microseconds since `began`.
    ends_us: Arc<AtomicU64>,
}

impl Patience {
    /// From now on SQLite breaks off what the connection reads once patience with it has
    /// ended; the failure is [`rusqlite::ErrorCode::OperationInterrupted`].
    pub(super) fn with(connection: &mut Connection, lasts: Duration) -> rusqlite::Result<Self> {
        let patience = Self {
            lasts,
            began: Instant::now(),
            ends_us: Arc::new(AtomicU64::new(u64::MAX)),
        };
        let (began, ends_us) = (patience.began, Arc::clone(&patience.ends_us));
        let has_ended = move || micros(began.elapsed()) >= ends_us.load(Ordering::Relaxed);
        connection.progress_handler(STEPS, Some(has_ended))?;
        Ok(patience)
    }

    /// A read begins.
    pub(super) fn begin(&self) {
        let ends = self.began.elapsed().saturating_add(self.lasts);
        self.ends_us.store(micros(ends), Ordering::Relaxed);
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
