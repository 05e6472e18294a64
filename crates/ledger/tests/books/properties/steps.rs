//! What a test does to the books, made at random, and each operation as the
//! write it stands for.

use fault::Fault;
use ledger::{State, Write};
use proptest::prelude::*;

use crate::books::{
    bench::{create, id, live, request, retire, update, void, write},
    check::RECORDS,
    deal::{COUNTRIES, CURRENCIES, DAYS, Deal, EDITIONS, FEATURES, ORGANISATIONS, SCOPES},
};

/// Ten minutes in microseconds, the most the wall clock may gain.
pub(super) const GAIN_LIMIT: i64 = 600_000_000;

#[derive(Clone, Debug)]
pub(super) enum Op {
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
pub(super) enum Call {
    New(Op),
    /// The same request as one before.
    Retry(prop::sample::Index),
    /// The id of a request before, with another content.
    Reuse(prop::sample::Index),
}

#[derive(Clone, Debug)]
pub(super) enum Step {
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

pub(super) fn steps() -> impl Strategy<Value = Step> {
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

/// The write of an operation under that request.
pub(super) fn as_write(number: u32, op: &Op) -> Write {
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
