//! One row of a table becomes one record.

use prost::Message;
use prost_reflect::{
    DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor, ReflectMessage,
    Value,
};

use super::{
    cell::{Reading, below},
    columns::{Column, column, column_of, key_column, meant_by, written},
    fault::RowFault,
    items,
    source::Row,
    tables::{Parent, TableKind},
};

/// A record made of a row, ready to be sent.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// The line of the file on which the row begins.
    pub(super) line: u64,
    /// The name of the record; empty for a call.
    pub(super) name: String,
    /// The record as it goes over the wire, with its name in it; the request for a
    /// call.
    pub(super) bytes: Vec<u8>,
    /// The cells it was made of, where somebody may want them back.
    pub(super) cells: Vec<String>,
}

/// Turns the rows of one table into records.
pub(super) struct Header {
    /// The name of the file, as it is told.
    file: String,
    table: &'static TableKind,
    record: MessageDescriptor,
    fair: String,
    /// The headers as they stand in the file, with what they mean.
    columns: Vec<(String, Column, String)>,
}

impl Header {
    /// Reads the header of a table, without the columns after the last one that has
    /// a name: spreadsheets leave such columns behind.
    pub(super) fn new(
        file: &str,
        table: &'static TableKind,
        record: MessageDescriptor,
        fair: &str,
        row: &Row,
    ) -> Result<Self, Vec<RowFault>> {
        let mut columns: Vec<(String, Column, String)> = Vec::new();
        let mut names: Vec<String> = Vec::new();
        let mut faults = Vec::new();
        let is_named = |header: &String| !header.trim().is_empty();
        let width = row.cells.iter().rposition(is_named).unwrap_or_default() + 1;
        for header in row.cells.iter().take(width) {
            let fault = |why: String| RowFault::of_row(file, row.line, why).in_column(header);
            let name = meant_by(table, header);
            if names.contains(&name) {
                faults.push(fault("stands in the header twice".to_owned()));
                continue;
            }
            match column(table, &record, &name) {
                Ok(column) => columns.push((header.clone(), column, name.clone())),
                Err(why) => faults.push(fault(why)),
            }
            names.push(name);
        }
        let needs_key = !matches!(table.parent, Parent::Call(_));
        if needs_key && faults.is_empty() && !names.contains(&key_column(table)) {
            let why = format!("has no column {}, from which ids come", key_column(table));
            faults.push(RowFault::of_row(file, row.line, why));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            file: file.to_owned(),
            table,
            record,
            fair: fair.to_owned(),
            columns,
        })
    }

    /// The record of one row; everything that is wrong with it otherwise.
    pub(super) fn read(&self, row: &Row) -> Result<Record, Vec<RowFault>> {
        let fault = |why: String| RowFault::of_row(&self.file, row.line, why);
        let expected = self.columns.len();
        let beyond = row.cells.get(expected..).unwrap_or_default();
        let is_more = beyond.iter().any(|cell| !cell.trim().is_empty());
        // Nothing beyond the last column is as good as no cell.
        let len = match is_more {
            true => row.cells.len(),
            false => row.cells.len().min(expected),
        };
        if len != expected {
            let why = format!("has {len} cells where the header has {expected}");
            return Err(vec![fault(why)]);
        }
        let currency_code = self.cell(row, |column| matches!(column, Column::Currency));
        let mut message = DynamicMessage::new(self.record.clone());
        let mut faults = Vec::new();
        for (place, ((header, column, _), text)) in self.columns.iter().zip(&row.cells).enumerate()
        {
            if row.errors.contains(&place) {
                let why = format!("holds the error {text} of the sheet instead of a value");
                faults.push(fault(why).in_column(header));
                continue;
            }
            if text.is_empty() {
                continue;
            }
            if let Column::Choice(choice) = column {
                if let Err(why) = choose(&mut message, choice, text) {
                    faults.push(fault(why).in_column(header));
                }
                continue;
            }
            let Column::Field { path, is_reference } = column else {
                continue;
            };
            let reading = Reading {
                fair: &self.fair,
                is_reference: *is_reference,
                currency_code,
            };
            if let Err(why) = set(&mut message, path, &reading, text) {
                faults.push(fault(why).in_column(header));
            }
        }
        let name = self.name(row).unwrap_or_else(|found| {
            faults.push(found);
            String::new()
        });
        if !faults.is_empty() {
            return Err(faults);
        }
        match self.table.parent {
            Parent::Call(_) => {
                message.set_field_by_name("parent", Value::String(self.fair.clone()));
            }
            _ => message.set_field_by_name("name", Value::String(name.clone())),
        }
        Ok(Record {
            line: row.line,
            name,
            bytes: message.encode_to_vec(),
            cells: Vec::new(),
        })
    }

    /// A fault that a service found in a record, at its column.
    pub(super) fn fault(&self, record: &Record, field: &str, why: &str, missing: &str) -> RowFault {
        let fault = RowFault::of_row(&self.file, record.line, why);
        if field.is_empty() {
            return fault;
        }
        let mut name = column_of(&self.record, field);
        if name == "name" {
            let is_parent = !missing.is_empty() && record.name.starts_with(&format!("{missing}/"));
            name = match is_parent {
                true => "parent".to_owned(),
                false => key_column(self.table),
            };
        }
        let header = self.columns.iter().find(|(_, _, known)| *known == name);
        fault.in_column(header.map_or_else(
            || written(self.table, &name),
            |(header, _, _)| header.clone(),
        ))
    }

    /// The headers as they stand in the file.
    pub(super) fn headers(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(header, _, _)| header.as_str())
    }

    fn cell<'r>(&self, row: &'r Row, is_it: impl Fn(&Column) -> bool) -> &'r str {
        self.columns
            .iter()
            .zip(&row.cells)
            .find(|((_, column, _), _)| is_it(column))
            .map_or("", |(_, text)| text)
    }

    /// The name of the record: what it lies in, and its id.
    pub(super) fn name(&self, row: &Row) -> Result<String, RowFault> {
        let collection = self.table.collection;
        let parent = match self.table.parent {
            Parent::Call(_) => return Ok(String::new()),
            Parent::None => None,
            Parent::Fair => Some(self.fair.clone()),
            Parent::Edition => {
                let parent = self.cell(row, |column| matches!(column, Column::Parent));
                if parent.is_empty() {
                    let why = "is empty; it says what the record lies in, such as editions/4";
                    return Err(self.at_column(row, "parent", why));
                }
                Some(below(&self.fair, parent))
            }
        };
        let id = self.cell(row, |column| matches!(column, Column::Key));
        if id.is_empty() {
            let why = "is empty; it becomes the id of the record";
            return Err(self.at_column(row, &key_column(self.table), why));
        }
        Ok(match parent {
            Some(parent) => format!("{parent}/{collection}/{id}"),
            None => format!("{collection}/{id}"),
        })
    }

    fn at_column(&self, row: &Row, name: &str, why: &str) -> RowFault {
        let header = self.columns.iter().find(|(_, _, known)| known == name);
        let fault = RowFault::of_row(&self.file, row.line, why);
        fault.in_column(header.map_or(name, |(header, _, _)| header))
    }
}

