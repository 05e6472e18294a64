//! Who is let in, who waits for a place, and who is refused.
//!
//! A place that becomes free goes to the caller who has the fewest, and of that caller to
//! the call that has waited longest. When no more may wait, a call of somebody who asks
//! for much makes room for one of somebody who asks for little. So nobody is kept out by
//! what somebody else sends.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{sync::oneshot, time::Instant};

use super::{
    caller::CallerKey,
    limit::{Limit, SLOW},
};

/// Lets calls in.
#[derive(Debug)]
pub(super) struct Gate {
    state: Mutex<State>,
    /// What is told of it, so that whoever reads it holds up nobody.
    pub(super) limit: AtomicUsize,
    pub(super) admitted: AtomicU64,
    pub(super) refused: AtomicU64,
}

#[derive(Debug)]
struct State {
    limit: Limit,
    running: usize,
    waiting: usize,
    /// The number of the next one that waits.
    next: u64,
    /// Only those who have something here.
    callers: BTreeMap<CallerKey, Claims>,
}

/// What one caller has.
#[derive(Debug, Default)]
struct Claims {
    running: usize,
    waiting: VecDeque<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    number: u64,
    place: oneshot::Sender<Permit>,
}

/// What becomes of a call.
pub(super) enum Arrival {
    In(Permit),
    Waits(Ticket),
    Refused,
}

impl Gate {
    pub(super) fn of(limit: Limit) -> Arc<Self> {
        Arc::new(Self {
            limit: AtomicUsize::new(limit.now()),
            state: Mutex::new(State {
                limit,
                running: 0,
                waiting: 0,
                next: 0,
                callers: BTreeMap::new(),
            }),
            admitted: AtomicU64::new(0),
            refused: AtomicU64::new(0),
        })
    }

    /// A call of somebody.
    pub(super) fn arrive(self: &Arc<Self>, caller: CallerKey) -> Arrival {
        let mut state = self.state();
        let claims = state.callers.get(&caller);
        let (running, claimed) = claims.map_or((0, 0), Claims::counted);
        if state.running < state.limit.now() && running < state.limit.of_one_caller() {
            state.enter(caller);
            return Arrival::In(self.permit(caller));
        }
        state.limit.reached();
        let pushed_out = match state.waiting < state.limit.now() {
            true => None,
            false => match state.push_out(claimed) {
                Some(waiting) => Some(waiting),
                None => return Arrival::Refused,
            },
        };
        let (place, placed) = oneshot::channel();
        let number = state.next;
        state.next += 1;
        state.waiting += 1;
        let claims = state.callers.entry(caller).or_default();
        claims.waiting.push_back(Waiting { number, place });
        drop(state);
        // Who waited hears that nobody will call.
        drop(pushed_out);
        Arrival::Waits(Ticket {
            gate: Arc::clone(self),
            caller,
            number,
            placed,
        })
    }

    /// A call has left, or did not take its place.
    fn leave(self: &Arc<Self>, caller: CallerKey, took: Option<Duration>) {
        let mut state = self.state();
        state.exit(caller);
        if let Some(took) = took {
            state.limit.answered(took);
        }
        while let Some((caller, place)) = state.next_in() {
            if let Err(permit) = place.send(self.permit(caller)) {
                // It stopped waiting just now.
                permit.forget();
                state.exit(caller);
            }
        }
        self.limit.store(state.limit.now(), Ordering::Relaxed);
    }

