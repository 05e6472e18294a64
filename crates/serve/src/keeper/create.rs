//! Creating records.

use fault::Fault;

use super::{Create, CreateMissing, Created, Keeper, Record};

impl<Service: Sync> Keeper<Service> {
    /// Creates a record and answers with it, its etag and its place in the books.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] with everything that is wrong, [`Fault::Exists`],
    /// [`Fault::ReferenceMissing`], [`Fault::RequestIdReused`], what
    /// [`Record::learn`] and [`Record::settle`] say, and the faults of the store.
    pub async fn create<R: Record<Service>>(&self, create: Create<R>) -> Result<R, Fault> {
        todo!()
    }

    /// Creates those of several records that do not exist, in one commit, without
    /// asking other services.
    ///
    /// # Errors
    /// As [`Keeper::create`], but existing records are no error.
    pub async fn create_missing<R: Record<Service, Known = ()>>(
        &self,
        create: CreateMissing<R>,
    ) -> Result<Created, Fault> {
        todo!()
    }
}
