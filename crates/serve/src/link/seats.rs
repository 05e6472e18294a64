//! The members of a pool: who they are, and which of them gets the next call.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
};

use super::{
    dice::Dice,
    member::{self, Hope, Member},
    turn::Turn,
    wiring::{Whom, Wiring},
};

/// The members of a pool, and what their keepers need.
pub(super) struct Seats {
    pub(super) service: Arc<str>,
    pub(super) wiring: Wiring,
    pub(super) dice: Dice,
    taken: Mutex<Taken>,
    /// Told whenever a member, or who is one, has changed.
    changes: watch::Sender<()>,
    /// Told when the addresses may have changed.
    ask_anew: Notify,
}

#[derive(Default)]
struct Taken {
    seats: Vec<Seat>,
    /// Whether the addresses were asked for, with whatever success.
    asked: bool,
    /// Whether nobody makes calls any more.
    closed: bool,
}

/// A member and whoever keeps it connected, until the seat is given up. Calls under
/// way hold the member, and its connection, until they are over.
struct Seat {
    member: Arc<Member>,
    _keeper: Task,
}

/// A task that ends when nobody holds it any more.
pub(super) struct Task(pub(super) JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What is found for a call.
pub(super) enum Look {
    /// A member.
    Found(Turn),
    /// Nobody takes calls now; somebody will, or it is soon known that nobody does.
    Wait,
    /// Nobody takes calls, and it is doubtful that anybody will.
    WaitAWhile,
    /// Nobody takes calls, for that reason.
    Nobody { why: String },
}

impl Seats {
    pub(super) fn new(service: Arc<str>, wiring: Wiring, seed: u64) -> Self {
        Self {
            service,
            wiring,
            dice: Dice::new(seed),
            taken: Mutex::default(),
            changes: watch::Sender::new(()),
            ask_anew: Notify::new(),
        }
    }

    /// These are there now. New ones are connected; those that are gone get
    /// no more calls.
    pub(super) fn settle(self: &Arc<Self>, present: &[Whom]) {
        let mut taken = self.taken();
        if taken.closed {
            return; // whoever brings the addresses had not heard of it
        }
        taken.asked = true;
        taken.seats.retain(|seat| {
            let stays = present.contains(&seat.member.whom);
            if !stays {
                let (service, address) = (&self.service, seat.member.whom.address);
                tracing::info!(%service, %address, "a peer is gone");
            }
            stays
        });
        for whom in present {
            if taken.seats.iter().any(|seat| seat.member.whom == *whom) {
                continue;
            }
            tracing::debug!(service = %self.service, address = %whom.address, "a peer is new");
            let member = Arc::new(Member::new(whom.clone()));
            let (kept, seats) = (Arc::clone(&member), Arc::clone(self));
            let keeper = tokio::spawn(member::keep(kept, seats));
            taken.seats.push(Seat {
                member,
                _keeper: Task(keeper),
            });
        }
        drop(taken);
        self.changed();
    }

    /// There are no members any more, and never will be.
    pub(super) fn close(&self) {
        let mut taken = self.taken();
        taken.closed = true;
        taken.seats.clear();
    }

    /// A member for a call, rather none of those that were tried for it before.
    pub(super) fn look(&self, tried: &[SocketAddr]) -> Look {
        let taken = self.taken();
        let up = || {
            let members = taken.seats.iter().map(|seat| &seat.member);
            members.filter(|member| member.is_up())
        };
        let mut candidates: Vec<_> = up()
            .filter(|member| !tried.contains(&member.whom.address))
            .collect();
        if candidates.is_empty() {
            candidates = up().collect();
        }
        match self.choose(&candidates) {
            Some(chosen) => chosen.turn().map_or(Look::Wait, Look::Found),
            None => self.outlook(&taken),
        }
    }

    /// The less busy of two at random.
    fn choose<'a>(&self, members: &[&'a Arc<Member>]) -> Option<&'a Arc<Member>> {
        let first = self.dice.below(members.len());
        let mut second = self.dice.below(members.len().saturating_sub(1));
        if second >= first {
            second += 1;
        }
        match (members.get(first), members.get(second)) {
            (Some(first), Some(second)) if second.load() < first.load() => Some(second),
            (first, _) => first.copied(),
        }
    }

    /// What a call may expect when no member is up.
    fn outlook(&self, taken: &Taken) -> Look {
        if !taken.asked {
            return Look::Wait;
        }
        // Whatever is known of the addresses, it is of no use.
        self.ask_anew.notify_one();
        let hopes: Vec<_> = taken.seats.iter().map(|seat| seat.member.hope()).collect();
        if hopes.contains(&Hope::Good) {
            return Look::Wait;
        }
        if hopes.contains(&Hope::Slight) {
            return Look::WaitAWhile;
        }
        let why = hopes.into_iter().find_map(|hope| match hope {
            Hope::None { why } => Some(why),
            Hope::Good | Hope::Slight => None,
        });
        Look::Nobody {
            why: why.unwrap_or_else(|| "no address of it is known".to_owned()),
        }
    }

    /// A member, or who is one, has changed.
    pub(super) fn changed(&self) {
        self.changes.send_replace(());
    }

    /// Tells of changes from now on.
    pub(super) fn changes(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }

    /// A member was lost.
    pub(super) fn lost(&self) {
        self.changed();
        self.ask_anew.notify_one();
    }

    /// Waits until there is reason to ask for the addresses anew.
    pub(super) async fn asked_anew(&self) {
        self.ask_anew.notified().await;
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
