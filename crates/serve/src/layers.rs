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

use std::{any::Any, convert::Infallible, panic::AssertUnwindSafe};

use fault::Fault;
use futures_util::FutureExt;
use http::{Request, Response};
use telemetry::ServerSpans;
use tonic::{body::Body, service::Routes};
use tower::{Layer, Service as _, ServiceExt, service_fn, util::BoxCloneSyncService};

use crate::Service;

/// A service with everything around it that both doors need.
pub(crate) type Stack = BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>;

/// Surrounds a service.
pub(crate) fn stack(service: &Service) -> Stack {
    let routes = service.routes.clone().prepare();
    let guarded = service_fn(move |request: Request<Body>| {
        // Reckoned now and not when the work is first polled, so that it passes
        // before any deadline that something around this one reckons.
        let deadline = deadline::of(request.headers());
        guard(routes.clone(), request, deadline)
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
) -> Result<Response<Body>, Infallible> {
    let method = request.uri().path().to_owned();
    let request = request.map(size::bounded_request);
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
    Ok(response.map(size::bounded_response))
}

/// What a panic said, if it said it in words.
fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let literal = panic.downcast_ref::<&str>().copied();
    let formatted = || panic.downcast_ref::<String>().map(String::as_str);
    literal.or_else(formatted).unwrap_or("it said nothing")
}
