//! How much is read of those who send too much.
//!
//! A refusal costs little, but not nothing: opening a stream of HTTP/2 and closing it again
//! takes a good part of what a cheap call takes. When refusals are many, they take the
//! processor from the answers. So only some are told each second. Beyond that, who is
//! refused is not read for a while: what he sends waits in his own buffers, which are
//! bounded, and costs nothing here. Then he is read in turn with the others who are, a
//! few calls at a time: when refusals may be told again, so that everybody hears sooner or
//! later, or as soon as more may wait for a place, so that places do not stay empty. The
//! calls of a connection share its fate, as nobody knows whose a call is before it is read;
//! a connection on which nobody is refused is read as always.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use tokio::{
    select,
    sync::{Mutex as Turns, oneshot},
    task::yield_now,
    time::{Instant, sleep_until, timeout},
};

use super::gate::Gate;

/// One refusal in so long. At 20 to 40 us each, all of them take 4 to 8 % of a processor.
const ONE_REFUSAL: Duration = Duration::from_micros(500);

/// How far they may be ahead of that: by five hundred. A process that has a lot to do gets
/// to read only now and then, and has to catch up with what came meanwhile.
const AHEAD_AT_MOST: Duration = Duration::from_millis(250);

/// How far they are ever reckoned ahead: what came at once from very many is not held
/// against those who come later.
const RECKONED_AT_MOST: Duration = Duration::from_secs(1);

/// How many calls are read at a time of somebody who was refused.
const CALLS_AT_LEAST: u32 = 16;
const CALLS_AT_MOST: u32 = 64;

/// How long a turn waits for whoever has it. A connection that is not read, as its other
/// side takes no answers, is not to hold up the others.
const WAITS: Duration = Duration::from_millis(20);

/// Who is read, and when.
#[derive(Clone, Debug)]
pub(in crate::listener) struct Pace {
    gate: Arc<Gate>,
    /// By when what has been refused will have been in time.
    refused_until: Arc<Mutex<Instant>>,
    /// Those who wait to be read, in the order of their asking.
    turns: Arc<Turns<()>>,
}

/// Whether somebody, a connection, is refused more often than can be told.
#[derive(Clone, Debug, Default)]
pub(in crate::listener) struct Debt(Arc<Owed>);

#[derive(Debug, Default)]
struct Owed {
    is_owed: AtomicBool,
    /// How many refusals were reckoned with when calls were read.
    reckoned: AtomicU32,
}

/// Somebody's turn to be read, over when it is dropped.
#[derive(Debug)]
pub(in crate::listener) struct Turn {
    /// How many calls may be read.
    pub(in crate::listener) calls: u32,
    _over: oneshot::Sender<()>,
}

/// Why somebody may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// More may wait for a place.
    Room,
    /// Refusals may be told.
    Refusals,
}

impl Pace {
    pub(super) fn of(gate: &Arc<Gate>) -> Self {
        Self {
            gate: Arc::clone(gate),
            refused_until: Arc::new(Mutex::new(Instant::now())),
            turns: Arc::default(),
        }
    }

    /// Whether everybody is to be read a little at a time.
    pub(in crate::listener) fn is_slow(&self) -> bool {
        self.gate.has_too_much()
    }

    /// A call that came over a connection was refused.
    pub(super) fn refused(&self, debt: Option<&Debt>) {
        if debt.is_some_and(Debt::was_reckoned_with) {
            return;
        }
        let now = Instant::now();
        let mut until = self.until();
        *until = ((*until).max(now) + ONE_REFUSAL).min(now + RECKONED_AT_MOST);
        if *until > now + AHEAD_AT_MOST
            && let Some(debt) = debt
        {
            debt.0.is_owed.store(true, Ordering::Relaxed);
        }
    }

