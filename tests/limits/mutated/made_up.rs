//! Messages made up from their description.

use harness::{
    dice::Dice,
    standing::{EDITION, FAIR},
};
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value};

/// Texts that lead somewhere, and some that do not.
const TEXTS: [&str; 16] = [
    "",
    FAIR,
    EDITION,
    "fairs/ciftis/editions/4/agreements/a1",
    "fairs/ciftis/organisations/gremio",
    "a1",
    "4",
    "01996f6e-0000-7000-8000-000000000001",
    "USD",
    "CN-BJ",
    "6.5",
    "counted",
    "\u{202e}",
    "\u{0}",
    "*",
    "source",
];

/// A message with most of its fields.
pub(super) fn message(
    described: &MessageDescriptor,
    depth: usize,
    dice: &mut Dice,
) -> DynamicMessage {
    let mut message = DynamicMessage::new(described.clone());
    for field in described.fields() {
        if dice.roll(5) == 0 {
            continue;
        }
        let value = match field.is_list() {
            true => Value::List(
                (0..dice.roll(3))
                    .filter_map(|_| value(&field, depth, dice))
                    .collect(),
            ),
            false => match value(&field, depth, dice) {
                Some(value) => value,
                None => continue,
            },
        };
        message.set_field(&field, value);
    }
    message
}

/// A value of a field, right in its type; none of a message that lies too deep.
fn value(field: &FieldDescriptor, depth: usize, dice: &mut Dice) -> Option<Value> {
    Some(match field.kind() {
        Kind::String => Value::String((*dice.pick(&TEXTS)).to_owned()),
        Kind::Bool => Value::Bool(dice.roll(2) == 0),
        Kind::Int32 => Value::I32(*dice.pick(&[0, 1, 5, 28, 2016, -1, i32::MAX, i32::MIN])),
        Kind::Int64 => Value::I64(*dice.pick(&[0, 1, 250_000, -1, i64::MAX, i64::MIN])),
        Kind::Enum(_) => Value::EnumNumber(*dice.pick(&[0, 1, 2, 3, 7, -1])),
        Kind::Message(inner) if depth > 0 => Value::Message(message(&inner, depth - 1, dice)),
        _ => return None,
    })
}
