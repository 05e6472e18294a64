//! Who is let in, who waits for a place, and who is refused.
//!
//! A place that becomes free goes to the caller who has the fewest, and of that caller to
//! the call that has waited longest. When no more may wait, a call of somebody who asks
//! for much makes room for one of somebody who asks for little. So nobody is kept out by
//! what somebody else sends.
//!
//! A crowd that comes at once may wait, as many as are answered at the start and a second
//! long. Once more comes than can be answered, only a few wait, for a moment, so that a
//! place is never empty; most are refused at once, and those who are let in have their
//! time before them. What waits from before then comes last.

mod crowd;
mod places;
mod state;

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{Notify, oneshot},
    time::Instant,
};

pub(super) use self::places::{Permit, Ticket};
use self::state::State;
use super::{caller::CallerKey, limit::Limit};

/// How many wait at most in a crowd: as many as one caller may have in flight who carries
/// in a table.
const WAITING: usize = 512;

/// How many at least when there is too much, so that they do not run out while more is
/// read.
const WAITING_AT_LEAST: usize = 16;

/// How long a call waits for a place at most: in a crowd, and when there is too much.
const WAITS_AT_MOST: Duration = Duration::from_secs(2);
const WAITS_A_MOMENT: Duration = Duration::from_millis(100);

/// Lets calls in.
#[derive(Debug)]
pub(super) struct Gate {
    state: Mutex<State>,
    /// Told when few wait.
    emptier: Notify,
    /// What is told of it, so that whoever reads it holds up nobody.
    pub(super) limit: AtomicUsize,
    /// Whether more comes than can be answered, as of the last call that was not let in
    /// at once.
    too_much: AtomicBool,
    pub(super) admitted: AtomicU64,
    pub(super) refused: AtomicU64,
}

/// What becomes of a call.
pub(super) enum Arrival {
    In(Permit),
    Waits(Ticket),
    Refused(Refused),
}

/// There was no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    TryAgainSoon,
    TryAgainLater,
}

impl Refused {
    fn when(too_much: bool) -> Self {
        match too_much {
            true => Self::TryAgainLater,
            false => Self::TryAgainSoon,
        }
    }
}

impl Gate {
    pub(super) fn of(limit: Limit) -> Arc<Self> {
        Arc::new(Self {
            limit: AtomicUsize::new(limit.now()),
            too_much: AtomicBool::new(false),
            state: Mutex::new(State::with(limit)),
            emptier: Notify::new(),
            admitted: AtomicU64::new(0),
            refused: AtomicU64::new(0),
        })
    }

    /// A call of somebody.
    pub(super) fn arrive(self: &Arc<Self>, caller: CallerKey) -> Arrival {
        let now = Instant::now();
        let mut state = self.state();
        if state.has_place_for(caller) {
            state.enter_at_once(caller, now);
            return Arrival::In(Permit::of(self, caller, now));
        }
        state.found_none(now);
        let too_much = state.is_too_much();
        self.too_much.store(too_much, Ordering::Relaxed);
        let pushed_out = match state.has_room() {
            true => None,
            false => match state.push_out(caller) {
                Some(waiting) => Some(waiting),
                None => return Arrival::Refused(Refused::when(too_much)),
            },
        };
        let (place, placed) = oneshot::channel();
        let number = state.wait(caller, now, place);
        drop(state);
        // Who waited hears that nobody will call.
        drop(pushed_out);
        let at_most = match too_much {
            true => WAITS_A_MOMENT,
            false => WAITS_AT_MOST,
        };
        Arrival::Waits(Ticket::of(self, caller, number, placed, at_most))
    }

    /// Whether a call of somebody is certain to be refused; it is counted then. This is
    /// asked before anything is done for the call, and costs nothing unless there is too
    /// much.
    pub(super) fn turns_away(
        &self,
        is_call: impl FnOnce() -> bool,
        caller: impl FnOnce() -> CallerKey,
    ) -> Option<Refused> {
        if !self.has_too_much() || !is_call() {
            return None;
        }
        let (caller, now) = (caller(), Instant::now());
        let mut state = self.state();
        if state.has_place_for(caller) || state.has_room() || state.may_push_out(caller) {
            return None;
        }
        state.found_none(now);
        self.counted(false);
        Some(Refused::when(state.is_too_much()))
    }

    /// A call has left, or did not take its place.
    fn leave(self: &Arc<Self>, caller: CallerKey, took: Option<Duration>) {
        let now = Instant::now();
        let mut state = self.state();
        state.exit(caller);
        if let Some(took) = took {
            state.answered(took);
        }
        while let Some((caller, place)) = state.next_in(now) {
            if let Err(permit) = place.send(Permit::of(self, caller, now)) {
                // It stopped waiting just now.
                permit.forget();
                state.exit(caller);
            }
        }
        self.limit.store(state.limit.now(), Ordering::Relaxed);
        self.too_much.store(state.is_too_much(), Ordering::Relaxed);
        self.tell_if_emptier(&state);
    }

    /// Whether more comes than can be answered.
    pub(super) fn has_too_much(&self) -> bool {
        self.too_much.load(Ordering::Relaxed)
    }

    /// Waits until few wait for a place; how many more may.
    pub(super) async fn room(&self) -> usize {
        loop {
            let emptier = self.emptier.notified();
            if let Some(room) = self.state().wants_more() {
                return room;
            }
            emptier.await;
        }
    }

    fn tell_if_emptier(&self, state: &State) {
        if state.wants_more().is_some() {
            self.emptier.notify_waiters();
        }
    }

    /// A call was let in, or refused.
    pub(super) fn counted(&self, is_in: bool) {
        let count = match is_in {
            true => &self.admitted,
            false => &self.refused,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
