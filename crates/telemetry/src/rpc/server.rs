//! The side that answers.

use std::collections::HashMap;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use tower::{Layer, Service};

use super::call::{Call, UNKNOWN_METHOD};
use super::method::{Method, Side};
use super::watch::{CallBody, CallFuture};
use super::watched_method;

/// A layer that gives every call received one span and one measurement.
#[derive(Debug, Clone)]
pub struct ServerSpans {
    methods: Arc<Methods>,
}

impl ServerSpans {
    /// Takes the methods that are served, as `pkg.Service/Method`. A call to any
    /// other is recorded as `_OTHER`: names from outside would let anybody fill
    /// the metrics.
    pub fn new<M: AsRef<str>>(methods: impl IntoIterator<Item = M>) -> Self {
        let served = |name: Arc<str>| Arc::new(Method::new(Side::Server, name, None));
        let known = methods.into_iter().map(|method| {
            let name: Arc<str> = Arc::from(method.as_ref());
            (Arc::clone(&name), served(name))
        });
        Self {
            methods: Arc::new(Methods {
                known: known.collect(),
                unknown: served(UNKNOWN_METHOD.into()),
            }),
        }
    }
}

#[derive(Debug)]
struct Methods {
    known: HashMap<Arc<str>, Arc<Method>>,
    unknown: Arc<Method>,
}

impl Methods {
    fn call<B>(&self, request: &Request<B>) -> Option<Call> {
        let method = watched_method(request.uri().path(), request.headers())?;
        Some(match self.known.get(method) {
            Some(known) => Call::received(known, request.headers()),
            None => {
                let call = Call::received(&self.unknown, request.headers());
                // Not in the span, where the conventions would have it: it is
                // whatever the caller chose to write.
                call.within(|| tracing::debug!(method, "no such method here"));
                call
            }
        })
    }
}

impl<S> Layer<S> for ServerSpans {
    type Service = ServerCalls<S>;

    fn layer(&self, inner: S) -> ServerCalls<S> {
        ServerCalls {
            inner,
            methods: Arc::clone(&self.methods),
        }
    }
}

/// A service whose calls are watched: what [`ServerSpans`] makes.
#[derive(Debug, Clone)]
pub struct ServerCalls<S> {
    inner: S,
    methods: Arc<Methods>,
}

impl<S, B, R> Service<Request<B>> for ServerCalls<S>
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
        match self.methods.call(&request) {
            Some(call) => {
                let answer = call.within(|| self.inner.call(request));
                CallFuture::new(answer, Some(call))
            }
            None => CallFuture::new(self.inner.call(request), None),
        }
    }
}
