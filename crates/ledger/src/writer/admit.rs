//! What a write must satisfy before any of it is taken over.

use std::panic::{AssertUnwindSafe, catch_unwind};

use fault::Fault;

use crate::{
    Change, Cubes, Fair, Loaded, Rule, State, revision::split_name, store::StoreError,
    writer::panic_text,
};

/// Why a write is not taken over.
pub(super) enum Setback {
    /// This write is refused; the rest of the group goes on.
    Refused(Fault),
    /// The store failed; the whole group is taken back.
    Store(StoreError),
}

impl From<Fault> for Setback {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault)
    }
}

impl From<StoreError> for Setback {
    fn from(error: StoreError) -> Self {
        match error {
            // What this write reads is damaged; that is no other write's fault.
            StoreError::Damaged { .. } => Self::Refused(error.into()),
            error => Self::Store(error),
        }
    }
}

/// Runs a rule. A panic in it is a defect of that write alone.
pub(super) fn run_rule(rule: Rule, loaded: &Loaded) -> Result<Vec<Change>, Fault> {
    // Nothing the rule could leave half done is used again: it only borrows
    // what was loaded, which it cannot change.
    catch_unwind(AssertUnwindSafe(|| rule(loaded)))
        .unwrap_or_else(|panic| Err(Fault::defect("a rule panicked", panic_text(&*panic))))
}

/// Checks a change against what was declared. What is wrong here is a defect
/// of the service, except for amounts.
pub(super) fn admit(
    change: &Change,
    fair: &Fair,
    reads: &[String],
    cubes: &Cubes,
) -> Result<(), Fault> {
    let defect = |why: &str| Err(Fault::defect(format!("changing {:?}", change.name), why));
    if !reads.contains(&change.name) {
        return defect("the rule changes a record it has not read");
    }
    if !fair.holds(&change.name) || split_name(&change.name).is_none() {
        return defect("the record is not one of the fair");
    }
    if change.state == State::Void && !change.facts.is_empty() {
        return defect("a void record has facts");
    }
    change.facts.iter().try_for_each(|fact| cubes.admit(fact))
}
