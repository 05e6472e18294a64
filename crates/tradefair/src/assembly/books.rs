//! The books of the services, in folders of their own below the data folder.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use fault::Fault;
use ledger::{Book, Cubes, Fact, Revision, store::sqlite::SqliteStore};

use super::{Machine, StartError};
use crate::topology::ServiceName;

/// What one needs to know to open and to check the books of a service.
pub struct BooksKind {
    /// The service.
    pub service: ServiceName,
    /// The cubes its facts stand in.
    pub cubes: fn() -> Cubes,
    /// Makes the facts of a stored revision anew.
    pub recompute: fn(&Revision) -> Result<Vec<Fact>, Fault>,
}

/// The books of every service that keeps some.
pub const BOOKS: [BooksKind; 4] = [
    BooksKind {
        service: ServiceName::Exhibitions,
        cubes: exhibitions::cubes,
        recompute: exhibitions::recompute,
    },
    BooksKind {
        service: ServiceName::Forums,
        cubes: forums::cubes,
        recompute: forums::recompute,
    },
    BooksKind {
        service: ServiceName::Contracts,
        cubes: contracts::cubes,
        recompute: contracts::recompute,
    },
    BooksKind {
        service: ServiceName::Reporting,
        cubes: reporting::cubes,
        recompute: reporting::recompute,
    },
];

impl BooksKind {
    /// The folder of these books.
    #[must_use]
    pub fn folder(&self, data: &Path) -> PathBuf {
        data.join(self.service.as_str())
    }

    /// Opens these books for writing.
    ///
    /// # Errors
    /// [`StartError::Books`], [`StartError::Randomness`].
    pub fn open(&self, data: &Path, machine: &Machine) -> Result<Book, StartError> {
        let store = SqliteStore::open(&self.folder(data))?;
        let randomness = (machine.randomness)().map_err(StartError::Randomness)?;
        Ok(Book::open(
            Box::new(store),
            (self.cubes)(),
            Arc::clone(&machine.clock),
            randomness,
            machine.book_config,
        )?)
    }
}
