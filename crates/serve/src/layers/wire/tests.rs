//! What is read here is what the decoder would read.

use proptest::prelude::*;
use prost::Message as _;
use prost_reflect::{DynamicMessage, MessageDescriptor};
use proto::forums::v1::{Activity, CreateActivityRequest, UpdateActivityRequest};

use super::*;

fn shape(name: &str) -> &'static Shape {
    Shapes::of_contracts().named(name).unwrap()
}

fn ask<'m>(message: &'m [u8], name: &str, wanted: &[u32]) -> Result<Option<&'m str>, Unsound> {
    let question = Question {
        shape: shape(name),
        wanted,
        only_known_fields: false,
    };
    read(message, Shapes::of_contracts(), question)
}

const CREATE: &str = "tradefair.forums.v1.CreateActivityRequest";
const UPDATE: &str = "tradefair.forums.v1.UpdateActivityRequest";

fn request() -> CreateActivityRequest {
    CreateActivityRequest {
        parent: "fairs/ciftis/editions/4".to_owned(),
        activity_id: "a1".to_owned(),
        ..CreateActivityRequest::default()
    }
}

#[test]
fn the_text_that_is_wanted_is_told() {
    let bytes = request().encode_to_vec();
    assert_eq!(
        ask(&bytes, CREATE, &[1]),
        Ok(Some("fairs/ciftis/editions/4"))
    );
    assert_eq!(ask(&bytes, CREATE, &[]), Ok(None));
    let update = UpdateActivityRequest {
        activity: Some(Activity {
            name: "fairs/a/editions/1/activities/x".to_owned(),
            ..Activity::default()
        }),
        ..UpdateActivityRequest::default()
    };
    let bytes = update.encode_to_vec();
    assert_eq!(
        ask(&bytes, UPDATE, &[1, 1]),
        Ok(Some("fairs/a/editions/1/activities/x"))
    );
}

/// The decoder merges what comes twice, so a name before another is not the one that is
/// acted upon.
#[test]
fn of_a_text_that_comes_twice_the_last_counts() {
    let named = |name: &str| {
        let activity = Activity {
            name: name.to_owned(),
            ..Activity::default()
        };
        UpdateActivityRequest {
            activity: Some(activity),
            ..UpdateActivityRequest::default()
        }
    };
    let bytes = [named("fairs/a/x"), named("fairs/b/x"), named("")]
        .map(|request| request.encode_to_vec())
        .concat();
    let decoded = UpdateActivityRequest::decode(bytes.as_slice()).unwrap();
    let acted_upon = decoded.activity.unwrap().name;
    assert_eq!(ask(&bytes, UPDATE, &[1, 1]), Ok(Some(acted_upon.as_str())));
    assert_eq!(acted_upon, "fairs/b/x");
}

#[test]
fn what_cannot_be_decoded_is_refused_where_it_begins() {
    let unreadable = |bytes: &[u8]| match ask(bytes, CREATE, &[]) {
        Err(Unsound::Unreadable { at, why }) => (at, why),
        other => panic!("{bytes:?}: {other:?}"),
    };
    assert_eq!(unreadable(&[0x0a]), (1, "a number does not end"));
    assert_eq!(
        unreadable(&[0x0a, 5, b'a']),
        (2, "a value is longer than the message")
    );
    assert_eq!(unreadable(&[0x0a, 1, 0xff]), (2, "a text is not UTF-8"));
    assert_eq!(unreadable(&[0x00]), (0, "there is no such field"));
    assert_eq!(unreadable(&[0x0b]), (0, "there is no such field"));
    assert_eq!(
        unreadable(&[0x08, 1]),
        (0, "a field has another type than its contract says")
    );
    assert_eq!(
        unreadable(&[0xfd, 0x07, 0, 0]),
        (2, "it ends within a value")
    );
}

#[test]
fn elements_are_counted_before_anything_is_made_of_them() {
    // An empty text under the number of the parent, again and again.
    let most = [0x0a, 0].repeat(ELEMENTS);
    assert_eq!(ask(&most, CREATE, &[1]), Ok(Some("")));
    let more = [0x0a, 0].repeat(ELEMENTS + 1);
    assert_eq!(ask(&more, CREATE, &[1]), Err(Unsound::TooMany));
}

#[test]
fn messages_lie_in_each_other_to_a_bound() {
    const EXPLANATION: &str = "tradefair.reporting.v1.Explanation";
    let nested = |levels: usize| {
        let mut bytes = Vec::new();
        for _ in 0..levels {
            // Explanation.inputs
            let mut outer = vec![0x1a];
            prost::encoding::encode_varint(bytes.len() as u64, &mut outer);
            outer.extend(&bytes);
            bytes = outer;
        }
        bytes
    };
    assert!(ask(&nested(DEPTH), EXPLANATION, &[]).is_ok());
    let deeper = nested(DEPTH + 1);
    let deeper = ask(&deeper, EXPLANATION, &[]);
    assert!(
        matches!(deeper, Err(Unsound::Unreadable { .. })),
        "{deeper:?}"
    );
}

