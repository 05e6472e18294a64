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

use std::{collections::HashSet, hash::RandomState, sync::Arc, time::Duration};

use fault::Fault;
use http::{Request, Response};
use tokio::time::{Instant, timeout};
use tonic::body::Body;
use tower::{ServiceExt, service_fn, util::BoxCloneSyncService};

use self::{
    caller::CallerKey,
    gate::{Arrival, Gate, Permit},
    held::held,
    limit::Limit,
};
use super::shares::{Share, Shares};
use crate::{
    Service,
    access::methods_of,
    layers::{Stack, answer, deadline},
};

/// When a refused caller should try again.
const RETRY_AFTER: Duration = Duration::from_millis(100);

/// How long a call waits for a place at most.
const WAITS_AT_MOST: Duration = Duration::from_secs(1);

/// How many streams there may be in all, and of one caller.
const STREAMS: usize = 64;
const STREAMS_OF_ONE_CALLER: usize = 4;

/// Who is let in.
#[derive(Clone, Debug)]
pub(crate) struct Admission {
    calls: Arc<Gate>,
    streams: Arc<Shares<CallerKey>>,
    hash: RandomState,
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
            calls,
            streams: Shares::of(STREAMS, STREAMS_OF_ONE_CALLER),
            hash: RandomState::new(),
        }
    }

    /// Puts the bound before a service. All services behind one listener share it.
    pub(crate) fn before(&self, service: &Service, stack: Stack) -> Stack {
        let admission = self.clone();
        let streams = Arc::new(streams_of(service));
        BoxCloneSyncService::new(service_fn(move |mut request: Request<Body>| {
            let (admission, stack) = (admission.clone(), stack.clone());
            let is_stream = streams.contains(request.uri().path());
            async move {
                let Some(mut place) = admission.place(&mut request, is_stream).await else {
                    return Ok(answer::fault(Fault::Overloaded {
                        retry_after: RETRY_AFTER,
                    }));
                };
                let response: Response<Body> = stack.oneshot(request).await?;
                if let Place::Call(permit) = &mut place {
                    permit.answered();
                }
                Ok(response.map(|body| held(body, place)))
            }
        }))
    }

    /// A place for a call, if there is one or soon will be.
    async fn place(&self, request: &mut Request<Body>, is_stream: bool) -> Option<Place> {
        let caller = CallerKey::of(request, &self.hash);
        if is_stream {
            let share = self.streams.take(Some(caller));
            self.calls.counted(share.is_some());
            return share.map(|share| Place::Stream { _share: share });
        }
        let permit = match self.calls.arrive(caller) {
            Arrival::In(permit) => Some(permit),
            Arrival::Waits(mut ticket) => {
                let left = deadline::left(request.headers());
                let until = Instant::now() + left;
                let placed = timeout(left.min(WAITS_AT_MOST), ticket.placed()).await;
                // Its caller does not wait longer for it.
                let left = until.saturating_duration_since(Instant::now());
                deadline::say(request.headers_mut(), left);
                placed.ok().flatten()
            }
            Arrival::Refused => None,
        };
        self.calls.counted(permit.is_some());
        permit.map(Place::Call)
    }
}

/// The paths of the methods of a service that take streams or answer with them.
fn streams_of(service: &Service) -> HashSet<String> {
    methods_of(service)
        .filter(|method| method.is_client_streaming() || method.is_server_streaming())
        .map(|method| format!("/{}/{}", service.grpc_name, method.name()))
        .collect()
}
