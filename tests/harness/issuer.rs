//! An issuer of tokens on this machine, whose keys change as a test says.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::JoinHandle,
};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use identity::mint::{MintedKey, Signs, claims, key_set};
use ledger::{Clock, SystemClock};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot};

/// For whom its tokens are meant, if they are good.
pub const AUDIENCE: &str = "tradefair";

/// What whoever carries the sample in must be.
pub const OF_THE_DEMO: [&str; 5] = [
    "clerk:exhibitions@*",
    "clerk:forums@*",
    "clerk:contracts@*",
    "statistician@*",
    "editor@*",
];

/// An OpenID Connect issuer on loopback. It ends when it goes out of scope.
///
/// It answers from a thread of its own, so that a test may block.
pub struct Issuer {
    /// What it is called and where it is, in one: an http address.
    pub address: String,
    desk: Arc<Desk>,
    made: AtomicUsize,
    ending: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Desk {
    address: String,
    /// The keys that are published, of which the last one signs.
    keys: Mutex<Vec<MintedKey>>,
    /// Whether it is not out of order.
    is_up: AtomicBool,
    asked: AtomicUsize,
}

/// A document in JSON.
type Answer = Result<String, StatusCode>;

impl Issuer {
    /// An issuer with one key.
    ///
    /// # Panics
    /// When the system has no port for it.
    #[must_use]
    pub fn start() -> Self {
        let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
        let listener = std::net::TcpListener::bind(any_port).expect("a port is free");
        listener.set_nonblocking(true).expect("it is a socket");
        let address = format!("http://{}", listener.local_addr().expect("it is bound"));
        let desk = Arc::new(Desk {
            address: address.clone(),
            keys: Mutex::default(),
            is_up: AtomicBool::new(true),
            asked: AtomicUsize::new(0),
        });
        let (ending, ended) = oneshot::channel();
        let answering = Arc::clone(&desk);
        let thread = std::thread::spawn(move || answer(listener, answering, ended));
        let issuer = Self {
            address,
            desk,
            made: AtomicUsize::new(0),
            ending: Some(ending),
            thread: Some(thread),
        };
        issuer.rotate();
        issuer
    }

    /// A token of an hour, for that subject with these roles, signed with the newest key.
    #[must_use]
    pub fn token(&self, subject: &str, roles: &[&str]) -> String {
        self.sign(&self.claims(subject, roles))
    }

    /// The claims of such a token, for a test to change.
    #[must_use]
    pub fn claims(&self, subject: &str, roles: &[&str]) -> Value {
        let now = SystemClock::new().now().0 / 1_000_000;
        claims(&self.address, AUDIENCE, subject, roles, now)
    }

    /// A token with these claims, whatever they are, signed with the newest key.
    ///
    /// # Panics
    /// When it has no key any more.
    #[must_use]
    pub fn sign(&self, claims: &Value) -> String {
        let keys = self.desk.keys.lock().unwrap();
        keys.last().expect("it has a key").token(claims)
    }

    /// Publishes a new key and signs with it; the earlier ones stay published.
    ///
    /// # Panics
    /// When the machine gives no randomness.
    pub fn rotate(&self) {
        let number = self.made.fetch_add(1, Ordering::SeqCst);
        let signs = [Signs::Es256, Signs::EdDsa][number % 2];
        let key = MintedKey::new(&format!("key {number}"), signs);
        self.desk.keys.lock().unwrap().push(key);
    }

    /// Withdraws all keys but the newest.
    ///
    /// # Panics
    /// Never, if no test has panicked here.
    pub fn withdraw_earlier(&self) {
        let mut keys = self.desk.keys.lock().unwrap();
        let newest = keys.pop();
        *keys = newest.into_iter().collect();
    }

    /// The keys that are published, as a file of keys has them.
    ///
    /// # Panics
    /// Never, if no test has panicked here.
    #[must_use]
    pub fn key_set(&self) -> Value {
        key_set(self.desk.keys.lock().unwrap().iter())
    }

    /// Whether it answers from now on, or is out of order.
    pub fn answers(&self, is_up: bool) {
        self.desk.is_up.store(is_up, Ordering::SeqCst);
    }

    /// How often its keys were asked for.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.desk.asked.load(Ordering::SeqCst)
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        // Whoever is being answered is cut off.
        drop(self.ending.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Answers until the end.
fn answer(listener: std::net::TcpListener, desk: Arc<Desk>, ended: oneshot::Receiver<()>) {
    let router = Router::new()
        .route("/.well-known/openid-configuration", get(about))
        .route("/keys", get(keys))
        .with_state(desk);
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().expect("a runtime starts");
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener).expect("it does not block");
        tokio::select! {
            served = axum::serve(listener, router) => served.expect("it serves"),
            _ = ended => {}
        }
    });
}

impl Desk {
    fn answer(&self, answer: impl FnOnce() -> Value) -> Answer {
        match self.is_up.load(Ordering::SeqCst) {
            true => Ok(answer().to_string()),
            false => Err(StatusCode::SERVICE_UNAVAILABLE),
        }
    }
}

async fn about(State(desk): State<Arc<Desk>>) -> Answer {
    let keys_at = format!("{}/keys", desk.address);
    desk.answer(|| json!({"issuer": desk.address, "jwks_uri": keys_at}))
}

async fn keys(State(desk): State<Arc<Desk>>) -> Answer {
    desk.asked.fetch_add(1, Ordering::SeqCst);
    desk.answer(|| key_set(desk.keys.lock().unwrap().iter()))
}

#[cfg(test)]
mod tests {
    use identity::{KeysFrom, Refused, Settings, Verifier};

    use super::*;

    fn settings(issuer: &Issuer) -> Settings {
        Settings {
            issuer: issuer.address.parse().unwrap(),
            audience: AUDIENCE.parse().unwrap(),
            keys: KeysFrom::Issuer { authorities: None },
        }
    }

    fn verifier(issuer: &Issuer) -> Verifier {
        let now = || SystemClock::new().now().0 / 1_000_000;
        Verifier::start(&settings(issuer), now).unwrap()
    }

    #[tokio::test]
    async fn its_tokens_are_believed_until_their_key_is_withdrawn() {
        let issuer = Issuer::start();
        let first = issuer.token("ada", &["desk"]);
        let claims = verifier(&issuer).verify(&first).await.unwrap();
        assert_eq!((claims.subject.as_str(), claims.roles.len()), ("ada", 1));

        issuer.rotate();
        let second = issuer.token("ada", &[]);
        for token in [&first, &second] {
            assert!(verifier(&issuer).verify(token).await.is_ok());
        }
        issuer.withdraw_earlier();
        let refused = verifier(&issuer).verify(&first).await;
        assert_eq!(refused, Err(Refused::UnknownKey));
        assert!(verifier(&issuer).verify(&second).await.is_ok());
        issuer.answers(false);
        let refused = verifier(&issuer).verify(&second).await;
        assert_eq!(refused, Err(Refused::KeysOutOfReach));
        assert!(issuer.asked() >= 4);
    }
}
