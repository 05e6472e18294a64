//! What a service finds out from other services before it writes.

use std::future::{Future, ready};

use fault::Fault;
use resource::Name;

use super::Record;

/// Asks other services what must be known before a record of `R` is written.
pub trait Outside<R: Record>: Send + Sync {
    /// Learns what `record`, whose fields have been checked, needs in order to be
    /// settled. On an update it is the record as it will be.
    ///
    /// # Errors
    /// The reason why the record cannot be written, for example
    /// [`Fault::ReferenceMissing`] with the path of the field as the caller sees it
    /// (`parent`, or beginning with [`Record::FIELD`]). A request that was answered
    /// before is answered again whatever is said here.
    fn learn(
        &self,
        name: &Name,
        record: &R,
    ) -> impl Future<Output = Result<R::Known, Fault>> + Send;
}

/// Nothing is asked when there is nothing to know.
impl<R: Record<Known = ()>> Outside<R> for () {
    fn learn(&self, _: &Name, _: &R) -> impl Future<Output = Result<(), Fault>> + Send {
        ready(Ok(()))
    }
}
