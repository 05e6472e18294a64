//! The kinds of record a service keeps.

use std::collections::BTreeMap;

use fault::Fault;
use ledger::{Fact, Revision, State};
use proto::statistics::v1::RecordDigest;
use resource::Name;

use super::Record;

/// The kinds of record a service keeps, by the collection in their names: what is
/// needed to read a revision without knowing its kind beforehand.
#[derive(Clone, Default)]
pub struct Kinds {
    kinds: BTreeMap<&'static str, Kind>,
}

#[derive(Clone, Copy)]
struct Kind {
    facts: fn(&Revision) -> Result<Vec<Fact>, Fault>,
    told: fn(&Revision) -> Result<Told, Fault>,
}

/// What a record tells a reader of evidence.
pub(crate) struct Told {
    pub(crate) digest: RecordDigest,
    pub(crate) synthetic: bool,
}

impl Kinds {
    /// No kinds yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// These kinds and `R`: `Kinds::new().with::<Notary, Note>()`.
    #[must_use]
    pub fn with<Service, R: Record<Service>>(mut self) -> Self {
        self.kinds.insert(
            R::COLLECTION,
            Kind {
                facts: |revision| Ok(decode::<R>(revision)?.facts()),
                told: |revision| {
                    let record = decode::<R>(revision)?;
                    Ok(Told {
                        digest: record.digest(),
                        synthetic: record.synthetic(),
                    })
                },
            },
        );
        self
    }

    /// Recomputes the facts of a stored revision from its record, for the audit:
    /// none when it is void.
    ///
    /// # Errors
    /// [`Fault::BooksDamaged`] when the stored form cannot be read.
    pub fn facts(&self, revision: &Revision) -> Result<Vec<Fact>, Fault> {
        if revision.state == State::Void {
            return Ok(Vec::new());
        }
        (self.of(revision)?.facts)(revision)
    }

    /// What a stored revision tells a reader of evidence.
    pub(crate) fn told(&self, revision: &Revision) -> Result<Told, Fault> {
        (self.of(revision)?.told)(revision)
    }

    fn of(&self, revision: &Revision) -> Result<&Kind, Fault> {
        let kind = Name::parse(&revision.name)
            .ok()
            .and_then(|name| self.kinds.get(name.collection()));
        kind.ok_or_else(|| Fault::BooksDamaged {
            why: format!("{} is of no kind this service keeps", revision.name),
        })
    }
}

/// Reads the record of a stored revision, with its name, without etag and entry.
pub(crate) fn decode<M: prost::Message + Default>(revision: &Revision) -> Result<M, Fault> {
    M::decode(revision.body.as_slice()).map_err(|wrong| Fault::BooksDamaged {
        why: format!(
            "revision {} of {} cannot be read: {wrong}",
            revision.revision, revision.name
        ),
    })
}
