//! Tokens already verified.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use crate::Claims;

/// A token, by which nothing can be called.
type Digest = [u8; blake3::OUT_LEN];

/// How many tokens a generation has; two are kept.
const GENERATION_TOKENS: usize = 4096;

/// What verified tokens say, for as long as the keys they were verified with are in use.
///
/// It is kept in two generations: when the younger one is full, the older one is
/// forgotten. Whoever calls often moves on to the younger one in time, so what
/// is forgotten are tokens that nobody brings any more.
#[derive(Debug, Default)]
pub(crate) struct Remembered(Mutex<Generations>);

#[derive(Debug, Default)]
struct Generations {
    younger: HashMap<Digest, Arc<Claims>>,
    older: HashMap<Digest, Arc<Claims>>,
}

/// The digest a token is remembered by: a token found in memory would let its finder in.
pub(crate) fn digest(token: &str) -> Digest {
    *blake3::hash(token.as_bytes()).as_bytes()
}

impl Remembered {
    /// What the token of that digest says, if it is remembered.
    pub(crate) fn get(&self, digest: &Digest) -> Option<Arc<Claims>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(claims) = all.younger.get(digest) {
            return Some(Arc::clone(claims));
        }
        let claims = all.older.remove(digest)?;
        all.put(*digest, Arc::clone(&claims));
        Some(claims)
    }

    /// Remembers what a token says.
    pub(crate) fn put(&self, digest: Digest, claims: Arc<Claims>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.put(digest, claims);
    }
}

impl Generations {
    fn put(&mut self, digest: Digest, claims: Arc<Claims>) {
        if self.younger.len() >= GENERATION_TOKENS {
            self.older = mem::take(&mut self.younger);
        }
        self.younger.insert(digest, claims);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn claims(number: usize) -> Arc<Claims> {
        Arc::new(Claims {
            subject: number.to_string(),
            roles: Vec::new(),
            expires_at_unix_seconds: 0,
        })
    }

    fn key(number: usize) -> Digest {
        digest(&number.to_string())
    }

    #[test]
    fn a_bounded_number_is_remembered_and_what_is_used_stays() {
        let remembered = Remembered::default();
        let frequent = key(0);
        remembered.put(frequent, claims(0));
        for number in 1..10 * GENERATION_TOKENS {
            remembered.put(key(number), claims(number));
            assert_eq!(remembered.get(&frequent).unwrap().subject, "0");
        }
        let all = remembered.0.lock().unwrap();
        assert!(all.younger.len() <= GENERATION_TOKENS);
        assert!(all.older.len() <= GENERATION_TOKENS);
        drop(all);
        assert_eq!(remembered.get(&key(1)), None);
        let last = 10 * GENERATION_TOKENS - 1;
        assert_eq!(
            remembered.get(&key(last)).unwrap().subject,
            last.to_string()
        );
    }
}
