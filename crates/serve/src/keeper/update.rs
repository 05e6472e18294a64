//! Changing records.

use fault::Fault;

use super::{Keeper, Outside, Record, Update};

impl<Asks> Keeper<Asks> {
    /// Changes fields of a record by recording a new revision.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] with everything that is wrong, [`Fault::NotFound`],
    /// [`Fault::EtagMismatch`], [`Fault::StateForbids`], [`Fault::ReferenceMissing`],
    /// [`Fault::RequestIdReused`], what [`Outside`] and [`Record::settle`] say, and
    /// the faults of the store.
    pub async fn update<R: Record>(&self, update: Update<R>) -> Result<R, Fault>
    where
        Asks: Outside<R>,
    {
        todo!()
    }
}
