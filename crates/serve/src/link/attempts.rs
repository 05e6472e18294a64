//! One call on a pool, in as many attempts as it may have.
//!
//! What certainly never reached a service is sent to the next member, whatever it
//! is. What was refused before it was begun is sent again if it is one message, and
//! what may have been answered only if answering it twice does no harm
//! ([`Repeat`]); both within the [budget](super::budget). A stream that was begun is
//! never made again: what it has brought cannot be taken back. Answers of a service
//! are answers, also when they are errors.

use std::net::SocketAddr;

use http::{Request, Response};
use tokio::time::Instant;
use tonic::{Status, body::Body, codegen::Bytes};

use super::{
    cause::{chain, why},
    connection::Failure,
    pieces::{self, Pieces},
    pool::Pool,
    repeat::Repeat,
};
use crate::layers::{deadline, size};

/// How often a call may be sent again that was sent before.
const MOST_REPEATS: u32 = 2;

/// How often a call may be handed on that was not sent at all.
const MOST_UNSENT: u32 = 5;

/// How large a request may be that is kept to be sent again: as large as any that a
/// listener takes. Its bytes are those that are sent, not a copy of them, so what
/// is kept is only freed later.
const KEPT_BYTES: usize = size::REQUEST_BYTES + size::PREFIX_BYTES;

/// Makes a call; an error says why nobody answered it, in words for callers. Each
/// attempt is told what is left until the moment its caller waits for, if there is
/// such a moment.
pub(super) async fn call(
    pool: &Pool,
    request: Request<Body>,
    until: Option<Instant>,
) -> Result<Response<Body>, String> {
    let (head, body) = request.into_parts();
    let mut attempts = Attempts::of(pool, head.uri.path());
    let mut sent = match attempts.repeat {
        None => Sent::Once(body),
        Some(_) => match Sent::read(body).await {
            Ok(sent) => sent,
            Err(unreadable) => return Ok(unreadable.into_http()),
        },
    };
    loop {
        let turn = pool.turn(&attempts.tried).await?;
        attempts.tried.push(turn.address());
        let (body, kept) = sent.once_more();
        let mut request = Request::from_parts(head.clone(), body);
        if let Some(until) = until {
            let left = until.saturating_duration_since(Instant::now());
            deadline::say(request.headers_mut(), left);
        }
        let answered = match attempts.repeat {
            Some(_) => turn.unary(request).await,
            None => turn.streamed(request).await.map(|held| held.map(Body::new)),
        };
        let failure = match answered {
            Ok(response) => {
                pool.budget.earn();
                return Ok(response);
            }
            Err(failure) => failure,
        };
        let wrong = failure.wrong();
        tracing::debug!(
            service = pool.service(),
            wrong = chain(wrong),
            "a call did not arrive"
        );
        let why = why(wrong);
        sent = attempts.again(failure, kept).ok_or(why)?;
    }
}

/// The attempts of one call.
struct Attempts<'a> {
    pool: &'a Pool,
    /// What is known of its method, if it takes and gives one message.
    repeat: Option<&'static Repeat>,
    /// Who has had it.
    tried: Vec<SocketAddr>,
    repeated: u32,
    unsent: u32,
}

impl<'a> Attempts<'a> {
    fn of(pool: &'a Pool, path: &str) -> Self {
        Self {
            pool,
            repeat: Repeat::of(path),
            tried: Vec::new(),
            repeated: 0,
            unsent: 0,
        }
    }

    /// What is to be sent after a failure, if anything is.
    fn again(&mut self, failure: Failure, kept: Option<Vec<Bytes>>) -> Option<Sent> {
        let harmless = match failure {
            Failure::NotSent { body, .. } => {
                self.unsent += 1;
                let sent = kept.map_or(Sent::Once(body), Sent::Kept);
                return (self.unsent <= MOST_UNSENT).then_some(sent);
            }
            Failure::NotTaken(_) => kept.is_some(),
            Failure::Unknown(_) => self.repeat?.allows(kept.as_ref()?),
        };
        self.repeated += 1;
        let again = harmless && self.repeated <= MOST_REPEATS && self.pool.budget.spend();
        kept.filter(|_| again).map(Sent::Kept)
    }
}

/// What is sent with a call.
enum Sent {
    /// One message, which can be sent as often as needed.
    Kept(Vec<Bytes>),
    /// Whatever it is, it can be sent once.
    Once(Body),
}

impl Sent {
    /// Reads the one message of a request.
    async fn read(body: Body) -> Result<Self, Status> {
        let read = pieces::read(body, KEPT_BYTES).await?;
        Ok(match (&read.rest, &read.trailers) {
            (None, None) => Self::Kept(read.data),
            _ => Self::Once(Pieces::all(read)),
        })
    }

    /// A body to be sent, and what is kept of it.
    fn once_more(self) -> (Body, Option<Vec<Bytes>>) {
        match self {
            Self::Kept(data) => (Pieces::of(&data), Some(data)),
            Self::Once(body) => (body, None),
        }
    }
}
