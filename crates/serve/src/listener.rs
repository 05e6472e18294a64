//! The listener: the door through which other processes come in.
//!
//! It binds an address first and serves later, so that a port in use is known
//! before anything is opened. It serves gRPC with health and reflection, the same methods
//! as JSON over HTTP, and pages beside them if there are any; by TLS, if there are
//! [`Certificates`]. Beside it may be an operations door, for whoever watches over the
//! process. When it is told to stop it is not ready any more, but
//! takes calls for a while, as those who send them do not hear of it at once; then it
//! tells its connections good-bye, lets the calls under way finish, and does not wait
//! for ever.

mod admission;
mod connection;
mod connections;
mod door;
mod drain;
mod headers;
mod heard_out;
mod incoming;
mod names;
mod operations;
mod paced;
mod shares;

use std::{future::Future, io, net::SocketAddr, time::Duration};

use axum::{
    Router,
    extract::State,
    middleware::{Next, from_fn, from_fn_with_state, map_request, map_response},
};
use fault::Fault;
use futures_util::{FutureExt, TryStreamExt};
use http::{Request, StatusCode};
use tokio::{net::TcpListener, time::sleep};
use tonic::{body::Body, service::Routes, transport::Server};
use tower::ServiceExt;

use self::{
    admission::Admission, connection::Origin, connections::Places, door::Door, incoming::Incoming,
    operations::Open, paced::Paced,
};
pub use self::{
    connections::Connections,
    drain::{Drain, Stop},
    names::PeerNames,
    operations::Operations,
};

use crate::{
    Certificates, Health, Service,
    access::{Identify, NoRule, Shown, require_rules},
    json,
    layers::{self, answer},
    reflection,
};

/// How often a quiet connection is tried, and how long the other side may take to
/// show that it is there.
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(30);
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(10);

/// How many calls one connection may carry. When there is too much, so many of each wait to
/// be read, in the order they came: few enough that their callers still wait when they are.
/// What is beyond waits where it comes from.
const STREAMS_PER_CONNECTION: u32 = 256;

/// How many calls a connection may have begun and taken back that nobody has looked at,
/// before it is closed. In an overload the callers behind one connection may all lose
/// their patience at once; to close it would cut off whatever else it carries.
const RESETS_PENDING: usize = 512;

/// A bound address that takes connections and does not answer yet.
#[derive(Debug)]
pub struct Listener {
    listener: TcpListener,
    address: SocketAddr,
}

/// What is served at an address.
#[derive(Debug)]
pub struct Serving {
    /// The services.
    pub services: Vec<Service>,
    /// Their health; whoever starts the process says when they are ready.
    pub health: Health,
    /// Pages for browsers, if any.
    pub pages: Option<Router>,
    /// By what connections are secured. Without, they are in the clear.
    pub certificates: Option<Certificates>,
    /// A door beside this one, if any.
    pub operations: Option<Operations>,
    /// The most calls that are answered at the same time; more are refused.
    pub calls_at_once: usize,
    /// How many connections are kept, and for how long.
    pub connections: Connections,
    /// What happens when the listener is told to stop.
    pub drain: Drain,
    /// How it is found out who calls.
    pub identify: Identify,
}

impl Serving {
    /// Services with the bounds that suit one machine.
    #[must_use]
    pub fn new(services: Vec<Service>, health: Health) -> Self {
        Self {
            services,
            health,
            pages: None,
            certificates: None,
            operations: None,
            calls_at_once: 1_024,
            connections: Connections::default(),
            drain: Drain::default(),
            identify: Identify::default(),
        }
    }
}

