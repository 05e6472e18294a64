//! Where the books are kept.
//!
//! A [`Store`] hands out one [`Writer`] and any number of [`Reader`]s. It knows
//! nothing of rules, requests' meaning or cubes: it keeps rows and finds them
//! again. What it promises is checked by the suite in
//! `ledger::conformance` (feature `conformance`):
//!
//! - a transaction is atomic and durable once [`Transaction::commit`] returned;
//! - [`Transaction::lock_head`] makes the writers of one fair serial, also
//!   those of other processes;
//! - a [`Snapshot`] sees one moment, whatever is committed meanwhile, and so does
//!   a copy ([`Store::back_up`]);
//! - rows are never changed, except heads and (by the registration of roll-ups)
//!   whole roll-ups.
//!
//! Questions come in batches, so that a store behind a network can answer each
//! in one round trip.

mod copy;
pub mod discard;
mod error;
pub mod postgres;
mod rows;
mod scan;
mod snapshot;
pub mod sqlite;

use std::path::{Path, PathBuf};

use crate::{Fair, OpenError};

pub use error::StoreError;
pub(crate) use error::{outdated, unreachable};
pub use rows::{
    CellRow, FairCommit, Head, NewRequest, PositionRow, RecordRow, RequestRow, RollUpRow,
    StoredChange, StoredRequest,
};
pub use scan::{Allowed, Scan, ScanStep};
pub use snapshot::{Listing, RecordPage, Snapshot};

/// A place that keeps the books of one service, in this process alone or for several.
pub trait Store: Send + Sync {
    /// What to call the place in a message to a person.
    fn place(&self) -> String;

    /// What keeps the books, by the name that the conventions of OpenTelemetry give it.
    fn system(&self) -> &'static str;

    /// Which part of it the books are, by the same conventions; none where it is a file,
    /// whose path may tell who somebody is.
    fn namespace(&self) -> Option<String> {
        None
    }

    /// The one writer. A book asks once.
    ///
    /// # Errors
    /// [`OpenError`] when the place cannot be written to.
    fn writer(&self) -> Result<Box<dyn Writer>, OpenError>;

    /// A reader, for one thread.
    ///
    /// # Errors
    /// [`OpenError`] when the place cannot be read.
    fn reader(&self) -> Result<Box<dyn Reader>, OpenError>;

    /// Copies the books, as they stand at one moment, to a new file, and makes it
    /// durable. The copy is one SQLite database that opens as books of the same
    /// content. Whoever reads and writes meanwhile does not wait for it.
    ///
    /// # Errors
    /// When the store fails or the file is there already. A copy that failed may
    /// leave a part of the file.
    fn back_up(&self, file: &Path) -> Result<(), StoreError>;

    /// A folder for a file that is soon gone, where there is room for a copy of the
    /// books. It may have to be made. What a crash leaves in it is gone when the
    /// books are next opened for writing.
    fn scratch(&self) -> PathBuf;
}

/// Writes, one transaction after the other.
pub trait Writer: Send {
    /// Begins a transaction. Dropping it takes everything back.
    ///
    /// # Errors
    /// When the store fails; nothing was stored.
    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, StoreError>;

    /// Begins a transaction that no other writer runs beside, whatever its fair, also
    /// of other processes: for changing which roll-ups are registered. A store that has
    /// one writer at a time need not tell the two apart.
    ///
    /// # Errors
    /// When the store fails; nothing was stored.
    fn begin_alone(&mut self) -> Result<Box<dyn Transaction + '_>, StoreError> {
        self.begin()
    }
}

/// Reads, one snapshot after the other.
pub trait Reader: Send {
    /// Everything committed so far, and nothing committed later.
    ///
    /// # Errors
    /// When the store fails.
    fn snapshot(&mut self) -> Result<Box<dyn Snapshot + '_>, StoreError>;
}

/// Appends to the books. Reads through it see what it has appended.
pub trait Transaction: Snapshot {
    /// Reads the head of a fair and keeps every other writer of the fair out
    /// until the transaction ends. None if the fair has no head yet.
    ///
    /// # Errors
    /// When the store fails.
    fn lock_head(&mut self, fair: &Fair) -> Result<Option<Head>, StoreError>;

    /// Appends everything one commit says of one fair.
    ///
    /// # Errors
    /// When the store fails, or a key is there already.
    fn append(&mut self, commit: &FairCommit<'_>) -> Result<(), StoreError>;

    /// Registers a roll-up and gives its id. It must not be registered yet.
    ///
    /// # Errors
    /// When the store fails.
    fn register_roll_up(&mut self, roll_up: &RollUpRow) -> Result<i64, StoreError>;

    /// Forgets a roll-up and all its cells.
    ///
    /// # Errors
    /// When the store fails.
    fn forget_roll_up(&mut self, id: i64) -> Result<(), StoreError>;

    /// Makes everything durable.
    ///
    /// # Errors
    /// [`StoreError::Full`] promises that nothing was stored; after any other
    /// error, [`StoreError::Unreachable`] too, the outcome is unknown.
    fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Takes away a folder of files that were soon to be gone, if it is there.
fn clear_scratch(folder: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
