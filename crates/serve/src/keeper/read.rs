//! Reading records at a position.

use fault::Fault;
use proto::statistics::v1::{AsOf, Position};

use super::{Keeper, List, Record};

/// A page of records.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<R> {
    /// The records, in the order of their ids.
    pub records: Vec<R>,
    /// The token of the next page; empty on the last.
    pub next_page_token: String,
    /// The position at which the page was read; `None` for a list of fairs, which
    /// have books of their own.
    pub position: Option<Position>,
}

impl<Service: Sync> Keeper<Service> {
    /// Reads a record at a moment, with its etag and its place in the books.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`], [`Fault::AsOfInvalid`], [`Fault::NotFound`].
    pub async fn get<R: Record<Service>>(
        &self,
        name: &str,
        as_of: Option<AsOf>,
    ) -> Result<R, Fault> {
        todo!()
    }

    /// Reads a page of records, in the order of their ids; all pages at the same
    /// position.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`], [`Fault::AsOfInvalid`], [`Fault::PageTokenInvalid`].
    pub async fn list<R: Record<Service>>(&self, list: List) -> Result<Page<R>, Fault> {
        todo!()
    }

    /// The position of the book of `fair` at a moment, to read several records at.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`], [`Fault::AsOfInvalid`].
    pub async fn resolve(
        &self,
        fair: &str,
        as_of: Option<AsOf>,
    ) -> Result<ledger::Position, Fault> {
        todo!()
    }

    /// The record of that name at a position, whatever its state (`entry` tells);
    /// `None` when the book did not know it then.
    ///
    /// # Errors
    /// The faults of the store.
    pub async fn find<R: Record<Service>>(
        &self,
        name: &str,
        position: &ledger::Position,
    ) -> Result<Option<R>, Fault> {
        todo!()
    }

    /// All live records below `parent` at a position, in the order of their ids:
    /// for collections that stay small.
    ///
    /// # Errors
    /// The faults of the store.
    pub async fn all<R: Record<Service>>(
        &self,
        parent: &str,
        position: &ledger::Position,
    ) -> Result<Vec<R>, Fault> {
        todo!()
    }
}
