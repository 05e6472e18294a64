//! One call on one member. While it runs it counts towards the member's load.

use std::{
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::{Request, Response};
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use tonic::{body::Body, codegen::Bytes};

use super::{
    connection::{Connection, Failure},
    member::Member,
    pieces::{self, Pieces},
};
use crate::layers::size;

/// A call on a member.
pub(super) struct Turn {
    member: Arc<Member>,
    connection: Connection,
    /// Whether the member owes an answer. One that is not waited for any longer
    /// stays owed.
    owed: bool,
}

impl Turn {
    pub(super) fn new(member: Arc<Member>, connection: Connection) -> Self {
        Self {
            member,
            connection,
            owed: true,
        }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.member.whom.address
    }

    /// Makes a call whose answer is one message. It is waited for as a whole, so
    /// that a call that breaks off in the middle of it can still be made again.
    pub(super) async fn unary(self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        let (head, held) = self.streamed(request).await?.into_parts();
        let read = pieces::read(held, size::ANSWER_BYTES + size::PREFIX_BYTES).await;
        let answer = read.map_err(Failure::Unknown)?;
        Ok(Response::from_parts(head, Pieces::all(answer)))
    }

    /// Makes a call whose answer may be a stream, until it begins.
    pub(super) async fn streamed(
        mut self,
        request: Request<Body>,
    ) -> Result<Response<Held>, Failure> {
        match self.connection.call(request).await {
            Ok(response) => {
                self.owed = false;
                self.member.answered(&self.connection);
                Ok(response.map(|body| Held { body, _turn: self }))
            }
            Err(failure) => {
                self.owed = matches!(failure, Failure::Unknown(_));
                Err(failure)
            }
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.member.released(self.owed);
    }
}

/// The body of an answer, which holds its turn until all of it has come.
pub(super) struct Held {
    body: Incoming,
    _turn: Turn,
}

impl http_body::Body for Held {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
