//! Groups: what is committed together.

use std::{collections::BTreeMap, sync::Arc};

use fault::Fault;

use crate::{
    Fair, Receipt, RecordedAt, Write,
    store::{self, StoreError, outdated, unreachable},
};

use super::{Answer, Bench, Job, Promised, overlay};

/// Jobs that share a commit, by fair, each in the order it came.
#[derive(Default)]
pub(super) struct Group {
    work: BTreeMap<Fair, FairWork>,
    answers: Answers,
    length: usize,
}

/// The jobs of one fair.
#[derive(Default)]
pub(super) struct FairWork {
    pub(super) writes: Vec<Write>,
    pub(super) promises: Vec<RecordedAt>,
}

/// What came of the jobs of one fair, in the same order.
pub(super) struct FairOutcome {
    pub(super) writes: Vec<Result<Receipt, Fault>>,
    pub(super) promises: Vec<Result<Promised, Fault>>,
}

/// Where the answers go, in the same order.
#[derive(Default)]
pub(super) struct Answers {
    fairs: BTreeMap<Fair, FairAnswers>,
}

/// Where the answers of one fair go.
#[derive(Default)]
struct FairAnswers {
    writes: Vec<Answer<Receipt>>,
    promises: Vec<Answer<Promised>>,
}

/// Why a group was not committed, or may not have been.
#[derive(Debug, thiserror::Error)]
pub(super) enum GroupError {
    /// Nothing was stored.
    #[error("before the commit: {0}")]
    BeforeCommit(#[source] StoreError),
    /// The store failed to commit.
    #[error("at the commit: {0}")]
    AtCommit(#[source] StoreError),
}

impl Group {
    /// Adds a job; false when it is the last.
    pub(super) fn add(&mut self, job: Job) -> bool {
        self.length += 1;
        match job {
            Job::Write(write, answer) => {
                let fair = write.fair.clone();
                self.answers
                    .fairs
                    .entry(fair.clone())
                    .or_default()
                    .writes
                    .push(answer);
                self.work.entry(fair).or_default().writes.push(*write);
                true
            }
            Job::Promise(fair, at, answer) => {
                self.answers
                    .fairs
                    .entry(fair.clone())
                    .or_default()
                    .promises
                    .push(answer);
                self.work.entry(fair).or_default().promises.push(at);
                true
            }
            Job::Close => false,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.length
    }

    pub(super) fn split(self) -> (BTreeMap<Fair, FairWork>, Answers) {
        (self.work, self.answers)
    }
}

/// One transaction for the whole group; for each fair one position at most.
/// Fairs are taken in the order of their names, so that two processes cannot
/// wait for each other.
pub(super) fn commit(
    writer: &mut dyn store::Writer,
    bench: &mut Bench,
    work: BTreeMap<Fair, FairWork>,
) -> Result<BTreeMap<Fair, FairOutcome>, GroupError> {
    let mut outcomes = BTreeMap::new();
    if work.is_empty() {
        return Ok(outcomes);
    }
    let mut transaction = writer.begin().map_err(GroupError::BeforeCommit)?;
    let mut to_commit = false;
    for (fair, work) in work {
        let (outcome, settled) = overlay::settle_fair(&mut *transaction, bench, &fair, work)
            .map_err(GroupError::BeforeCommit)?;
        to_commit |= settled;
        outcomes.insert(fair, outcome);
    }
    if to_commit {
        transaction.commit().map_err(GroupError::AtCommit)?;
    }
    Ok(outcomes)
}

impl Answers {
    pub(super) fn len(&self) -> usize {
        self.fairs.values().map(|fair| fair.writes.len()).sum()
    }

    /// Gives everybody what came of their job. Who no longer listens is passed
    /// over: the write stands, and the request id finds it.
    pub(super) fn give(self, mut outcomes: BTreeMap<Fair, FairOutcome>) {
        for (fair, answers) in self.fairs {
            let Some(outcome) = outcomes.remove(&fair) else {
                continue;
            };
            for (answer, result) in answers.writes.into_iter().zip(outcome.writes) {
                let _ = answer.send(result);
            }
            for (answer, result) in answers.promises.into_iter().zip(outcome.promises) {
                let _ = answer.send(result);
            }
        }
    }

    /// Gives everybody the error of the whole group.
    pub(super) fn refuse(self, error: GroupError) {
        let error = Arc::new(error);
        for answers in self.fairs.into_values() {
            for answer in answers.writes {
                let _ = answer.send(Err(error_for_one(&error)));
            }
            for answer in answers.promises {
                let _ = answer.send(Err(error_for_one(&error)));
            }
        }
    }
}

/// The error of a group, as each of its writes is told.
fn error_for_one(error: &Arc<GroupError>) -> Fault {
    match &**error {
        GroupError::BeforeCommit(StoreError::Full) | GroupError::AtCommit(StoreError::Full) => {
            Fault::DiskFull
        }
        GroupError::BeforeCommit(StoreError::Damaged { why }) => {
            Fault::BooksDamaged { why: why.clone() }
        }
        GroupError::BeforeCommit(StoreError::Unreachable { doing, .. }) => unreachable(doing),
        GroupError::BeforeCommit(StoreError::Outdated) => outdated(),
        GroupError::BeforeCommit(_) => Fault::defect("writing to the books", error.clone()),
        GroupError::AtCommit(_) => Fault::OutcomeUnknown {
            source: Box::new(error.clone()),
        },
    }
}
