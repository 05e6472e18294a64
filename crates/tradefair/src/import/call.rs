//! Calls of methods that are known by name only.

use std::time::Duration;

use prost::bytes::{Buf, BufMut, Bytes};
use serve::Link;
use tonic::{
    Request, Status,
    client::Grpc,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    codegen::http::uri::PathAndQuery,
};

/// How long one request may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Sends an encoded request and hands back the encoded answer.
pub(crate) async fn call(
    link: &Link,
    path: &PathAndQuery,
    request: Vec<u8>,
) -> Result<Bytes, Status> {
    let mut grpc = Grpc::new(link.clone());
    // A link is always ready; it waits where it is used.
    grpc.ready()
        .await
        .map_err(|error| Status::unavailable(error.to_string()))?;
    let mut request = Request::new(request);
    request.set_timeout(TIMEOUT);
    let answer = grpc.unary(request, path.clone(), AsItIs).await?;
    Ok(answer.into_inner())
}

/// Messages that are encoded already.
#[derive(Clone, Copy, Debug, Default)]
struct AsItIs;

impl Codec for AsItIs {
    type Encode = Vec<u8>;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for AsItIs {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, item: Vec<u8>, out: &mut EncodeBuf<'_>) -> Result<(), Status> {
        out.put_slice(&item);
        Ok(())
    }
}

impl Decoder for AsItIs {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(from.copy_to_bytes(from.remaining())))
    }
}
