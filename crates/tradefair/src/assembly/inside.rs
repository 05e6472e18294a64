//! All services of a fair without a listener, for a verb that asks them itself.

use std::collections::BTreeMap;

use ledger::Book;
use serve::Link;

use super::{Assembly, Machine, StartError};
use crate::{
    bookshelf::Bookshelf,
    topology::{ServiceName, Topology},
};

/// Services that are asked from within this process only.
pub struct Inside {
    links: BTreeMap<ServiceName, Link>,
    books: Vec<(ServiceName, Book)>,
}

/// Puts all services together on the books of a shelf, with nothing before them.
///
/// # Errors
/// [`StartError`], when another process holds the books above all.
pub fn inside(books: &Bookshelf, machine: &Machine) -> Result<Inside, StartError> {
    let topology = Topology::whole();
    let mut assembly = Assembly::knowing(&topology, None);
    for &name in topology.here() {
        assembly.add(name, books, machine)?;
    }
    Ok(Inside {
        links: assembly.links,
        books: assembly.books,
    })
}

impl Inside {
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
