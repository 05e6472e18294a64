//! Which calls may be made twice: those that only read, and those with a request
//! id, which the service carries out once however often it is sent.
//!
//! That is read from the contracts, so nothing here knows a service. A method only
//! reads if it is declared `NO_SIDE_EFFECTS`, if it takes the moment it reads at, or
//! if it gets or lists what it is named after (AIP-131, 132). What has a request id
//! is asked whether it is set. Of methods that are not in the contracts, and of
//! streams, nothing is known.

use std::{collections::HashMap, sync::OnceLock};

use prost_reflect::{DynamicMessage, MessageDescriptor, MethodDescriptor};
use prost_types::method_options::IdempotencyLevel;
use tonic::codegen::Bytes;

use crate::layers::size;

/// The field of a request that makes it the same request when it comes again
/// (AIP-155), and that of one that reads, which says as of when.
const REQUEST_ID: &str = "request_id";
const AS_OF: &str = "as_of";

/// When a method with one message each way may be called twice.
#[derive(Clone, Debug)]
pub(super) enum Repeat {
    /// Always: it only reads.
    Always,
    /// When the request has an id. This is its message.
    WithId(MessageDescriptor),
    /// Never.
    Never,
}

impl Repeat {
    /// What is known of the method at a path, if it takes and gives one message.
    pub(super) fn of(path: &str) -> Option<&'static Self> {
        static METHODS: OnceLock<HashMap<String, Repeat>> = OnceLock::new();
        METHODS.get_or_init(methods).get(path)
    }

    /// Whether a request of these bytes may be sent twice.
    pub(super) fn allows(&self, body: &[Bytes]) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::WithId(message) => has_id(message, body),
        }
    }
}

fn methods() -> HashMap<String, Repeat> {
    let services = proto::descriptor_pool().services();
    let methods = services.flat_map(|service| service.methods().collect::<Vec<_>>());
    methods
        .filter(|method| !method.is_client_streaming() && !method.is_server_streaming())
        .map(|method| {
            let service = method.parent_service().full_name();
            (format!("/{service}/{}", method.name()), repeat(&method))
        })
        .collect()
}

fn repeat(method: &MethodDescriptor) -> Repeat {
    let request = method.input();
    let options = method.method_descriptor_proto().options.as_ref();
    let declared = options
        .is_some_and(|options| options.idempotency_level() == IdempotencyLevel::NoSideEffects);
    let named = ["Get", "List"]
        .iter()
        .any(|verb| method.name().starts_with(verb));
    match request.get_field_by_name(REQUEST_ID) {
        Some(_) => Repeat::WithId(request),
        None if declared || named || request.get_field_by_name(AS_OF).is_some() => Repeat::Always,
        None => Repeat::Never,
    }
}

/// Whether a request has an id. Only one that can be read has.
fn has_id(message: &MessageDescriptor, body: &[Bytes]) -> bool {
    let whole = body.concat();
    let Some(encoded) = sole_message(&whole) else {
        return false;
    };
    let Ok(request) = DynamicMessage::decode(message.clone(), encoded) else {
        return false;
    };
    let id = request.get_field_by_name(REQUEST_ID);
    id.is_some_and(|id| id.as_str().is_some_and(|id| !id.is_empty()))
}

/// The one message of a body, unless it is compressed or there are more.
fn sole_message(body: &[u8]) -> Option<&[u8]> {
    let (prefix, message) = body.split_at_checked(size::PREFIX_BYTES)?;
    let (compressed, length) = prefix.split_first()?;
    let length = u32::from_be_bytes(length.try_into().ok()?);
    let whole = usize::try_from(length).ok()? == message.len();
    (*compressed == 0 && whole).then_some(message)
}

#[cfg(test)]
mod tests {
    use prost::Message;
    use proto::forums::v1::CreateActivityRequest;

    use super::*;

    fn of(method: &str) -> Option<&'static Repeat> {
        Repeat::of(&format!("/tradefair.forums.v1.ForumsService/{method}"))
    }

    fn body(request_id: &str, compressed: u8) -> Vec<Bytes> {
        let request = CreateActivityRequest {
            parent: "fairs/ciftis/editions/4".to_owned(),
            request_id: request_id.to_owned(),
            ..CreateActivityRequest::default()
        };
        let mut bytes = vec![compressed];
        bytes.extend(u32::try_from(request.encoded_len()).unwrap().to_be_bytes());
        bytes.extend(request.encode_to_vec());
        let half = bytes.split_off(7);
        vec![bytes.into(), half.into()]
    }

    #[test]
    fn what_reads_may_be_repeated_and_streams_may_not() {
        for reads in ["GetActivity", "ListActivities", "QueryCells", "ListCubes"] {
            assert!(matches!(of(reads), Some(Repeat::Always)), "{reads}");
        }
        assert!(of("BackUpBooks").is_none());
        assert!(of("Sing").is_none());
    }

    #[test]
    fn what_writes_may_be_repeated_with_an_id() {
        let create = of("CreateActivity").unwrap();
        assert!(create.allows(&body("an id", 0)));
        assert!(!create.allows(&body("", 0)));
        assert!(!create.allows(&body("an id", 1)), "it cannot be read");
        let mut two = body("an id", 0);
        two.extend(body("an id", 0));
        assert!(!create.allows(&two));
        assert!(!create.allows(&[]));
    }

    #[test]
    fn of_every_method_it_is_known() {
        let unknown: Vec<_> = methods()
            .into_iter()
            .filter(|(_, repeat)| matches!(repeat, Repeat::Never))
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        assert!(methods().len() > 100);
    }
}
