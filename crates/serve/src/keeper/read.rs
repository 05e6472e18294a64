//! Reading records at a position.

use fault::{Fault, Violations};
use ledger::{Fair, Moment};
use proto::statistics::v1::{AsOf, Position};
use resource::{Level, Name};

use super::{Keeper, Record, answer::answer, moment};

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
        let mut violations = Violations::new();
        let read = Name::require(name, R::LEVEL, R::COLLECTION, "name", &mut violations);
        let fair = read.as_ref().map_or("", Name::fair);
        let moment = moment::read(as_of.as_ref(), self.name, fair, &mut violations);
        violations.check()?;
        let position = self.at(fair, moment?).await?;
        let found = self.find(name, &position).await?;
        found.ok_or_else(|| Fault::not_found(name))
    }

    /// The position of the book of `fair` at a moment, to read several records at.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] on the fields `name` and `as_of`,
    /// [`Fault::AsOfInvalid`].
    pub async fn resolve(
        &self,
        fair: &str,
        as_of: Option<AsOf>,
    ) -> Result<ledger::Position, Fault> {
        let mut violations = Violations::new();
        Name::require(fair, Level::Fair, "fairs", "name", &mut violations);
        let moment = moment::read(as_of.as_ref(), self.name, fair, &mut violations);
        violations.check()?;
        self.at(fair, moment?).await
    }

    /// The message of a position of this service.
    #[must_use]
    pub fn position(&self, position: &ledger::Position) -> Position {
        super::answer::position(self.name, position)
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
        let revision = self.book.record(name, position).await?;
        revision
            .map(|revision| self.told(&revision, position))
            .transpose()
    }

    /// The record of a revision that was read at a position.
    ///
    /// # Errors
    /// [`Fault::BooksDamaged`] when it cannot be read.
    pub fn told<R: Record<Service>>(
        &self,
        revision: &ledger::Revision,
        position: &ledger::Position,
    ) -> Result<R, Fault> {
        answer(self.name, revision, position)
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
        const AT_ONCE: usize = 1_000;
        let collection = format!("{parent}/{}", R::COLLECTION);
        let mut all: Vec<R> = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let revisions = self
                .book
                .records(&collection, after.as_deref(), AT_ONCE, false, position)
                .await?;
            for revision in &revisions {
                all.push(self.told(revision, position)?);
            }
            match revisions.last() {
                Some(last) if revisions.len() == AT_ONCE => {
                    after = ledger::split_name(&last.name).map(|(_, id)| id.to_owned());
                }
                _ => return Ok(all),
            }
        }
    }

    /// The position of the book of a fair at a moment.
    pub(crate) async fn at(&self, fair: &str, moment: Moment) -> Result<ledger::Position, Fault> {
        self.book.resolve(&Fair::parse(fair)?, moment).await
    }
}
