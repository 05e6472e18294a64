//! The books of the services.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use fault::Fault;
use ledger::{Book, BookConfig, Cubes, Fact, OpenError, Revision, Store};

use super::{Machine, StartError};
use crate::{bookshelf::Bookshelf, topology::ServiceName};

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
pub const BOOKS: [BooksKind; 5] = [
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
    BooksKind {
        service: ServiceName::Gateway,
        cubes: gateway::cubes,
        recompute: gateway::recompute,
    },
];

/// How many threads read books in a database, where each waits for the network.
const READERS_OF_DATABASE: usize = 4;

impl BooksKind {
    /// The folder of these books, in a folder of books.
    #[must_use]
    pub fn folder(&self, data: &Path) -> PathBuf {
        Bookshelf::folder_of(data, self.service)
    }

    /// Opens these books for writing.
    ///
    /// # Errors
    /// [`StartError::Books`], [`StartError::Randomness`].
    pub fn open(&self, books: &Bookshelf, machine: &Machine) -> Result<Book, StartError> {
        let config = match books {
            Bookshelf::Folder(_) => machine.book_config,
            // Other processes may have it open: only `migrate` changes its totals.
            Bookshelf::Database(_) => BookConfig {
                reader_threads: READERS_OF_DATABASE,
                may_change_totals: false,
                ..machine.book_config
            },
        };
        self.opened(|| books.open(self.service), config, machine)
    }

    /// Opens these books for writing, and before that makes them or brings them up to
    /// date. No process of another release may have them open.
    ///
    /// # Errors
    /// [`StartError::Books`], [`StartError::Randomness`].
    pub fn migrate(&self, books: &Bookshelf, machine: &Machine) -> Result<Book, StartError> {
        self.opened(|| books.migrate(self.service), machine.book_config, machine)
    }

    fn opened(
        &self,
        store: impl FnOnce() -> Result<Box<dyn Store>, OpenError> + Send,
        config: BookConfig,
        machine: &Machine,
    ) -> Result<Book, StartError> {
        let randomness = (machine.randomness)().map_err(StartError::Randomness)?;
        let (cubes, clock) = ((self.cubes)(), Arc::clone(&machine.clock));
        let told = Arc::new(telemetry::Books::of(self.service.as_str()));
        // A store may wait for its server, which no thread of a runtime may do.
        let opened = thread::scope(|scope| {
            let opening = scope
                .spawn(|| Book::open_watched(store()?, cubes, clock, randomness, config, told));
            opening.join()
        });
        match opened {
            Ok(book) => Ok(book?),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}