#[test]
fn a_request_that_changes_something_has_known_fields_only() {
    let mut bytes = request().encode_to_vec();
    bytes.extend([0xa2, 0x06, 1, b'x']);
    assert!(ask(&bytes, CREATE, &[]).is_ok());
    let question = Question {
        shape: shape(CREATE),
        wanted: &[],
        only_known_fields: true,
    };
    let refused = read(&bytes, Shapes::of_contracts(), question).unwrap_err();
    assert_eq!(
        Fault::from(refused).to_string(),
        "the request has 1 wrong field(s): request: has field 100 of \
         tradefair.forums.v1.CreateActivityRequest, which is not known here"
    );
}

/// Every request there is, so that every shape is met.
fn requests() -> Vec<MessageDescriptor> {
    let services = proto::descriptor_pool().services();
    let methods = services.flat_map(|service| service.methods().collect::<Vec<_>>());
    methods.map(|method| method.input()).collect()
}

/// The bytes of a message in which every field is set, to some depth.
fn full(message: &MessageDescriptor, depth: usize) -> DynamicMessage {
    use prost_reflect::{Kind, MapKey, Value};
    let mut made = DynamicMessage::new(message.clone());
    for field in message.fields() {
        let one = match field.kind() {
            Kind::Message(inner) if depth > 0 => Value::Message(full(&inner, depth - 1)),
            Kind::Message(_) => continue,
            Kind::Enum(_) => Value::EnumNumber(1),
            Kind::String => Value::String("fairs/ciftis".to_owned()),
            Kind::Bytes => Value::Bytes(vec![1, 2, 3].into()),
            Kind::Bool => Value::Bool(true),
            Kind::Double => Value::F64(1.5),
            Kind::Float => Value::F32(1.5),
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => Value::I32(-7),
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => Value::I64(-7),
            Kind::Uint32 | Kind::Fixed32 => Value::U32(7),
            Kind::Uint64 | Kind::Fixed64 => Value::U64(7),
        };
        if field.is_map() {
            let Value::Message(entry) = &one else {
                continue;
            };
            let value = entry.get_field_by_name("value").unwrap().into_owned();
            let entries = [(MapKey::String("key".to_owned()), value)]
                .into_iter()
                .collect();
            // Only maps from texts are in the contracts.
            let _ = made.try_set_field(&field, Value::Map(entries));
        } else if field.is_list() {
            made.set_field(&field, Value::List(vec![one.clone(), one]));
        } else {
            made.set_field(&field, one);
        }
    }
    made
}

/// Whatever passes the decoder takes, and what the decoder takes passes, but for what
/// is refused on purpose.
fn agrees(message: &MessageDescriptor, bytes: &[u8]) {
    let read = ask(bytes, message.full_name(), &[]);
    let decoded = DynamicMessage::decode(message.clone(), bytes);
    match (&read, &decoded) {
        (Ok(_), Ok(_)) | (Err(_), Err(_)) => {}
        // Groups are of an older language, and none of the contracts has them.
        (Err(Unsound::Unreadable { why, .. }), Ok(_)) if *why == "there is no such field" => {}
        (Err(Unsound::TooMany), _) => {}
        (Err(Unsound::Unreadable { why, .. }), Ok(_)) if why.contains("too deep") => {}
        _ => panic!(
            "{}: {bytes:02x?}: {read:?}, {decoded:?}",
            message.full_name()
        ),
    }
}

#[test]
fn every_request_of_the_contracts_passes_when_it_is_full() {
    for message in requests() {
        let bytes = full(&message, 5).encode_to_vec();
        ask(&bytes, message.full_name(), &[]).unwrap();
        agrees(&message, &bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_mutated_request_is_read_as_the_decoder_reads_it(
        which in 0_usize..10_000,
        changes in prop::collection::vec((0_usize..100_000, any::<u8>(), 0_u8..4), 1..6),
    ) {
        let requests = requests();
        let message = &requests[which % requests.len()];
        let mut bytes = full(message, 4).encode_to_vec();
        for (place, byte, change) in changes {
            if bytes.is_empty() {
                bytes.push(byte);
            }
            let place = place % bytes.len();
            match change {
                0 => bytes[place] = byte,
                1 => bytes.truncate(place),
                2 => bytes.insert(place, byte),
                _ => { bytes.remove(place); }
            }
        }
        agrees(message, &bytes);
    }

    #[test]
    fn any_bytes_are_read_as_the_decoder_reads_them(
        which in 0_usize..10_000,
        bytes in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let requests = requests();
        agrees(&requests[which % requests.len()], &bytes);
    }
}
