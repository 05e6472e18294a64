//! The books in SQLite: one file in a folder of its own.
//!
//! Write-ahead log with `synchronous=FULL`: a commit returns after its fsync.
//! The log is copied into the database by a thread of its own, off the commit
//! path. A lock file keeps a second process out.

mod backup;
mod cells;
mod checkpoint;
mod list;
mod lock;
mod patience;
mod read;
mod rows;
mod schema;
mod walk;
mod write;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior, config::DbConfig};

use crate::{
    OpenError,
    store::{Reader, Snapshot, Store, StoreError, Transaction, Writer, clear_scratch},
};
use cells::FreshRows;
use checkpoint::Checkpointer;
use lock::FolderLock;
use patience::Patience;

/// The name of the database in its folder.
const DATABASE: &str = "books.db";

/// The folder, in that of the database, of what is soon gone.
const SCRATCH: &str = "scratch";

/// How many statements a connection keeps prepared: all there are.
const STATEMENTS: usize = 64;

/// The books of one service in a folder.
pub struct SqliteStore {
    folder: PathBuf,
    config: SqliteConfig,
    mode: Mode,
}

/// What decides how fast SQLite keeps books, never what it keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqliteConfig {
    /// How many rows of cell history gather before the older ones are moved to
    /// their place: enough that a page is written for several rows at once, few
    /// enough that the fresh ones stand close together.
    pub fresh_cell_rows: usize,
    /// The write-ahead log is copied into the database when it is longer than
    /// this.
    pub log_bytes: u64,
    /// How long one read may take, so that none keeps a reading thread, and the log from
    /// starting over, for as long as it likes. Copies of the books may take longer, and
    /// so may reads of books that were opened for reading only: the audit's.
    pub patience: Duration,
}

impl Default for SqliteConfig {
    fn default() -> Self {
        Self {
            fresh_cell_rows: 3000,
            log_bytes: 16 * 1024 * 1024,
            patience: Duration::from_secs(30),
        }
    }
}

enum Mode {
    /// This process owns the folder.
    Owner(Arc<Owned>),
    /// Somebody may own the folder; we only look.
    Onlooker,
}

/// What the owner of a folder holds, for as long as the store or its writer
/// lives.
struct Owned {
    checkpointer: Checkpointer,
    /// The last field, so that the folder is let go last.
    _lock: FolderLock,
}

impl SqliteStore {
    /// Opens the books in a folder, which is made if it is not there, and
    /// brings their schema up to date.
    ///
    /// # Errors
    /// [`OpenError`]: the folder is in use or cannot be written, the books
    /// were written by a newer release or are damaged.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        Self::open_with(folder, SqliteConfig::default())
    }

    /// Opens the books with other sizes than the usual ones.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with(folder: &Path, config: SqliteConfig) -> Result<Self, OpenError> {
        schema::require_sound_sqlite(folder)?;
        std::fs::create_dir_all(folder).map_err(|error| unusable(folder, &error))?;
        let lock = FolderLock::take(folder)?;
        clear_scratch(&folder.join(SCRATCH)).map_err(|error| unusable(folder, &error))?;
        let mut connection = connect(folder, OpenFlags::default())?;
        schema::migrate(folder, &mut connection)?;
        settle_log(&connection).map_err(|error| unusable(folder, &error))?;
        let checkpointer = Checkpointer::start(folder, connection, config.log_bytes)?;
        Ok(Self {
            folder: folder.to_owned(),
            config,
            mode: Mode::Owner(Arc::new(Owned {
                checkpointer,
                _lock: lock,
            })),
        })
    }

    /// The file that the books of a folder are in. A copy of books put in this
    /// place is opened as these.
    #[must_use]
    pub fn file_in(folder: &Path) -> PathBuf {
        folder.join(DATABASE)
    }

    /// Opens the books in a folder for reading only, whether or not a process
    /// owns it: for the audit.
    ///
    /// # Errors
    /// [`OpenError`]: there are no books, or of another schema.
    pub fn open_read_only(folder: &Path) -> Result<Self, OpenError> {
        schema::require_sound_sqlite(folder)?;
        let mut connection = connect(folder, read_only())?;
        schema::require_current(folder, &mut connection)?;
        Ok(Self {
            folder: folder.to_owned(),
            config: SqliteConfig::default(),
            mode: Mode::Onlooker,
        })
    }
}

impl Store for SqliteStore {
    fn place(&self) -> String {
        self.folder.display().to_string()
    }

