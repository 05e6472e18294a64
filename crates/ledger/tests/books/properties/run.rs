//! A run: each step is done to the books and to the model, and what the model
//! foretells is what the books must answer.

use fault::Fault;
use ledger::{BookConfig, Clock, Moment, Receipt, RecordedAt, State, Write};

use super::steps::{Call, GAIN_LIMIT, Op, Step, as_write};
use crate::books::{
    bench::{Bench, as_one_group, fair, id},
    check::{brief, check_position, expected},
    deal::{Deal, cubes},
    model::{Model, ModelRevision},
};

/// A request that was answered.
struct Answered {
    number: u32,
    op: Op,
    revisions: Vec<ModelRevision>,
    /// None while its group is not finished.
    sequence: Option<i64>,
}

/// What a call must bring.
enum Expected {
    Fault(&'static str),
    Answer {
        revisions: Vec<ModelRevision>,
        replayed: bool,
        sequence: Option<i64>,
    },
}

pub(super) struct Run {
    bench: Bench,
    model: Model,
    answered: Vec<Answered>,
    asked: Vec<(RecordedAt, i64)>,
    written: Vec<Deal>,
    floor: RecordedAt,
    /// How far the wall clock has gained since the book was opened.
    gained: i64,
    next_request: u32,
}

impl Run {
    /// A run on books that work like that.
    pub(super) fn working(config: BookConfig) -> Self {
        Self {
            bench: Bench::working(cubes(), config),
            model: Model::default(),
            answered: Vec::new(),
            asked: Vec::new(),
            written: Vec::new(),
            floor: RecordedAt(0),
            gained: 0,
            next_request: 1,
        }
    }

    pub(super) async fn take(&mut self, step: Step) {
        match step {
            Step::Group(calls) => self.group(calls).await,
            Step::Clock(both, wall) => {
                self.bench.clock.advance(both);
                self.bench.clock.jump(wall);
                self.gained += wall;
            }
            Step::Ask(ago) => self.ask(ago).await,
            Step::Reopen => {
                self.bench.reopen().await;
                self.gained = 0;
            }
        }
    }

    async fn group(&mut self, calls: Vec<Call>) {
        let sequence = self.model.newest_sequence() + 1;
        let first_change = self.model.revisions.len();
        let (mut writes, mut expected) = (Vec::new(), Vec::new());
        for call in calls {
            let (write, outcome) = self.foretell(call, sequence, first_change);
            writes.push(write);
            expected.push(outcome);
        }
        let changed = self.model.revisions.len() > first_change;
        if changed {
            self.model.times.push(self.next_recorded_at());
        }
        let here = self.model.newest_sequence();
        for answered in &mut self.answered {
            answered.sequence.get_or_insert(here);
        }
        let answers = as_one_group(&self.bench, writes).await;
        for (answer, expected) in answers.into_iter().zip(expected) {
            self.compare(answer, expected, here);
        }
        assert_eq!(self.bench.newest().await.sequence, here);
        check_position(&self.bench.book, &self.model, here).await;
    }

    fn next_recorded_at(&self) -> RecordedAt {
        let newest = self.model.times.last().copied().unwrap_or(RecordedAt(0));
        self.bench.clock.now().max(newest.max(self.floor).next())
    }

    fn suspect(&self) -> bool {
        self.gained > GAIN_LIMIT
    }

    /// The write of a call and what must come of it.
    fn foretell(&mut self, call: Call, sequence: i64, first: usize) -> (Write, Expected) {
        let (op, index) = match call {
            Call::New(op) => (op, None),
            Call::Retry(_) | Call::Reuse(_) if self.answered.is_empty() => (Op::Refuse, None),
            Call::Retry(index) => {
                let answered = index.get(&self.answered);
                let outcome = Expected::Answer {
                    revisions: answered.revisions.clone(),
                    replayed: true,
                    sequence: answered.sequence,
                };
                return (as_write(answered.number, &answered.op), outcome);
            }
            Call::Reuse(index) => (Op::Refuse, Some(index.get(&self.answered).number)),
        };
        if let Some(number) = index {
            let mut write = as_write(number, &op);
            write.request.digest = [9; 32];
            return (write, Expected::Fault("REQUEST_ID_REUSED"));
        }
        let number = self.next_request;
        self.next_request += 1;
        let write = as_write(number, &op);
        if self.suspect() {
            return (write, Expected::Fault("CLOCK_SUSPECT"));
        }
        let outcome = match self.apply(&op, sequence, first) {
            Err(reason) => Expected::Fault(reason),
            Ok(revisions) => {
                self.answered.push(Answered {
                    number,
                    op,
                    revisions: revisions.clone(),
                    sequence: None,
                });
                Expected::Answer {
                    revisions,
                    replayed: false,
                    sequence: None,
                }
            }
        };
        (write, outcome)
    }

