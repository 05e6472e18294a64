//! Bodies of one message, read as a whole so that they can be sent on again. Their
//! bytes are shared, not copied.

use std::{
    collections::VecDeque,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use http::HeaderMap;
use http_body::Frame;
use tonic::{Status, body::Body, codegen::Bytes};

/// What was read of a body.
pub(super) struct Read<B> {
    pub(super) data: Vec<Bytes>,
    pub(super) trailers: Option<HeaderMap>,
    /// The rest, if there is more than was to be read.
    pub(super) rest: Option<B>,
}

/// Reads a body, and no more of it than a little over the limit.
pub(super) async fn read<B>(mut body: B, limit: usize) -> Result<Read<B>, B::Error>
where
    B: http_body::Body<Data = Bytes> + Unpin,
{
    let (mut data, mut bytes) = (Vec::new(), 0);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        match frame?.into_data() {
            Ok(piece) => {
                bytes += piece.len();
                data.push(piece);
            }
            Err(frame) => {
                let trailers = frame.into_trailers().ok();
                let rest = None;
                return Ok(Read {
                    data,
                    trailers,
                    rest,
                });
            }
        }
        if bytes > limit {
            return Ok(Read {
                data,
                trailers: None,
                rest: Some(body),
            });
        }
    }
    Ok(Read {
        data,
        trailers: None,
        rest: None,
    })
}

/// A body made of what was read.
pub(super) struct Pieces {
    data: VecDeque<Bytes>,
    trailers: Option<HeaderMap>,
    rest: Option<Body>,
}

impl Pieces {
    /// All that was read, and the rest.
    pub(super) fn all<B>(read: Read<B>) -> Body
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<tonic::codegen::StdError>,
    {
        Body::new(Self {
            data: read.data.into(),
            trailers: read.trailers,
            rest: read.rest.map(Body::new),
        })
    }

    /// The data once more.
    pub(super) fn of(data: &[Bytes]) -> Body {
        Body::new(Self {
            data: data.iter().cloned().collect(),
            trailers: None,
            rest: None,
        })
    }
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        if let Some(piece) = self.data.pop_front() {
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
        if let Some(rest) = &mut self.rest {
            return Pin::new(rest).poll_frame(context);
        }
        let trailers = self.trailers.take().map(Frame::trailers);
        Poll::Ready(trailers.map(Ok))
    }

    fn is_end_stream(&self) -> bool {
        self.data.is_empty() && self.rest.is_none() && self.trailers.is_none()
    }
}
