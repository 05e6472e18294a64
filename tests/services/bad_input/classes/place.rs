//! The places in a request where a value can be wrong.

use prost_reflect::{
    DynamicMessage, FieldDescriptor, Kind, ReflectMessage, Value, prost::Message,
    prost_types::FieldMask,
};

/// Messages that are walked into also where a request leaves them out.
const PARTS: [&str; 4] = [
    "google.type.Money",
    "google.type.Date",
    "tradefair.statistics.v1.LocalizedText",
    "google.protobuf.Timestamp",
];

/// A field of a request, or an element of a list in it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    steps: Vec<FieldDescriptor>,
    /// What stands there; what a message has when it is not set.
    pub(super) value: Value,
    /// Whether the request sets it.
    pub(super) is_set: bool,
}

impl Place {
    pub(super) fn field(&self) -> &FieldDescriptor {
        self.steps.last().unwrap()
    }

    /// The message that has the field.
    pub(super) fn owner(&self) -> String {
        self.field().parent_message().full_name().to_owned()
    }

    pub(super) fn name(&self) -> &str {
        self.steps.last().unwrap().name()
    }

    pub(super) fn is_text(&self) -> bool {
        self.field().kind() == Kind::String && !self.field().is_list()
    }

    /// The comment of the field, which says what belongs there.
    pub(super) fn comment(&self) -> String {
        let field = self.field();
        let file = field.parent_file();
        let locations = file.file_descriptor_proto().source_code_info.iter();
        let found = locations
            .flat_map(|info| &info.location)
            .find(|location| location.path == field.path());
        found.map_or_else(String::new, |found| {
            found
                .leading_comments()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
    }

    /// The name of the message of the whole request.
    pub(super) fn request(&self) -> String {
        self.steps[0].parent_message().name().to_owned()
    }

    /// The outermost field of a record around it, or itself, that the service writes.
    pub(super) fn written_by_service(&self) -> Option<Self> {
        let mut fields = (1..self.steps.len()).map(|nth| Self {
            steps: self.steps[..=nth].to_vec(),
            ..self.clone()
        });
        fields.find(|field| field.comment().contains("Written by the service"))
    }

    /// Whether the service writes it and passes over what a caller sends back of it: deep
    /// in a record that is changed.
    pub(super) fn is_passed_over(&self) -> bool {
        let written = self.written_by_service();
        self.request().starts_with("Update") && written.is_some_and(|field| field.steps.len() > 2)
    }

    /// Whether it is this field of a record, by its path within the record.
    pub(super) fn is_field_of(&self, record: &str, field: &str) -> bool {
        let kind = self.steps[0].kind();
        let is_record = kind.as_message().is_some_and(|it| it.name() == record);
        let path = self.path();
        is_record && path.split_once('.').is_some_and(|(_, path)| path == field)
    }

    /// The path of a field beside it.
    pub(super) fn path_of_sibling(&self, name: &str) -> String {
        let path = self.path();
        let outer = path.rsplit_once('.').map_or("", |(outer, _)| outer);
        format!("{outer}.{name}")
    }

    /// The path by which a mask names the field of the record that it is in.
    pub(super) fn path_in_mask(&self) -> Option<&str> {
        self.steps.get(1).map(FieldDescriptor::name)
    }

    /// The path as violations write it.
    pub(super) fn path(&self) -> String {
        let last = self.steps.len() - 1;
        let parts = self.steps.iter().enumerate().map(|(nth, step)| {
            let index = if step.is_list() && nth < last {
                "[0]"
            } else {
                ""
            };
            format!("{}{index}", step.name())
        });
        parts.collect::<Vec<_>>().join(".")
    }

    /// Puts a value there.
    pub(super) fn put(&self, message: &mut DynamicMessage, value: Value) {
        put(message, &self.steps, value);
    }

    /// Names the field in the mask of a request that has one.
    pub(super) fn mask(&self, message: &mut DynamicMessage) {
        let (Some(mut mask), Some(path)) = (mask_of(message), self.path_in_mask()) else {
            return;
        };
        if !["name", "etag"].contains(&path) && mask.paths.iter().all(|masked| masked != path) {
            mask.paths.push(path.to_owned());
        }
        let field = message.descriptor().get_field_by_name("update_mask");
        if let Value::Message(set) = message.get_field_mut(&field.unwrap()) {
            // What is read into a message is added to it.
            set.clear();
            set.transcode_from(&mask).unwrap();
        }
    }
}

/// The mask of a request that has one.
pub(super) fn mask_of(message: &DynamicMessage) -> Option<FieldMask> {
    let mask = message.get_field_by_name("update_mask")?;
    Some(mask.as_message()?.transcode_to().unwrap())
}

fn put(message: &mut DynamicMessage, steps: &[FieldDescriptor], value: Value) {
    let [step, rest @ ..] = steps else {
        return;
    };
    if rest.is_empty() {
        message.set_field(step, value);
        return;
    }
    match message.get_field_mut(step) {
        Value::Message(inner) => put(inner, rest, value),
        Value::List(list) => match list.first_mut() {
            Some(Value::Message(inner)) => put(inner, rest, value),
            _ => panic!("{} has a message in it", step.full_name()),
        },
        _ => panic!("{} leads on", step.full_name()),
    }
}

/// The places of a request, from the outside in.
pub(super) fn places(request: &DynamicMessage) -> Vec<Place> {
    let mut found = Vec::new();
    walk(request, &[], &mut found);
    found
}

fn walk(message: &DynamicMessage, before: &[FieldDescriptor], found: &mut Vec<Place>) {
    for field in message.descriptor().fields() {
        let value = message.get_field(&field).into_owned();
        let is_set = message.has_field(&field);
        let is_choice = field
            .containing_oneof()
            .is_some_and(|choice| !choice.is_synthetic());
        if field.is_map() || (is_choice && !is_set) {
            continue;
        }
        let steps = [before, std::slice::from_ref(&field)].concat();
        found.push(Place {
            steps: steps.clone(),
            value: value.clone(),
            is_set,
        });
        match (&value, field.kind()) {
            (Value::List(list), Kind::Message(_)) => {
                if let Some(Value::Message(first)) = list.first() {
                    walk(first, &steps, found);
                }
            }
            (Value::Message(inner), Kind::Message(descriptor)) => {
                let name = descriptor.full_name();
                if name != "google.protobuf.FieldMask" && (is_set || PARTS.contains(&name)) {
                    walk(inner, &steps, found);
                }
            }
            _ => {}
        }
    }
}
