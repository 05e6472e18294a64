//! The record keeper: the methods that every service offers for its records,
//! written once.
//!
//! A service says what a record is and what must be found out elsewhere before a
//! write ([`Record`]), and which records it keeps ([`Kinds`]); the [`Keeper`] reads requests, refuses what is wrong with all of it at once, writes
//! through the ledger and answers at positions. It knows no record by its name.
//!
//! A record whose service takes it through the steps of a life has them by
//! [`Keeper::take`].
//!
//! Many records of a kind can be recorded in one commit ([`Keeper::import`]), each by
//! the rules of creating or changing one.
//!
//! The order of a write: everything the request alone decides (names, ids, request
//! id, fields) → what other services know → the ledger, which looks for the request
//! id first and so answers a repeated request with what it answered before, also
//! when the answer of another service has changed in between.

mod answer;
mod back_up;
mod create;
mod import;
mod kinds;
mod list;
mod moment;
mod read;
mod record;
mod request;
mod retire;
mod statistics;
mod step;
mod update;
mod write;

pub use back_up::Chunks;
pub use kinds::Kinds;
pub use list::Page;
pub use record::{Found, Header, Record, Reference};
pub use request::{
    Asked, Create, CreateMissing, Created, Import, List, Retire, Retirement, Update,
};
pub use step::Step;

use ledger::Book;

/// Keeps the records of one service in its book.
///
/// `Service` is what the service asks other services with before it writes, or a
/// plain marker: see [`Record`].
#[derive(Clone)]
pub struct Keeper<Service> {
    name: &'static str,
    book: Book,
    kinds: Kinds,
    service: Service,
}

impl<Service> Keeper<Service> {
    /// A keeper of the records of `kinds` in `book`, for the service of that name.
    pub fn new(name: &'static str, book: Book, kinds: Kinds, service: Service) -> Self {
        Self {
            name,
            book,
            kinds,
            service,
        }
    }

    /// The book, for what the keeper does not offer.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// What the service asks other services with.
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// The name of the service, as positions tell it.
    pub fn name(&self) -> &'static str {
        self.name
    }
}
