//! What the chain of positions is made of.

use std::fmt;

use crate::{Fair, RecordedAt, store::StoredChange};

/// A blake3 hash.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The bytes of the hash.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(formatter, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// The salt of a body: kept beside it and erased with it.
pub const SALT_BYTES: usize = 16;

/// The digest of a body. Without the salt it tells nothing of the body, so it
/// may stay in the chain when both are erased.
#[must_use]
pub(crate) fn body_digest(salt: &[u8; SALT_BYTES], body: &[u8]) -> Hash {
    // The salt has a fixed length, so the two cannot run into each other.
    let mut hasher = blake3::Hasher::new();
    hasher.update(salt).update(body);
    Hash(hasher.finalize().into())
}

/// The hash of a position, under construction.
pub(crate) struct Chain {
    hasher: blake3::Hasher,
}

impl Chain {
    /// Begins with what identifies the position.
    pub(crate) fn follow(previous: &Hash, fair: &Fair, sequence: i64, at: RecordedAt) -> Self {
        let mut chain = Self {
            hasher: blake3::Hasher::new_derive_key("tradefair position 1"),
        };
        chain.hasher.update(previous.as_bytes());
        chain.text(fair.as_str());
        chain.number(sequence);
        chain.number(at.microseconds());
        chain
    }

    /// Takes in the next change.
    pub(crate) fn take_in(&mut self, change: &StoredChange) {
        self.text(&change.name);
        self.number(change.revision);
        self.number(change.state.code());
        self.text(&change.reason);
        self.text(&change.moved_to);
        self.hasher.update(change.body_digest.as_bytes());
        self.hasher.update(blake3::hash(&change.facts).as_bytes());
    }

    /// The hash.
    pub(crate) fn finish(self) -> Hash {
        Hash(self.hasher.finalize().into())
    }

    fn number(&mut self, number: i64) {
        self.hasher.update(&number.to_le_bytes());
    }

    /// Texts carry their length, so that neighbours cannot run together.
    fn text(&mut self, text: &str) {
        self.hasher.update(&(text.len() as u64).to_le_bytes());
        self.hasher.update(text.as_bytes());
    }
}
