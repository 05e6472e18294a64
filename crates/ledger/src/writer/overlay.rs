//! The overlay: what a group has decided for one fair, over what is stored.

mod finish;
mod replay;

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use fault::Fault;

use crate::{
    Change, Fair, Loaded, Position, RecordedAt, Revision, Write,
    cell::Delta,
    store::{Head, NewRequest, StoreError, StoredRequest, Transaction},
};

use super::{
    Bench, Promised,
    admit::{Setback, admit, run_rule},
    group::{FairOutcome, FairWork},
};
pub(crate) use replay::NOTHING_CHANGED;
use replay::{Answered, RequestIndex};

/// What is known of a record; an error says how what is stored is damaged.
type Known = Result<Option<Arc<Revision>>, String>;

/// What was decided of one write.
enum Decided {
    Refused(Fault),
    /// Answered before this group.
    Replayed(Stored),
    /// Answered with the position of this group.
    Here {
        revisions: Vec<Arc<Revision>>,
        changed: bool,
        /// Whether an earlier write of the group was the same request.
        replayed: bool,
    },
}

/// An answer that an earlier group gave.
struct Stored {
    position: Position,
    revisions: Vec<Revision>,
    changed: bool,
}

/// What came of the jobs of one fair, before the commit.
pub(super) struct Settled {
    pub(super) outcome: FairOutcome,
    /// Whether there is anything to commit.
    pub(super) to_commit: bool,
    /// How many cells were touched.
    pub(super) cells: u64,
}

/// What one group does to one fair.
struct Overlay<'a> {
    transaction: &'a mut dyn Transaction,
    bench: &'a mut Bench,
    fair: &'a Fair,
    head: Head,
    /// The floor before this group.
    stored_floor: RecordedAt,
    /// When the position of this group is recorded, if it makes one.
    recorded_at: RecordedAt,
    suspicion: Option<String>,
    records: HashMap<String, Known>,
    appended: Vec<Arc<Revision>>,
    answered: HashMap<RequestIndex, Answered>,
    requests: Vec<NewRequest>,
}

/// Decides the jobs of one fair and appends what they change. Also says
/// whether there is anything to commit. An answer that was given before is: a commit
/// with an unknown outcome may have left it where a standby does not have it, and what
/// is committed after it is durable together with it.
pub(super) fn settle_fair(
    transaction: &mut dyn Transaction,
    bench: &mut Bench,
    fair: &Fair,
    work: FairWork,
) -> Result<Settled, StoreError> {
    let stored_head = transaction.lock_head(fair)?.unwrap_or_default();
    // After the head is locked: the time of the store is that of its holder.
    let now = transaction.now()?.unwrap_or_else(|| bench.clock.now());
    let suspicion = bench.watch.suspicion(now, &*bench.clock);
    let (promises, floor) = promise(fair, &stored_head, &work.promises, suspicion.as_deref());
    let head = Head {
        floor,
        ..stored_head
    };
    let after = head.recorded_at.map_or(floor, |at| at.max(floor)).next();
    let mut overlay = Overlay {
        recorded_at: now.max(after),
        records: load(transaction, fair, &work.writes)?,
        transaction,
        bench,
        fair,
        head,
        stored_floor: stored_head.floor,
        suspicion,
        appended: Vec::new(),
        answered: HashMap::new(),
        requests: Vec::new(),
    };
    let decided = overlay.decide(work.writes)?;
    let replayed = decided
        .iter()
        .any(|one| matches!(one, Decided::Replayed(_)));
    let finished = overlay.finish(decided)?;
    Ok(Settled {
        outcome: FairOutcome {
            writes: finished.answers,
            promises,
        },
        to_commit: finished.appended || replayed,
        cells: finished.cells,
    })
}

/// Answers what times mean, and gives the floor that keeps the answers true:
/// no later commit of the fair may be recorded at or before it.
fn promise(
    fair: &Fair,
    head: &Head,
    times: &[RecordedAt],
    suspicion: Option<&str>,
) -> (Vec<Result<Promised, Fault>>, RecordedAt) {
    let mut floor = head.floor;
    let answers = times
        .iter()
        .map(|&time| {
            if head.recorded_at.is_some_and(|newest| time <= newest) {
                return Ok(Promised::Past);
            }
            // A promise reaching into a false future would drag all later
            // commits there.
            if let Some(why) = suspicion.filter(|_| time > head.floor) {
                return Err(Fault::ClockSuspect {
                    why: why.to_owned(),
                });
            }
            floor = floor.max(time);
            Ok(Promised::Newest(head.position(fair)))
        })
        .collect();
    (answers, floor)
}

/// The newest revisions of everything the writes read.
fn load(
    transaction: &mut dyn Transaction,
    fair: &Fair,
    writes: &[Write],
) -> Result<HashMap<String, Known>, StoreError> {
    let names: BTreeSet<&str> = writes
        .iter()
        .flat_map(|write| &write.reads)
        .map(String::as_str)
        .collect();
    let names: Vec<&str> = names.into_iter().collect();
    let found = transaction.newest(fair, &names, i64::MAX)?;
    let known = |(name, change): (&str, Option<crate::store::StoredChange>)| {
        let revision = change
            .map(|change| change.into_revision().map(Arc::new))
            .transpose();
        (name.to_owned(), revision.map_err(|error| error.to_string()))
    };
    Ok(names.into_iter().zip(found).map(known).collect())
}

