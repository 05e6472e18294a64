//! How much is read of those who send too much.
//!
//! A refusal costs little, but not nothing: opening a stream of HTTP/2 and closing it again
//! takes a good part of what a cheap call takes. When refusals are many, they take the
//! processor from the answers. So only some are told each second. Beyond that, who is
//! refused is not read for a while: what he sends waits in his own buffers, which are
//! bounded, and costs nothing here. Then he is read in turn with the others who are, a
//! few calls at a time: when refusals may be told again, so that everybody hears sooner or
//! later, or as soon as more may wait for a place, so that no place is ever empty. Who is
//! not refused is read as always.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    select,
    sync::Mutex as Turns,
    task::yield_now,
    time::{Instant, sleep_until},
};

use super::gate::Gate;

/// One refusal in so long: at 25 us each, all of them take a twentieth of one processor.
const ONE_REFUSAL: Duration = Duration::from_micros(500);

/// How far they may be ahead of that: by five hundred. A process that has a lot to do gets
/// to read only now and then, and has to catch up with what came meanwhile.
const AHEAD_AT_MOST: Duration = Duration::from_millis(250);

/// How many calls are read at a time of somebody who was refused.
const CALLS_AT_LEAST: u32 = 16;
const CALLS_AT_MOST: u32 = 64;

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
pub(in crate::listener) struct Debt(Arc<AtomicBool>);

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
        if debt.is_some_and(Debt::is_owed) {
            // It was reckoned with when it was read.
            return;
        }
        let now = Instant::now();
        let mut until = self.until();
        *until = (*until).max(now) + ONE_REFUSAL;
        if *until > now + AHEAD_AT_MOST
            && let Some(debt) = debt
        {
            debt.0.store(true, Ordering::Relaxed);
        }
    }

    /// Waits until somebody who was refused may be read again; how many calls of his.
    pub(in crate::listener) async fn turn(self) -> u32 {
        let _one_after_the_other = self.turns.lock().await;
        let again_at = match self.take_refusals() {
            Ok(calls) => return calls,
            Err(again_at) => again_at,
        };
        // The calls of whoever was read before have come in by then.
        yield_now().await;
        select! {
            room = self.gate.room() => {
                let room = u32::try_from(room).unwrap_or(CALLS_AT_MOST);
                room.clamp(1, CALLS_AT_MOST)
            }
            () = sleep_until(again_at) => self.take_refusals().unwrap_or(1),
        }
    }

    /// Takes as many refusals as may be told now, as if each call that is read were
    /// refused. Else it says when there are enough.
    fn take_refusals(&self) -> Result<u32, Instant> {
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
        Ok(calls)
    }

    fn until(&self) -> std::sync::MutexGuard<'_, Instant> {
        self.refused_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Debt {
    pub(in crate::listener) fn is_owed(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Nothing more has come of whoever owed it.
    pub(in crate::listener) fn forget(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
