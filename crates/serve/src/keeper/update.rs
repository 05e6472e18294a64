//! Changing records.

use fault::Fault;

use super::{Keeper, Record, Update};

impl<Service: Sync> Keeper<Service> {
    /// Changes fields of a record by recording a new revision.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] with everything that is wrong, [`Fault::NotFound`],
    /// [`Fault::EtagMismatch`], [`Fault::StateForbids`], [`Fault::ReferenceMissing`],
    /// [`Fault::RequestIdReused`], what [`Record::learn`] and [`Record::settle`] say, and
    /// the faults of the store.
    pub async fn update<R: Record<Service>>(&self, update: Update<R>) -> Result<R, Fault> {
        todo!()
    }
}
