//! Any sequence of creates, updates, voids, retries, reused ids, refusals,
//! panics, clock jumps and restarts, in groups of any size, against the model.

use fault::Fault;
use ledger::{Clock, Moment, Receipt, RecordedAt, State, Write};
use proptest::prelude::*;

use super::{
    bench::{Bench, as_one_group, create, fair, id, live, request, retire, update, void, write},
    check::{RECORDS, brief, check_position, expected},
    deal::{COUNTRIES, CURRENCIES, DAYS, Deal, EDITIONS, FEATURES, ORGANISATIONS, SCOPES},
    model::{Model, ModelRevision},
};

/// Ten minutes in microseconds, the most the wall clock may gain.
const GAIN_LIMIT: i64 = 600_000_000;

#[derive(Clone, Debug)]
enum Op {
    Create(u8, Deal),
    Update(u8, Deal),
    Retire(u8),
    /// One write that creates one record and retires another.
    Replace(u8, u8, Deal),
    /// A write that reads a record and changes nothing.
    Look(u8),
    Refuse,
    Panic(u8),
}

#[derive(Clone, Debug)]
enum Call {
    New(Op),
    /// The same request as one before.
    Retry(prop::sample::Index),
    /// The id of a request before, with another content.
    Reuse(prop::sample::Index),
}

#[derive(Clone, Debug)]
enum Step {
    Group(Vec<Call>),
    /// Microseconds on both clocks, and on the wall clock alone.
    Clock(i64, i64),
    /// What the books knew this many microseconds ago.
    Ask(i64),
    Reopen,
}

fn deals() -> impl Strategy<Value = Deal> {
    let pick = |list: &'static [&'static str]| prop::sample::select(list);
    let some = |list: &'static [&'static str]| prop::sample::subsequence(list, 0..=list.len());
    (
        (pick(&EDITIONS), any::<bool>(), pick(&SCOPES), pick(&DAYS)),
        prop::option::of((pick(&CURRENCIES), -5_000..5_000_i64)),
        prop::option::weighted(0.3, pick(&FEATURES)),
        (some(&COUNTRIES), some(&ORGANISATIONS)),
    )
        .prop_map(
            |((edition, counted, scope, signed_on), amount, featured, parties)| Deal {
                edition,
                counted,
                scope,
                signed_on,
                amount,
                featured,
                countries: parties.0.into_iter().collect(),
                organisations: parties.1.into_iter().collect(),
            },
        )
}

fn ops() -> impl Strategy<Value = Op> {
    let record = 0..RECORDS;
    let two = (record.clone(), record.clone());
    prop_oneof![
        4 => (record.clone(), deals()).prop_map(|(which, deal)| Op::Create(which, deal)),
        4 => (record.clone(), deals()).prop_map(|(which, deal)| Op::Update(which, deal)),
        2 => record.clone().prop_map(Op::Retire),
        2 => (two, deals()).prop_map(|((new, old), deal)| Op::Replace(new, old, deal)),
        1 => record.clone().prop_map(Op::Look),
        1 => Just(Op::Refuse),
        1 => record.prop_map(Op::Panic),
    ]
}

fn calls() -> impl Strategy<Value = Call> {
    prop_oneof![
        8 => ops().prop_map(Call::New),
        2 => any::<prop::sample::Index>().prop_map(Call::Retry),
        1 => any::<prop::sample::Index>().prop_map(Call::Reuse),
    ]
}

fn steps() -> impl Strategy<Value = Step> {
    let jump = prop_oneof![
        4 => Just(0),
        2 => -90_000_000..90_000_000_i64,
        1 => Just(GAIN_LIMIT + 1),
        1 => Just(-2 * GAIN_LIMIT),
    ];
    prop_oneof![
        6 => prop::collection::vec(calls(), 1..7).prop_map(Step::Group),
        2 => (0..5_000_000_i64, jump).prop_map(|(both, wall)| Step::Clock(both, wall)),
        2 => (-1_000_000..20_000_000_i64).prop_map(Step::Ask),
        1 => Just(Step::Reopen),
    ]
}

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

struct Run {
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
    fn new() -> Self {
        Self {
            bench: Bench::new(),
            model: Model::default(),
            answered: Vec::new(),
            asked: Vec::new(),
            written: Vec::new(),
            floor: RecordedAt(0),
            gained: 0,
            next_request: 1,
        }
    }

    async fn take(&mut self, step: Step) {
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
    async fn look_back(&mut self) {
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

/// The write of an operation under that request.
fn as_write(number: u32, op: &Op) -> Write {
    let request = request(number);
    match op.clone() {
        Op::Create(which, deal) => create(request, id(which), &deal),
        Op::Update(which, deal) => update(request, id(which), &deal),
        Op::Retire(which) => retire(request, id(which)),
        Op::Look(which) => write(request, &[&id(which)], Box::new(|_| Ok(Vec::new()))),
        // Unwinds as a panic does, without its message in the test's output.
        Op::Panic(which) => write(
            request,
            &[&id(which)],
            Box::new(|_| std::panic::resume_unwind(Box::new("a rule that panics"))),
        ),
        Op::Refuse => write(
            request,
            &[],
            Box::new(|_| {
                Err(Fault::StateForbids {
                    resource: "a record".to_owned(),
                    why: "the rule says no".to_owned(),
                })
            }),
        ),
        Op::Replace(new, old, deal) => {
            let (new, old) = (id(new), id(old));
            let reads = [new.clone(), old.clone()];
            let rule = move |loaded: &ledger::Loaded| match loaded.record(&old) {
                Some(found) if found.state == State::Live => {
                    Ok(vec![void(&old, &found.body), live(&new, &deal)])
                }
                _ => Err(Fault::not_found(old)),
            };
            write(request, &[&reads[0], &reads[1]], Box::new(rule))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_books_are_the_model_at_every_position(
        steps in prop::collection::vec(steps(), 1..25),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut run = Run::new();
            for step in steps {
                run.take(step).await;
            }
            run.look_back().await;
        });
    }
}

/// `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(64)
}
