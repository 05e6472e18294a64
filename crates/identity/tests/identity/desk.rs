//! Where tokens are held against keys: a verifier at a time the test says.

use std::{
    sync::{
        Arc, LazyLock,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use identity::{
    Claims, Expected, Issuer, Pace, Refused, Source, Verifier,
    mint::{MintedKey, Signs, claims},
};
use serde_json::Value;

/// When the tests begin: 2026-11-27.
pub(crate) const NOW: i64 = 1_795_737_600;

pub(crate) const ISSUER: &str = "https://login.example.org/realms/fair";

pub(crate) const AUDIENCE: &str = "tradefair";

/// A key of each kind, made once: those of RSA take their time.
pub(crate) static KEYS: LazyLock<[MintedKey; 3]> = LazyLock::new(|| {
    [
        MintedKey::new("curve", Signs::Es256),
        MintedKey::new("edwards", Signs::EdDsa),
        MintedKey::new("rivest", Signs::Rs256),
    ]
});

/// The key of that kind.
pub(crate) fn key(signs: Signs) -> &'static MintedKey {
    KEYS.iter().find(|key| key.signs == signs).unwrap()
}

/// A clock that a test moves.
#[derive(Clone)]
pub(crate) struct Clock(Arc<AtomicI64>);

impl Clock {
    pub(crate) fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

/// A verifier and its clock.
pub(crate) struct Desk {
    pub(crate) verifier: Verifier,
    pub(crate) clock: Clock,
}

impl Desk {
    pub(crate) fn open(source: impl Source) -> Self {
        Self::open_at(source, Pace::default())
    }

    pub(crate) fn open_at(source: impl Source, pace: Pace) -> Self {
        let clock = Clock(Arc::new(AtomicI64::new(NOW)));
        let told = clock.clone();
        let verifier = Verifier::start_from(source, expected(), pace, move || told.now());
        Self { verifier, clock }
    }

    pub(crate) async fn verify(&self, token: &str) -> Result<Arc<Claims>, Refused> {
        self.verifier.verify(token).await
    }

    /// Lets time pass on all clocks.
    pub(crate) async fn pass(&self, time: Duration) {
        self.clock.advance(i64::try_from(time.as_secs()).unwrap());
        tokio::time::advance(time).await;
        settle().await;
    }
}

/// Lets all tasks do what they can do now.
pub(crate) async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

pub(crate) fn expected() -> Expected {
    Expected {
        issuer: Issuer::parse(ISSUER).unwrap(),
        audience: AUDIENCE.parse().unwrap(),
    }
}

/// The claims of a good token.
pub(crate) fn good_claims() -> Value {
    claims(ISSUER, AUDIENCE, "ada", &["desk"], NOW)
}

/// A good token of that key.
pub(crate) fn good_token(key: &MintedKey) -> String {
    key.token(&good_claims())
}

pub(crate) const SECOND: Duration = Duration::from_secs(1);