/// Why an address cannot be served, as a sentence for the person who starts the
/// process.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListenError {
    /// Somebody else listens there.
    #[error("{address} is in use by another process; stop it, or choose another address")]
    InUse {
        /// The address.
        address: SocketAddr,
    },
    /// The address cannot be bound.
    #[error("{address} cannot be listened on: {source}")]
    Unusable {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The descriptors of a service cannot be read.
    #[error("the descriptors of the services cannot be read: {0}")]
    Descriptors(#[from] tonic_reflection::server::Error),
    /// A method has no rule that says who may call it.
    #[error(transparent)]
    NoRule(#[from] NoRule),
    /// Serving broke off.
    #[error("serving broke off: {0}")]
    Broken(#[from] tonic::transport::Error),
    /// The operations door ended while the process was served.
    #[error("the operations door ended by itself")]
    OperationsEnded,
}

/// How serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// Every call was finished.
    Fully,
    /// Calls were still under way at the limit and were cut off.
    AtLimit,
}

impl Listener {
    /// Binds an address; port 0 lets the system choose one.
    ///
    /// # Errors
    /// [`ListenError::InUse`], [`ListenError::Unusable`].
    pub async fn bind(address: SocketAddr) -> Result<Self, ListenError> {
        let bound = async {
            let listener = TcpListener::bind(address).await?;
            let address = listener.local_addr()?;
            Ok(Self { listener, address })
        };
        bound
            .await
            .map_err(|source: io::Error| match source.kind() {
                io::ErrorKind::AddrInUse => ListenError::InUse { address },
                _ => ListenError::Unusable { address, source },
            })
    }

    /// The address that was bound, with its port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` is done and then the calls under way are, as [`Drain`] says.
    ///
    /// # Errors
    /// [`ListenError::NoRule`], [`ListenError::Descriptors`], [`ListenError::Broken`],
    /// [`ListenError::OperationsEnded`].
    pub async fn serve(
        self,
        mut serving: Serving,
        stop: impl Future<Output = Stop> + Send + 'static,
    ) -> Result<Drained, ListenError> {
        let (health, drain) = (serving.health.clone(), serving.drain);
        let (places, age) = (
            Places::of(serving.connections),
            serving.connections.own_age(),
        );
        let admission = Admission::of(serving.calls_at_once);
        let incoming = Incoming::at(self.listener, places, serving.certificates.take());
        let pace = admission.pace();
        let incoming = incoming.connections();
        let incoming = incoming.map_ok(move |connection| Paced::at(pace.clone(), connection));
        let operations = serving.operations.take();
        let mut operations = operations.map(|operations| operations.open(&health));
        let door = Door::of(admission.clone(), &serving.services);
        let routes = Routes::from(routes(serving, &admission)?);
        let stop = stop.boxed().shared();
        let stopping = stop.clone().then(move |stop| async move {
            health.unready().await;
            sleep(drain.delay_for(stop)).await;
            health.end().await;
        });
        // No grace is set for the age of connections: it would cut running calls.
        let served = Server::builder()
            .layer(Origin::layer())
            .layer(door)
            .accept_http1(true)
            .max_concurrent_streams(STREAMS_PER_CONNECTION)
            .max_connection_age(age)
            .http2_max_header_list_size(headers::MAKE_NO_SENSE_BYTES)
            .http2_max_pending_accept_reset_streams(Some(RESETS_PENDING))
            .http2_keepalive_interval(Some(KEEPALIVE_INTERVAL))
            .http2_keepalive_timeout(Some(KEEPALIVE_TIMEOUT))
            .add_routes(routes)
            .serve_with_incoming_shutdown(incoming, stopping);
        let overdue = stop.then(move |stop| sleep(drain.delay_for(stop) + drain.limit));
        tokio::select! {
            served = served => Ok(served.map(|()| Drained::Fully)?),
            () = overdue => Ok(Drained::AtLimit),
            wrong = Open::broken(operations.as_mut()) => Err(wrong),
        }
    }
}

/// Everything that is answered at the address.
fn routes(serving: Serving, admission: &Admission) -> Result<Router, ListenError> {
    require_rules(&serving.services)?;
    let mut router = serving.pages.unwrap_or_default();
    for service in &serving.services {
        let stack = admission.before(service, layers::stack(service, &serving.identify));
        let stack = json::beside(service, stack);
        let stack = stack.map_request(|request: Request<axum::body::Body>| request.map(Body::new));
        router = router.route_service(&format!("/{}/{{*method}}", service.grpc_name), stack);
    }
    let reflection = reflection::routes(&serving.services)?;
    let reflection = reflection.into_axum_router().reset_fallback();
    let health = serving.health.routes().into_axum_router().reset_fallback();
    // What a service can be asked is told to those who may ask something; whether it is
    // well to anybody, as nobody can ask who it is that is asked.
    let known_only = from_fn_with_state(serving.identify, known_only);
    let bounded = from_fn_with_state(admission.clone(), Admission::beside);
    let beside = health.merge(reflection.layer(known_only)).layer(bounded);
    // What the library says of a message that cannot be read gets the form of all errors.
    router = router.merge(beside.layer(map_response(complete)));
    let router = router.fallback(unknown).layer(from_fn(headers::bounded));
    Ok(router.layer(map_request(heard_out::heard_out)))
}

/// Answers those only of whom it is known who they are.
async fn known_only(
    State(identify): State<Identify>,
    request: axum::extract::Request,
    next: Next,
) -> axum::response::Response {
    match identify.caller(Shown::by(&request)).await {
        Ok(_) => next.run(request).await,
        Err(fault) => answer::fault(fault).map(axum::body::Body::new),
    }
}

/// An answer of what the library serves itself.
async fn complete(response: axum::response::Response) -> axum::response::Response {
    answer::complete(response.map(Body::new)).map(axum::body::Body::new)
}

/// The answer where nothing is served.
async fn unknown(request: Request<axum::body::Body>) -> axum::response::Response {
    if json::is_grpc(request.headers()) {
        let fault = Fault::NotOffered {
            why: "there is no such service here; reflection lists those there are".to_owned(),
        };
        return answer::fault(fault).map(axum::body::Body::new);
    }
    let mut response = axum::response::Response::default();
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
