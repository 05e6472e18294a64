//! Checkpoints: the write-ahead log is copied into the database by a thread of
//! its own, so that commits seldom wait for it.
//!
//! Copying alone would let the log grow for as long as writes keep coming: it
//! starts over only when every page of it has been copied and no reader needs
//! it. So when most is copied, the thread asks for a turn between two
//! transactions, copies the little that is left and empties the log. Writes that
//! are faster than the copying wait for it once the log is [`OVERDUE`] times as
//! long as it should be, so that the log stays bounded.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
    time::Duration,
};

use rusqlite::Connection;

use crate::OpenError;

use super::{DATABASE, unusable};

/// How many times as long as it should be the log may become before writes wait.
const OVERDUE: u64 = 8;

/// How many commits pass between two looks at the length of the log.
const COMMITS_BETWEEN_LOOKS: u32 = 16;

/// Keeps the write-ahead log short.
pub(super) struct Checkpointer {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    log: PathBuf,
    log_bytes: u64,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    writing: bool,
    commits: u32,
    log_is_long: bool,
    overdue: bool,
    restarting: bool,
    closing: bool,
}

/// The right to write: while it is held, the log is not restarted.
pub(super) struct Turn {
    shared: Arc<Shared>,
}

impl Checkpointer {
    /// Starts the thread.
    pub(super) fn start(
        folder: &Path,
        connection: Connection,
        log_bytes: u64,
    ) -> Result<Self, OpenError> {
        connection
            .busy_timeout(Duration::ZERO)
            .map_err(|error| unusable(folder, &error))?;
        let shared = Arc::new(Shared {
            log: folder.join(format!("{DATABASE}-wal")),
            log_bytes,
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let thread = std::thread::Builder::new()
            .name("checkpoint".to_owned())
            .spawn({
                let shared = shared.clone();
                move || shared.run(&connection)
            })
            .map_err(|error| unusable(folder, &error))?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    /// Waits while the log is being emptied or is overdue, then keeps it from being
    /// emptied.
    pub(super) fn turn_to_write(&self) -> Turn {
        let mut state = self.shared.lock();
        while (state.restarting || state.overdue) && !state.closing {
            state = self.shared.wait(state);
        }
        state.writing = true;
        Turn {
            shared: self.shared.clone(),
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.shared.lock().closing = true;
        self.shared.changed.notify_all();
        if self
            .thread
            .take()
            .is_some_and(|thread| thread.join().is_err())
        {
            tracing::error!("the checkpoint thread panicked");
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.writing = false;
        state.commits += 1;
        if state.commits >= COMMITS_BETWEEN_LOOKS {
            state.commits = 0;
            let length = std::fs::metadata(&self.shared.log).map_or(0, |log| log.len());
            state.log_is_long = length > self.shared.log_bytes;
            state.overdue = length > OVERDUE.saturating_mul(self.shared.log_bytes);
        }
        let somebody_waits = state.log_is_long || state.restarting;
        drop(state);
        if somebody_waits {
            self.shared.changed.notify_all();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is a few flags, sound after any panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, connection: &Connection) {
        loop {
            let mut state = self.lock();
            while !state.log_is_long && !state.closing {
                state = self.wait(state);
            }
            if state.closing {
                return;
            }
            state.log_is_long = false;
            drop(state);
            self.copy(connection, "PASSIVE");
            self.restart(connection);
        }
    }

    /// Asks for a turn, copies what is left and empties the log, so that its length
    /// tells what has been written since. A reader that still needs the log only
    /// puts it off.
    fn restart(&self, connection: &Connection) {
        let mut state = self.lock();
        state.restarting = true;
        while state.writing {
            state = self.wait(state);
        }
        drop(state);
        self.copy(connection, "TRUNCATE");
        let mut state = self.lock();
        state.restarting = false;
        // Also when a reader kept the log from being emptied: it goes on growing
        // then, but writes have waited once for what could be copied.
        state.overdue = false;
        drop(state);
        self.changed.notify_all();
    }

    fn copy(&self, connection: &Connection, mode: &str) {
        // An error here loses nothing: the log keeps what was not copied, and
        // the next round tries again.
        let sql = format!("PRAGMA wal_checkpoint({mode})");
        if let Err(error) = connection.query_row(&sql, [], |_| Ok(())) {
            tracing::warn!(%error, log = %self.log.display(), "the write-ahead log could not be copied");
        }
    }
}
