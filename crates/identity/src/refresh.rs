//! Asking the source for the keys again and again.
//!
//! One task asks. What it found out, and whether it asks just now, is one value, which
//! callers watch; so whoever needs newer keys either sees that they are being fetched and
//! waits for that, or is the one to have them fetched.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    time::{Instant, timeout, timeout_at},
};
use tracing::{error, info, warn};

use crate::{KeySet, NoKeys, Source, remembered::Remembered, source::LIMIT};

/// How often the source is asked.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How long after it was asked it is asked again: half of the time within which a
    /// withdrawn key must be refused.
    pub regular: Duration,
    /// How long after a token named an unknown key another one may have the source asked at
    /// once. Also how long after a failure it is asked again.
    pub pressing: Duration,
    /// How long a caller waits for keys.
    pub patience: Duration,
    /// How long keys are good while the source is out of reach.
    pub last_good: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            regular: Duration::from_secs(30),
            pressing: Duration::from_secs(10),
            patience: Duration::from_secs(2),
            last_good: Duration::from_secs(60 * 60),
        }
    }
}

/// What is known of the keys.
pub(crate) struct Known {
    held: Option<Held>,
    /// How often the source was asked and answered, or did not.
    attempts: u64,
    /// Whether the last attempt failed.
    is_failing: bool,
    turn: Turn,
    /// From when on an unknown key may have the source asked at once.
    may_press_at: Instant,
}

/// Keys, and what was verified with them.
struct Held {
    keys: Arc<KeysInUse>,
    /// When the source was asked for them.
    asked_at: Instant,
}

/// Keys in use, and the tokens already verified with them, which fall with them.
#[derive(Debug)]
pub(crate) struct KeysInUse {
    pub(crate) set: KeySet,
    pub(crate) remembered: Remembered,
}

/// What the task that asks does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// It waits until it is time.
    Waiting,
    /// It is to ask at once.
    Pressed,
    /// It asks.
    Asking,
}

impl Known {
    /// The keys, unless they are too old to be believed.
    fn keys(&self, pace: &Pace) -> Option<&Arc<KeysInUse>> {
        let held = self.held.as_ref()?;
        let is_good = held.asked_at.elapsed() <= pace.last_good;
        is_good.then_some(&held.keys)
    }

    /// Has the source asked at once, if it may be.
    fn press(&mut self, pace: &Pace) -> Option<Pressed> {
        let now = Instant::now();
        if self.turn == Turn::Waiting {
            if now < self.may_press_at {
                return None;
            }
            self.turn = Turn::Pressed;
            self.may_press_at = now + pace.pressing;
        }
        Some(Pressed {
            attempt: self.attempts + 1,
            had_begun: self.turn == Turn::Asking,
        })
    }
}

/// Keys that are on their way.
#[derive(Clone, Copy)]
struct Pressed {
    /// The attempt that brings them.
    attempt: u64,
    /// Whether the source had been asked already, so that what it says may be old.
    had_begun: bool,
}

/// The keys of a source, kept fresh by a task that ends when this is dropped.
pub(crate) struct Refresh {
    known: Arc<watch::Sender<Known>>,
    pace: Pace,
    task: tokio::task::AbortHandle,
}

impl Refresh {
    /// Keeps fresh the keys of that source, beginning now.
    ///
    /// # Panics
    /// Outside of a runtime.
    pub(crate) fn start(source: impl Source, pace: Pace) -> Self {
        let (known, _) = watch::channel(Known {
            held: None,
            attempts: 0,
            is_failing: false,
            turn: Turn::Pressed,
            may_press_at: Instant::now(),
        });
        let known = Arc::new(known);
        let task = tokio::spawn(run(source, pace, Arc::clone(&known))).abort_handle();
        Self { known, pace, task }
    }

    /// The keys, if they are to be believed.
    pub(crate) fn keys(&self) -> Option<Arc<KeysInUse>> {
        self.known.borrow().keys(&self.pace).cloned()
    }

