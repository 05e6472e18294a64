//! The methods of a resource, found by reflection.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor, MethodDescriptor};
use tonic::codegen::http::uri::PathAndQuery;

use super::tables::{Parent, TableKind};

/// One method.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    pub(crate) path: PathAndQuery,
    pub(crate) input: MessageDescriptor,
    pub(crate) output: MessageDescriptor,
}

/// How rows are handed over.
#[derive(Clone, Debug)]
pub(crate) enum Methods {
    /// Many records at once; they can be tried before.
    Many {
        import: Method,
        /// The field of the request that holds the records.
        field: FieldDescriptor,
    },
    /// Record by record: what is there is changed by this method.
    Single { update: Method },
    /// The row is the request.
    Call(Method),
}

/// The methods of one record.
#[derive(Clone, Debug)]
pub(crate) struct One {
    pub(crate) get: Method,
    pub(crate) create: Method,
    pub(crate) list: Method,
    /// Whether a record can be archived, and named all the same.
    pub(crate) is_archivable: bool,
}

/// What a table is made of, and where it goes.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// The message of a record; the request for a call.
    pub(crate) record: MessageDescriptor,
    pub(crate) methods: Methods,
    /// How records are made and read back; `None` for a call.
    pub(crate) one: Option<One>,
}

impl Shape {
    /// Looks the methods of a table up; the name of one that does not exist
    /// otherwise.
    pub(crate) fn of(table: &TableKind) -> Result<Self, String> {
        let (one, many) = (pascal(table.singular), pascal(table.resource));
        if let Parent::Call(name) = table.parent {
            let method = required(table, name)?;
            return Ok(Self {
                record: method.input.clone(),
                methods: Methods::Call(method),
                one: None,
            });
        }
        let get = required(table, &format!("Get{one}"))?;
        let record = get.output.clone();
        let methods = match method(table, &format!("Import{many}")) {
            Some(import) => Methods::Many {
                field: field_of(&import.input, &record)?,
                import,
            },
            None => Methods::Single {
                update: required(table, &format!("Update{one}"))?,
            },
        };
        Ok(Self {
            record,
            methods,
            one: Some(One {
                get,
                create: required(table, &format!("Create{one}"))?,
                list: required(table, &format!("List{many}"))?,
                is_archivable: method(table, &format!("Archive{one}")).is_some(),
            }),
        })
    }
}

/// The method by which a service tells the position of a moment.
pub(crate) fn position_method(service: crate::topology::ServiceName) -> Result<Method, String> {
    let name = full_name(service);
    lookup(&name, "GetPosition").ok_or_else(|| format!("there is no method {name}/GetPosition"))
}

/// The field of a message that holds another.
pub(crate) fn field_of(
    message: &MessageDescriptor,
    held: &MessageDescriptor,
) -> Result<FieldDescriptor, String> {
    let holds =
        |field: &FieldDescriptor| matches!(field.kind(), Kind::Message(kind) if kind == *held);
    let missing = || format!("{} holds no {}", message.full_name(), held.full_name());
    message.fields().find(holds).ok_or_else(missing)
}

fn required(table: &TableKind, name: &str) -> Result<Method, String> {
    let service = full_name(table.service);
    method(table, name).ok_or_else(|| format!("there is no method {service}/{name}"))
}

fn method(table: &TableKind, name: &str) -> Option<Method> {
    lookup(&full_name(table.service), name)
}

fn lookup(service: &str, name: &str) -> Option<Method> {
    let service = proto::descriptor_pool().get_service_by_name(service)?;
    let is_it = |method: &MethodDescriptor| method.name() == name;
    let method = service.methods().find(is_it)?;
    let path = format!("/{}/{name}", service.full_name());
    Some(Method {
        path: PathAndQuery::try_from(path).ok()?,
        input: method.input(),
        output: method.output(),
    })
}

fn full_name(service: crate::topology::ServiceName) -> String {
    let name = service.as_str();
    format!("tradefair.{name}.v1.{}Service", pascal(name))
}

/// `edition_status` as `EditionStatus`.
fn pascal(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters).collect::<String>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::TABLES;

    #[test]
    fn every_table_has_its_methods() {
        for table in TABLES {
            if let Err(why) = Shape::of(table) {
                panic!("{}: {why}", table.resource);
            }
        }
    }
}
