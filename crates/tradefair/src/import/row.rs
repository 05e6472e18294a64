//! One row of a table becomes one request.

use prost::Message;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value};

use super::{
    cell::{Reading, items},
    columns::{Column, column, field_name, id_field},
    fault::RowFault,
    tables::TableKind,
};

/// A request made of a row, ready to be sent.
#[derive(Clone, Debug)]
pub(super) struct RowRequest {
    /// The line of the file on which the row begins.
    pub(super) line: u64,
    /// What is sent, with its request id.
    pub(super) message: DynamicMessage,
}

/// Turns the rows of one table into requests.
pub(super) struct RowReader<'a> {
    table: &'a TableKind,
    request: MessageDescriptor,
    fair: &'a str,
    columns: Vec<(String, Column)>,
}

impl<'a> RowReader<'a> {
    /// Reads the header of a table.
    pub(super) fn new(
        table: &'a TableKind,
        request: MessageDescriptor,
        fair: &'a str,
        headers: &csv::StringRecord,
    ) -> Result<Self, Vec<RowFault>> {
        let mut columns = Vec::new();
        let mut names = Vec::new();
        let mut faults = Vec::new();
        for header in headers {
            let fault = |why: String| RowFault::of_row(table.file, 1, why).in_column(header);
            let name = field_name(table, header);
            if names.contains(&name) {
                faults.push(fault("stands in the header twice".to_owned()));
                continue;
            }
            names.push(name);
            match column(table, &request, name) {
                Ok(column) => columns.push((header.to_owned(), column)),
                Err(why) => faults.push(fault(why)),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            table,
            request,
            fair,
            columns,
        })
    }

    /// The request of one row; everything that is wrong with it otherwise.
    pub(super) fn read(
        &self,
        line: u64,
        row: &csv::StringRecord,
    ) -> Result<RowRequest, Vec<RowFault>> {
        let currency_code = self.currency_code(row);
        let mut message = DynamicMessage::new(self.request.clone());
        self.set_parent(&mut message);
        let mut faults = Vec::new();
        for ((header, column), text) in self.columns.iter().zip(row) {
            let Column::Field { path, is_reference } = column else {
                continue;
            };
            if text.is_empty() {
                continue;
            }
            let reading = Reading {
                fair: self.fair,
                is_reference: *is_reference,
                currency_code,
            };
            if let Err(why) = set(&mut message, path, &reading, text) {
                faults.push(RowFault::of_row(self.table.file, line, why).in_column(header));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        set_request_id(&mut message, self.table.method);
        Ok(RowRequest { line, message })
    }

    /// The parent and id of a request, by which two rows are the same record.
    pub(super) fn key(&self, request: &RowRequest) -> Option<(String, String)> {
        let id = id_field(&self.request)?;
        let text = |value: &Value| value.as_str().map(str::to_owned).unwrap_or_default();
        let parent = request
            .message
            .get_field_by_name("parent")
            .map(|parent| text(&parent))
            .unwrap_or_default();
        Some((parent, text(&request.message.get_field(&id))))
    }

    fn currency_code<'r>(&self, row: &'r csv::StringRecord) -> &'r str {
        self.columns
            .iter()
            .zip(row)
            .find(|((_, column), _)| matches!(column, Column::Currency))
            .map_or("", |(_, text)| text)
    }

    /// The parent is the fair unless a column says otherwise.
    fn set_parent(&self, message: &mut DynamicMessage) {
        if let Some(parent) = self.request.get_field_by_name("parent") {
            message.set_field(&parent, Value::String(self.fair.to_owned()));
        }
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
    if field.is_list() {
        let parts = items(text)
            .map(|item| {
                let mut part = part_of(field)?;
                set(&mut part, below, reading, item)?;
                Ok(Value::Message(part))
            })
            .collect::<Result<_, String>>()?;
        message.set_field(field, Value::List(parts));
        return Ok(());
    }
    match message.get_field_mut(field) {
        Value::Message(part) => set(part, below, reading, text),
        _ => Err("has no fields below it".to_owned()),
    }
}

fn part_of(field: &FieldDescriptor) -> Result<DynamicMessage, String> {
    match field.kind() {
        Kind::Message(message) => Ok(DynamicMessage::new(message)),
        _ => Err("has no fields below it".to_owned()),
    }
}

/// Gives the request an id that follows from its content, so that the same row
/// sent again is the same request.
fn set_request_id(message: &mut DynamicMessage, method: &str) {
    let mut content = blake3::Hasher::new();
    content.update(method.as_bytes());
    content.update(&[0]);
    content.update(&message.encode_to_vec());
    let mut id = [0; 16];
    content.finalize_xof().fill(&mut id);
    let id = uuid::Builder::from_custom_bytes(id).into_uuid();
    message.set_field_by_name("request_id", Value::String(id.to_string()));
}