/// Fills the one field of a choice that `text` tells, as protobuf JSON.
fn choose(
    message: &mut DynamicMessage,
    choice: &OneofDescriptor,
    text: &str,
) -> Result<(), String> {
    let wrong = |why: String| {
        let fields: Vec<_> = choice
            .fields()
            .map(|field| field.json_name().to_owned())
            .collect();
        format!(
            "must be JSON with one of the fields {}: {why}",
            fields.join(", ")
        )
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let told = DynamicMessage::deserialize(message.descriptor(), &mut json)
        .and_then(|told| json.end().map(|()| told))
        .map_err(|error| wrong(error.to_string()))?;
    let mut fields: Vec<_> = told.fields().collect();
    match (fields.pop(), fields.is_empty()) {
        (Some((field, value)), true) if choice.fields().any(|one| one == field) => {
            message.set_field(&field, value.clone());
            Ok(())
        }
        _ => Err(wrong("it has none or others".to_owned())),
    }
}

/// Puts what `text` says into the field at the end of `path`.
fn set(
    message: &mut DynamicMessage,
    path: &[FieldDescriptor],
    reading: &Reading<'_>,
    text: &str,
) -> Result<(), String> {
    let Some((field, below)) = path.split_first() else {
        return Ok(());
    };
    if below.is_empty() {
        message.set_field(field, reading.value(field, text)?);
        return Ok(());
    }
    match message.get_field_mut(field) {
        Value::Message(part) => set(part, below, reading, text),
        Value::List(parts) => set_each(parts, field, below, reading, text),
        _ => Err("has no fields below it".to_owned()),
    }
}

/// Puts one item into each part of a list: several columns fill the same parts.
fn set_each(
    parts: &mut Vec<Value>,
    field: &FieldDescriptor,
    below: &[FieldDescriptor],
    reading: &Reading<'_>,
    text: &str,
) -> Result<(), String> {
    let Kind::Message(kind) = field.kind() else {
        return Err("has no fields below it".to_owned());
    };
    for (place, item) in items::split(text).iter().enumerate() {
        if item.is_empty() {
            continue;
        }
        while parts.len() <= place {
            parts.push(Value::Message(DynamicMessage::new(kind.clone())));
        }
        if let Some(Value::Message(part)) = parts.get_mut(place) {
            set(part, below, reading, item)?;
        }
    }
    Ok(())
}
