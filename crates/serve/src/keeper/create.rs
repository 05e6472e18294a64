//! Creating records.

use fault::Fault;

use super::{Create, CreateMissing, Created, Keeper, Outside, Record};

impl<Asks> Keeper<Asks> {
    /// Creates a record and answers with it, its etag and its place in the books.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] with everything that is wrong, [`Fault::Exists`],
    /// [`Fault::ReferenceMissing`], [`Fault::RequestIdReused`], what [`Outside`]
    /// and [`Record::settle`] say, and the faults of the store.
    pub async fn create<R: Record>(&self, create: Create<R>) -> Result<R, Fault>
    where
        Asks: Outside<R>,
    {
        todo!()
    }

    /// Creates those of several records that do not exist, in one commit, without
    /// asking other services.
    ///
    /// # Errors
    /// As [`Keeper::create`], but existing records are no error.
    pub async fn create_missing<R: Record<Known = ()>>(
        &self,
        create: CreateMissing<R>,
    ) -> Result<Created, Fault> {
        todo!()
    }
}