    /// Keys of which one has that name, if there are any or they can be had at once; and
    /// whether, for all that is known, the source has none of that name.
    pub(crate) async fn newer_keys(&self, key_id: &str) -> (Option<Arc<KeysInUse>>, bool) {
        let end = Instant::now() + self.pace.patience;
        let mut in_time = true;
        // Twice when the source was being asked already, and had perhaps answered.
        for _ in 0..2 {
            let Some(pressed) = self.press() else { break };
            let mut watching = self.known.subscribe();
            let newer = watching.wait_for(|known| known.attempts >= pressed.attempt);
            in_time = timeout_at(end, newer).await.is_ok();
            let keys = self.keys();
            let has_it = keys.is_some_and(|keys| keys.set.get(key_id).is_some());
            if has_it || !in_time || !pressed.had_begun {
                break;
            }
        }
        let known = self.known.borrow();
        let is_certain = in_time && !known.is_failing;
        (known.keys(&self.pace).cloned(), is_certain)
    }

    fn press(&self) -> Option<Pressed> {
        let mut pressed = None;
        self.known.send_if_modified(|known| {
            let turn = known.turn;
            pressed = known.press(&self.pace);
            known.turn != turn
        });
        pressed
    }
}

impl Drop for Refresh {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Asks the source, for ever.
async fn run(source: impl Source, pace: Pace, known: Arc<watch::Sender<Known>>) {
    let mut pressed = known.subscribe();
    loop {
        known.send_modify(|known| known.turn = Turn::Asking);
        let asked_at = Instant::now();
        let answer = timeout(LIMIT, source.keys()).await;
        let answer = answer.unwrap_or(Err(NoKeys::Slow));
        let pause = match answer {
            Ok(_) => pace.regular,
            Err(_) => pace.pressing,
        };
        known.send_modify(|known| {
            known.learn(answer, asked_at, &pace);
            known.attempts += 1;
            known.turn = Turn::Waiting;
        });
        let pressed = pressed.wait_for(|known| known.turn == Turn::Pressed);
        // Whether it is time or somebody is in need: the source is asked.
        let _ = timeout_at(asked_at + pause, pressed).await;
    }
}

impl Known {
    /// Takes in what the source said, and logs what has changed by it.
    fn learn(&mut self, answer: Result<KeySet, NoKeys>, asked_at: Instant, pace: &Pace) {
        let had_keys = self.held.is_some();
        match answer {
            Ok(set) => {
                if self.is_failing {
                    info!("the keys of the issuer can be had again");
                }
                self.is_failing = false;
                self.take(set, asked_at);
            }
            Err(cause) => {
                if !self.is_failing {
                    warn!(%cause, had_keys, "the keys of the issuer cannot be had");
                }
                self.is_failing = true;
                if had_keys && self.keys(pace).is_none() {
                    error!(
                        %cause,
                        "the keys of the issuer could not be had for too long: all tokens are refused"
                    );
                    self.held = None;
                }
            }
        }
    }

    /// Has these keys from now on. If they are those there were, what was verified with them
    /// stays so.
    fn take(&mut self, set: KeySet, asked_at: Instant) {
        let old = self.held.take().map(|held| held.keys);
        let same = old.as_ref().filter(|old| old.set == set);
        let keys = match same {
            Some(same) => Arc::clone(same),
            None => {
                log_change(old.as_ref().map(|old| &old.set), &set);
                let remembered = Remembered::default();
                Arc::new(KeysInUse { set, remembered })
            }
        };
        self.held = Some(Held { keys, asked_at });
    }
}

fn log_change(old: Option<&KeySet>, new: &KeySet) {
    let keys = new.len();
    let passed_over = new.passed_over();
    let added = old.map_or(keys, |old| new.absent_in(old));
    let withdrawn = old.map_or(0, |old| old.absent_in(new));
    match new.is_empty() {
        true => warn!(
            passed_over,
            withdrawn, "the issuer publishes no key that tokens can be verified with"
        ),
        false => info!(
            keys,
            added, withdrawn, passed_over, "the keys of the issuer have changed"
        ),
    }
}
