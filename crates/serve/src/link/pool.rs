//! The addresses of one service, as one thing to call.

use std::{sync::Arc, time::Duration};

use http::{
    HeaderValue, Request, Response, header,
    uri::{Authority, PathAndQuery, Scheme},
};
use tokio::time::{Instant, sleep};
use tonic::{body::Body, transport::Uri};

use super::{
    attempts,
    budget::Budget,
    dial::{Dial, Tcp},
    dice,
    resolve::{self, Known, Resolve, SystemNames},
    seats::{Look, Seats, Task},
    target::Target,
    turn::Turn,
    wiring::Wiring,
};
use crate::Certificates;

/// How long a call waits for members that failed and are tried again now.
const PATIENCE: Duration = Duration::from_millis(200);

/// Whom callers say they are.
const USER_AGENT: &str = concat!("tradefair/", env!("CARGO_PKG_VERSION"));

/// By what means a remote service is found and reached.
#[derive(Clone)]
pub struct Means {
    /// Finds the addresses of a host that is given by name.
    pub resolver: Arc<dyn Resolve>,
    /// Makes connections.
    pub dial: Arc<dyn Dial>,
    /// By what connections are secured to those that are reached by TLS.
    pub certificates: Option<Certificates>,
    /// What chance begins with.
    pub seed: u64,
}

impl Means {
    /// Those of the operating system.
    #[must_use]
    pub fn of_system() -> Self {
        Self {
            resolver: Arc::new(SystemNames),
            dial: Arc::new(Tcp),
            certificates: None,
            seed: dice::seed(),
        }
    }

    /// With these certificates, if there are any, for those that are reached by TLS.
    #[must_use]
    pub fn with(self, certificates: Option<&Certificates>) -> Self {
        Self {
            certificates: certificates.cloned(),
            ..self
        }
    }
}

/// The addresses of one service.
pub(super) struct Pool {
    /// How the service was called by whoever set the link up, whatever address a
    /// call goes to.
    authority: Option<Authority>,
    scheme: Scheme,
    seats: Arc<Seats>,
    pub(super) budget: Budget,
    _follower: Option<Task>,
}

impl Pool {
    /// The pool of whoever is there. Connections are made from now on.
    pub(super) fn at(target: &Target, service: Arc<str>, means: Means) -> Self {
        let wiring = Wiring {
            dial: means.dial,
            certificates: means.certificates,
        };
        let seats = Arc::new(Seats::new(service, wiring, means.seed));
        let known = Known::of(target);
        let present = known.all();
        if !present.is_empty() {
            seats.settle(&present);
        }
        let follower = known.has_names().then(|| {
            let followed = resolve::follow(Arc::clone(&seats), means.resolver, known);
            Task(tokio::spawn(followed))
        });
        Self {
            authority: target.authority().cloned(),
            scheme: match target.is_secured() {
                true => Scheme::HTTPS,
                false => Scheme::HTTP,
            },
            seats,
            budget: Budget::full(),
            _follower: follower,
        }
    }

    pub(super) fn service(&self) -> &str {
        &self.seats.service
    }

    /// Makes a call; an error says why nobody answered it.
    pub(super) async fn call(
        &self,
        mut request: Request<Body>,
        until: Option<Instant>,
    ) -> Result<Response<Body>, String> {
        let path = request.uri().path_and_query().cloned();
        *request.uri_mut() = self
            .uri_of(path)
            .ok_or("the address is not one of a host")?;
        let user_agent = HeaderValue::from_static(USER_AGENT);
        request.headers_mut().insert(header::USER_AGENT, user_agent);
        attempts::call(self, request, until).await
    }

    /// The URI of a method.
    fn uri_of(&self, path: Option<PathAndQuery>) -> Option<Uri> {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = self.authority.clone();
        parts.path_and_query = Some(path.unwrap_or_else(|| PathAndQuery::from_static("/")));
        Uri::from_parts(parts).ok()
    }

    /// A member to make a call on, rather none of those that were tried before. An
    /// error says why there is none: nobody waits for members that have just failed.
    pub(super) async fn turn(&self, tried: &[std::net::SocketAddr]) -> Result<Turn, String> {
        let mut changes = self.seats.changes();
        let patience = sleep(PATIENCE);
        tokio::pin!(patience);
        let mut patient = true;
        loop {
            match self.seats.look(tried) {
                Look::Found(turn) => return Ok(turn),
                Look::Nobody { why } => return Err(why),
                // Ends soon: what is waited for has bounds of its own.
                Look::Wait => drop(changes.changed().await),
                Look::WaitAWhile if patient => tokio::select! {
                    _ = changes.changed() => {}
                    () = &mut patience => patient = false,
                },
                Look::WaitAWhile => return Err("it does not answer".to_owned()),
            }
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        // Their keepers hold the seats; nobody else would end them.
        self.seats.close();
    }
}
