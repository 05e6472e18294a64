//! Voiding and archiving records.

use fault::{Fault, Violations};
use ledger::{Change, Fair, Loaded, State, Write};
use resource::{Name, text};

use super::{
    Keeper, Record, Reference, Retire, Retirement,
    write::{current, require_references},
};

/// The most characters of a reason.
const REASON_LENGTH: usize = 500;

impl<Service: Sync> Keeper<Service> {
    /// Voids or archives a record, with a reason.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`], [`Fault::NotFound`], [`Fault::EtagMismatch`],
    /// [`Fault::StateForbids`] when it is retired already,
    /// [`Fault::ReferenceMissing`] when the record that takes its place does not
    /// exist, [`Fault::RequestIdReused`], and the faults of the store.
    pub async fn retire<R: Record<Service>>(&self, retire: Retire) -> Result<R, Fault> {
        let mut violations = Violations::new();
        let request = retire.asked.key(&mut violations)?;
        let name = Name::require(
            &retire.name,
            R::LEVEL,
            R::COLLECTION,
            "name",
            &mut violations,
        );
        text::required(&retire.reason, REASON_LENGTH, "reason", &mut violations);
        let successor = successor::<Service, R>(&retire, name.as_ref(), &mut violations);
        violations.check()?;
        let (Some(request), Some(name)) = (request, name) else {
            return Err(Fault::Defect {
                what: "a request without faults that has no key or name".to_owned(),
                source: None,
            });
        };
        let mut reads = vec![name.to_string()];
        reads.extend(successor.iter().map(|successor| successor.name.clone()));
        let write = Write {
            fair: Fair::parse(name.fair())?,
            request,
            reads,
            rule: Box::new(move |loaded| Ok(vec![change(&name, retire, successor, loaded)?])),
        };
        self.written(&self.book.write(write).await?)
    }
}

/// The record that takes the place of the one that is voided, if one is named.
fn successor<Service, R: Record<Service>>(
    retire: &Retire,
    name: Option<&Name>,
    violations: &mut Violations,
) -> Option<Reference> {
    const FIELD: &str = "moved_to";
    let Retirement::Void { moved_to } = &retire.retirement else {
        return None;
    };
    if moved_to.is_empty() {
        return None;
    }
    let successor = Name::require(moved_to, R::LEVEL, R::COLLECTION, FIELD, violations)?;
    if let Some(name) = name {
        violations.require(successor != *name, FIELD, "must be another record");
        let same_fair = successor.fair() == name.fair();
        violations.require(same_fair, FIELD, "must be a record of the same fair");
    }
    Some(Reference::absolute(FIELD, successor.as_str()))
}

/// The change that retires a record: its content stays as it was stored, and what
/// it counted for goes or stays with it.
fn change(
    name: &Name,
    retire: Retire,
    successor: Option<Reference>,
    loaded: &Loaded,
) -> Result<Change, Fault> {
    let revision = current(name, &retire.etag, loaded)?;
    require_references("", successor.as_slice(), loaded)?;
    let (state, facts) = match retire.retirement {
        Retirement::Void { .. } => (State::Void, Vec::new()),
        Retirement::Archive => (State::Archived, revision.facts.clone()),
    };
    Ok(Change {
        name: revision.name.clone(),
        state,
        reason: retire.reason,
        moved_to: successor.map_or_else(String::new, |successor| successor.name),
        body: revision.body.clone(),
        facts,
    })
}
