//! One address of a service: whether it can be called, and how busy it is.
//!
//! A member is connected as soon as its address is known and connected again when
//! the connection ends. One that cannot be connected, or that ends connections
//! without having answered a call, is left out, each time for twice as long, and
//! gets calls only after a connection was made again.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{Instant, sleep},
};

use super::{connection::Connection, dice::Dice, seats::Seats, turn::Turn, wiring::Whom};

/// How long a member is left alone at the least, and at the most: less than five
/// seconds with the making of a connection.
const LEAST_REST: Duration = Duration::from_millis(100);
const MOST_REST: Duration = Duration::from_secs(4);

/// One address of a service.
pub(super) struct Member {
    pub(super) whom: Whom,
    standing: Mutex<Standing>,
    /// Calls under way.
    under_way: AtomicUsize,
    /// Calls that ended without an answer since it last gave one.
    owed: AtomicUsize,
    /// Told when calls find no member at all.
    needed: Notify,
}

/// How a member stands.
struct Standing {
    state: State,
    /// How often it failed since it last answered a call.
    failures: u32,
    /// Why it last failed, in words for callers.
    why: String,
}

enum State {
    /// A connection is being made.
    Connecting,
    /// It takes calls.
    Up(Connection),
    /// It is left alone, since that moment.
    Resting(Instant),
}

/// What a call may expect of a member that takes none now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hope {
    /// It has not failed: it will be there soon, or it is soon known that it fails.
    Good,
    /// It failed, and is tried again now.
    Slight,
    /// It has just failed.
    None { why: String },
}

impl Member {
    pub(super) fn new(whom: Whom) -> Self {
        let standing = Standing {
            state: State::Connecting,
            failures: 0,
            why: String::new(),
        };
        Self {
            whom,
            standing: Mutex::new(standing),
            under_way: AtomicUsize::new(0),
            owed: AtomicUsize::new(0),
            needed: Notify::new(),
        }
    }

    /// How busy it is. Calls it never answered count until it answers one, so that
    /// a member that hangs is not taken for an idle one.
    pub(super) fn load(&self) -> usize {
        self.under_way.load(Ordering::Relaxed) + self.owed.load(Ordering::Relaxed)
    }

    pub(super) fn is_up(&self) -> bool {
        matches!(&self.standing().state, State::Up(connection) if connection.is_open())
    }

    /// A call on it, unless it is down.
    pub(super) fn turn(self: &Arc<Self>) -> Option<Turn> {
        match &self.standing().state {
            State::Up(connection) if connection.is_open() => {
                self.under_way.fetch_add(1, Ordering::Relaxed);
                Some(Turn::new(Arc::clone(self), connection.clone()))
            }
            _ => None,
        }
    }

    /// What to expect of it. If it rests, it is told that it is needed.
    pub(super) fn hope(&self) -> Hope {
        let standing = self.standing();
        match (&standing.state, standing.failures) {
            // A connection that was lost is made anew at once.
            (State::Up(_), _) | (State::Connecting, 0) => Hope::Good,
            (State::Connecting, _) => Hope::Slight,
            (State::Resting(since), _) if since.elapsed() < LEAST_REST => Hope::None {
                why: standing.why.clone(),
            },
            (State::Resting(_), _) => {
                self.needed.notify_one();
                Hope::Slight
            }
        }
    }

    /// A call on the connection was answered.
    pub(super) fn answered(&self, on: &Connection) {
        on.answered.store(true, Ordering::Relaxed);
        self.owed.store(0, Ordering::Relaxed);
        let mut standing = self.standing();
        // An earlier connection may still bring answers: they say nothing of now.
        if matches!(&standing.state, State::Up(current) if current.is(on)) {
            standing.failures = 0;
        }
    }

    /// A call on it is over.
    pub(super) fn released(&self, owes_answer: bool) {
        if owes_answer {
            self.owed.fetch_add(1, Ordering::Relaxed);
        }
        self.under_way.fetch_sub(1, Ordering::Relaxed);
    }

    fn connecting(&self) {
        self.standing().state = State::Connecting;
    }

    /// Takes calls from now on; whether it was left out before.
    fn up(&self, connection: Connection) -> bool {
        self.owed.store(0, Ordering::Relaxed); // they were of another connection
        let mut standing = self.standing();
        standing.state = State::Up(connection);
        standing.failures > 0
    }

    /// It takes no more calls, because its connection ended; how often it has failed
    /// now. One that had answered is connected again at once: servers end
    /// connections now and then.
    fn lost(&self, why: String) -> u32 {
        let mut standing = self.standing();
        match &standing.state {
            State::Up(connection) if connection.answered.load(Ordering::Relaxed) => {
                standing.state = State::Connecting;
            }
            _ => standing.fail(why),
        }
        standing.failures
    }

    /// It could not be connected; how often it has failed now.
    fn failed(&self, why: String) -> u32 {
        let mut standing = self.standing();
        standing.fail(why);
        standing.failures
    }

    /// Leaves it alone, less long when it is needed.
    async fn rest(&self, time: Duration) {
        sleep(time.min(LEAST_REST)).await;
        tokio::select! {
            () = sleep(time.saturating_sub(LEAST_REST)) => {}
            () = self.needed.notified() => {}
        }
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Standing {
    fn fail(&mut self, why: String) {
        self.state = State::Resting(Instant::now());
        self.failures = self.failures.saturating_add(1);
        self.why = why;
    }
}

/// Keeps a member connected, for ever.
pub(super) async fn keep(member: Arc<Member>, seats: Arc<Seats>) {
    let (service, address) = (Arc::clone(&seats.service), member.whom.address);
    loop {
        member.connecting();
        seats.changed();
        let (why, failures) = match Connection::open(&seats.wiring, &member.whom).await {
            Ok((connection, mut ending)) => {
                if member.up(connection) {
                    tracing::info!(%service, %address, "a peer is back");
                }
                seats.changed();
                let why = ending.reached().await;
                (why.clone(), member.lost(why))
            }
            Err(why) => (why.clone(), member.failed(why)),
        };
        match failures {
            1 => tracing::info!(%service, %address, why, "a peer is left out"),
            _ => tracing::debug!(%service, %address, why, failures, "a connection ended"),
        }
        seats.lost();
        if failures > 0 {
            member.rest(rest_after(failures, &seats.dice)).await;
        }
    }
}

/// How long to leave a member alone after so many failures: twice as long each
/// time, and never quite as long, so that not all callers come back at once.
fn rest_after(failures: u32, dice: &Dice) -> Duration {
    let doubled = failures.saturating_sub(1).min(16);
    dice.about((LEAST_REST * (1 << doubled)).min(MOST_REST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_double_and_are_bounded() {
        let dice = Dice::new(7);
        for (failures, most) in [(1, 100), (2, 200), (3, 400), (6, 3_200), (7, 4_000)] {
            let most = Duration::from_millis(most);
            let rest = rest_after(failures, &dice);
            assert!(rest >= most / 2 && rest < most, "{failures}: {rest:?}");
        }
        assert!(rest_after(u32::MAX, &dice) <= MOST_REST);
    }
}