    /// A call was let in, or refused.
    pub(super) fn counted(&self, is_in: bool) {
        let count = match is_in {
            true => &self.admitted,
            false => &self.refused,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }

    fn permit(self: &Arc<Self>, caller: CallerKey) -> Permit {
        Permit {
            gate: Some(Arc::clone(self)),
            caller,
            began: Instant::now(),
            told: false,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn enter(&mut self, caller: CallerKey) {
        self.running += 1;
        self.callers.entry(caller).or_default().running += 1;
    }

    fn exit(&mut self, caller: CallerKey) {
        self.running = self.running.saturating_sub(1);
        if let Some(claims) = self.callers.get_mut(&caller) {
            claims.running = claims.running.saturating_sub(1);
        }
        self.forget_if_gone(caller);
    }

    fn forget_if_gone(&mut self, caller: CallerKey) {
        if let Some(claims) = self.callers.get(&caller)
            && claims.running == 0
            && claims.waiting.is_empty()
        {
            self.callers.remove(&caller);
        }
    }

    /// Lets the next one in that waits, if there is a place for it.
    fn next_in(&mut self) -> Option<(CallerKey, oneshot::Sender<Permit>)> {
        if self.waiting == 0 || self.running >= self.limit.now() {
            return None;
        }
        let of_one = self.limit.of_one_caller();
        let fewest = self.callers.iter().filter_map(|(caller, claims)| {
            let first = claims.waiting.front()?.number;
            (claims.running < of_one).then_some((claims.running, first, *caller))
        });
        let (_, _, caller) = fewest.min()?;
        let waiting = self.callers.get_mut(&caller)?.waiting.pop_front()?;
        self.waiting -= 1;
        self.enter(caller);
        Some((caller, waiting.place))
    }

    /// Takes out the last that waits of whoever asks for the most, if that is more than
    /// one who asks for so much and one more.
    fn push_out(&mut self, claimed: usize) -> Option<Waiting> {
        let most = self.callers.iter().filter_map(|(caller, claims)| {
            let (_, claimed) = claims.counted();
            (!claims.waiting.is_empty()).then_some((claimed, *caller))
        });
        let (of_most, caller) = most.max()?;
        if of_most <= claimed + 1 {
            return None;
        }
        let waiting = self.callers.get_mut(&caller)?.waiting.pop_back()?;
        self.waiting -= 1;
        Some(waiting)
    }

    /// Takes out one that waits no longer.
    fn give_up(&mut self, caller: CallerKey, number: u64) {
        if let Some(claims) = self.callers.get_mut(&caller)
            && let Ok(place) = claims
                .waiting
                .binary_search_by_key(&number, |waiting| waiting.number)
        {
            claims.waiting.remove(place);
            self.waiting -= 1;
        }
        self.forget_if_gone(caller);
    }
}

impl Claims {
    /// How many run, and how many there are with those that wait.
    fn counted(&self) -> (usize, usize) {
        (self.running, self.running + self.waiting.len())
    }
}

/// A place to wait at, given up when it is dropped.
pub(super) struct Ticket {
    gate: Arc<Gate>,
    caller: CallerKey,
    number: u64,
    placed: oneshot::Receiver<Permit>,
}

impl Ticket {
    /// Waits for a place; `None` when there will be none.
    pub(super) async fn placed(&mut self) -> Option<Permit> {
        (&mut self.placed).await.ok()
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut state = self.gate.state();
        state.give_up(self.caller, self.number);
    }
}

/// A place among the calls that are answered, free again when it is dropped.
#[derive(Debug)]
pub(super) struct Permit {
    gate: Option<Arc<Gate>>,
    caller: CallerKey,
    began: Instant,
    told: bool,
}

impl Permit {
    /// The answer has begun: that is how long the call took. What follows depends on how
    /// fast its caller reads.
    pub(super) fn answered(&mut self) {
        if let Some(gate) = &self.gate
            && !std::mem::replace(&mut self.told, true)
        {
            let took = self.began.elapsed();
            gate.state().limit.answered(took);
        }
    }

    /// Lets go of it without a word.
    fn forget(mut self) {
        self.gate = None;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(gate) = self.gate.take() {
            // A call that was given up tells something only once it is slow.
            let took = self.began.elapsed();
            let told = (!self.told && took > SLOW).then_some(took);
            gate.leave(self.caller, told);
        }
    }
}

#[cfg(test)]
mod tests;
