//! Whose call it is, as far as that is known before anybody is asked.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use http::{Request, Response, StatusCode, header::AUTHORIZATION};
use tonic::{Code, Status, transport::server::TcpConnectInfo};

use crate::access::{Identified, bearer};

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

/// A token, by its hash.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token(u64);

/// The token that a call shows, and whether it told who calls.
#[derive(Debug)]
pub(super) struct Shown {
    token: Token,
    identified: Identified,
}

impl Callers {
    /// Whose call a request is.
    pub(super) fn of<B>(&self, request: &Request<B>) -> CallerKey {
        self.whose(self.token(request), request)
    }

    /// The same, of a request that shows this token.
    pub(super) fn whose<B>(&self, shown: Option<Token>, request: &Request<B>) -> CallerKey {
        if let Some(Token(token)) = shown
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

    /// The token that a request shows; what becomes of it is to be noted.
    pub(super) fn shown<B>(token: Option<Token>, request: &mut Request<B>) -> Option<Shown> {
        let token = token?;
        let identified = Identified::default();
        request.extensions_mut().insert(identified.clone());
        Some(Shown { token, identified })
    }

    /// A call that showed a token was answered so. What is neither accepted nor refused,
    /// as when time was over before anybody looked at it, stays what it was.
    pub(super) fn answered<B>(&self, shown: Option<Shown>, response: &Response<B>) {
        let Some(Shown {
            token: Token(token),
            identified,
        }) = shown
        else {
            return;
        };
        if identified.is_noted() {
            self.known().note(token);
        } else if is_refused(response) {
            self.known().forget(token);
        }
    }

    /// The token alone, however its header is written.
    pub(super) fn token<B>(&self, request: &Request<B>) -> Option<Token> {
        let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
        Some(Token(self.hash.hash_one(bearer(header)?)))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether it is refused to say who calls.
fn is_refused<B>(response: &Response<B>) -> bool {
    let status = Status::from_header_map(response.headers()).map(|status| status.code());
    response.status() == StatusCode::UNAUTHORIZED || status == Some(Code::Unauthenticated)
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

    /// Answers a call with a token, which was accepted or not.
    fn answer(callers: &Callers, token: &str, is_accepted: bool, fault: Option<Fault>) {
        let mut request = request(token);
        let shown = Callers::shown(callers.token(&request), &mut request);
        if is_accepted {
            request.extensions().get::<Identified>().unwrap().note();
        }
        let response = fault.map(answer::fault).unwrap_or_default();
        callers.answered(shown, &response);
    }

    fn refusal() -> Fault {
        Fault::NotAuthenticated {
            why: "it is too old".to_owned(),
        }
    }

    #[test]
    fn a_token_is_somebody_once_it_was_accepted_and_until_it_is_refused() {
        let callers = Callers::default();
        // Nobody looked at it, or nobody could.
        answer(&callers, "ann", false, Some(Fault::DeadlinePassed));
        answer(&callers, "ann", false, Some(refusal()));
        assert!(!is_known(&callers, "ann"));
        answer(&callers, "ann", true, None);
        assert!(is_known(&callers, "ann"));
        assert!(!is_known(&callers, "ben"));
        answer(&callers, "ann", false, Some(Fault::DeadlinePassed));
        assert!(is_known(&callers, "ann"), "it was good a moment ago");
        answer(&callers, "cat", true, Some(Fault::DeadlinePassed));
        assert_ne!(callers.of(&request("ann")), callers.of(&request("cat")));
        answer(&callers, "ann", false, Some(refusal()));
        assert!(!is_known(&callers, "ann"));
        assert!(is_known(&callers, "cat"));
    }

    #[test]
    fn a_token_is_one_however_it_is_written() {
        let callers = Callers::default();
        answer(&callers, "ann", true, None);
        let key = callers.of(&request("ann"));
        for header in ["bearer ann", "BEARER  ann "] {
            let request = Request::builder().header(AUTHORIZATION, header);
            assert_eq!(callers.of(&request.body(()).unwrap()), key, "{header}");
        }
    }

    #[test]
    fn as_many_as_are_promised_are_known_and_not_without_bound() {
        let callers = Callers::default();
        let name = |number: usize| format!("t{number}");
        for number in 0..3 * KNOWN {
            answer(&callers, &name(number), true, None);
        }
        let known = (0..3 * KNOWN).filter(|number| is_known(&callers, &name(*number)));
        let known: Vec<_> = known.collect();
        assert!((KNOWN..=2 * KNOWN).contains(&known.len()));
        assert_eq!(known.last(), Some(&(3 * KNOWN - 1)));
        assert_eq!(known[0] + known.len(), 3 * KNOWN, "the last that came");
    }
}
