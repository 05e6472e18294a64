//! Groups: what is committed together.

use std::{collections::BTreeMap, sync::Arc};

use fault::Fault;
use tracing::Span;

use crate::{
    Fair, Receipt, RecordedAt, Stored, Write,
    store::{self, StoreError, outdated, unreachable},
};

use super::{Answer, Asked, Bench, Job, Promised, overlay};

/// The jobs of a group, by fair.
pub(super) type Work = BTreeMap<Fair, FairWork>;

/// What came of the jobs of a group, by fair.
pub(super) type Outcomes = BTreeMap<Fair, FairOutcome>;

/// Jobs that share a commit, by fair, each in the order it came.
#[derive(Default)]
pub(super) struct Group {
    work: Work,
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
    /// Each with the span of its write.
    writes: Vec<(Answer<Receipt>, Span)>,
    promises: Vec<Answer<Promised>>,
}

/// A group after its transaction.
pub(super) struct Committed {
    pub(super) outcomes: Outcomes,
    /// What was committed; none if there was nothing to.
    pub(super) stored: Option<Stored>,
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
            Job::Write(asked) => {
                let Asked {
                    write,
                    answer,
                    waiting,
                    span,
                } = asked;
                drop(waiting);
                let fair = write.fair.clone();
                self.answers
                    .fairs
                    .entry(fair.clone())
                    .or_default()
                    .writes
                    .push((answer, span));
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

    pub(super) fn split(self) -> (Work, Answers) {
        (self.work, self.answers)
    }
}

/// One transaction for the whole group; for each fair one position at most.
/// Fairs are taken in the order of their names, so that two processes cannot
/// wait for each other.
pub(super) fn commit(
    writer: &mut dyn store::Writer,
    bench: &mut Bench,
    work: Work,
) -> Result<Committed, GroupError> {
    let mut outcomes = Outcomes::new();
    if work.is_empty() {
        return Ok(Committed {
            outcomes,
            stored: None,
        });
    }
    let mut stored = Stored::default();
    let mut transaction = writer.begin().map_err(GroupError::BeforeCommit)?;
    let mut to_commit = false;
    for (fair, work) in work {
        let settled = overlay::settle_fair(&mut *transaction, bench, &fair, work)
            .map_err(GroupError::BeforeCommit)?;
        to_commit |= settled.to_commit;
        stored.cells += settled.cells;
        stored.writes += settled.outcome.writes_done();
        outcomes.insert(fair, settled.outcome);
    }
    if to_commit {
        transaction.commit().map_err(GroupError::AtCommit)?;
    }
    Ok(Committed {
        outcomes,
        stored: to_commit.then_some(stored),
    })
}

impl FairOutcome {
    /// The writes that were not refused.
    fn writes_done(&self) -> u64 {
        let done = self.writes.iter().filter(|write| write.is_ok());
        done.count().try_into().unwrap_or(u64::MAX)
    }
}

impl Answers {
    /// The spans of the writes.
    pub(super) fn spans(&self) -> impl Iterator<Item = &Span> + Clone {
        let writes = self.fairs.values().flat_map(|fair| &fair.writes);
        writes.map(|(_, span)| span)
    }

    /// Gives everybody what came of their job. Who no longer listens is passed
    /// over: the write stands, and the request id finds it.
    pub(super) fn give(self, mut outcomes: Outcomes) {
        for (fair, answers) in self.fairs {
            let Some(outcome) = outcomes.remove(&fair) else {
                continue;
            };
            for ((answer, span), result) in answers.writes.into_iter().zip(outcome.writes) {
                // Ended before whoever waits ends the span around it.
                drop(span);
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
            for (answer, _span) in answers.writes {
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
