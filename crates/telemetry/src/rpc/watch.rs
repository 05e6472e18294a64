//! The two stretches of a call: the future of its answer, then the body.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::Response;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

use super::call::Call;
use super::status::Outcome;

pin_project! {
    /// The answer to come, inside the span of its call.
    #[derive(Debug)]
    pub struct CallFuture<F> {
        #[pin]
        inner: F,
        call: Option<Call>,
    }
}

impl<F> CallFuture<F> {
    /// `None` for a request that is not watched.
    pub(super) fn new(inner: F, call: Option<Call>) -> Self {
        Self { inner, call }
    }
}

impl<F, B, E> Future for CallFuture<F>
where
    F: Future<Output = Result<Response<B>, E>>,
{
    type Output = Result<Response<CallBody<B>>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let answer = ready!(within(this.call.as_ref(), || this.inner.poll(context)));
        let mut call = this.call.take();
        match answer {
            Ok(response) => {
                if let Some(outcome) = outcome_of_head(&response) {
                    end(&mut call, outcome);
                }
                Poll::Ready(Ok(response.map(|inner| CallBody { inner, call })))
            }
            Err(error) => {
                end(&mut call, Outcome::Transport);
                Poll::Ready(Err(error))
            }
        }
    }
}

pin_project! {
    /// The body of an answer, which ends its call with the status in its trailers.
    #[derive(Debug)]
    pub struct CallBody<B> {
        #[pin]
        inner: B,
        call: Option<Call>,
    }
}

impl<B: Default> Default for CallBody<B> {
    fn default() -> Self {
        Self {
            inner: B::default(),
            call: None,
        }
    }
}

impl<B: Body> Body for CallBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let this = self.project();
        let frame = ready!(within(this.call.as_ref(), || this
            .inner
            .poll_frame(context)));
        match &frame {
            Some(Ok(frame)) => {
                if let Some(trailers) = frame.trailers_ref() {
                    end(
                        this.call,
                        Outcome::in_fields(trailers).unwrap_or(Outcome::NO_STATUS),
                    );
                }
            }
            Some(Err(_)) => end(this.call, Outcome::Transport),
            None => end(this.call, Outcome::NO_STATUS),
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// How the call ended, if the head of the answer says so already.
fn outcome_of_head<B>(response: &Response<B>) -> Option<Outcome> {
    Outcome::in_fields(response.headers()).or_else(|| Outcome::of_http(response.status()))
}

fn within<T>(call: Option<&Call>, work: impl FnOnce() -> T) -> T {
    match call {
        Some(call) => call.within(work),
        None => work(),
    }
}

fn end(call: &mut Option<Call>, outcome: Outcome) {
    if let Some(call) = call.take() {
        call.end(outcome);
    }
}
