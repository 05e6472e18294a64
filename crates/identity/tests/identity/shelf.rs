//! Keys that a test puts out, as an issuer would publish them.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use identity::{KeySet, NoKeys, Source, mint};
use serde_json::{Value, json};
use tokio::sync::watch;

/// A place for keys. Clones are the same place.
#[derive(Clone)]
pub(crate) struct Shelf(Arc<Inner>);

struct Inner {
    /// None while nobody can be reached.
    set: Mutex<Option<Value>>,
    asked: AtomicUsize,
    is_open: watch::Sender<bool>,
}

impl Shelf {
    pub(crate) fn with<'k>(keys: impl IntoIterator<Item = &'k mint::MintedKey>) -> Self {
        let shelf = Self(Arc::new(Inner {
            set: Mutex::new(None),
            asked: AtomicUsize::new(0),
            is_open: watch::Sender::new(true),
        }));
        shelf.put_out(keys);
        shelf
    }

    /// These keys and no others, from now on.
    pub(crate) fn put_out<'k>(&self, keys: impl IntoIterator<Item = &'k mint::MintedKey>) {
        self.put_out_set(mint::key_set(keys));
    }

    pub(crate) fn put_out_set(&self, set: Value) {
        *self.0.set.lock().unwrap() = Some(set);
    }

    /// Adds an entry that is no key of a token.
    pub(crate) fn add(&self, entry: Value) {
        let mut set = self.0.set.lock().unwrap();
        let set = set.get_or_insert_with(|| json!({"keys": []}));
        set["keys"].as_array_mut().unwrap().push(entry);
    }

    /// Nobody can be reached from now on.
    pub(crate) fn cut_off(&self) {
        *self.0.set.lock().unwrap() = None;
    }

    /// Whether questions are answered, or kept waiting.
    pub(crate) fn answers(&self, is_open: bool) {
        self.0.is_open.send_replace(is_open);
    }

    /// How often it was asked.
    pub(crate) fn asked(&self) -> usize {
        self.0.asked.load(Ordering::SeqCst)
    }
}

impl Source for Shelf {
    async fn keys(&self) -> Result<KeySet, NoKeys> {
        self.0.asked.fetch_add(1, Ordering::SeqCst);
        let mut is_open = self.0.is_open.subscribe();
        is_open.wait_for(|is_open| *is_open).await.unwrap();
        let set = self.0.set.lock().unwrap().clone();
        let set = set.ok_or_else(|| NoKeys::Unreachable {
            place: "the shelf".to_owned(),
            cause: "cut off".into(),
        })?;
        KeySet::parse(set.to_string().as_bytes()).map_err(|cause| NoKeys::Set {
            place: "the shelf".to_owned(),
            cause,
        })
    }
}
