//! What surrounds a service behind both its doors, the listener and the link:
//! one span and one measurement for each call, the deadline, the bounds of
//! messages, and an answer also when the code panics.
//!
//! What only the listener needs, a bound on the calls it takes in, is not here: a
//! permit held while the next service of the same process is called would
//! dead-lock.

pub(crate) mod answer;
pub(crate) mod deadline;
pub(crate) mod size;

use std::{
    any::Any, collections::HashSet, convert::Infallible, panic::AssertUnwindSafe, sync::Arc,
};

use fault::Fault;
use futures_util::FutureExt;
use http::{Request, Response};
use telemetry::ServerSpans;
use tonic::{body::Body, service::Routes};
use tower::{Layer, Service as _, ServiceExt, service_fn, util::BoxCloneSyncService};

use crate::Service;

/// The most bytes of one message of a stream of requests, encoded.
pub const MESSAGE_BYTES: usize = size::REQUEST_BYTES;

/// A service with everything around it that both doors need.
pub(crate) type Stack = BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>;

/// Surrounds a service.
pub(crate) fn stack(service: &Service) -> Stack {
    let routes = service.routes.clone().prepare();
    let streamed = Arc::new(Streamed::of(service.grpc_name));
    let guarded = service_fn(move |request: Request<Body>| {
        // Reckoned now and not when the work is first polled, so that it passes
        // before any deadline that something around this one reckons.
        let deadline = deadline::of(request.headers());
        guard(routes.clone(), request, deadline, streamed.clone())
    });
    let watched = ServerSpans::new(methods(service)).layer(guarded);
    BoxCloneSyncService::new(watched.map_response(|response| response.map(Body::new)))
}

/// The methods of a service, as `pkg.Service/Method`.
fn methods(service: &Service) -> Vec<String> {
    let name = service.grpc_name;
    let described = proto::descriptor_pool().get_service_by_name(name);
    described.map_or_else(Vec::new, |described| {
        let methods = described.methods();
        methods
            .map(|method| format!("{name}/{}", method.name()))
            .collect()
    })
}

/// Calls the routes, and answers in any case.
async fn guard(
    mut routes: Routes,
    request: Request<Body>,
    deadline: tokio::time::Instant,
    streamed: Arc<Streamed>,
) -> Result<Response<Body>, Infallible> {
    let method = request.uri().path().to_owned();
    let request = match streamed.requests.contains(&method) {
        // Each message is bounded where it is decoded.
        true => request,
        false => request.map(size::bounded_request),
    };
    let work = deadline::within(deadline, async move { routes.call(request).await });
    let response = match AssertUnwindSafe(work).catch_unwind().await {
        Ok(Some(Ok(response))) => answer::complete(response),
        Ok(Some(Err(never))) => match never {},
        Ok(None) => answer::fault(Fault::DeadlinePassed),
        Err(panic) => {
            let what = panic_message(panic.as_ref());
            tracing::error!(method, what, "a handler panicked");
            answer::fault(Fault::Defect {
                what: what.to_owned(),
                source: None,
            })
        }
    };
    Ok(match streamed.answers.contains(&method) {
        true => response,
        false => response.map(size::bounded_response),
    })
}

/// The methods, by path, whose requests or answers are streams: the bound of one
/// message is none of theirs.
struct Streamed {
    requests: HashSet<String>,
    answers: HashSet<String>,
}

impl Streamed {
    fn of(service: &str) -> Self {
        let described = proto::descriptor_pool().get_service_by_name(service);
        let mut streamed = Self {
            requests: HashSet::new(),
            answers: HashSet::new(),
        };
        let Some(described) = described else {
            return streamed;
        };
        for method in described.methods() {
            let path = format!("/{service}/{}", method.name());
            if method.is_client_streaming() {
                streamed.requests.insert(path.clone());
            }
            if method.is_server_streaming() {
                streamed.answers.insert(path);
            }
        }
        streamed
    }
}

/// What a panic said, if it said it in words.
fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let literal = panic.downcast_ref::<&str>().copied();
    let formatted = || panic.downcast_ref::<String>().map(String::as_str);
    literal.or_else(formatted).unwrap_or("it said nothing")
}
