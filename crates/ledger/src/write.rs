//! Writes: what goes into the one write path, and what comes back.

use std::{collections::HashMap, sync::Arc};

use fault::Fault;

use crate::{Fact, Fair, Position, Revision, State};

/// What makes a request the same request: kept for ever, so that a retry has
/// one effect and the same answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey {
    /// Who asks.
    pub caller: String,
    /// The method, for example `CreateAgreement`.
    pub method: String,
    /// The request id, a UUID the caller made.
    pub id: [u8; 16],
    /// The canonical digest of the request. The same id with another digest is
    /// another request, and refused.
    pub digest: [u8; 32],
}

/// The rule of a write: pure, given the newest revisions of the records it
/// named, it says what changes, or no. A no touches nothing and uses no
/// request id up.
///
/// No changes at all is an answer too: the books stay as they are and no
/// position is made for it, but the request id is used up, and its stored
/// answer is the revisions the rule was given.
pub type Rule = Box<dyn FnOnce(&Loaded) -> Result<Vec<Change>, Fault> + Send>;

/// One write of one fair.
pub struct Write {
    /// The fair.
    pub fair: Fair,
    /// The request it answers.
    pub request: RequestKey,
    /// The full names of the records the rule reads, all of this fair. A rule
    /// may change only records it has read.
    pub reads: Vec<String>,
    /// The rule.
    pub rule: Rule,
}

/// A revision to be appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The full name of the record, among those the write reads.
    pub name: String,
    /// What becomes of the record.
    pub state: State,
    /// Why, if it is voided or archived.
    pub reason: String,
    /// The record that takes its place, if it is voided to be moved.
    pub moved_to: String,
    /// The encoded record.
    pub body: Vec<u8>,
    /// What it contributes to the figures from now on. Empty for a void record.
    pub facts: Vec<Fact>,
}

/// The newest revisions of the records a rule reads, including changes made
/// earlier in the same commit.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    revisions: HashMap<String, Arc<Revision>>,
}

impl Loaded {
    /// The newest revision of the record, whatever its state; none if there is
    /// no such record or the write did not name it among its reads.
    #[must_use]
    pub fn record(&self, name: &str) -> Option<&Revision> {
        self.revisions.get(name).map(AsRef::as_ref)
    }
}

impl FromIterator<Arc<Revision>> for Loaded {
    fn from_iter<I: IntoIterator<Item = Arc<Revision>>>(revisions: I) -> Self {
        Self {
            revisions: revisions
                .into_iter()
                .map(|revision| (revision.name.clone(), revision))
                .collect(),
        }
    }
}

/// The answer to a write that is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The position that holds the change; the position it was found at if
    /// nothing changed.
    pub position: Position,
    /// The revisions the write appended, in the order of its changes; the
    /// revisions the rule was given, in the order of the reads, if nothing
    /// changed.
    pub revisions: Vec<Revision>,
    /// Whether the write changed anything: if not, the revisions are those the
    /// rule was given. A retry is told what the first answer was told.
    pub changed: bool,
    /// Whether this answers a retry of a request that was answered before.
    pub replayed: bool,
}
