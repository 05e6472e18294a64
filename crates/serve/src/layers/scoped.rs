//! An answer that is made for its caller also while it is being sent: the handler of a
//! stream works then.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use http_body::{Frame, SizeHint};
use tonic::{Status, body::Body, codegen::Bytes};

use crate::access::{self, Caller};

/// A body that is made for a caller.
pub(super) fn scoped(body: Body, caller: Caller) -> Body {
    Body::new(Scoped { body, caller })
}

struct Scoped {
    body: Body,
    caller: Caller,
}

impl http_body::Body for Scoped {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        access::scope(&this.caller, || {
            Pin::new(&mut this.body).poll_frame(context)
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
