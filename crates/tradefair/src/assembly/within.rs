//! All services of a folder of books, for this process alone.

use std::{collections::BTreeMap, path::Path};

use ledger::Book;
use serve::Link;

use super::{Assembly, Machine, StartError};
use crate::topology::{ServiceName, Topology};

/// Services that nobody else can call.
pub struct Within {
    links: BTreeMap<ServiceName, Link>,
    books: Vec<(ServiceName, Book)>,
}

impl Within {
    /// Opens the books in folders below `data`.
    ///
    /// # Errors
    /// [`StartError`] says in a sentence what is in the way.
    pub fn open(data: &Path, machine: &Machine) -> Result<Self, StartError> {
        let mut assembly = Assembly::knowing(&Topology::whole());
        for name in ServiceName::ALL {
            assembly.add(name, data, machine)?;
        }
        Ok(Self {
            links: assembly.links,
            books: assembly.books,
        })
    }

    /// The ways to the services.
    #[must_use]
    pub fn links(&self) -> &BTreeMap<ServiceName, Link> {
        &self.links
    }

    /// Closes the books.
    pub async fn close(self) {
        for (_, book) in &self.books {
            book.close().await;
        }
    }
}
