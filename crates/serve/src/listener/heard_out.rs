//! Requests that are heard out, also when nobody wants to hear the rest.
//!
//! An answer often comes before its request has: whoever may not ask, or asks for too
//! much, is told so at once. To let go of the rest would break the call off, and what
//! comes of it later counts as an error of the connection, which h2 closes for good after
//! the thousandth, and with it all other calls on it. So the rest is read for a while,
//! beside the answer, and thrown away.

use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::Request,
};
use http_body::{Body as _, Frame, SizeHint};
use tokio::{runtime::Handle, time::timeout};

use crate::layers::size::REQUEST_BYTES;

/// How long the rest of a request may take, and how much of it is read.
const FOR_A_WHILE: Duration = Duration::from_secs(1);
const REST_BYTES: usize = REQUEST_BYTES;

/// A request whose rest is read when it is dropped before its end.
pub(super) async fn heard_out(request: Request) -> Request {
    request.map(|body| Body::new(HeardOut(Rest::of(body))))
}

/// Reads the rest of a request that nobody wants.
pub(super) fn hear_out(body: tonic::body::Body) {
    if !http_body::Body::is_end_stream(&body) {
        drop(HeardOut(Rest::of(Body::new(body))));
    }
}

struct HeardOut(Rest);

/// What has not been read of a request.
#[derive(Default)]
struct Rest {
    /// None once its end has come.
    body: Option<Body>,
    /// How much of it may be thrown away.
    bytes: usize,
}

impl Rest {
    fn of(body: Body) -> Self {
        Self {
            body: Some(body),
            bytes: REST_BYTES,
        }
    }

    /// Throws away what comes; ready when no more does, or is wanted.
    fn poll_away(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while let Some(body) = &mut self.body {
            match std::task::ready!(Pin::new(body).poll_frame(context)) {
                Some(Ok(frame)) => {
                    let come = frame.data_ref().map_or(0, Bytes::len);
                    match self.bytes.checked_sub(come) {
                        Some(left) => self.bytes = left,
                        None => self.body = None,
                    }
                }
                Some(Err(_)) | None => self.body = None,
            }
        }
        Poll::Ready(())
    }
}

impl http_body::Body for HeardOut {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Some(body) = &mut self.0.body else {
            return Poll::Ready(None);
        };
        let polled = Pin::new(body).poll_frame(context);
        if let Poll::Ready(None | Some(Err(_))) = &polled {
            self.0.body = None;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.0.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.0
            .body
            .as_ref()
            .map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl Drop for HeardOut {
    fn drop(&mut self) {
        // Mostly all of it has come by now.
        let mut context = Context::from_waker(Waker::noop());
        if self.0.poll_away(&mut context).is_ready() {
            return;
        }
        let mut rest = std::mem::take(&mut self.0);
        if let Ok(runtime) = Handle::try_current() {
            // What comes after that is broken off.
            let read = timeout(FOR_A_WHILE, poll_fn(move |context| rest.poll_away(context)));
            runtime.spawn(read);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{convert::Infallible, sync::Arc};

    use futures_util::StreamExt;
    use http_body_util::StreamBody;
    use tokio::sync::mpsc;

    use super::*;

    /// A request whose pieces are sent from elsewhere, and who sees it let go.
    fn request() -> (mpsc::Sender<usize>, Arc<()>, Request) {
        let (pieces, mut come) = mpsc::channel::<usize>(1);
        let held = Arc::new(());
        let holds = Arc::clone(&held);
        let frames = futures_util::stream::poll_fn(move |context| {
            let _ = &holds;
            come.poll_recv(context)
        });
        let frames =
            frames.map(|bytes| Ok::<_, Infallible>(Frame::data(Bytes::from(vec![0; bytes]))));
        (
            pieces,
            held,
            Request::new(Body::new(StreamBody::new(frames))),
        )
    }

    #[tokio::test(start_paused = true)]
    async fn the_rest_is_read_when_nobody_wants_it() {
        let (pieces, held, request) = request();
        drop(heard_out(request).await);
        for _ in 0..5 {
            pieces.send(10).await.unwrap();
        }
        drop(pieces);
        while Arc::strong_count(&held) > 1 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_rest_without_end_is_read_for_a_while_and_to_a_bound() {
        let (pieces, held, first) = request();
        drop(heard_out(first).await);
        pieces.send(REST_BYTES).await.unwrap();
        tokio::task::yield_now().await;
        assert_eq!(Arc::strong_count(&held), 2, "all that may come has come");
        pieces.send(1).await.unwrap();
        pieces.closed().await;
        let (pieces, _, second) = request();
        drop(heard_out(second).await);
        // Time goes on by itself.
        pieces.closed().await;
    }
}
