//! Places: one to wait at, and one to be answered at.

use std::{sync::Arc, time::Duration};

use tokio::{sync::oneshot, time::Instant};

use super::{
    super::{caller::CallerKey, limit::SLOW},
    Gate, Refused,
};

/// A place to wait at, given up when it is dropped.
pub(in crate::listener::admission) struct Ticket {
    gate: Arc<Gate>,
    caller: CallerKey,
    number: u64,
    at_most: Duration,
    placed: oneshot::Receiver<Permit>,
}

impl Ticket {
    pub(super) fn of(
        gate: &Arc<Gate>,
        caller: CallerKey,
        number: u64,
        placed: oneshot::Receiver<Permit>,
        at_most: Duration,
    ) -> Self {
        Self {
            gate: Arc::clone(gate),
            caller,
            number,
            at_most,
            placed,
        }
    }

    /// How long to wait at most.
    pub(in crate::listener::admission) fn at_most(&self) -> Duration {
        self.at_most
    }

    /// Waits for a place; `None` when there will be none.
    pub(in crate::listener::admission) async fn placed(&mut self) -> Option<Permit> {
        (&mut self.placed).await.ok()
    }

    /// It has waited in vain.
    pub(in crate::listener::admission) fn refused(self) -> Refused {
        Refused::when(self.gate.state().is_too_much())
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut state = self.gate.state();
        state.give_up(self.caller, self.number);
        self.gate.tell_if_emptier(&state);
    }
}

/// A place among the calls that are answered, free again when it is dropped.
#[derive(Debug)]
pub(in crate::listener::admission) struct Permit {
    gate: Option<Arc<Gate>>,
    caller: CallerKey,
    began: Instant,
    told: bool,
}

impl Permit {
    pub(super) fn of(gate: &Arc<Gate>, caller: CallerKey, began: Instant) -> Self {
        Self {
            gate: Some(Arc::clone(gate)),
            caller,
            began,
            told: false,
        }
    }

    /// The answer has begun: that is how long the call took. What follows depends on how
    /// fast its caller reads.
    pub(in crate::listener::admission) fn answered(&mut self) {
        if let Some(gate) = &self.gate
            && !std::mem::replace(&mut self.told, true)
        {
            let took = self.began.elapsed();
            gate.state().answered(took);
        }
    }

    /// Lets go of it without a word.
    pub(super) fn forget(mut self) {
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
