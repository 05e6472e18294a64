//! A request in JSON as the gRPC call it stands for.

use fault::Fault;
use futures_util::stream;
use http::{Request, Version};
use http_body::Frame;
use http_body_util::{BodyExt, LengthLimitError, Limited, StreamBody};
use prost::Message;
use prost_reflect::{DynamicMessage, MessageDescriptor};
use tonic::{Status, body::Body, codegen::Bytes};

use super::headers;
use crate::layers::{
    reading::{Budget, Held},
    size::{PREFIX_BYTES, REQUEST_BYTES},
};

/// The most values in one request. A value takes two bytes of JSON and hundreds of
/// memory; a thousand records of thirty fields are fewer.
const MOST_VALUES: usize = 1 << 15;

/// The gRPC call that a request in JSON stands for. The JSON is read when the bytes of
/// the call are, which is after it has been admitted and within its deadline.
pub(super) fn as_grpc(
    request: Request<Body>,
    input: MessageDescriptor,
) -> Result<Request<Body>, Fault> {
    let (mut head, body) = request.into_parts();
    head.headers = headers::of_grpc(head.headers)?;
    head.version = Version::HTTP_2;
    let message = stream::once(async move {
        // Given back once it has become a message, which then counts by itself.
        let mut held = Held::none_of(Budget::of_process());
        let read = read(body, &mut held).await;
        let framed = read.and_then(|json| framed(&json, &input));
        framed.map(Frame::data).map_err(Status::from)
    });
    Ok(Request::from_parts(
        head,
        Body::new(StreamBody::new(message)),
    ))
}

/// The whole of a body, if it is not too large, also beside all others that are being
/// read.
async fn read(body: Body, held: &mut Held) -> Result<Vec<u8>, Fault> {
    let mut body = Limited::new(body, REQUEST_BYTES);
    let mut whole = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| match error.is::<LengthLimitError>() {
            true => Fault::RequestTooLarge {
                why: format!("it has more than {REQUEST_BYTES} bytes of JSON"),
            },
            false => wrong("broke off before its end".to_owned()),
        })?;
        if let Ok(data) = frame.into_data() {
            held.more(data.len())?;
            whole.extend_from_slice(&data);
        }
    }
    Ok(whole)
}

/// A message in JSON as gRPC frames it.
fn framed(json: &[u8], input: &MessageDescriptor) -> Result<Bytes, Fault> {
    let message = parse(json, input)?;
    let length = message.encoded_len();
    let told = u32::try_from(length).map_err(|_| wrong("is too long".to_owned()))?;
    let mut bytes = Vec::with_capacity(PREFIX_BYTES + length);
    // Not compressed, and so long.
    bytes.push(0);
    bytes.extend(told.to_be_bytes());
    message
        .encode(&mut bytes)
        .map_err(|error| wrong(error.to_string()))?;
    Ok(bytes.into())
}

/// Reads the JSON form of a message. A field that the message does not have is
/// refused: it would be lost without a word.
fn parse(json: &[u8], input: &MessageDescriptor) -> Result<DynamicMessage, Fault> {
    if values(json) > MOST_VALUES {
        return Err(Fault::RequestTooLarge {
            why: format!("it holds more than {MOST_VALUES} values"),
        });
    }
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let unreadable = |error: serde_json::Error| wrong(format!("cannot be read: {error}"));
    let message =
        DynamicMessage::deserialize(input.clone(), &mut deserializer).map_err(unreadable)?;
    deserializer.end().map_err(unreadable)?;
    Ok(message)
}

fn wrong(what: String) -> Fault {
    Fault::field("request", what)
}

/// How many values a text has at most, if it is JSON: what opens one and what stands
/// between two, outside of texts.
fn values(json: &[u8]) -> usize {
    let (mut values, mut in_text, mut escaped) = (1, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' | b',' if !in_text => values += 1,
            _ => {}
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_outside_of_texts() {
        for (json, expected) in [
            ("{}", 2),
            ("7", 1),
            (r#"{"a": 1, "b": [1, 2, 3]}"#, 6),
            (r#"{"a": "{[,,,\" ,,,"}"#, 2),
            (r#"{"a\\": [",", ","]}"#, 4),
        ] {
            assert_eq!(values(json.as_bytes()), expected, "{json}");
        }
    }

    #[tokio::test]
    async fn what_cannot_be_read_beside_others_is_refused() {
        let budget = Budget::of(64);
        let held = || Held::none_of(budget.clone());
        let body = |bytes| Body::new(http_body_util::Full::new(Bytes::from(vec![b' '; bytes])));
        let mut first = held();
        assert_eq!(read(body(64), &mut first).await.unwrap().len(), 64);
        let refused = read(body(1), &mut held()).await.unwrap_err();
        assert!(matches!(refused, Fault::Overloaded { .. }), "{refused:?}");
        drop(first);
        assert!(read(body(65), &mut held()).await.is_err(), "one beyond");
        assert!(read(body(64), &mut held()).await.is_ok());
    }

    #[test]
    fn json_becomes_the_bytes_of_its_message() {
        let pool = proto::descriptor_pool();
        let date = pool.get_message_by_name("google.type.Date").unwrap();
        let expected: &[u8] = &[0, 0, 0, 0, 5, 0x08, 0xe0, 0x0f, 0x10, 0x05];
        for json in [
            r#"{"year": 2016, "month": 5}"#,
            r#" {"month": "5", "year": 2016.0} "#,
        ] {
            assert_eq!(framed(json.as_bytes(), &date).unwrap(), expected, "{json}");
        }
        let empty = framed(b"{}", &date).unwrap();
        assert_eq!(empty, [0; PREFIX_BYTES].as_slice());
        for json in ["", "{", "{} {}", "7", r#"{"yaer": 1}"#, r#"{"year": 1.5}"#] {
            assert!(framed(json.as_bytes(), &date).is_err(), "{json}");
        }
    }
}