    /// What the operation does to the model.
    fn apply(
        &mut self,
        op: &Op,
        sequence: i64,
        first: usize,
    ) -> Result<Vec<ModelRevision>, &'static str> {
        let live = |model: &Model, which: u8| {
            model
                .record(&id(which))
                .filter(|one| one.state == State::Live)
                .cloned()
        };
        let changes = match op {
            Op::Refuse => return Err("STATE_FORBIDS"),
            Op::Panic(_) => return Err("INTERNAL_DEFECT"),
            Op::Look(which) => {
                return Ok(self
                    .model
                    .record(&id(*which))
                    .into_iter()
                    .cloned()
                    .collect());
            }
            Op::Create(which, deal) => match self.model.record(&id(*which)) {
                Some(_) => return Err("RESOURCE_EXISTS"),
                None => vec![(*which, State::Live, deal.clone())],
            },
            Op::Update(which, deal) => {
                live(&self.model, *which).ok_or("RESOURCE_NOT_FOUND")?;
                vec![(*which, State::Live, deal.clone())]
            }
            Op::Retire(which) => {
                let old = live(&self.model, *which).ok_or("RESOURCE_NOT_FOUND")?;
                vec![(*which, State::Void, old.deal)]
            }
            Op::Replace(new, old, deal) => {
                let before = live(&self.model, *old).ok_or("RESOURCE_NOT_FOUND")?;
                vec![
                    (*old, State::Void, before.deal),
                    (*new, State::Live, deal.clone()),
                ]
            }
        };
        let mut fresh = Vec::new();
        for (which, state, deal) in changes {
            let name = id(which);
            self.written.push(deal.clone());
            fresh.push(ModelRevision {
                revision: self.model.record(&name).map_or(1, |one| one.revision + 1),
                sequence,
                ordinal: i64::try_from(self.model.revisions.len() - first).unwrap(),
                state,
                deal,
                name,
            });
            self.model.revisions.extend(fresh.last().cloned());
        }
        Ok(fresh)
    }

    fn compare(&self, answer: Result<Receipt, Fault>, wanted: Expected, here: i64) {
        match (answer, wanted) {
            (Err(fault), Expected::Fault(reason)) => {
                assert_eq!(fault.code_and_reason().1, reason, "{fault:?}");
            }
            (
                Ok(receipt),
                Expected::Answer {
                    revisions,
                    replayed,
                    sequence,
                },
            ) => {
                let found: Vec<_> = receipt.revisions.iter().map(brief).collect();
                let wanted: Vec<_> = revisions.iter().map(expected).collect();
                assert_eq!(found, wanted);
                assert_eq!(receipt.replayed, replayed);
                assert_eq!(receipt.position.sequence, sequence.unwrap_or(here));
                let time = usize::try_from(receipt.position.sequence)
                    .unwrap()
                    .checked_sub(1);
                let time = time.map(|index| self.model.times[index]);
                assert_eq!(receipt.position.recorded_at, time);
            }
            (Ok(receipt), Expected::Fault(reason)) => panic!("{reason}, not {receipt:?}"),
            (Err(fault), Expected::Answer { .. }) => panic!("{fault:?}"),
        }
    }

    async fn ask(&mut self, ago: i64) {
        let now = self.bench.clock.now();
        let time = RecordedAt(now.0 - ago);
        let known = self
            .model
            .times
            .last()
            .copied()
            .unwrap_or(RecordedAt(0))
            .max(self.floor);
        let answer = self.bench.book.resolve(&fair(), Moment::Time(time)).await;
        if time > known && time > now {
            assert!(
                matches!(answer, Err(Fault::AsOfInvalid { .. })),
                "{answer:?}"
            );
        } else if time > known && self.suspect() {
            assert!(
                matches!(answer, Err(Fault::ClockSuspect { .. })),
                "{answer:?}"
            );
        } else {
            let sequence = self.model.sequence_at(time);
            assert_eq!(answer.unwrap().sequence, sequence);
            self.asked.push((time, sequence));
            if time > known {
                self.floor = time;
            }
        }
    }

    /// Everything ever answered is still true.
    pub(super) async fn look_back(&mut self) {
        self.bench.reopen().await;
        for sequence in 0..=self.model.newest_sequence() {
            check_position(&self.bench.book, &self.model, sequence).await;
        }
        for (time, sequence) in &self.asked {
            let again = self
                .bench
                .book
                .resolve(&fair(), Moment::Time(*time))
                .await
                .unwrap();
            assert_eq!(again.sequence, *sequence, "as of {time:?}");
        }
        let report = self.bench.audit(&self.written);
        assert!(report.is_clean(), "{:#?}", report.findings);
        assert_eq!(report.differences, vec![]);
        assert_eq!(report.counts.positions, self.model.times.len() as u64);
        assert_eq!(report.counts.revisions, self.model.revisions.len() as u64);
        assert_eq!(report.counts.requests, self.answered.len() as u64);
    }
}
