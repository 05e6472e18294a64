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

/// The field of a request that holds what is recorded, known by the field for its
/// id beside it; `None` for a request that is itself all there is.
pub(super) fn recorded_field(request: &MessageDescriptor) -> Option<FieldDescriptor> {
    request
        .fields()
        .find(|field| request.get_field_by_name(&id_name(field)).is_some())
}

/// The field of a request that holds the id of what is recorded.
pub(super) fn id_field(request: &MessageDescriptor) -> Option<FieldDescriptor> {
    request.get_field_by_name(&id_name(&recorded_field(request)?))
}

fn id_name(recorded: &FieldDescriptor) -> String {
    format!("{}_id", recorded.name())
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

/// The header of the column that fills a field a service named:
/// `agreement.parties[0].organisation` is `parties`, `agreement.amount.nanos` is
/// `amount`.
pub(super) fn header_for(table: &TableKind, request: &MessageDescriptor, field: &str) -> String {
    let mut names = Vec::new();
    let mut message = Some(request.clone());
    for part in field.split('.') {
        let name = part.split('[').next().unwrap_or(part);
        let kind = message
            .and_then(|message| message.get_field_by_name(name))
            .map(|field| field.kind());
        names.push(name);
        message = match kind {
            Some(Kind::Message(message)) if is_one_cell(&message) => break,
            Some(Kind::Message(message)) => Some(message),
            _ => None,
        };
    }
    let recorded = recorded_field(request);
    if recorded.is_some_and(|recorded| names.first() == Some(&recorded.name())) {
        names.remove(0);
    }
    let long = names.join(".");
    table
        .short_columns
        .iter()
        .find(|(_, full)| *full == long)
        .map_or(long, |(short, _)| (*short).to_owned())
}

/// Whether one cell holds a message whole.
fn is_one_cell(message: &MessageDescriptor) -> bool {
    SINGLE_CELL_MESSAGES.contains(&message.full_name())
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
    if is_one_cell(&message) {
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

/// The fields that `name` names one below the other: from those of the request, or
/// from those of what is recorded.
fn path(request: &MessageDescriptor, name: &str) -> Option<Vec<FieldDescriptor>> {
    let recorded = recorded_field(request);
    let first = name.split('.').next()?;
    let is_own = first != REQUEST_ID
        && recorded.as_ref().is_none_or(|field| field.name() != first)
        && request.get_field_by_name(first).is_some();
    if is_own {
        return below(request, name, Vec::new());
    }
    let recorded = recorded?;
    let Kind::Message(record) = recorded.kind() else {
        return None;
    };
    below(&record, name, vec![recorded])
}

/// The path `name` from a message down, after what leads to the message.
fn below(
    message: &MessageDescriptor,
    name: &str,
    mut path: Vec<FieldDescriptor>,
) -> Option<Vec<FieldDescriptor>> {
    let (first, rest) = match name.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (name, None),
    };
    let field = message.get_field_by_name(first)?;
    let kind = field.kind();
    path.push(field);
    match (rest, kind) {
        (None, _) => Some(path),
        (Some(rest), Kind::Message(part)) => below(&part, rest, path),
        (Some(_), _) => None,
    }
}