    /// Asks for a turn of somebody who was refused. It comes in a task of its own, so that
    /// it comes also when nobody looks.
    pub(in crate::listener) fn turn(&self, debt: &Debt) -> oneshot::Receiver<Turn> {
        let (mut given, turn) = oneshot::channel();
        let (pace, debt) = (self.clone(), debt.clone());
        tokio::spawn(async move {
            let _one_after_the_other = pace.turns.lock().await;
            let (calls, why) = select! {
                // Nothing is taken for somebody who is gone.
                biased;
                () = given.closed() => return,
                calls = pace.calls(&debt) => calls,
            };
            let (_over, over) = oneshot::channel();
            let is_given = given.send(Turn { calls, _over }).is_ok();
            // There is room for one, and refusals for as many as took some: a process that
            // has a lot to do gets to read so rarely that it has to be many at a time.
            if is_given && why == Why::Room {
                let _ = timeout(WAITS, over).await;
            }
        });
        turn
    }

    /// Waits until somebody may be read; how many calls, and why.
    async fn calls(&self, debt: &Debt) -> (u32, Why) {
        debt.0.reckoned.store(0, Ordering::Relaxed);
        let again_at = match self.take_refusals(debt) {
            Ok(calls) => return (calls, Why::Refusals),
            Err(again_at) => again_at,
        };
        // The calls of whoever was read before have come in by then.
        yield_now().await;
        select! {
            room = self.gate.room() => {
                let room = u32::try_from(room).unwrap_or(CALLS_AT_MOST);
                (room.clamp(1, CALLS_AT_MOST), Why::Room)
            }
            () = sleep_until(again_at) => {
                (self.take_refusals(debt).unwrap_or(1), Why::Refusals)
            }
        }
    }

    /// Takes as many refusals as may be told now, as if each call that is read were
    /// refused. Else it says when there are enough.
    fn take_refusals(&self, debt: &Debt) -> Result<u32, Instant> {
        let now = Instant::now();
        let mut until = self.until();
        let most = now + AHEAD_AT_MOST;
        let left = most.saturating_duration_since(*until).as_micros() / ONE_REFUSAL.as_micros();
        let calls = u32::try_from(left).map_or(CALLS_AT_MOST, |left| left.min(CALLS_AT_MOST));
        if calls < CALLS_AT_LEAST {
            // So far ahead that this much later they are there.
            return Err(*until + CALLS_AT_LEAST * ONE_REFUSAL - AHEAD_AT_MOST);
        }
        *until = (*until).max(now) + calls * ONE_REFUSAL;
        debt.0.reckoned.store(calls, Ordering::Relaxed);
        Ok(calls)
    }

    /// Only so many calls have come in somebody's turn: what was taken for the others is
    /// given back. What was taken for those that are let in is not, so that the ration is
    /// for what is read of those who owe, and not for how little of it is refused.
    pub(in crate::listener) fn came(&self, debt: &Debt, turn: &Turn, calls: u32) {
        let missing = turn.calls.saturating_sub(calls);
        let fewer = |reckoned: u32| Some(reckoned.saturating_sub(missing));
        let (set, fetch) = (Ordering::Relaxed, Ordering::Relaxed);
        let reckoned = debt.0.reckoned.fetch_update(set, fetch, fewer);
        let unused = reckoned.unwrap_or_default().min(missing) * ONE_REFUSAL;
        if unused.is_zero() {
            return;
        }
        let mut until = self.until();
        if let Some(less) = until.checked_sub(unused) {
            *until = less;
        }
    }

    fn until(&self) -> MutexGuard<'_, Instant> {
        self.refused_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Debt {
    pub(in crate::listener) fn is_owed(&self) -> bool {
        self.0.is_owed.load(Ordering::Relaxed)
    }

    /// Nothing more has come of whoever owed it.
    pub(in crate::listener) fn forget(&self) {
        self.0.is_owed.store(false, Ordering::Relaxed);
    }

    /// Whether a refusal was reckoned with; it is not any more.
    fn was_reckoned_with(&self) -> bool {
        let fewer = |reckoned: u32| reckoned.checked_sub(1);
        let (set, fetch) = (Ordering::Relaxed, Ordering::Relaxed);
        self.0.reckoned.fetch_update(set, fetch, fewer).is_ok()
    }
}

#[cfg(test)]
mod tests;
