//! Turns away the calls that are certain to be refused, before anything is done for them.
//!
//! When ten times too much comes, refusing is most of the work: what is spent on a refusal
//! is missing for an answer. So it is done ahead of everything else that is done for a
//! call, and with an answer that was made beforehand.

use std::{
    collections::HashSet,
    sync::Arc,
    task::{Context, Poll},
};

use futures_util::future::{Either, Ready, ready};
use http::{Request, Response};
use tonic::body::Body;
use tower::{Layer, Service};

use super::{admission::Admission, heard_out};
use crate::json;

/// The door, before everything that is served.
#[derive(Clone)]
pub(super) struct Door {
    admission: Admission,
    /// The paths of the methods that have one request and one answer.
    calls: Arc<HashSet<String>>,
}

impl Door {
    /// A door before these services.
    pub(super) fn of(admission: Admission, services: &[crate::Service]) -> Self {
        let calls = services.iter().flat_map(super::admission::calls_of);
        Self {
            admission,
            calls: Arc::new(calls.collect()),
        }
    }

    fn turns_away(&self, request: &Request<Body>) -> Option<Response<Body>> {
        self.admission.turns_away(request, || {
            // JSON is answered in JSON, further in.
            json::is_grpc(request.headers()) && self.calls.contains(request.uri().path())
        })
    }
}

impl<S> Layer<S> for Door {
    type Service = Behind<S>;

    fn layer(&self, inner: S) -> Behind<S> {
        Behind {
            inner,
            door: self.clone(),
        }
    }
}

/// What stands behind the door.
#[derive(Clone)]
pub(super) struct Behind<S> {
    inner: S,
    door: Door,
}

impl<S> Service<Request<Body>> for Behind<S>
where
    S: Service<Request<Body>, Response = Response<Body>>,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Either<Ready<Result<Response<Body>, S::Error>>, S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        match self.door.turns_away(&request) {
            Some(refusal) => {
                heard_out::hear_out(request.into_body());
                Either::Left(ready(Ok(refusal)))
            }
            None => Either::Right(self.inner.call(request)),
        }
    }
}
