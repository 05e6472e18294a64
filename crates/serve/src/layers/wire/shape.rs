//! What messages look like on the wire, by their contracts.

use std::{collections::HashMap, sync::OnceLock};

use prost_reflect::{Kind, MessageDescriptor};

use super::WireType;

/// The shapes of all messages of the contracts.
#[derive(Debug)]
pub(crate) struct Shapes {
    shapes: Vec<Shape>,
    places: HashMap<String, usize>,
}

/// The shape of one message.
#[derive(Debug)]
pub(crate) struct Shape {
    name: String,
    /// In the order of their numbers.
    fields: Vec<(u32, Field)>,
}

/// The shape of a field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) form: Form,
    pub(super) repeated: bool,
}

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Varint,
    Eight,
    Four,
    Text,
    Bytes,
    /// The message at this place.
    Message(usize),
}

impl Form {
    pub(super) fn wire_type(self) -> WireType {
        match self {
            Self::Varint => WireType::Varint,
            Self::Eight => WireType::Eight,
            Self::Four => WireType::Four,
            Self::Text | Self::Bytes | Self::Message(_) => WireType::Delimited,
        }
    }
}

impl Shape {
    /// The full name of the message.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The field of a number, if there is one.
    pub(super) fn field(&self, number: u32) -> Option<&Field> {
        let place = self
            .fields
            .binary_search_by_key(&number, |(number, _)| *number);
        place
            .ok()
            .and_then(|place| self.fields.get(place))
            .map(|(_, field)| field)
    }
}

impl Shapes {
    /// Those of all contracts, made once.
    pub(crate) fn of_contracts() -> &'static Self {
        static SHAPES: OnceLock<Shapes> = OnceLock::new();
        SHAPES.get_or_init(|| Self::of(proto::descriptor_pool().all_messages()))
    }

    fn of(messages: impl Iterator<Item = MessageDescriptor>) -> Self {
        let messages: Vec<_> = messages.collect();
        let names = messages
            .iter()
            .map(|message| message.full_name().to_owned());
        let places = names
            .enumerate()
            .map(|(place, name)| (name, place))
            .collect();
        let shapes = messages
            .iter()
            .map(|message| shape(message, &places))
            .collect();
        Self { shapes, places }
    }

    /// The shape of the message of a name.
    pub(crate) fn named(&self, name: &str) -> Option<&Shape> {
        self.places.get(name).and_then(|&place| self.at(place))
    }

    pub(super) fn at(&self, place: usize) -> Option<&Shape> {
        self.shapes.get(place)
    }
}

fn shape(message: &MessageDescriptor, places: &HashMap<String, usize>) -> Shape {
    let fields = message.fields().map(|field| {
        let form = form(&field.kind(), places);
        let repeated = field.is_list() || field.is_map();
        (field.number(), Field { form, repeated })
    });
    let mut fields: Vec<_> = fields.collect();
    fields.sort_by_key(|(number, _)| *number);
    Shape {
        name: message.full_name().to_owned(),
        fields,
    }
}

fn form(kind: &Kind, places: &HashMap<String, usize>) -> Form {
    match kind {
        Kind::Double | Kind::Fixed64 | Kind::Sfixed64 => Form::Eight,
        Kind::Float | Kind::Fixed32 | Kind::Sfixed32 => Form::Four,
        Kind::String => Form::Text,
        Kind::Bytes => Form::Bytes,
        // A message that is not there is refused where it is met.
        Kind::Message(inner) => {
            Form::Message(places.get(inner.full_name()).copied().unwrap_or(usize::MAX))
        }
        _ => Form::Varint,
    }
}
