//! What surrounds a service behind both its doors, the listener and the link:
//! one span and one measurement for each call, who calls, the deadline, the bounds of
//! messages and who may send them, and an answer also when the code panics.
//!
//! What only the listener needs, a bound on the calls it takes in, is not here: a
//! permit held while the next service of the same process is called would
//! dead-lock.

pub(crate) mod answer;
pub(crate) mod deadline;
mod inspect;
mod methods;
pub(crate) mod reading;
mod scoped;
pub(crate) mod size;
mod wire;

use std::{any::Any, convert::Infallible, panic::AssertUnwindSafe, sync::Arc};

use fault::Fault;
use futures_util::FutureExt;
use http::{Request, Response};
use telemetry::ServerSpans;
use tonic::{body::Body, service::Routes};
use tower::{Layer, Service as _, ServiceExt, service_fn, util::BoxCloneSyncService};

use self::methods::{Method, Methods};
use crate::{
    Service,
    access::{self, Caller, Identified, Identify, Shown},
};

/// The most bytes of one message of a stream of requests, encoded.
pub const MESSAGE_BYTES: usize = size::REQUEST_BYTES;

/// A service with everything around it that both doors need.
pub(crate) type Stack = BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>;

/// Surrounds a service. Who calls is found out as `identify` says, unless whoever hands
/// the call in has put the [`Caller`] into its extensions: a link of this process.
pub(crate) fn stack(service: &Service, identify: &Identify) -> Stack {
    let routes = service.routes.clone().prepare();
    let methods = Arc::new(Methods::of(service));
    let identify = identify.clone();
    let spans = ServerSpans::new(methods.names());
    let guarded = service_fn(move |request: Request<Body>| {
        // Reckoned now and not when the work is first polled, so that it passes
        // before any deadline that something around this one reckons.
        let deadline = deadline::of(request.headers());
        let (methods, identify, routes) = (methods.clone(), identify.clone(), routes.clone());
        async move {
            let work = admit(&methods, &identify, routes, request);
            Ok::<_, Infallible>(match deadline::within(deadline, work).await {
                Some(Ok(response)) => response,
                Some(Err(fault)) => answer::fault(fault),
                None => answer::fault(Fault::DeadlinePassed),
            })
        }
    });
    let watched = spans.layer(guarded);
    BoxCloneSyncService::new(watched.map_response(|response| response.map(Body::new)))
}

/// Finds out what is called and by whom, and calls it if they may.
async fn admit(
    methods: &Methods,
    identify: &Identify,
    routes: Routes,
    mut request: Request<Body>,
) -> Result<Response<Body>, Fault> {
    let caller = match request.extensions_mut().remove::<Caller>() {
        Some(caller) => caller,
        None => identify.caller(Shown::by(&request)).await?,
    };
    if let Some(identified) = request.extensions().get::<Identified>() {
        identified.note();
    }
    let method = methods.at(request.uri().path())?;
    method.rule.allow_some(&caller)?;
    let request = request.map(|body| inspect::inspected(body, method, &caller));
    Ok(access::within(caller.clone(), call(routes, method, request, caller)).await)
}

/// Calls the routes, and answers in any case.
async fn call(
    mut routes: Routes,
    method: &Method,
    request: Request<Body>,
    caller: Caller,
) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let response = match AssertUnwindSafe(routes.call(request)).catch_unwind().await {
        Ok(Ok(response)) => answer::complete(response),
        Ok(Err(never)) => match never {},
        Err(panic) => {
            let what = panic_message(panic.as_ref());
            tracing::error!(method = path, what, "a handler panicked");
            answer::fault(Fault::Defect {
                what: what.to_owned(),
                source: None,
            })
        }
    };
    match method.answers_in_stream {
        true => response.map(|body| scoped::scoped(body, caller)),
        false => response.map(size::bounded_response),
    }
}

/// What a panic said, if it said it in words.
fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let literal = panic.downcast_ref::<&str>().copied();
    let formatted = || panic.downcast_ref::<String>().map(String::as_str);
    literal.or_else(formatted).unwrap_or("it said nothing")
}
