//! Which field a column fills.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor};

use super::{
    labels,
    tables::{Parent, TableKind},
};

/// The column that says the currency of the amount beside it.
pub(crate) const CURRENCY_COLUMN: &str = "currency";

/// The column that says what a record lies in.
pub(crate) const PARENT_COLUMN: &str = "parent";

/// The column of a rejects file that says why a row was rejected.
pub(super) const REASON_COLUMN: &str = "rejected_because";

/// Messages that one cell holds whole.
const SINGLE_CELL_MESSAGES: [&str; 2] = ["google.type.Date", "google.type.Money"];

/// Fields that no table fills: those of a record are written by the books, those
/// of a call are made for it.
const NOT_IN_TABLES: [&str; 4] = ["name", "etag", "entry", "request_id"];

/// Where the cells of a column go.
#[derive(Clone, Debug)]
pub(super) enum Column {
    /// Into the id, the last part of the name.
    Key,
    /// Into the part of the name before.
    Parent,
    /// Into the field at the end of this path, from the record down.
    Field {
        path: Vec<FieldDescriptor>,
        is_reference: bool,
    },
    /// Into one of the fields of this choice, as protobuf JSON tells.
    Choice(OneofDescriptor),
    /// Beside the amount of the same row.
    Currency,
    /// Nowhere: it tells why rows were rejected before.
    Reason,
}

/// The name of the column whose cells become ids.
pub(crate) fn key_column(table: &TableKind) -> String {
    format!("{}_id", table.singular)
}

/// What a header means: a column by its name, by a shorter one or by its label in
/// one of the languages.
pub(super) fn meant_by(table: &TableKind, header: &str) -> String {
    let header = header.trim();
    let has_key = !matches!(table.parent, Parent::Call(_));
    if has_key && labels::KEY.iter().any(|label| labels::is(label, header)) {
        return key_column(table);
    }
    let label = labels::of(table.resource)
        .find(|label| label.column == header || labels::says(label, header));
    let name = label.map_or(header, |label| label.column);
    let short = table.short_columns.iter().find(|(short, _)| *short == name);
    short.map_or(name, |(_, long)| long).to_owned()
}

/// The choice of this name that a record makes between fields.
pub(crate) fn choice(record: &MessageDescriptor, name: &str) -> Option<OneofDescriptor> {
    record
        .oneofs()
        .find(|choice| choice.name() == name && !choice.is_synthetic())
}

/// The choice that a field belongs to.
pub(super) fn choice_of(field: &FieldDescriptor) -> Option<OneofDescriptor> {
    field
        .containing_oneof()
        .filter(|choice| !choice.is_synthetic())
}

/// The column that fills a field a service named, from the record down:
/// `parties[0].organisation` is `parties.organisation`, `amount.nanos` is `amount`, and
/// what lies in a choice is filled by its column.
pub(super) fn column_of(record: &MessageDescriptor, field: &str) -> String {
    let first = field.split(['.', '[']).next().unwrap_or(field);
    let first = record.get_field_by_name(first);
    if let Some(choice) = first.as_ref().and_then(choice_of) {
        return choice.name().to_owned();
    }
    let mut names = Vec::new();
    let mut message = Some(record.clone());
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
    names.join(".")
}

/// The name of a column as it is written.
pub(super) fn written(table: &TableKind, column: &str) -> String {
    let short = table.short_columns.iter().find(|(_, long)| *long == column);
    short.map_or(column, |(short, _)| short).to_owned()
}

/// Whether one cell holds a message whole.
pub(crate) fn is_one_cell(message: &MessageDescriptor) -> bool {
    SINGLE_CELL_MESSAGES.contains(&message.full_name())
}

/// The field that a column is written from, with its full name.
pub(crate) fn path_of(
    table: &TableKind,
    record: &MessageDescriptor,
    column: &str,
) -> Option<(String, Vec<FieldDescriptor>)> {
    let short = table
        .short_columns
        .iter()
        .find(|(short, _)| *short == column);
    let long = short.map_or(column, |(_, long)| long);
    Some((long.to_owned(), below(record, long, Vec::new())?))
}

/// The column of this name; what is wrong with it otherwise.
pub(super) fn column(
    table: &TableKind,
    record: &MessageDescriptor,
    name: &str,
) -> Result<Column, String> {
    let is_call = matches!(table.parent, Parent::Call(_));
    if name == REASON_COLUMN {
        return Ok(Column::Reason);
    }
    if !is_call && name == key_column(table) {
        return Ok(Column::Key);
    }
    if name == PARENT_COLUMN && table.parent == Parent::Edition {
        return Ok(Column::Parent);
    }
    if name == CURRENCY_COLUMN && has_amount(record) {
        return Ok(Column::Currency);
    }
    if let Some(choice) = choice(record, name) {
        return Ok(Column::Choice(choice));
    }
    let first = name.split('.').next().unwrap_or(name);
    let path = match is_hidden(table, first) {
        true => None,
        false => below(record, name, Vec::new()),
    };
    let Some(path) = path else {
        return Err(format!("is no field of {}", table.noun));
    };
    if is_derived(table, name) {
        return Err("is written by the service; leave the column out".to_owned());
    }
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

/// Whether a field of a record or of a call is none that a table fills.
pub(super) fn is_hidden(table: &TableKind, field: &str) -> bool {
    let is_call = matches!(table.parent, Parent::Call(_));
    NOT_IN_TABLES.contains(&field) || (is_call && field == PARENT_COLUMN)
}

/// Whether a service writes this field.
pub(crate) fn is_derived(table: &TableKind, name: &str) -> bool {
    table.derived.iter().any(|derived| {
        name.strip_prefix(derived)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
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

/// Whether a record has an amount, whose currency stands in a column of its own.
pub(crate) fn has_amount(record: &MessageDescriptor) -> bool {
    let is_amount = |field: FieldDescriptor| matches!(field.kind(), Kind::Message(message) if message.full_name() == "google.type.Money");
    record.fields().any(is_amount)
}

/// The path `name` from a message down, after what leads to the message.
pub(super) fn below(
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
