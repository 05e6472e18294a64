//! A value of a filter, as the kind of its field has it.

use std::cmp::Ordering;

use jiff::civil;
use prost::Message as _;
use prost_reflect::{FieldDescriptor, Kind, Value};
use proto::google::r#type::Date;

use crate::date;

use super::words::Relation;

/// What a field is compared with.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    Text(String),
    Whole(i128),
    Truth(bool),
    /// The number of a value of an enumeration.
    Choice(i32),
    Day(civil::Date),
}

impl Wanted {
    /// Reads a value for a field; why it is none otherwise.
    pub(super) fn read(field: &FieldDescriptor, text: &str) -> Result<Self, String> {
        match field.kind() {
            Kind::String => Ok(Self::Text(text.to_owned())),
            Kind::Bool => match text {
                "true" => Ok(Self::Truth(true)),
                "false" => Ok(Self::Truth(false)),
                _ => Err("must be compared with true or false".to_owned()),
            },
            Kind::Enum(choices) => match choices.get_value_by_name(text) {
                Some(choice) => Ok(Self::Choice(choice.number())),
                None => Err(format!("has no value {text:?}")),
            },
            Kind::Message(message) if message.full_name() == "google.type.Date" => {
                let day = date::parse(text).map(Self::Day);
                day.ok_or_else(|| "must be compared with a day, as in 2016-05-28".to_owned())
            }
            Kind::Int32
            | Kind::Int64
            | Kind::Uint32
            | Kind::Uint64
            | Kind::Sint32
            | Kind::Sint64
            | Kind::Fixed32
            | Kind::Fixed64
            | Kind::Sfixed32
            | Kind::Sfixed64 => {
                let number = text.parse().map(Self::Whole);
                number.map_err(|_| "must be compared with a whole number".to_owned())
            }
            Kind::Message(_) => Err("is no value itself: name a field of it".to_owned()),
            Kind::Float | Kind::Double | Kind::Bytes => Err("cannot be compared".to_owned()),
        }
    }

    /// Whether a value of this kind can be compared so.
    pub(super) fn offers(&self, relation: Relation) -> bool {
        match self {
            Self::Text(_) => true,
            Self::Whole(_) | Self::Day(_) => relation != Relation::Has,
            Self::Truth(_) | Self::Choice(_) => {
                matches!(relation, Relation::Equal | Relation::NotEqual)
            }
        }
    }

    /// Whether the value of a field compares so with this one.
    pub(super) fn holds(&self, relation: Relation, value: &Value) -> bool {
        if let (Self::Text(wanted), Relation::Has, Some(text)) = (self, relation, value.as_str()) {
            return text.to_lowercase().contains(&wanted.to_lowercase());
        }
        let Some(ordering) = self.of(value) else {
            return false;
        };
        match relation {
            Relation::Equal => ordering.is_eq(),
            Relation::NotEqual => ordering.is_ne(),
            Relation::Less => ordering.is_lt(),
            Relation::LessOrEqual => ordering.is_le(),
            Relation::Greater => ordering.is_gt(),
            Relation::GreaterOrEqual => ordering.is_ge(),
            Relation::Has => false,
        }
    }

    /// How the value of a field stands to this one.
    fn of(&self, value: &Value) -> Option<Ordering> {
        match self {
            Self::Text(wanted) => Some(value.as_str()?.cmp(wanted)),
            Self::Truth(wanted) => Some(value.as_bool()?.cmp(wanted)),
            Self::Choice(wanted) => Some(value.as_enum_number()?.cmp(wanted)),
            Self::Whole(wanted) => Some(whole(value)?.cmp(wanted)),
            Self::Day(wanted) => {
                let encoded = value.as_message()?.encode_to_vec();
                let day = Date::decode(encoded.as_slice()).ok()?;
                Some(date::civil(&day)?.cmp(wanted))
            }
        }
    }
}

fn whole(value: &Value) -> Option<i128> {
    match value {
        Value::I32(number) => Some((*number).into()),
        Value::I64(number) => Some((*number).into()),
        Value::U32(number) => Some((*number).into()),
        Value::U64(number) => Some((*number).into()),
        _ => None,
    }
}
