//! A bound on the calls that are answered at the same time.

use std::{sync::Arc, time::Duration};

use fault::Fault;
use http::Request;
use tokio::sync::Semaphore;
use tonic::body::Body;
use tower::{ServiceExt, service_fn, util::BoxCloneSyncService};

use crate::layers::{Stack, answer};

/// When a refused caller should try again.
const RETRY_AFTER: Duration = Duration::from_millis(100);

/// How many more calls are taken in.
#[derive(Clone, Debug)]
pub(crate) struct Admission {
    permits: Arc<Semaphore>,
}

impl Admission {
    /// Takes in that many calls at once.
    pub(crate) fn of(calls_at_once: usize) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(calls_at_once.min(Semaphore::MAX_PERMITS))),
        }
    }

    /// Puts the bound before a service. All services behind one listener share it.
    pub(crate) fn before(&self, stack: Stack) -> Stack {
        let permits = Arc::clone(&self.permits);
        BoxCloneSyncService::new(service_fn(move |request: Request<Body>| {
            // Taken here and held until the answer has begun: what waits for
            // nothing is refused at once.
            let permit = Arc::clone(&permits).try_acquire_owned();
            let stack = stack.clone();
            async move {
                let Ok(_permit) = permit else {
                    return Ok(answer::fault(Fault::Overloaded {
                        retry_after: RETRY_AFTER,
                    }));
                };
                stack.oneshot(request).await
            }
        }))
    }
}
