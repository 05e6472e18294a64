//! The way from one service to another.
//!
//! A [`Link`] is either the other service itself, in the same process, or a pool of
//! the addresses where it runs. The clients that are generated from the contracts
//! work over it (`ExhibitionsServiceClient::new(link)`), and a caller cannot tell
//! which it is: deadlines, errors with their details and traces are the same.
//!
//! A pool: its `target` is what an operator wrote, `resolve` finds the addresses behind
//! names, again and again, and `seats` keeps one `member` for each. A member makes its
//! `connection` itself, over a wire from `dial` that `wiring` secures, and rests when it fails. A call gets a
//! `turn` on the less busy of two members that `dice` choose, and is made in `attempts`:
//! what may be made again `repeat` reads from the contracts, and how often the `budget`
//! bounds.

mod attempts;
mod budget;
mod cause;
mod connection;
mod dial;
mod dice;
mod heard;
mod member;
mod pieces;
mod pool;
mod repeat;
mod resolve;
mod seats;
mod target;
mod turn;
mod wiring;

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use fault::Fault;
use http::{HeaderValue, Request, Response, header::AUTHORIZATION};
use telemetry::{CallBody, CallFuture, ClientCalls, ClientSpans};
use tokio::time::{Instant, timeout_at};
use tonic::{Code, Status, body::Body};
use tower::{Layer, ServiceExt};

use self::pool::Pool;
pub use self::{
    dial::{Dial, Tcp, Wire},
    pool::Means,
    resolve::{Resolve, SystemNames},
    target::{NoTarget, Target},
};

use crate::{
    Service,
    access::{self, Caller, Identify},
    layers::{self, Stack, answer, deadline},
};

/// The way to a service. Clones share it.
#[derive(Clone)]
pub struct Link {
    way: Way,
    calls: ClientCalls<Way>,
}

/// The way, before its calls are watched.
#[derive(Clone)]
struct Way {
    service: Arc<str>,
    door: Door,
    /// The service of this process that asks, if it is one.
    asker: Option<Arc<str>>,
    /// The token that is shown elsewhere, where there is nobody for whom a call is made.
    token: Option<HeaderValue>,
}

#[derive(Clone)]
enum Door {
    /// The service itself.
    Within(Stack),
    /// The addresses where it runs.
    Remote {
        pool: Arc<Pool>,
        /// Whether nobody on the way hears what is said, so that a token may be shown.
        carries_tokens: bool,
    },
}

impl Link {
    /// The way to a service of this process.
    #[must_use]
    pub fn within(service: &Service) -> Self {
        Self::through(
            service.name,
            Door::Within(layers::stack(service, &Identify::Nobody)),
        )
    }

    /// The way to a service that runs elsewhere: at the addresses of the target, and at
    /// all that its names have, also as they change. They are connected from now on.
    /// Must be called inside a runtime, which drives the connections.
    #[must_use]
    pub fn remote(service: &str, target: &Target) -> Self {
        Self::remote_by(service, target, Means::of_system())
    }

    /// As [`remote`](Self::remote), with names, connections and chance as they are
    /// handed in.
    #[must_use]
    pub fn remote_by(service: &str, target: &Target, means: Means) -> Self {
        let pool = Pool::at(target, Arc::from(service), means);
        let door = Door::Remote {
            pool: Arc::new(pool),
            carries_tokens: target.is_secured() || target.is_this_machine(),
        };
        Self::through(service, door)
    }

    fn through(service: &str, door: Door) -> Self {
        let service: Arc<str> = Arc::from(service);
        Self::by(Way {
            service,
            door,
            asker: None,
            token: None,
        })
    }

    /// The same way with a token in every call that goes to another process and is made
    /// for nobody else: `Bearer` with the token behind it.
    #[must_use]
    pub fn bearing(&self, token: HeaderValue) -> Self {
        Self::by(Way {
            token: Some(token),
            ..self.way.clone()
        })
    }

    fn by(way: Way) -> Self {
        let spans = ClientSpans::to(Arc::clone(&way.service));
        Self {
            way: way.clone(),
            calls: spans.layer(way),
        }
    }

    /// The same way for a service of this process, under whose name its calls come to
    /// other services of this process. To those elsewhere its certificate tells.
    #[must_use]
    pub fn asked_by(&self, service: &str) -> Self {
        Self::by(Way {
            asker: Some(Arc::from(service)),
            ..self.way.clone()
        })
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
        let way = self.clone();
        Box::pin(async move { Ok(way.call(request).await) })
    }
}

impl Way {
    /// Calls through the door. Whatever happens on the way becomes an answer too, so
    /// that it has the form all errors have. All that it takes, waiting for a connection
    /// and further attempts too, happens before the deadline or not at all.
    async fn call(self, mut request: Request<Body>) -> Response<Body> {
        let allowed = deadline::for_call(request.headers());
        let begun = Instant::now();
        if let Some(allowed) = allowed {
            deadline::say(request.headers_mut(), allowed);
        }
        self.say_for_whom(&mut request);
        let answered = async {
            match self.door {
                Door::Within(stack) => match stack.oneshot(request).await {
                    Ok(response) => Ok(response),
                    Err(never) => match never {},
                },
                Door::Remote { pool, .. } => {
                    let until = allowed.map(|allowed| begun + allowed.min(deadline::AT_MOST));
                    pool.call(request, until).await
                }
            }
        };
        let waits = allowed
            .unwrap_or(deadline::BY_DEFAULT)
            .min(deadline::AT_MOST);
        let service = self.service.to_string();
        match timeout_at(begun + waits, answered).await {
            Ok(Ok(response)) => response,
            Ok(Err(why)) => answer::fault(Fault::Unreachable { service, why }),
            Err(_) => answer::fault(Fault::WaitedInVain { service }),
        }
    }

    /// Says for whom a call is made: within the process by itself, to another by the
    /// token of whoever made the call that is being answered, which that one reads again.
    fn say_for_whom(&self, request: &mut Request<Body>) {
        match self.door {
            Door::Within(_) => {
                let caller = access::of_link(self.asker.as_deref());
                request.extensions_mut().insert(caller);
                return;
            }
            Door::Remote { carries_tokens, .. } if !carries_tokens => return,
            Door::Remote { .. } => {}
        }
        let token = match access::current() {
            Some(Caller::Known { person, .. }) => person.map(|person| person.token.0.clone()),
            Some(Caller::Local) | None => self.token.clone(),
        };
        if let Some(token) = token {
            request.headers_mut().entry(AUTHORIZATION).or_insert(token);
        }
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
        Code::DeadlineExceeded => Fault::WaitedInVain {
            service: service.to_owned(),
        },
        // All our own errors have details: this one is of the way, or of
        // something else that listens where the service should be.
        code => Fault::Unreachable {
            service: service.to_owned(),
            why: format!("the call was cut off ({code:?})"),
        },
    }
}
