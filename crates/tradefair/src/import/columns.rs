//! Which field a column fills.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};

use super::tables::TableKind;

/// The column that says the currency of the amount beside it. It fills no field
/// of its own where a message has none of that name.
pub(super) const CURRENCY_COLUMN: &str = "currency";

/// Messages that one cell holds whole.
const SINGLE_CELL_MESSAGES: [&str; 2] = ["google.type.Date", "google.type.Money"];

/// The field every writing request has; a row makes its own.
const REQUEST_ID: &str = "request_id";

/// Where the cells of a column go.
#[derive(Clone, Debug)]
pub(super) enum Column {
    /// Into the field at the end of this path, from the request down.
    Field {
        path: Vec<FieldDescriptor>,
        is_reference: bool,
    },
    /// Beside the amount of the same row.
    Currency,
}

/// The field of a request that holds what is recorded; `None` for a request
/// that is itself all there is.
pub(super) fn recorded_field(request: &MessageDescriptor) -> Option<FieldDescriptor> {
    request
        .fields()
        .find(|field| matches!(field.kind(), Kind::Message(_)) && !field.is_list())
}

/// The field of a request that holds the id of what is recorded.
pub(super) fn id_field(request: &MessageDescriptor) -> Option<FieldDescriptor> {
    let record = recorded_field(request)?;
    request.get_field_by_name(&format!("{}_id", record.name()))
}

/// The name of the field that a header means, from the request or from what is
/// recorded down.
pub(super) fn field_name<'a>(table: &TableKind, header: &'a str) -> &'a str {
    table
        .short_columns
        .iter()
        .find(|(short, _)| *short == header)
        .map_or(header, |(_, long)| long)
}

/// The header under which a field is best known.
pub(super) fn header_of<'a>(table: &TableKind, field: &'a str) -> &'a str {
    table
        .short_columns
        .iter()
        .find(|(_, long)| *long == field)
        .map_or(field, |(short, _)| short)
}

/// The column of this field; what is wrong with it otherwise.
pub(super) fn column(
    table: &TableKind,
    request: &MessageDescriptor,
    name: &str,
) -> Result<Column, String> {
    let Some(path) = path(request, name) else {
        if name == CURRENCY_COLUMN && has_amount(request) {
            return Ok(Column::Currency);
        }
        return Err(format!("is no field of {}", table.noun));
    };
    if let Some(part) = path.last().and_then(part_of) {
        return Err(format!(
            "stands for several fields; give a column for each, with a dot between, such as {name}.{part}"
        ));
    }
    Ok(Column::Field {
        path,
        is_reference: table.references.contains(&name),
    })
}

/// The first field below a field that no single cell can fill.
fn part_of(field: &FieldDescriptor) -> Option<String> {
    let Kind::Message(message) = field.kind() else {
        return None;
    };
    if SINGLE_CELL_MESSAGES.contains(&message.full_name()) {
        return None;
    }
    message.fields().next().map(|part| part.name().to_owned())
}

fn has_amount(request: &MessageDescriptor) -> bool {
    let is_amount = |field: FieldDescriptor| matches!(field.kind(), Kind::Message(message) if message.full_name() == "google.type.Money");
    matches!(
        recorded_field(request).map(|field| field.kind()),
        Some(Kind::Message(record)) if record.fields().any(is_amount)
    )
}

/// The fields that `header` names one below the other: those of the request
/// first, then those of what is recorded.
fn path(request: &MessageDescriptor, header: &str) -> Option<Vec<FieldDescriptor>> {
    let recorded = recorded_field(request);
    let own = |name: &str| {
        request
            .get_field_by_name(name)
            .filter(|field| field.name() != REQUEST_ID && Some(field) != recorded.as_ref())
    };
    if let Some(field) = own(header) {
        return Some(vec![field]);
    }
    let recorded = recorded?;
    let mut path = vec![recorded];
    for name in header.split('.') {
        let Kind::Message(message) = path.last()?.kind() else {
            return None;
        };
        path.push(message.get_field_by_name(name)?);
    }
    Some(path)
}
