//! Changing records.

use std::collections::HashSet;

use fault::{Fault, Violations};
use ledger::{Change, Fair, Loaded, Moment, State, Write};
use resource::{Name, etag, mask::Mask};

use super::{
    Found, Keeper, Record, Reference, Update,
    kinds::decode,
    record::wrong_beside,
    write::{belongs, check_references, current, require_fields, require_references, settle},
};

impl<Service: Sync> Keeper<Service> {
    /// Changes fields of a record by recording a new revision.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] with everything that is wrong, [`Fault::NotFound`],
    /// [`Fault::EtagMismatch`], [`Fault::StateForbids`], [`Fault::ReferenceMissing`],
    /// [`Fault::RequestIdReused`], what [`Record::learn`] and [`Record::settle`] say,
    /// and the faults of the store.
    pub async fn update<R: Record<Service>>(&self, update: Update<R>) -> Result<R, Fault> {
        let mut violations = Violations::new();
        let request = update.asked.key(&mut violations)?;
        let mask = update.update_mask.as_ref();
        let mask = Mask::read::<R>(mask, R::WRITTEN_BY_SERVICE, &mut violations)?;
        let Some(mut sent) = update.record else {
            violations.add(R::FIELD, "is required");
            return Err(Fault::InvalidFields(violations));
        };
        let (name, etag) = named::<Service, R>(&mut sent, &mut violations);
        let Some(name) = name else {
            return Err(self.refused(violations, &mask, &sent).await);
        };
        let intent = Intent {
            name,
            etag,
            mask,
            sent,
        };
        let seen = self.foresee(&intent, !violations.is_empty()).await?;
        let Some(request) = request.filter(|_| violations.is_empty()) else {
            if let Some(seen) = seen {
                violations.within(R::FIELD, seen.wrong);
                violations.within(R::FIELD, seen.beside);
            }
            return Err(Fault::InvalidFields(violations));
        };
        let seen = seen.ok_or_else(|| Fault::not_found(intent.name.as_str()))?;
        let known = match seen.learnable {
            true => Some(seen.after.learn(&intent.name, &self.service).await),
            false => None,
        };
        let beside = seen.beside;
        let mut reads: Vec<String> = vec![intent.name.to_string()];
        reads.extend(seen.references.into_iter().map(|reference| reference.name));
        let receipt = self
            .book
            .write(Write {
                fair: Fair::parse(intent.name.fair())?,
                request,
                rule: {
                    let reads = reads.iter().cloned().collect();
                    Box::new(move |loaded| Ok(vec![intent.change(known, beside, &reads, loaded)?]))
                },
                reads,
            })
            .await?;
        self.written(&receipt)
    }

    /// What the update would make of the newest revision, read before the
    /// transaction: to learn what it needs, and to tell everything that is wrong at
    /// once. `None` when there is no such record.
    async fn foresee<R: Record<Service>>(
        &self,
        intent: &Intent<R>,
        is_refused: bool,
    ) -> Result<Option<Foreseen<R>>, Fault> {
        let fair = Fair::parse(intent.name.fair())?;
        let newest = self.book.resolve(&fair, Moment::Newest).await?;
        let Some(revision) = self.book.record(intent.name.as_str(), &newest).await? else {
            return Ok(None);
        };
        let before: R = decode(&revision)?;
        let after = intent.mask.apply(&before, &intent.sent)?;
        let mut wrong = Violations::new();
        after.check(&mut wrong);
        let mut references = Vec::new();
        if wrong.is_empty() {
            references = after.references(&intent.name);
            check_references(intent.name.fair(), "", &references, &mut wrong);
            // What is wrong is told inside the transaction, which can look up no others.
            references.retain(|reference| belongs(intent.name.fair(), reference));
        }
        let mut beside = Violations::new();
        if is_refused || !wrong.is_empty() {
            beside = wrong_beside(&after, Some(&intent.name), &self.service, &wrong).await;
        }
        Ok(Some(Foreseen {
            learnable: wrong.is_empty() && revision.state == State::Live,
            after,
            wrong,
            beside,
            references,
        }))
    }

    /// The refusal of an update whose record cannot be looked up: what was sent is
    /// looked at by itself, as far as the mask touches it.
    async fn refused<R: Record<Service>>(
        &self,
        mut violations: Violations,
        mask: &Mask,
        sent: &R,
    ) -> Fault {
        let mut within = Violations::new();
        sent.check(&mut within);
        let beside = wrong_beside(sent, None, &self.service, &within).await;
        within.within("", beside);
        let mut touched = Violations::new();
        for wrong in within.found() {
            if mask.touches(&wrong.field) {
                touched.add(&wrong.field, &wrong.description);
            }
        }
        violations.within(R::FIELD, touched);
        Fault::InvalidFields(violations)
    }
}

/// What the caller wants.
struct Intent<R> {
    name: Name,
    etag: String,
    mask: Mask,
    sent: R,
}

/// What would come of it.
struct Foreseen<R> {
    after: R,
    /// What is wrong with it, relative to the record.
    wrong: Violations,
    /// What else is wrong with it, if it is refused.
    beside: Violations,
    references: Vec<Reference>,
    /// Whether there is a reason to ask other services.
    learnable: bool,
}

impl<R> Intent<R> {
    /// The change, inside the transaction. `known` is nothing when the foreseen
    /// record was wrong; then `beside` is told too.
    fn change<Service>(
        self,
        known: Option<Result<R::Known, Fault>>,
        beside: Violations,
        reads: &HashSet<String>,
        loaded: &Loaded,
    ) -> Result<Change, Fault>
    where
        R: Record<Service>,
    {
        let revision = current(&self.name, &self.etag, loaded)?;
        let before: R = decode(revision)?;
        let after = self.mask.apply(&before, &self.sent)?;
        let mut within = Violations::new();
        after.check(&mut within);
        if !within.is_empty() {
            within.within("", beside);
        }
        require_fields(R::FIELD, within)?;
        let mut references = after.references(&self.name);
        let mut foreign = Violations::new();
        check_references(self.name.fair(), R::FIELD, &references, &mut foreign);
        foreign.check()?;
        let found = Found {
            name: &self.name,
            loaded,
            current_etag: etag::of(revision.revision),
        };
        let foreseen = references
            .iter()
            .all(|reference| reads.contains(&reference.name));
        let known = match known {
            Some(known) if foreseen => known?,
            _ => return Err(found.overtaken()),
        };
        // What it referred to before may be retired by now: that is no new entry.
        let before_it = before.references(&self.name);
        references.retain(|reference| !before_it.iter().any(|known| known.name == reference.name));
        require_references(R::FIELD, &references, loaded)?;
        settle(after, Some(&before), &known, &found)
    }
}

/// Takes name and etag out of the record that was sent.
fn named<Service, R: Record<Service>>(
    sent: &mut R,
    violations: &mut Violations,
) -> (Option<Name>, String) {
    let header = sent.header();
    let field = format!("{}.name", R::FIELD);
    let name = Name::require(header.name, R::LEVEL, R::COLLECTION, &field, violations);
    (name, std::mem::take(header.etag))
}
