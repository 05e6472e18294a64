//! The columns in which a table is written.

use prost_reflect::{Kind, MessageDescriptor};

use super::{
    columns::{
        CURRENCY_COLUMN, PARENT_COLUMN, choice_of, is_derived, is_hidden, is_one_cell, key_column,
        written,
    },
    tables::{Parent, TableKind},
};

/// Every column of a table that can be filled, as written: the id, what the record
/// lies in, then the fields in the order of the proto.
pub(crate) fn written_columns(table: &TableKind, record: &MessageDescriptor) -> Vec<String> {
    let mut columns = Vec::new();
    if !matches!(table.parent, Parent::Call(_)) {
        columns.push(key_column(table));
    }
    if table.parent == Parent::Edition {
        columns.push(PARENT_COLUMN.to_owned());
    }
    fields(table, record, "", &mut columns);
    columns
}

fn fields(table: &TableKind, message: &MessageDescriptor, above: &str, columns: &mut Vec<String>) {
    for field in message.fields() {
        let name = format!("{above}{}", field.name());
        if (above.is_empty() && is_hidden(table, &name)) || is_derived(table, &name) {
            continue;
        }
        if let Some(choice) = choice_of(&field) {
            let name = format!("{above}{}", choice.name());
            if columns.last() != Some(&name) {
                columns.push(name);
            }
            continue;
        }
        match field.kind() {
            Kind::Message(part) if !is_one_cell(&part) => {
                fields(table, &part, &format!("{name}."), columns);
            }
            kind => {
                columns.push(written(table, &name));
                if matches!(kind, Kind::Message(part) if part.full_name() == "google.type.Money") {
                    columns.push(CURRENCY_COLUMN.to_owned());
                }
            }
        }
    }
}