    fn system(&self) -> &'static str {
        "sqlite"
    }

    fn writer(&self) -> Result<Box<dyn Writer>, OpenError> {
        let Mode::Owner(owned) = &self.mode else {
            let why = "it was opened for reading only";
            return Err(unusable(&self.folder, why));
        };
        let connection = connect(&self.folder, OpenFlags::default())?;
        write::prepare(&connection).map_err(|error| unusable(&self.folder, &error))?;
        let fresh = FreshRows::count(&connection, self.config.fresh_cell_rows)
            .map_err(|error| unusable(&self.folder, &error))?;
        Ok(Box::new(SqliteWriter {
            connection,
            fresh,
            owned: owned.clone(),
        }))
    }

    fn reader(&self) -> Result<Box<dyn Reader>, OpenError> {
        let mut connection = connect(&self.folder, read_only())?;
        let patience = match self.mode {
            Mode::Owner(_) => Some(
                Patience::with(&mut connection, self.config.patience)
                    .map_err(|error| unusable(&self.folder, &error))?,
            ),
            Mode::Onlooker => None,
        };
        Ok(Box::new(SqliteReader {
            connection,
            patience,
        }))
    }

    fn back_up(&self, file: &Path) -> Result<(), StoreError> {
        backup::copy(&self.folder, file)
    }

    fn scratch(&self) -> PathBuf {
        self.folder.join(SCRATCH)
    }
}

struct SqliteWriter {
    connection: Connection,
    fresh: FreshRows,
    owned: Arc<Owned>,
}

impl Writer for SqliteWriter {
    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, StoreError> {
        let turn = self.owned.checkpointer.turn_to_write();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| failed("beginning a transaction", error))?;
        Ok(Box::new(Session {
            transaction,
            fresh: Some(&self.fresh),
            turn: Some(turn),
        }))
    }
}

struct SqliteReader {
    connection: Connection,
    /// None where a read may take as long as it likes.
    patience: Option<Patience>,
}

impl Reader for SqliteReader {
    fn snapshot(&mut self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        if let Some(patience) = &self.patience {
            patience.begin();
        }
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Deferred)
            .map_err(|error| failed("beginning a snapshot", error))?;
        // The moment of a snapshot is its first read, so that is made here.
        transaction
            .prepare_cached("SELECT count(*) FROM sqlite_schema")
            .and_then(|mut read| read.query_row([], |_| Ok(())))
            .map_err(|error| failed("beginning a snapshot", error))?;
        Ok(Box::new(Session {
            transaction,
            fresh: None,
            turn: None,
        }))
    }
}

/// A transaction of either kind. Dropping it takes everything back, and then
/// lets the checkpoint have its turn.
struct Session<'c> {
    transaction: rusqlite::Transaction<'c>,
    /// Only where cells can be appended.
    fresh: Option<&'c FreshRows>,
    turn: Option<checkpoint::Turn>,
}

fn read_only() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// A connection with the settings all connections share.
fn connect(folder: &Path, flags: OpenFlags) -> Result<Connection, OpenError> {
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(folder.join(DATABASE), flags)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Without it a statement is planned anew whenever other values are
        // bound.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // Only a checkpoint that is just restarting the log can be in the way.
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        Ok(connection)
    };
    open().map_err(|error| unusable(folder, &error))
}

/// Makes durable what the log holds. After a flush that failed, the log can hold
/// commits that only the page cache of the machine has: they are found when the
/// books are opened again, and a repeated request is answered from them, so they
/// must be on the disk before anything is answered.
fn settle_log(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    // An audit that reads meanwhile keeps the log from being emptied, which is told
    // in the row and is no failure: what was copied is flushed all the same.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

fn unusable(folder: &Path, why: &(impl ToString + ?Sized)) -> OpenError {
    OpenError::Unusable {
        place: folder.display().to_string(),
        why: why.to_string(),
    }
}

/// Sorts what SQLite says into what a store says.
fn failed(doing: &'static str, error: rusqlite::Error) -> StoreError {
    match &error {
        rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
            ErrorCode::DiskFull => StoreError::Full,
            // Only patience that ended interrupts: the same may go well a little later.
            ErrorCode::OperationInterrupted => StoreError::Unreachable {
                doing,
                source: error.into(),
            },
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Damaged {
                why: format!("{doing}: {error}"),
            },
            _ => StoreError::Failed {
                doing,
                source: error.into(),
            },
        },
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..) => StoreError::Damaged {
            why: format!("{doing}: {error}"),
        },
        _ => StoreError::Failed {
            doing,
            source: error.into(),
        },
    }
}
