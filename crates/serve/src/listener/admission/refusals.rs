//! The answers to calls that are refused, made beforehand.

use std::time::Duration;

use fault::Fault;
use http::{HeaderMap, Response};
use tonic::body::Body;

use super::gate::Refused;
use crate::layers::answer;

/// When a refused caller should try again: in a crowd, and when there is too much.
const SOON: Duration = Duration::from_millis(100);
const LATER: Duration = Duration::from_secs(1);

/// The headers of the answers, which are all there is of them.
#[derive(Debug)]
pub(super) struct Refusals {
    soon: HeaderMap,
    later: HeaderMap,
}

impl Default for Refusals {
    fn default() -> Self {
        let made = |retry_after| answer::fault(Fault::Overloaded { retry_after });
        Self {
            soon: made(SOON).into_parts().0.headers,
            later: made(LATER).into_parts().0.headers,
        }
    }
}

impl Refusals {
    /// The answer to a call that is refused.
    pub(super) fn answer(&self, refused: Refused) -> Response<Body> {
        let headers = match refused {
            Refused::TryAgainSoon => &self.soon,
            Refused::TryAgainLater => &self.later,
        };
        let mut answer = Response::new(Body::empty());
        *answer.headers_mut() = headers.clone();
        answer
    }
}
