//! The way to the database: connections, the runtime that drives them, and what all
//! sessions of a store share.

use std::{
    future::Future,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use deadpool::managed::{Object, Pool, PoolError, Timeouts};
use tokio::runtime::Runtime;

use crate::{OpenError, store::StoreError};

use super::{
    PostgresConfig,
    connection::{Connect, Unconnected},
    error::failed,
};

/// What the roll-ups of the books are told apart by: how many there are, and the
/// newest id.
pub(super) type RollUpsSeen = (i64, i64);

/// The way to the database.
pub(super) struct Access {
    /// What to call the place in a message, without a password.
    pub(super) place: String,
    /// The database and the schema.
    pub(super) namespace: String,
    /// The schema of the books.
    pub(super) schema: String,
    pub(super) clock_of_server: bool,
    pub(super) patience: Duration,
    pool: Pool<Connect>,
    /// None once it is shut down.
    runtime: Option<Runtime>,
    /// The roll-ups this process counts on; none before they were first seen.
    roll_ups: Mutex<Option<RollUpsSeen>>,
}

impl Access {
    /// Prepares the way; nothing is connected yet.
    pub(super) fn to(config: &PostgresConfig) -> Result<Self, OpenError> {
        let unusable = |why: String| OpenError::Unusable {
            place: format!("the schema {} of a database", config.schema),
            why,
        };
        let connect = Connect::new(config).map_err(&unusable)?;
        let (place, namespace) = (connect.place(), connect.namespace());
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("books-database")
            .enable_all()
            .build()
            .map_err(|error| unusable(error.to_string()))?;
        let pool = Pool::builder(connect)
            .max_size(config.connections.max(1))
            .timeouts(Timeouts {
                wait: Some(config.patience),
                create: Some(config.patience),
                recycle: Some(config.patience),
            })
            .runtime(deadpool::Runtime::Tokio1)
            .build()
            .map_err(|error| unusable(error.to_string()))?;
        Ok(Self {
            place,
            namespace,
            schema: config.schema.clone(),
            clock_of_server: config.clock_of_server,
            patience: config.patience,
            pool,
            runtime: Some(runtime),
            roll_ups: Mutex::default(),
        })
    }

    /// A connection, an idle one if there is one.
    pub(super) fn connection(&self) -> Result<Object<Connect>, StoreError> {
        const DOING: &str = "connecting to the database";
        let got = self.wait(self.pool.get())?;
        got.map_err(|error| match error {
            PoolError::Backend(Unconnected::Server(error)) => failed(DOING, &error),
            PoolError::Backend(Unconnected::Unsound(why)) => StoreError::Unreachable {
                doing: DOING,
                source: why.into(),
            },
            other => StoreError::Unreachable {
                doing: DOING,
                source: other.into(),
            },
        })
    }

    /// Runs a question to its end, on the calling thread. It may block.
    ///
    /// When the server takes too long, the answer is that it was not reached.
    pub(super) fn ask<T>(
        &self,
        doing: &'static str,
        question: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, StoreError> {
        let limited = async { tokio::time::timeout(self.patience, question).await };
        match self.wait(limited)? {
            Ok(answer) => answer.map_err(|error| failed(doing, &error)),
            Err(elapsed) => Err(StoreError::Unreachable {
                doing,
                source: elapsed.into(),
            }),
        }
    }

    /// Waits for a future on the calling thread.
    pub(super) fn wait<F: Future>(&self, future: F) -> Result<F::Output, StoreError> {
        match &self.runtime {
            Some(runtime) => Ok(runtime.block_on(future)),
            None => Err(StoreError::Unreachable {
                doing: "asking the database",
                source: "the books are closed".into(),
            }),
        }
    }

    /// Remembers the roll-ups seen, or says that they are no longer those this process
    /// counts on.
    pub(super) fn count_on(&self, seen: RollUpsSeen) -> Result<(), StoreError> {
        let mut known = self.roll_ups.lock().unwrap_or_else(PoisonError::into_inner);
        match *known {
            Some(known) if known != seen => Err(StoreError::Outdated),
            _ => {
                *known = Some(seen);
                Ok(())
            }
        }
    }

    /// From now on this process counts on these roll-ups, which it made.
    pub(super) fn made(&self, roll_ups: RollUpsSeen) {
        *self.roll_ups.lock().unwrap_or_else(PoisonError::into_inner) = Some(roll_ups);
    }

    pub(super) fn unusable(&self, why: &(impl ToString + ?Sized)) -> OpenError {
        OpenError::Unusable {
            place: self.place.clone(),
            why: why.to_string(),
        }
    }
}

impl Drop for Access {
    fn drop(&mut self) {
        self.pool.close();
        // Without waiting: the last user may be a thread that must not block.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A connection of the pool.
pub(super) type Borrowed = Object<Connect>;
