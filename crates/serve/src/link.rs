//! The way from one service to another.
//!
//! A [`Link`] is either the other service itself, in the same process, or a
//! connection to where it runs. The clients that are generated from the contracts
//! work over it (`ExhibitionsServiceClient::new(link)`), and a caller cannot tell
//! which it is: deadlines, errors with their details and traces are the same.

use std::{
    convert::Infallible,
    error::Error,
    future::Future,
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use fault::Fault;
use http::{Request, Response};
use telemetry::{CallBody, CallFuture, ClientCalls, ClientSpans};
use tonic::{
    Code, Status, TimeoutExpired,
    body::Body,
    transport::{Channel, Endpoint, Uri},
};
use tower::{Layer, ServiceExt};

use crate::{
    Service,
    layers::{self, Stack, answer, deadline},
};

/// How long the making of a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// How often a quiet connection is tried, and how long the other side may take to
/// show that it is there.
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(20);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(5);

/// The way to a service. Clones share it.
#[derive(Clone)]
pub struct Link {
    calls: ClientCalls<Way>,
}

/// The way, before its calls are watched.
#[derive(Clone)]
struct Way {
    service: Arc<str>,
    door: Door,
}

#[derive(Clone)]
enum Door {
    /// The service itself.
    Within(Stack),
    /// A connection to where it runs.
    Remote(Channel),
}

impl Link {
    /// The way to a service of this process.
    #[must_use]
    pub fn within(service: &Service) -> Self {
        Self::through(service.name, Door::Within(layers::stack(service)))
    }

    /// The way to a service that runs elsewhere. Nothing is connected before the
    /// first call, and a lost connection is made anew by the next one. Must be
    /// called inside a runtime, which drives the connection.
    #[must_use]
    pub fn remote(service: &str, address: Uri) -> Self {
        let channel = Endpoint::from(address)
            .connect_timeout(CONNECT_TIMEOUT)
            .http2_keep_alive_interval(KEEPALIVE_INTERVAL)
            .keep_alive_timeout(KEEPALIVE_TIMEOUT)
            .keep_alive_while_idle(true)
            .tcp_nodelay(true)
            .connect_lazy();
        Self::through(service, Door::Remote(channel))
    }

    fn through(service: &str, door: Door) -> Self {
        let service: Arc<str> = Arc::from(service);
        let spans = ClientSpans::to(Arc::clone(&service));
        Self {
            calls: spans.layer(Way { service, door }),
        }
    }
}

impl tower::Service<Request<Body>> for Link {
    type Response = Response<CallBody<Body>>;
    type Error = Infallible;
    type Future = CallFuture<Answer>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.calls.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        self.calls.call(request)
    }
}

/// An answer on its way.
type Answer = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

impl tower::Service<Request<Body>> for Way {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(())) // the door is waited for when it is used
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let (service, door) = (Arc::clone(&self.service), self.door.clone());
        Box::pin(async move { Ok(call(&service, door, request).await) })
    }
}

/// Calls through the door. Whatever happens on the way becomes an answer too, so
/// that it has the form all errors have.
async fn call(service: &str, door: Door, mut request: Request<Body>) -> Response<Body> {
    let allowed = deadline::for_call(request.headers());
    if let Some(allowed) = allowed {
        deadline::say(request.headers_mut(), allowed);
    }
    let answered = async {
        match door {
            Door::Within(stack) => match stack.oneshot(request).await {
                Ok(response) => Ok(response),
                Err(never) => match never {},
            },
            Door::Remote(channel) => channel.oneshot(request).await,
        }
    };
    match tokio::time::timeout(allowed.unwrap_or(deadline::AT_MOST), answered).await {
        Ok(Ok(response)) => response,
        // The library's own clock, which runs to the same deadline.
        Ok(Err(wrong)) if caused_by::<TimeoutExpired>(&wrong).is_some() => {
            answer::fault(Fault::DeadlinePassed)
        }
        Ok(Err(wrong)) => {
            tracing::debug!(service, wrong = chain(&wrong), "a call did not arrive");
            answer::fault(Fault::Unreachable {
                service: service.to_owned(),
                why: why(&wrong),
            })
        }
        Err(_) => answer::fault(Fault::DeadlinePassed),
    }
}

/// The fault for an error that a called service answered with, or that happened on
/// the way to it.
#[must_use]
pub fn peer(service: &str, status: &Status) -> Fault {
    if !status.details().is_empty() {
        // Without the headers of the other answer: they tell of that call.
        let passed_on = Status::with_details(
            status.code(),
            status.message(),
            tonic::codegen::Bytes::copy_from_slice(status.details()),
        );
        return Fault::Peer {
            service: service.to_owned(),
            status: Box::new(passed_on),
        };
    }
    match status.code() {
        Code::DeadlineExceeded => Fault::DeadlinePassed,
        // All our own errors have details: this one is of the way, or of
        // something else that listens where the service should be.
        code => Fault::Unreachable {
            service: service.to_owned(),
            why: format!("the call was cut off ({code:?})"),
        },
    }
}

/// What happened, for the caller: without addresses.
fn why(wrong: &(dyn Error + 'static)) -> String {
    match caused_by::<io::Error>(wrong) {
        Some(error) => error.kind().to_string(),
        None => "the connection failed".to_owned(),
    }
}

/// The error of that kind among those that lie behind one.
fn caused_by<'a, E: Error + 'static>(wrong: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut cause = Some(wrong);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref() {
            return Some(error);
        }
        cause = error.source();
    }
    None
}

/// What happened, for the log: with everything that lies behind it.
fn chain(wrong: &dyn Error) -> String {
    let mut text = wrong.to_string();
    let mut cause = wrong.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
