//! Voiding and archiving records.

use fault::Fault;

use super::{Keeper, Record, Retire};

impl<Service: Sync> Keeper<Service> {
    /// Voids or archives a record, with a reason.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`], [`Fault::NotFound`], [`Fault::EtagMismatch`],
    /// [`Fault::StateForbids`] when it is retired already,
    /// [`Fault::ReferenceMissing`] when the record that takes its place does not
    /// exist, [`Fault::RequestIdReused`], and the faults of the store.
    pub async fn retire<R: Record<Service>>(&self, retire: Retire) -> Result<R, Fault> {
        todo!()
    }
}