impl Overlay<'_> {
    /// Decides every write, in order. Each sees what the ones before changed;
    /// a refused one leaves nothing behind.
    fn decide(&mut self, writes: Vec<Write>) -> Result<Vec<Decided>, StoreError> {
        let keys: Vec<_> = writes.iter().map(|write| &write.request).collect();
        let stored = self.transaction.requests(self.fair, &keys)?;
        let mut decided = Vec::with_capacity(writes.len());
        for (write, stored) in writes.into_iter().zip(stored) {
            decided.push(match self.decide_one(write, stored) {
                Ok(one) => one,
                Err(Setback::Refused(fault)) => Decided::Refused(fault),
                Err(Setback::Store(error)) => return Err(error),
            });
        }
        Ok(decided)
    }

    fn decide_one(
        &mut self,
        write: Write,
        stored: Option<StoredRequest>,
    ) -> Result<Decided, Setback> {
        if let Some(before) = self.replay(&write.request, stored)? {
            return Ok(before);
        }
        if let Some(why) = self.suspicion.clone() {
            return Err(Fault::ClockSuspect { why }.into());
        }
        let given = self.given(&write.reads)?;
        let loaded: Loaded = given.iter().cloned().collect();
        let changes = run_rule(write.rule, &loaded)?;
        let changed = !changes.is_empty();
        let answer = if changed {
            self.accept(changes, &write.reads)?
        } else {
            given
        };
        self.remember(write.request, &answer, changed);
        Ok(Decided::Here {
            revisions: answer,
            changed,
            replayed: false,
        })
    }

    /// The revisions a rule is given, in the order of its reads.
    fn given(&self, reads: &[String]) -> Result<Vec<Arc<Revision>>, Fault> {
        let mut given: Vec<Arc<Revision>> = Vec::with_capacity(reads.len());
        for (index, name) in reads.iter().enumerate() {
            if !self.fair.holds(name) {
                let why = format!("it reads {name:?}, which is not of {}", self.fair);
                return Err(Fault::defect("a write reads across fairs", why));
            }
            match self.records.get(name) {
                Some(Ok(Some(revision))) if !reads[..index].contains(name) => {
                    given.push(revision.clone());
                }
                Some(Err(why)) => return Err(Fault::BooksDamaged { why: why.clone() }),
                _ => {}
            }
        }
        Ok(given)
    }

    /// Takes over the changes of one write: all or none.
    fn accept(
        &mut self,
        changes: Vec<Change>,
        reads: &[String],
    ) -> Result<Vec<Arc<Revision>>, Setback> {
        let mut deltas: HashMap<_, Delta> = HashMap::new();
        let mut fresh: Vec<Arc<Revision>> = Vec::with_capacity(changes.len());
        for change in changes {
            admit(&change, self.fair, reads, &self.bench.cubes)?;
            let earlier = fresh
                .iter()
                .rev()
                .find(|revision| revision.name == change.name);
            let stored = self
                .records
                .get(&change.name)
                .and_then(|known| known.as_ref().ok());
            let previous = earlier.or(stored.and_then(Option::as_ref));
            // The stored facts go out, whatever today's code would make of the
            // stored body.
            for fact in previous.map_or(&[][..], |revision| &revision.facts) {
                self.bench.layout.place(fact, &mut |key, quantities| {
                    deltas.entry(key).or_default().take_out(quantities);
                });
            }
            for fact in &change.facts {
                self.bench.layout.place(fact, &mut |key, quantities| {
                    deltas.entry(key).or_default().put_in(quantities);
                });
            }
            let number = previous.map_or(1, |revision| revision.revision + 1);
            let ordinal = self.appended.len() + fresh.len();
            fresh.push(Arc::new(self.revise(change, number, ordinal)));
        }
        let cells = self.bench.cells.fair(self.fair, self.head.sequence);
        cells.apply(self.transaction, self.fair, &self.bench.layout, deltas)?;
        for revision in &fresh {
            self.records
                .insert(revision.name.clone(), Ok(Some(revision.clone())));
        }
        self.appended.extend(fresh.iter().cloned());
        Ok(fresh)
    }

    fn revise(&self, change: Change, revision: i64, ordinal: usize) -> Revision {
        Revision {
            name: change.name,
            revision,
            sequence: self.head.sequence + 1,
            // A group holds far fewer changes than fit an i64.
            ordinal: i64::try_from(ordinal).unwrap_or(i64::MAX),
            recorded_at: self.recorded_at,
            state: change.state,
            reason: change.reason,
            moved_to: change.moved_to,
            body: change.body,
            erased: false,
            facts: change.facts,
        }
    }
}
