//! The side that asks.

use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use tower::{Layer, Service};

use super::call::Call;
use super::watch::{CallBody, CallFuture};
use super::watched_method;

/// A layer that gives every call sent one span and one measurement, and sends
/// the trace context with it.
///
/// A call whose service fails without an answer has no status; it is recorded
/// with `error.type` `transport`. A deadline belongs outside this layer, where
/// running out of time shows as CANCELLED, or inside, where it must answer with
/// a status.
#[derive(Debug, Clone, Default)]
pub struct ClientSpans {
    server_address: Option<Arc<str>>,
}

impl ClientSpans {
    /// Spans that do not say who is asked.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Spans that name the group of servers asked, such as `contracts`.
    #[must_use]
    pub fn to(server_address: impl Into<Arc<str>>) -> Self {
        Self {
            server_address: Some(server_address.into()),
        }
    }
}

impl<S> Layer<S> for ClientSpans {
    type Service = ClientCalls<S>;

    fn layer(&self, inner: S) -> ClientCalls<S> {
        ClientCalls {
            inner,
            server_address: self.server_address.clone(),
        }
    }
}

/// A service the calls to which are watched: what [`ClientSpans`] makes.
#[derive(Debug, Clone)]
pub struct ClientCalls<S> {
    inner: S,
    server_address: Option<Arc<str>>,
}

impl<S, B, R> Service<Request<B>> for ClientCalls<S>
where
    S: Service<Request<B>, Response = Response<R>>,
{
    type Response = Response<CallBody<R>>;
    type Error = S::Error;
    type Future = CallFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // In parts, as the method is read from one while another is written to.
        let (mut head, body) = request.into_parts();
        let call = watched_method(head.uri.path(), &head.headers)
            .map(|method| Call::sent(method, self.server_address.as_ref(), &mut head.headers));
        let request = Request::from_parts(head, body);
        let answer = match &call {
            Some(call) => call.within(|| self.inner.call(request)),
            None => self.inner.call(request),
        };
        CallFuture::new(answer, call)
    }
}
