//! One connection to one address, from its making to its end.
//!
//! It is made on hyper itself and not through the gRPC library's channel: that one
//! connects anew unseen, lets calls wait meanwhile, and does not tell whether a
//! call that failed had been sent. All three decide here what becomes of a call.

use std::{io, sync::Arc, sync::atomic::AtomicBool, time::Duration};

use http::{Request, Response};
use hyper::{
    body::Incoming,
    client::conn::http2::{Builder, SendRequest},
};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::{task::JoinHandle, time::timeout};
use tonic::body::Body;

use super::{
    cause::{caused_by, why},
    heard::Heard,
    wiring::{Whom, Wiring},
};

/// How long the making of a connection may take, until the other side has spoken.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// How often a quiet connection is tried, and how long the other side may take to
/// show that it is there.
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(20);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(5);

/// A connection that calls can be made on. Clones are the same connection.
#[derive(Clone)]
pub(super) struct Connection {
    sender: SendRequest<Body>,
    /// Whether a call was answered on it.
    pub(super) answered: Arc<AtomicBool>,
}

/// The end of a connection, to be waited for: from then on it takes no new calls.
/// Those under way may still be answered.
pub(super) struct Ending(JoinHandle<hyper::Result<()>>);

/// How a call failed on a connection, which decides whether it may be made again.
pub(super) enum Failure {
    /// It was never sent: here is its body, untouched.
    NotSent { body: Body, wrong: hyper::Error },
    /// The other side said that it did not begin to answer.
    NotTaken(hyper::Error),
    /// It may have been answered, and carried out.
    Unknown(hyper::Error),
}

impl Failure {
    /// What went wrong.
    pub(super) fn wrong(&self) -> &hyper::Error {
        match self {
            Self::NotSent { wrong, .. } | Self::NotTaken(wrong) | Self::Unknown(wrong) => wrong,
        }
    }
}

impl Connection {
    /// Connects to somebody; an error says why not, in words for callers.
    pub(super) async fn open(wiring: &Wiring, whom: &Whom) -> Result<(Self, Ending), String> {
        match timeout(CONNECT_TIMEOUT, Self::make(wiring, whom)).await {
            Ok(made) => made,
            Err(_) => Err(io::ErrorKind::TimedOut.to_string()),
        }
    }

    async fn make(wiring: &Wiring, whom: &Whom) -> Result<(Self, Ending), String> {
        let wire = wiring.wire(whom).await?;
        let (wire, heard) = Heard::on(wire);
        let (sender, driven) = Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .keep_alive_interval(KEEPALIVE_INTERVAL)
            .keep_alive_timeout(KEEPALIVE_TIMEOUT)
            .keep_alive_while_idle(true)
            .handshake(TokioIo::new(wire))
            .await
            .map_err(|wrong| why(&wrong))?;
        let mut ending = Ending(tokio::spawn(driven));
        match heard.await {
            Ok(Ok(())) => {}
            Ok(Err(why)) => return Err(why),
            // The other end of this is dropped with the wire.
            Err(_) => return Err(ending.reached().await),
        }
        let answered = Arc::new(AtomicBool::new(false));
        Ok((Self { sender, answered }, ending))
    }

    /// Whether it takes new calls, as far as is known.
    pub(super) fn is_open(&self) -> bool {
        !self.sender.is_closed()
    }

    /// Whether it is the same connection.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.answered, &other.answered)
    }

    /// Makes a call, until its answer begins.
    pub(super) async fn call(&self, request: Request<Body>) -> Result<Response<Incoming>, Failure> {
        let answered = self.sender.clone().try_send_request(request).await;
        answered.map_err(|mut failed| {
            let request = failed.take_message();
            let wrong = failed.into_error();
            match request {
                Some(request) => Failure::NotSent {
                    body: request.into_body(),
                    wrong,
                },
                None if was_refused(&wrong) => Failure::NotTaken(wrong),
                None => Failure::Unknown(wrong),
            }
        })
    }
}

impl Ending {
    /// Waits for the end, and says why it came.
    pub(super) async fn reached(&mut self) -> String {
        match (&mut self.0).await {
            Ok(Ok(())) => "the other side closed the connection".to_owned(),
            Ok(Err(wrong)) => why(&wrong),
            Err(_) => "the connection failed".to_owned(),
        }
    }
}

/// Whether the other side said that it did not begin to answer: it refused the call
/// by name, or told, when it said good-bye, of an earlier call as its last.
fn was_refused(wrong: &hyper::Error) -> bool {
    caused_by::<h2::Error>(wrong).is_some_and(|wrong| {
        let refused = wrong.is_reset() && wrong.reason() == Some(h2::Reason::REFUSED_STREAM);
        wrong.is_remote() && (refused || wrong.is_go_away())
    })
}
