//! Looks at each message of a request before the handler does: whether it is small
//! enough, whether it can be read, and whether its caller may ask this of the fair it
//! names.
//!
//! It is a body that passes on whole messages. What it refuses ends the body with the
//! status of a fault, which the library hands to the caller, of one message as of a
//! stream. So nothing of a message has been decoded when it is refused, and a handler
//! sees none that it must not.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use fault::Fault;
use http_body::{Frame, SizeHint};
use resource::Name;
use tonic::{Status, body::Body, codegen::Bytes};

use super::{
    methods::Method,
    reading::{Budget, Held},
    size::{PREFIX_BYTES, REQUEST_BYTES},
    wire::{self, Question, Shapes},
};
use crate::access::Caller;

/// A body of requests of a caller, each of which is looked at.
pub(crate) fn inspected(body: Body, method: &Arc<Method>, caller: &Caller) -> Body {
    within(body, method, caller, Budget::of_process())
}

/// The same, with so much to read into.
fn within(body: Body, method: &Arc<Method>, caller: &Caller, budget: Arc<Budget>) -> Body {
    Body::new(Inspected {
        body,
        held: Held::none_of(budget),
        gathered: Vec::new(),
        waiting: Bytes::new(),
        method: Arc::clone(method),
        caller: caller.clone(),
        over: false,
    })
}

struct Inspected {
    body: Body,
    /// The bytes that are gathered and waiting, and those of the message that was passed
    /// on last and may not have been decoded.
    held: Held,
    /// The beginning of a message whose end has not come.
    gathered: Vec<u8>,
    /// What has come and was not looked at.
    waiting: Bytes,
    method: Arc<Method>,
    caller: Caller,
    over: bool,
}

impl Inspected {
    /// The next whole message with its prefix, if it has come; it has been looked at.
    fn next_message(&mut self) -> Result<Option<Bytes>, Fault> {
        if self.gathered.is_empty() {
            // Most messages come whole: nothing is copied.
            return match length(&self.waiting)? {
                Some(length) if length <= self.waiting.len() => {
                    let message = self.waiting.split_to(length);
                    self.look_at(&message)?;
                    Ok(Some(message))
                }
                _ => {
                    self.gathered.extend_from_slice(&self.waiting);
                    self.waiting.clear();
                    Ok(None)
                }
            };
        }
        self.gather(PREFIX_BYTES);
        let Some(length) = length(&self.gathered)? else {
            return Ok(None);
        };
        self.gather(length);
        if self.gathered.len() < length {
            return Ok(None);
        }
        let message = Bytes::from(std::mem::take(&mut self.gathered));
        self.look_at(&message)?;
        Ok(Some(message))
    }

    /// Gathers bytes until there are that many, or no more have come.
    fn gather(&mut self, wanted: usize) {
        let missing = wanted.saturating_sub(self.gathered.len());
        let taken = self.waiting.split_to(missing.min(self.waiting.len()));
        self.gathered.extend_from_slice(&taken);
    }

    /// Passes when the message can be read and may be asked.
    fn look_at(&self, message: &[u8]) -> Result<(), Fault> {
        let encoded = message.get(PREFIX_BYTES..).unwrap_or_default();
        let named = wire::read(
            encoded,
            Shapes::of_contracts(),
            Question {
                shape: self.method.request,
                wanted: self.method.rule.fair_in(),
                only_known_fields: self.method.changes,
            },
        )?;
        self.caller.still_known()?;
        let name = named.and_then(|named| Name::parse(named).ok());
        self.method
            .rule
            .allow(&self.caller, name.as_ref().map(Name::fair))
    }

    /// Ends the body with what is wrong.
    fn refuse(&mut self, fault: Fault) -> Status {
        self.over = true;
        self.held.keep(0);
        self.body = Body::empty();
        self.gathered = Vec::new();
        self.waiting.clear();
        fault.into()
    }
}

/// How long the message is that begins here, with its prefix; `None` when that has not
/// come.
fn length(begun: &[u8]) -> Result<Option<usize>, Fault> {
    let Some((&[compressed, ref length @ ..], _)) = begun.split_first_chunk::<PREFIX_BYTES>()
    else {
        return Ok(None);
    };
    if compressed != 0 {
        return Err(Fault::NotOffered {
            why: "requests are not taken compressed; send grpc-encoding: identity".to_owned(),
        });
    }
    let length = u32::from_be_bytes(*length);
    match usize::try_from(length) {
        Ok(length) if length <= REQUEST_BYTES => Ok(Some(length + PREFIX_BYTES)),
        _ => Err(Fault::RequestTooLarge {
            why: format!("it has {length} bytes, encoded, and one may have {REQUEST_BYTES}"),
        }),
    }
}

impl http_body::Body for Inspected {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        // Who asks for more has decoded what he had.
        let kept = self.gathered.len() + self.waiting.len();
        self.held.keep(kept);
        while !self.over {
            match self.next_message() {
                Ok(Some(message)) => return Poll::Ready(Some(Ok(Frame::data(message)))),
                Ok(None) => {}
                Err(fault) => return Poll::Ready(Some(Err(self.refuse(fault)))),
            }
            match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                // Trailers are passed over: a request of gRPC has none.
                Some(Ok(frame)) => {
                    self.waiting = frame.into_data().unwrap_or_default();
                    let come = self.waiting.len();
                    if let Err(fault) = self.held.more(come) {
                        return Poll::Ready(Some(Err(self.refuse(fault))));
                    }
                }
                Some(Err(status)) => {
                    self.over = true;
                    return Poll::Ready(Some(Err(status)));
                }
                None if self.gathered.is_empty() => self.over = true,
                None => {
                    let fault = Fault::field("request", "cannot be read: it ends within a message");
                    return Poll::Ready(Some(Err(self.refuse(fault))));
                }
            }
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.over
            || (self.gathered.is_empty() && self.waiting.is_empty() && self.body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::{BodyExt, StreamBody};
    use tonic::{Code, service::Routes};

    use super::{super::methods::Methods, *};
    use crate::Service;

    const PATH: &str = "/tradefair.forums.v1.ForumsService/GetActivity";

    /// A request of that many bytes with its prefix, which comes in two pieces.
    fn in_pieces(bytes: u8) -> Body {
        let mut message = vec![0, 0, 0, 0, bytes - 5, 10, bytes - 7];
        message.resize(usize::from(bytes), b'x');
        let rest = message.split_off(9);
        let pieces = [message, rest].map(|piece| Ok::<_, Status>(Frame::data(Bytes::from(piece))));
        Body::new(StreamBody::new(futures_util::stream::iter(pieces)))
    }

    #[tokio::test]
    async fn what_cannot_be_read_beside_others_is_refused_before_it_is_gathered() {
        let methods = Methods::of(&Service {
            name: "forums",
            grpc_name: "tradefair.forums.v1.ForumsService",
            routes: Routes::default(),
            descriptors: proto::DESCRIPTORS,
        });
        let method = methods.at(PATH).unwrap();
        let budget = Budget::of(64);
        let read = |bytes| within(in_pieces(bytes), method, &Caller::Local, budget.clone());
        let mut first = read(64);
        assert!(first.frame().await.unwrap().is_ok(), "all there is");
        // It has not been decoded yet.
        let refused = read(9 + 1).frame().await.unwrap().unwrap_err();
        assert_eq!(refused.code(), Code::ResourceExhausted);
        assert!(first.frame().await.is_none());
        assert!(read(64).frame().await.unwrap().is_ok());
        assert!(read(65).frame().await.unwrap().is_err(), "one beyond");
        assert!(read(64).frame().await.unwrap().is_ok());
    }
}
