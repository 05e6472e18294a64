//! Calls as bytes: whatever they are, they go out as they stand.

use harness::plain::Plain;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::{Bytes, Frame};
use tonic::{
    Code, Status,
    body::Body,
    codegen::{
        Service,
        http::{HeaderMap, Method, Request, header},
    },
};

/// How a call ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The status of HTTP.
    pub(crate) http: u16,
    /// The status of gRPC; `None` when a stream of answers goes on.
    pub(crate) status: Option<Status>,
}

impl Ended {
    /// The code; a stream that goes on is well.
    pub(crate) fn code(&self) -> Code {
        self.status.as_ref().map_or(Code::Ok, Status::code)
    }
}

/// A message with the prefix that gRPC puts before it.
pub(crate) fn framed(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).expect("a short message");
    let mut framed = vec![0];
    framed.extend_from_slice(&length.to_be_bytes());
    framed.extend_from_slice(message);
    framed
}

/// Makes a call that is these pieces, and reads the first message of the answer.
pub(crate) async fn call(
    connection: &mut Plain,
    path: &str,
    headers: &[(&'static str, &str)],
    pieces: Vec<Vec<u8>>,
) -> Result<Ended, hyper::Error> {
    let pieces = pieces
        .into_iter()
        .map(|piece| Ok::<_, Status>(Frame::data(Bytes::from(piece))));
    let body = Body::new(StreamBody::new(tokio_stream::iter(pieces)));
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/grpc")
        .header(header::TE, "trailers");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body).expect("a path and a body");
    std::future::poll_fn(|context| connection.poll_ready(context)).await?;
    let (head, mut body) = connection.call(request).await?.into_parts();
    let mut status = told(&head.headers);
    let mut messages = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame?;
        match frame.trailers_ref() {
            Some(trailers) => status = told(trailers),
            None => messages += 1,
        }
        // More than any answer that is one message: a stream.
        if messages > 64 {
            break;
        }
    }
    Ok(Ended {
        http: head.status.as_u16(),
        status,
    })
}

fn told(headers: &HeaderMap) -> Option<Status> {
    Status::from_header_map(headers)
}
