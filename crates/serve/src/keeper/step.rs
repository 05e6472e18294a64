//! Steps in the life of a record, which the service takes and not a caller who writes
//! fields.

use fault::{Fault, Violations};
use ledger::{Fair, RequestKey, Write};
use resource::{Name, etag};

use super::{
    Asked, Keeper, Record,
    kinds::decode,
    write::{current, stored},
};

/// A request for a step, in which nothing is wrong by itself.
#[derive(Clone, Debug)]
pub struct Step {
    request: RequestKey,
    name: Name,
    etag: String,
}

impl Step {
    /// Reads a request for a step of the record of that name. `etag` is the one that the
    /// caller saw, or empty; `violations` has what else is wrong with the request.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] with everything that is wrong.
    pub fn read<Service, R: Record<Service>>(
        asked: &Asked,
        name: &str,
        etag: &str,
        mut violations: Violations,
    ) -> Result<Self, Fault> {
        let request = asked.key(&mut violations)?;
        let name = Name::require(name, R::LEVEL, R::COLLECTION, "name", &mut violations);
        violations.check()?;
        let (Some(request), Some(name)) = (request, name) else {
            return Err(Fault::Defect {
                what: "a request without faults that has no key or name".to_owned(),
                source: None,
            });
        };
        Ok(Self {
            request,
            name,
            etag: etag.to_owned(),
        })
    }

    /// The record it is a step of.
    #[must_use]
    pub fn name(&self) -> &Name {
        &self.name
    }
}

impl<Service: Sync> Keeper<Service> {
    /// Takes a record a step on: `rule` makes of the newest revision, with its etag, what
    /// the next one is, or says why there is none. It is called inside the transaction, and
    /// not at all if the request was answered before.
    ///
    /// # Errors
    /// [`Fault::NotFound`], [`Fault::EtagMismatch`], [`Fault::StateForbids`] when the record
    /// is retired, [`Fault::RequestIdReused`], what `rule` says, and the faults of the
    /// store.
    pub async fn take<R: Record<Service>>(
        &self,
        step: Step,
        rule: impl FnOnce(R) -> Result<R, Fault> + Send + 'static,
    ) -> Result<R, Fault> {
        let Step {
            request,
            name,
            etag,
        } = step;
        let write = Write {
            fair: Fair::parse(name.fair())?,
            request,
            reads: vec![name.to_string()],
            rule: Box::new(move |loaded| {
                let revision = current(&name, &etag, loaded)?;
                let mut before: R = decode(revision)?;
                *before.header().etag = etag::of(revision.revision);
                Ok(vec![stored(&name, rule(before)?)])
            }),
        };
        self.written(&self.book.write(write).await?)
    }
}
