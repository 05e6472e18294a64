//! A bound on the calls that are answered at the same time.
//!
//! A place is kept until the answer has ended, not until it has begun. How many places
//! there are is learned from how long calls take; when all are taken, a call waits a
//! moment for one, so that those which come together are not refused for it, and is then
//! refused with a time to try again. Streams have places of their own, a fixed number:
//! they may run long, and are not to take those of the calls.

mod caller;
mod figures;
mod gate;
mod held;
mod limit;
mod pace;
mod refusals;

use std::{collections::HashSet, sync::Arc};

use axum::{extract::State, middleware::Next};
use http::{Request, Response};
use tokio::time::{Instant, timeout};
use tonic::body::Body;
use tower::{ServiceExt, service_fn, util::BoxCloneSyncService};

pub(super) use self::pace::{Debt, Pace, Turn};
use self::{
    caller::{CallerKey, Callers},
    gate::{Arrival, Gate, Permit, Refused},
    held::held,
    limit::Limit,
    refusals::Refusals,
};
use super::shares::{Share, Shares};
use crate::{
    Service,
    access::methods_of,
    layers::{Stack, deadline},
};

/// How many streams there may be in all, and of one caller.
const STREAMS: usize = 64;
const STREAMS_OF_ONE_CALLER: usize = 4;

/// How many there may be of what stands beside the services: health that is watched, and
/// reflection. Neither kind takes the places of the other. Those behind one address who
/// show no token are one caller.
const BESIDE: usize = 128;
const BESIDE_OF_ONE_CALLER: usize = 16;

/// The one call beside the services that has no place: who probes a process in an overload
/// is not to take it for an end.
const CHECK: &str = "/grpc.health.v1.Health/Check";

/// Who is let in.
#[derive(Clone, Debug)]
pub(crate) struct Admission {
    calls: Arc<Gate>,
    streams: Arc<Shares<CallerKey>>,
    beside: Arc<Shares<CallerKey>>,
    refusals: Arc<Refusals>,
    pace: Pace,
    callers: Arc<Callers>,
}

/// A place, of either kind.
enum Place {
    Call(Permit),
    Stream { _share: Share<CallerKey> },
}

impl Admission {
    /// Never takes in more than that many calls at once.
    pub(crate) fn of(calls_at_once: usize) -> Self {
        let calls = Gate::of(Limit::at_most(calls_at_once));
        figures::tell(&calls);
        Self {
            pace: Pace::of(&calls),
            calls,
            streams: Shares::of(STREAMS, STREAMS_OF_ONE_CALLER),
            beside: Shares::of(BESIDE, BESIDE_OF_ONE_CALLER),
            refusals: Arc::default(),
            callers: Arc::default(),
        }
    }

    /// The refusal of a call of this kind that is certain to be refused.
    pub(super) fn turns_away(
        &self,
        request: &Request<Body>,
        is_call: impl FnOnce() -> bool,
    ) -> Option<Response<Body>> {
        let caller = || self.callers.of(request);
        let refused = self.calls.turns_away(is_call, caller)?;
        Some(self.refusal(request, refused))
    }

    /// How much is read of whoever sends too much.
    pub(super) fn pace(&self) -> Pace {
        self.pace.clone()
    }

    fn refusal<B>(&self, request: &Request<B>, refused: Refused) -> Response<Body> {
        self.pace.refused(request.extensions().get::<Debt>());
        self.refusals.answer(refused)
    }

    /// Puts the bound before a service. All services behind one listener share it.
    pub(crate) fn before(&self, service: &Service, stack: Stack) -> Stack {
        let admission = self.clone();
        let streams = Arc::new(streams_of(service));
        BoxCloneSyncService::new(service_fn(move |mut request: Request<Body>| {
            let (admission, stack) = (admission.clone(), stack.clone());
            let is_stream = streams.contains(request.uri().path());
            async move {
                let token = admission.callers.token(&request);
                let caller = admission.callers.whose(token, &request);
                let mut place = match admission.place(caller, &mut request, is_stream).await {
                    Ok(place) => place,
                    Err(refused) => return Ok(admission.refusal(&request, refused)),
                };
                let shown = Callers::shown(token, &mut request);
                let response: Response<Body> = stack.oneshot(request).await?;
                admission.callers.answered(shown, &response);
                if let Place::Call(permit) = &mut place {
                    permit.answered();
                }
                Ok(response.map(|body| held(body, place)))
            }
        }))
    }

    /// Gives what stands beside the services a place until it has ended.
    pub(super) async fn beside(
        State(admission): State<Self>,
        request: axum::extract::Request,
        next: Next,
    ) -> axum::response::Response {
        if request.uri().path() == CHECK {
            return next.run(request).await;
        }
        let caller = admission.callers.of(&request);
        let share = admission.beside.take(Some(caller));
        admission.calls.counted(share.is_some());
        let Some(share) = share else {
            let refusal = admission.refusal(&request, Refused::TryAgainSoon);
            return refusal.map(axum::body::Body::new);
        };
        let response = next.run(request).await;
        response.map(|body| axum::body::Body::new(held(Body::new(body), share)))
    }

    /// A place for a call, if there is one or soon will be.
    async fn place(
        &self,
        caller: CallerKey,
        request: &mut Request<Body>,
        is_stream: bool,
    ) -> Result<Place, Refused> {
        let place = match is_stream {
            true => self.of_stream(caller),
            false => self.of_call(caller, request).await,
        };
        self.calls.counted(place.is_ok());
        place
    }

    fn of_stream(&self, caller: CallerKey) -> Result<Place, Refused> {
        let share = self.streams.take(Some(caller));
        let share = share.ok_or(Refused::TryAgainSoon)?;
        Ok(Place::Stream { _share: share })
    }

    async fn of_call(
        &self,
        caller: CallerKey,
        request: &mut Request<Body>,
    ) -> Result<Place, Refused> {
        let mut ticket = match self.calls.arrive(caller) {
            Arrival::In(permit) => return Ok(Place::Call(permit)),
            Arrival::Waits(ticket) => ticket,
            Arrival::Refused(refused) => return Err(refused),
        };
        let left = deadline::left(request.headers());
        let until = Instant::now() + left;
        let placed = timeout(left.min(ticket.at_most()), ticket.placed()).await;
        // Its caller does not wait longer for it.
        let left = until.saturating_duration_since(Instant::now());
        deadline::say(request.headers_mut(), left);
        match placed {
            Ok(Some(permit)) => Ok(Place::Call(permit)),
            _ => Err(ticket.refused()),
        }
    }
}

/// The paths of the methods of a service that take streams or answer with them.
fn streams_of(service: &Service) -> HashSet<String> {
    paths_of(service, true).collect()
}

/// The paths of those that have one request and one answer.
pub(super) fn calls_of(service: &Service) -> HashSet<String> {
    paths_of(service, false).collect()
}

fn paths_of(service: &Service, streams: bool) -> impl Iterator<Item = String> {
    methods_of(service)
        .filter(move |method| {
            (method.is_client_streaming() || method.is_server_streaming()) == streams
        })
        .map(|method| format!("/{}/{}", service.grpc_name, method.name()))
}
