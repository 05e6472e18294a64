//! The books in PostgreSQL: a schema of their own in a database.
//!
//! Several processes may keep the same books. Whoever writes to a fair first locks
//! its head row, so the writers of one fair take turns and its sequences are dense.
//! A commit that holds several fairs takes them in the order of their names. A read is
//! a transaction that sees one moment (`REPEATABLE READ`). Times are those of the server,
//! so that processes whose clocks differ do not quarrel.
//!
//! What SQLite leaves to the process, here the server decides: a connection that
//! breaks before the commit has stored nothing, and the books go on with the next
//! one; broken at the commit the outcome is unknown, and the request id tells.
//!
//! The threads of a book block while the server works. What keeps their connections
//! alive is a small runtime of the store's own.

mod access;
mod columns;
mod connection;
mod error;
mod list;
mod read;
mod rows;
mod schema;
mod session;
mod sound;
mod walk;
mod write;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    OpenError,
    store::{Reader, Snapshot, Store, StoreError, Transaction, Writer, clear_scratch, copy},
};
use access::Access;
use schema::Upkeep;
use session::Session;

/// How long the server may take for one question while books are brought up to date: one
/// may be about every row.
const PATIENCE_TO_MIGRATE: Duration = Duration::from_secs(6 * 3600);

/// Where and how books are kept in PostgreSQL.
#[derive(Clone, Debug)]
pub struct PostgresConfig {
    /// The address of the database, `postgres://…`, as libpq writes it.
    pub address: String,
    /// The schema of the books, which is the name of the service.
    pub schema: String,
    /// A file of certificates (PEM) that vouch for the server. Without one the
    /// connection is not encrypted, which only a server of the same machine or an
    /// address with `sslmode=disable` allows.
    pub certificates: Option<PathBuf>,
    /// The most connections at one time.
    pub connections: usize,
    /// How long the server may take for one question.
    pub patience: Duration,
    /// Whether times are the server's. Only a test says no, to move time itself.
    pub clock_of_server: bool,
    /// Where copies of the books find room for a while, a folder that no other process
    /// uses; in the machine's folder for temporary files if none is given.
    pub scratch: Option<PathBuf>,
}

impl PostgresConfig {
    /// The books of a service in the database at that address.
    #[must_use]
    pub fn new(address: &str, schema: &str) -> Self {
        Self {
            address: address.to_owned(),
            schema: schema.to_owned(),
            certificates: None,
            connections: 16,
            patience: Duration::from_secs(30),
            clock_of_server: true,
            scratch: None,
        }
    }
}

/// The books of one service in a database.
pub struct PostgresStore {
    access: Arc<Access>,
    scratch: Scratch,
    may_write: bool,
}

/// Where copies find room.
enum Scratch {
    Given(PathBuf),
    /// Nobody else can look into it, and it goes with the store.
    Own(TempDir),
}

impl PostgresStore {
    /// Opens the books for writing. Their schema must be the one this release knows.
    ///
    /// # Errors
    /// [`OpenError`]: the database cannot be reached, does not make commits durable,
    /// or has no books or books of another schema.
    pub fn open(config: &PostgresConfig) -> Result<Self, OpenError> {
        let store = Self::with(config, Upkeep::Require, true)?;
        if let Some(scratch) = &config.scratch {
            clear_scratch(scratch).map_err(|error| store.access.unusable(&error))?;
        }
        Ok(store)
    }

    /// Opens the books for writing, and before that makes their schema or brings it up
    /// to date. Others who do the same meanwhile wait.
    ///
    /// # Errors
    /// As [`open`](Self::open); when a newer release has written the books.
    pub fn migrate(config: &PostgresConfig) -> Result<Self, OpenError> {
        let patient = PostgresConfig {
            patience: config.patience.max(PATIENCE_TO_MIGRATE),
            ..config.clone()
        };
        Self::with(&patient, Upkeep::Bring, true)
    }

    /// Opens the books for reading only, whoever writes meanwhile: for the audit.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_read_only(config: &PostgresConfig) -> Result<Self, OpenError> {
        Self::with(config, Upkeep::Require, false)
    }

    /// The same books with another patience, as long as nothing has been handed out that
    /// reads or writes them: with less than opening them takes, say.
    #[cfg(feature = "conformance")]
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        if let Some(access) = Arc::get_mut(&mut self.access) {
            access.patience = patience;
        }
        self
    }

    fn with(config: &PostgresConfig, upkeep: Upkeep, may_write: bool) -> Result<Self, OpenError> {
        let access = Access::to(config)?;
        schema::settle(&access, upkeep)?;
        let scratch = match &config.scratch {
            Some(folder) => Scratch::Given(folder.clone()),
            None => Scratch::Own(tempfile::tempdir().map_err(|error| access.unusable(&error))?),
        };
        Ok(Self {
            access: Arc::new(access),
            scratch,
            may_write,
        })
    }
}

impl Store for PostgresStore {
    fn place(&self) -> String {
        self.access.place.clone()
    }

    fn system(&self) -> &'static str {
        "postgresql"
    }

    fn namespace(&self) -> Option<String> {
        Some(self.access.namespace.clone())
    }

    fn writer(&self) -> Result<Box<dyn Writer>, OpenError> {
        if !self.may_write {
            return Err(self.access.unusable("it was opened for reading only"));
        }
        Ok(Box::new(PostgresWriter(Arc::clone(&self.access))))
    }

    fn reader(&self) -> Result<Box<dyn Reader>, OpenError> {
        Ok(Box::new(PostgresReader(Arc::clone(&self.access))))
    }

    fn back_up(&self, file: &Path) -> Result<(), StoreError> {
        let mut snapshot = Session::reading(&self.access)?;
        copy::to_file(&mut snapshot, file)
    }

    fn scratch(&self) -> PathBuf {
        match &self.scratch {
            Scratch::Given(folder) => folder.clone(),
            Scratch::Own(folder) => folder.path().to_owned(),
        }
    }
}

struct PostgresWriter(Arc<Access>);

impl Writer for PostgresWriter {
    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, StoreError> {
        Ok(Box::new(Session::writing(&self.0)?))
    }

    fn begin_alone(&mut self) -> Result<Box<dyn Transaction + '_>, StoreError> {
        Ok(Box::new(Session::alone(&self.0)?))
    }
}

struct PostgresReader(Arc<Access>);

impl Reader for PostgresReader {
    fn snapshot(&mut self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        Ok(Box::new(Session::reading(&self.0)?))
    }
}
