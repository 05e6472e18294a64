//! The side that asks.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::task::{Context, Poll};

use http::{Request, Response};
use tower::{Layer, Service};

use super::call::Call;
use super::method::{Method, Side};
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
    methods: Arc<Methods>,
}

/// How many methods are kept. A client of generated code has fewer.
const KEPT: usize = 1_024;

/// The methods that were called.
#[derive(Debug, Default)]
struct Methods {
    server_address: Option<Arc<str>>,
    called: RwLock<HashMap<Arc<str>, Arc<Method>>>,
}

impl Methods {
    fn named(&self, name: &str) -> Arc<Method> {
        let called = self.called.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(method) = called.get(name) {
            return Arc::clone(method);
        }
        drop(called);
        let name: Arc<str> = Arc::from(name);
        let address = self.server_address.clone();
        let method = Arc::new(Method::new(Side::Client, Arc::clone(&name), address));
        let mut called = self.called.write().unwrap_or_else(PoisonError::into_inner);
        match called.len() < KEPT {
            true => Arc::clone(called.entry(name).or_insert(method)),
            false => method,
        }
    }
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
            methods: Arc::new(Methods {
                server_address: Some(server_address.into()),
                called: RwLock::default(),
            }),
        }
    }
}

impl<S> Layer<S> for ClientSpans {
    type Service = ClientCalls<S>;

    fn layer(&self, inner: S) -> ClientCalls<S> {
        ClientCalls {
            inner,
            methods: Arc::clone(&self.methods),
        }
    }
}

/// A service the calls to which are watched: what [`ClientSpans`] makes.
#[derive(Debug, Clone)]
pub struct ClientCalls<S> {
    inner: S,
    methods: Arc<Methods>,
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
        let method =
            watched_method(head.uri.path(), &head.headers).map(|method| self.methods.named(method));
        let call = method.map(|method| Call::sent(&method, &mut head.headers));
        let request = Request::from_parts(head, body);
        let answer = match &call {
            Some(call) => call.within(|| self.inner.call(request)),
            None => self.inner.call(request),
        };
        CallFuture::new(answer, call)
    }
}
