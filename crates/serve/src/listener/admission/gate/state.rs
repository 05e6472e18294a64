//! Who is in and who waits.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use tokio::{sync::oneshot, time::Instant};

use super::{
    super::{caller::CallerKey, limit::Limit},
    Permit, WAITING, WAITING_AT_LEAST,
    crowd::Crowd,
};

#[derive(Debug)]
pub(super) struct State {
    pub(super) limit: Limit,
    crowd: Crowd,
    pub(super) running: usize,
    pub(super) waiting: usize,
    /// The number of the next one that waits.
    next: u64,
    /// Only those who have something here.
    pub(super) callers: BTreeMap<CallerKey, Claims>,
}

/// What one caller has.
#[derive(Debug, Default)]
pub(super) struct Claims {
    running: usize,
    waiting: VecDeque<Waiting>,
}

/// A call that waits.
#[derive(Debug)]
pub(super) struct Waiting {
    number: u64,
    since: Instant,
    place: oneshot::Sender<Permit>,
}

impl State {
    pub(super) fn with(limit: Limit) -> Self {
        Self {
            limit,
            crowd: Crowd::default(),
            running: 0,
            waiting: 0,
            next: 0,
            callers: BTreeMap::new(),
        }
    }

    pub(super) fn is_too_much(&self) -> bool {
        self.crowd.is_too_much()
    }

    pub(super) fn has_place_for(&self, caller: CallerKey) -> bool {
        let running = self.callers.get(&caller).map_or(0, |own| own.running);
        self.running < self.limit.now() && running < self.limit.of_one_caller()
    }

    /// Whether one more may wait.
    pub(super) fn has_room(&self) -> bool {
        self.waiting < self.room()
    }

    /// How many more may wait, if so few do that those should be read who are not.
    pub(super) fn wants_more(&self) -> Option<usize> {
        let room = self.room();
        (self.waiting * 2 <= room).then(|| room - self.waiting)
    }

    /// How many may wait.
    fn room(&self) -> usize {
        let room = match self.crowd.is_too_much() {
            // So many that places which become free together are all taken.
            true => (self.limit.now() / 2).max(WAITING_AT_LEAST),
            false => WAITING,
        };
        room.min(self.limit.most())
    }

    pub(super) fn enter_at_once(&mut self, caller: CallerKey, now: Instant) {
        if self.crowd.found_place(now) {
            self.limit.begin_anew();
        }
        self.enter(caller);
    }

    /// Somebody found no place.
    pub(super) fn found_none(&mut self, now: Instant) {
        self.limit.reached();
        self.crowd.full(now);
    }

    /// Lets a call wait, and gives its number.
    pub(super) fn wait(
        &mut self,
        caller: CallerKey,
        since: Instant,
        place: oneshot::Sender<Permit>,
    ) -> u64 {
        let number = self.next;
        self.next += 1;
        self.waiting += 1;
        let waiting = Waiting {
            number,
            since,
            place,
        };
        let claims = self.callers.entry(caller).or_default();
        claims.waiting.push_back(waiting);
        number
    }

    pub(super) fn answered(&mut self, took: Duration) {
        self.limit.answered(took, self.crowd.is_too_much());
    }

    fn enter(&mut self, caller: CallerKey) {
        self.running += 1;
        self.callers.entry(caller).or_default().running += 1;
    }

    pub(super) fn exit(&mut self, caller: CallerKey) {
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
    pub(super) fn next_in(&mut self, now: Instant) -> Option<(CallerKey, oneshot::Sender<Permit>)> {
        if self.waiting == 0 || self.running >= self.limit.now() {
            return None;
        }
        let of_one = self.limit.of_one_caller();
        let fewest = self.callers.iter().filter_map(|(caller, claims)| {
            let first = claims.waiting.front()?.number;
            (claims.running < of_one).then_some((claims.running, first, *caller))
        });
        let (_, _, caller) = fewest.min()?;
        let queue = &mut self.callers.get_mut(&caller)?.waiting;
        let waiting = match self.crowd.is_too_much() {
            true => queue.pop_back()?,
            false => queue.pop_front()?,
        };
        self.waiting -= 1;
        let waited = now.saturating_duration_since(waiting.since);
        self.crowd.waited(now, waited);
        self.enter(caller);
        Some((caller, waiting.place))
    }

    /// Takes out the last that waits of whoever asks for the most, if somebody asks for
    /// so much more than this caller that he may.
    pub(super) fn push_out(&mut self, for_whom: CallerKey) -> Option<Waiting> {
        let caller = self.asks_for_too_much_beside(for_whom)?;
        let waiting = self.callers.get_mut(&caller)?.waiting.pop_back()?;
        self.waiting -= 1;
        Some(waiting)
    }

    /// Whether there is one to be pushed out.
    pub(super) fn may_push_out(&self, for_whom: CallerKey) -> bool {
        self.asks_for_too_much_beside(for_whom).is_some()
    }

    /// Whoever asks for the most, if that is more than what this caller asks for and one
    /// more.
    fn asks_for_too_much_beside(&self, other: CallerKey) -> Option<CallerKey> {
        let claimed = self.callers.get(&other).map_or(0, Claims::counted);
        let most = self.callers.iter().filter_map(|(caller, claims)| {
            (!claims.waiting.is_empty()).then_some((claims.counted(), *caller))
        });
        let (of_most, caller) = most.max()?;
        (of_most > claimed + 1).then_some(caller)
    }

    /// Takes out one that waits no longer.
    pub(super) fn give_up(&mut self, caller: CallerKey, number: u64) {
        if let Some(claims) = self.callers.get_mut(&caller)
            && let Ok(place) = claims
                .waiting
                .binary_search_by_key(&number, |waiting| waiting.number)
        {
            let waited = claims.waiting.remove(place).map(|waiting| waiting.since);
            self.waiting -= 1;
            if let Some(since) = waited {
                let now = Instant::now();
                self.crowd.waited(now, now.saturating_duration_since(since));
            }
        }
        self.forget_if_gone(caller);
    }
}

impl Claims {
    /// How many run and wait.
    fn counted(&self) -> usize {
        self.running + self.waiting.len()
    }
}
