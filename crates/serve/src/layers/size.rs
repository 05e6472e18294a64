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

/// An answer that ends in an error when it is too large.
pub(crate) fn bounded_response(body: Body) -> Body {
    Body::new(Bounded {
        body,
        bytes_left: ANSWER_BYTES + PREFIX_BYTES,
        is_cut: false,
    })
}

/// A body that is cut when it is too large.
struct Bounded {
    body: Body,
    bytes_left: usize,
    is_cut: bool,
}

impl Bounded {
    /// Ends the answer with an error in the place of its end.
    fn cut(&mut self) -> Option<Result<Frame<Bytes>, Status>> {
        self.is_cut = true;
        self.body = Body::empty();
        let status = Status::from(Fault::field(
            "page_size",
            format!(
                "must ask for less: the answer would be larger than {ANSWER_BYTES} bytes, encoded"
            ),
        ));
        let mut trailers = HeaderMap::new();
        match status.add_header(&mut trailers) {
            Ok(()) => Some(Ok(Frame::trailers(trailers))),
            Err(status) => Some(Err(status)),
        }
    }
}

impl http_body::Body for Bounded {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        if self.is_cut {
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
