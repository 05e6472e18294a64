//! An answer that keeps a place until it has ended.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use http_body::{Frame, SizeHint};
use tonic::{Status, body::Body, codegen::Bytes};

/// A body that keeps `place` until its end, or until it is dropped.
pub(super) fn held<P: Send + Unpin + 'static>(body: Body, place: P) -> Body {
    Body::new(Held {
        body,
        place: Some(place),
    })
}

struct Held<P> {
    body: Body,
    place: Option<P>,
}

impl<P: Unpin> http_body::Body for Held<P> {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        let is_over = match &polled {
            Poll::Ready(Some(Ok(frame))) => frame.is_trailers(),
            Poll::Ready(Some(Err(_)) | None) => true,
            Poll::Pending => false,
        };
        if is_over {
            self.place = None;
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use futures_util::stream;
    use http::HeaderMap;
    use http_body_util::{BodyExt, StreamBody};

    use super::*;

    #[tokio::test]
    async fn a_place_is_kept_to_the_end_of_the_answer() {
        let frames = [
            Frame::data(Bytes::from_static(b"one")),
            Frame::data(Bytes::from_static(b"two")),
            Frame::trailers(HeaderMap::new()),
        ];
        let frames = stream::iter(frames.map(Ok::<_, Status>));
        let place = Arc::new(());
        let mut body = held(Body::new(StreamBody::new(frames)), Arc::clone(&place));
        for kept in [true, true, false] {
            body.frame().await.unwrap().unwrap();
            assert_eq!(Arc::strong_count(&place) == 2, kept);
        }
    }

    #[test]
    fn a_place_is_free_when_nobody_reads_on() {
        let place = Arc::new(());
        drop(held(Body::empty(), Arc::clone(&place)));
        assert_eq!(Arc::strong_count(&place), 1);
    }
}
