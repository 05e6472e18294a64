//! What a record is called, and which others it names.

use std::collections::HashMap;

use prost_reflect::{DynamicMessage, FieldDescriptor, ReflectMessage, Value};

use super::{
    columns::{PARENT_COLUMN, below},
    tables::TableKind,
};

/// The name of a record; empty if it has none.
pub(crate) fn name_of(record: &DynamicMessage) -> String {
    let name = record.get_field_by_name("name");
    let name = name.as_deref().and_then(Value::as_str);
    name.unwrap_or_default().to_owned()
}

/// What a name is made of: what the record lies in, its collection and its id. A fair lies
/// in nothing. Of a name that is none, what it lacks is empty: the services say what is
/// wrong with it.
pub(crate) fn parts(name: &str) -> (&str, &str, &str) {
    let mut parts = name.rsplitn(3, '/');
    let id = parts.next().unwrap_or_default();
    let collection = parts.next().unwrap_or_default();
    (parts.next().unwrap_or_default(), collection, id)
}

/// The names of the records that a record lies in or refers to, each once.
pub(super) fn names_in(kind: &TableKind, name: &str, record: &DynamicMessage) -> Vec<String> {
    let (parent, ..) = parts(name);
    let mut names = vec![parent.to_owned()];
    for reference in kind.references {
        if *reference == PARENT_COLUMN {
            continue;
        }
        if let Some(path) = below(&record.descriptor(), reference, Vec::new()) {
            collect(record, &path, &mut names);
        }
    }
    let mut once: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        if !name.is_empty() && !once.contains(&name) {
            once.push(name);
        }
    }
    once
}

/// What stands in the field at the end of a path, in each part of a list.
fn collect(message: &DynamicMessage, path: &[FieldDescriptor], names: &mut Vec<String>) {
    let Some((field, rest)) = path.split_first() else {
        return;
    };
    let value = message.get_field(field);
    let values = match &*value {
        Value::List(values) => values.as_slice(),
        value => std::slice::from_ref(value),
    };
    for value in values {
        match value {
            Value::String(name) => names.push(name.clone()),
            Value::Message(part) => collect(part, rest, names),
            _ => {}
        }
    }
}

/// Records of one kind, those that others of them build on before these. What builds
/// on another has its id in a text of its own.
pub(crate) fn in_order(records: Vec<DynamicMessage>) -> Vec<DynamicMessage> {
    let ids: HashMap<String, usize> = records
        .iter()
        .enumerate()
        .map(|(place, record)| (id(record), place))
        .collect();
    let built_on = |record: &DynamicMessage| {
        let mut places = Vec::new();
        texts(record, &mut |text| places.extend(ids.get(text).copied()));
        places
    };
    let mut waiting: Vec<_> = records
        .into_iter()
        .map(|record| Some((built_on(&record), record)))
        .collect();
    let mut ordered = Vec::with_capacity(waiting.len());
    for place in 0..waiting.len() {
        take(place, &mut waiting, &mut ordered);
    }
    ordered
}

/// A record with the places of those it builds on.
type Waiting = Option<(Vec<usize>, DynamicMessage)>;

/// Takes a record after those it builds on. Each is taken once, also in a circle.
fn take(place: usize, waiting: &mut [Waiting], ordered: &mut Vec<DynamicMessage>) {
    let Some((built_on, record)) = waiting.get_mut(place).and_then(Option::take) else {
        return;
    };
    for place in built_on {
        take(place, waiting, ordered);
    }
    ordered.push(record);
}

fn id(record: &DynamicMessage) -> String {
    parts(&name_of(record)).2.to_owned()
}

/// Hands on every text within a message.
fn texts(message: &DynamicMessage, each: &mut dyn FnMut(&str)) {
    for (_, value) in message.fields() {
        let values = match value {
            Value::List(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        for value in values {
            match value {
                Value::String(text) => each(text),
                Value::Message(part) => texts(part, each),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proto::reporting::v1::{FigureDefinition, Sum, figure_definition::Rule};

    use super::*;

    fn definition(id: &str, parts: &[&str]) -> DynamicMessage {
        let parts = parts.iter().map(|part| (*part).to_owned()).collect();
        let definition = FigureDefinition {
            name: format!("fairs/a/figureDefinitions/{id}"),
            rule: Some(Rule::Sum(Sum { parts })),
            ..FigureDefinition::default()
        };
        let mut dynamic = DynamicMessage::new(
            proto::descriptor_pool()
                .get_message_by_name("tradefair.reporting.v1.FigureDefinition")
                .unwrap(),
        );
        dynamic.transcode_from(&definition).unwrap();
        dynamic
    }

    #[test]
    fn what_is_built_on_comes_first() {
        let records = vec![
            definition("a", &["b", "c"]),
            definition("b", &["elsewhere"]),
            definition("c", &["b"]),
            definition("d", &["e"]),
            definition("e", &["d"]),
        ];
        let ordered: Vec<_> = in_order(records).iter().map(id).collect();
        assert_eq!(ordered, ["b", "c", "a", "e", "d"]);
    }
}
