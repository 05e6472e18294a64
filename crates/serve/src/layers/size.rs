//! The bounds of messages.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use fault::Fault;
use http::HeaderMap;
use http_body::{Frame, SizeHint};
use tonic::{Status, body::Body, codegen::Bytes};

/// The most bytes of one request, encoded.
pub(crate) const REQUEST_BYTES: usize = 1 << 20;

/// The most bytes of one answer, encoded: what clients take by default. An answer
/// that is a stream is not bounded as a whole: whoever sends it bounds its pieces.
pub(crate) const ANSWER_BYTES: usize = 4 << 20;

/// What gRPC puts before each message: whether it is compressed, and its length.
pub(crate) const PREFIX_BYTES: usize = 5;

/// A request that fails to be read when it is too large.
pub(crate) fn bounded_request(body: Body) -> Body {
    Body::new(Bounded {
        body,
        bytes_left: REQUEST_BYTES + PREFIX_BYTES,
        excess: Excess::Request,
    })
}

/// An answer that ends in an error when it is too large.
pub(crate) fn bounded_response(body: Body) -> Body {
    Body::new(Bounded {
        body,
        bytes_left: ANSWER_BYTES + PREFIX_BYTES,
        excess: Excess::Answer,
    })
}

/// A body that is cut when it is too large.
struct Bounded {
    body: Body,
    bytes_left: usize,
    excess: Excess,
}

/// What is too large, which decides how the body is cut.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Excess {
    Request,
    Answer,
    /// It has been cut.
    Over,
}

impl Bounded {
    fn cut(&mut self) -> Option<Result<Frame<Bytes>, Status>> {
        let excess = std::mem::replace(&mut self.excess, Excess::Over);
        self.body = Body::empty();
        match excess {
            Excess::Over => None,
            Excess::Request => Some(Err(too_large("request", REQUEST_BYTES))),
            Excess::Answer => {
                let mut trailers = HeaderMap::new();
                match too_large("page_size", ANSWER_BYTES).add_header(&mut trailers) {
                    Ok(()) => Some(Ok(Frame::trailers(trailers))),
                    Err(status) => Some(Err(status)),
                }
            }
        }
    }
}

/// Of a request, it is too large itself; of an answer, it asked for too much.
fn too_large(field: &str, bytes: usize) -> Status {
    let what = match field {
        "request" => "must not be larger",
        _ => "must ask for less: the answer would be larger",
    };
    Status::from(Fault::field(
        field,
        format!("{what} than {bytes} bytes, encoded"),
    ))
}

impl http_body::Body for Bounded {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        if self.excess == Excess::Over {
            return Poll::Ready(None);
        }
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(data) = frame.data_ref()
        {
            match self.bytes_left.checked_sub(data.len()) {
                Some(left) => self.bytes_left = left,
                None => return Poll::Ready(self.cut()),
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
