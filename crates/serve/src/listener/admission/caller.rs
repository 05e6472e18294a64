//! Whose call it is, as far as that is known before anybody is asked.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use http::{Request, Response, StatusCode, header::AUTHORIZATION};
use tonic::{Code, Status, transport::server::TcpConnectInfo};

/// How many tokens are known at least: as many as a fair has people and services, many
/// times over.
const KNOWN: usize = 8_192;

/// Whose call it is. Calls with the same token are of one caller, wherever they come
/// from; those without, and those with a token that nobody has accepted yet, are of the
/// address they come from. So nobody becomes many by making tokens up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CallerKey {
    Token(u64),
    Address(IpAddr),
    Unknown,
}

/// The tokens that were accepted lately, by their hashes. To read a token before its call
/// is let in would let anybody make us verify signatures without bound.
#[derive(Debug, Default)]
pub(super) struct Callers {
    /// Has a key of this process, so that nobody can make a token that is taken for
    /// somebody else's.
    hash: RandomState,
    known: Mutex<Known>,
}

/// In two generations: the older is forgotten when the younger is full.
#[derive(Debug, Default)]
struct Known {
    younger: HashSet<u64>,
    older: HashSet<u64>,
}

/// The token that a call shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token(u64);

impl Callers {
    /// Whose call a request is.
    pub(super) fn of<B>(&self, request: &Request<B>) -> CallerKey {
        if let Some(Token(token)) = self.token(request)
            && self.known().has(token)
        {
            return CallerKey::Token(token);
        }
        let connection = request.extensions().get::<TcpConnectInfo>();
        match connection.and_then(TcpConnectInfo::remote_addr) {
            Some(address) => CallerKey::Address(address.ip().to_canonical()),
            None => CallerKey::Unknown,
        }
    }

    /// The token that a request shows.
    pub(super) fn token<B>(&self, request: &Request<B>) -> Option<Token> {
        let shown = request.headers().get(AUTHORIZATION)?;
        Some(Token(self.hash.hash_one(shown.as_bytes())))
    }

    /// A call that showed a token was answered so.
    pub(super) fn answered<B>(&self, shown: Option<Token>, response: &Response<B>) {
        if let Some(Token(token)) = shown {
            match is_accepted(response) {
                true => self.known().note(token),
                false => self.known().forget(token),
            }
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the token was good enough to tell who calls. It is refused in the head of an
/// answer, as nothing of the call was begun.
fn is_accepted<B>(response: &Response<B>) -> bool {
    let refused = |code| code == Code::Unauthenticated;
    let status = Status::from_header_map(response.headers()).map(|status| status.code());
    response.status() != StatusCode::UNAUTHORIZED && !status.is_some_and(refused)
}

impl Known {
    fn has(&self, token: u64) -> bool {
        self.younger.contains(&token) || self.older.contains(&token)
    }

    fn note(&mut self, token: u64) {
        if self.younger.len() >= KNOWN && !self.younger.contains(&token) {
            self.older = std::mem::take(&mut self.younger);
        }
        self.younger.insert(token);
    }

    fn forget(&mut self, token: u64) {
        self.younger.remove(&token);
        self.older.remove(&token);
    }
}

#[cfg(test)]
mod tests {
    use fault::Fault;

    use super::*;
    use crate::layers::answer;

    fn request(token: &str) -> Request<()> {
        let request = Request::builder().header(AUTHORIZATION, format!("Bearer {token}"));
        request.body(()).unwrap()
    }

    /// Whether calls with a token are told from those of everybody.
    fn is_known(callers: &Callers, token: &str) -> bool {
        callers.of(&request(token)) != CallerKey::Unknown
    }

    fn answer(callers: &Callers, token: &str, response: &Response<tonic::body::Body>) {
        callers.answered(callers.token(&request(token)), response);
    }

    #[test]
    fn a_token_is_somebody_once_it_was_accepted_and_until_it_is_refused() {
        let callers = Callers::default();
        let refused = answer::fault(Fault::NotAuthenticated {
            why: "it is too old".to_owned(),
        });
        let forbidden = answer::fault(Fault::Overloaded {
            retry_after: std::time::Duration::ZERO,
        });
        assert!(!is_known(&callers, "ann"));
        answer(&callers, "ann", &refused);
        assert!(!is_known(&callers, "ann"));
        for accepted in [Response::default(), forbidden] {
            answer(&callers, "ann", &accepted);
            assert!(is_known(&callers, "ann"));
            assert!(!is_known(&callers, "ben"));
        }
        let [ann, cat] = ["ann", "cat"].map(|token| {
            answer(&callers, token, &Response::default());
            callers.of(&request(token))
        });
        assert_ne!(ann, cat);
        answer(&callers, "ann", &refused);
        assert!(!is_known(&callers, "ann"));
        assert!(is_known(&callers, "cat"));
    }

    #[test]
    fn as_many_as_are_promised_are_known_and_not_without_bound() {
        let callers = Callers::default();
        let name = |number: usize| format!("t{number}");
        for number in 0..3 * KNOWN {
            answer(&callers, &name(number), &Response::default());
        }
        let known = (0..3 * KNOWN).filter(|number| is_known(&callers, &name(*number)));
        let known: Vec<_> = known.collect();
        assert!((KNOWN..=2 * KNOWN).contains(&known.len()));
        assert_eq!(known.last(), Some(&(3 * KNOWN - 1)));
        assert_eq!(known[0] + known.len(), 3 * KNOWN, "the last that came");
    }
}
