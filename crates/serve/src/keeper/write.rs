//! What creating, changing and retiring share: the key of a request, the checks
//! inside the transaction, the change, the answer.

use fault::{Fault, Violations};
use ledger::{Change, Loaded, Receipt, RequestKey, Revision, State};
use resource::{Name, etag, request_id};

use super::{Asked, Found, Keeper, Record, Reference, answer::answer};

impl Asked {
    /// The key by which the ledger knows the request again, if its id is one.
    ///
    /// # Errors
    /// [`Fault::Defect`] when nobody asks: the books say of all that is in them who
    /// recorded it.
    pub(crate) fn key(&self, violations: &mut Violations) -> Result<Option<RequestKey>, Fault> {
        let Some(actor) = &self.actor else {
            return Err(Fault::Defect {
                what: format!("a call of {} that nobody made", self.method),
                source: None,
            });
        };
        let id = request_id::require(&self.request_id, violations);
        Ok(id.map(|id| RequestKey {
            caller: actor.clone(),
            method: self.method.to_owned(),
            id,
            digest: self.digest,
        }))
    }
}

impl<Service> Keeper<Service> {
    /// The answer to a write of one record.
    pub(crate) fn written<R: Record<Service>>(&self, receipt: &Receipt) -> Result<R, Fault> {
        let [revision] = receipt.revisions.as_slice() else {
            return Err(Fault::BooksDamaged {
                why: format!(
                    "a write of one record at {} {} is answered with {} revisions",
                    receipt.position.fair,
                    receipt.position.sequence,
                    receipt.revisions.len()
                ),
            });
        };
        answer(self.name, revision, &receipt.position)
    }
}

/// The newest revision of a record that is to be changed, if the caller saw it.
pub(crate) fn current<'a>(
    name: &Name,
    sent_etag: &str,
    loaded: &'a Loaded,
) -> Result<&'a Revision, Fault> {
    let revision = loaded.record(name.as_str());
    let revision = revision.ok_or_else(|| Fault::not_found(name.as_str()))?;
    require_live(revision)?;
    if !etag::allows(sent_etag, revision.revision) {
        return Err(Fault::EtagMismatch {
            resource: revision.name.clone(),
            current_etag: etag::of(revision.revision),
        });
    }
    Ok(revision)
}

/// Passes when the record is live.
pub(crate) fn require_live(revision: &Revision) -> Result<(), Fault> {
    let why = match revision.state {
        State::Live => return Ok(()),
        State::Void => "it is void; create a new one under another id",
        State::Archived => "it is archived; its history stays readable",
    };
    Err(Fault::StateForbids {
        resource: revision.name.clone(),
        why: why.to_owned(),
    })
}

/// Notes the references that do not name a record of the same fair, which no book
/// could look up.
pub(crate) fn check_references(
    fair: &str,
    record_field: &str,
    references: &[Reference],
    violations: &mut Violations,
) {
    for reference in references {
        if !belongs(fair, reference) {
            violations.add(
                reference.path(record_field),
                format!("must name a record of {fair}"),
            );
        }
    }
}

/// Whether a reference names a record of the fair, which its book can look up.
pub(crate) fn belongs(fair: &str, reference: &Reference) -> bool {
    Name::parse(&reference.name).is_ok_and(|name| name.fair() == fair)
}

/// Passes when every record that is referred to exists and is live.
pub(crate) fn require_references(
    record_field: &str,
    references: &[Reference],
    loaded: &Loaded,
) -> Result<(), Fault> {
    for reference in references {
        let why = match loaded.record(&reference.name).map(|found| found.state) {
            Some(State::Live) => continue,
            None => Fault::DOES_NOT_EXIST,
            Some(State::Void) => "which is void",
            Some(State::Archived) => "which is archived and takes no new entries",
        };
        return Err(Fault::ReferenceMissing {
            field: reference.path(record_field),
            resource: reference.name.clone(),
            why: why.to_owned(),
        });
    }
    Ok(())
}

/// Settles a record and makes the change that stores it.
pub(crate) fn settle<Service, R: Record<Service>>(
    mut record: R,
    before: Option<&R>,
    known: &R::Known,
    found: &Found<'_>,
) -> Result<Change, Fault> {
    let mut violations = Violations::new();
    record.settle(before, known, found, &mut violations)?;
    require_fields(R::FIELD, violations)?;
    Ok(stored(found.name(), record))
}

/// The change that stores a live record as it is.
pub(crate) fn stored<Service, R: Record<Service>>(name: &Name, mut record: R) -> Change {
    let header = record.header();
    header.etag.clear();
    *header.entry = None;
    Change {
        name: name.as_str().to_owned(),
        state: State::Live,
        reason: String::new(),
        moved_to: String::new(),
        facts: record.facts(),
        body: record.encode_to_vec(),
    }
}

/// Passes when nothing is wrong with a record, whose violations are told with the
/// path the caller sees.
pub(crate) fn require_fields(record_field: &str, within: Violations) -> Result<(), Fault> {
    let mut violations = Violations::new();
    violations.within(record_field, within);
    violations.check()
}
