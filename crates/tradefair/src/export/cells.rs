//! A record becomes the cells of a row.

use prost_reflect::{
    DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor, ReflectMessage,
    Value,
};
use proto::google::r#type::{Date, Money};

use crate::{
    Failure,
    import::{
        TableKind,
        cell::spoken,
        columns::{CURRENCY_COLUMN, PARENT_COLUMN, choice, has_amount, key_column, path_of},
        items,
        naming::{name_of, parts},
    },
};

/// Where the cells of a column come from.
enum From {
    Key,
    Parent,
    Currency,
    /// One of several fields, as protobuf JSON.
    Choice(OneofDescriptor),
    Field {
        path: Vec<FieldDescriptor>,
        is_reference: bool,
    },
}

/// Turns records of one table into rows.
pub(super) struct Cells {
    fair: String,
    columns: Vec<From>,
}

impl Cells {
    pub(super) fn of(
        kind: &TableKind,
        record: &MessageDescriptor,
        fair: &str,
        columns: &[String],
    ) -> Result<Self, Failure> {
        let from = |column: &String| -> Result<From, Failure> {
            if *column == key_column(kind) {
                return Ok(From::Key);
            }
            if column == PARENT_COLUMN {
                return Ok(From::Parent);
            }
            if column == CURRENCY_COLUMN && has_amount(record) {
                return Ok(From::Currency);
            }
            if let Some(choice) = choice(record, column) {
                return Ok(From::Choice(choice));
            }
            let (long, path) = path_of(kind, record, column)
                .ok_or_else(|| format!("{column} is no field of {}", kind.noun))?;
            Ok(From::Field {
                is_reference: kind.references.contains(&long.as_str()),
                path,
            })
        };
        Ok(Self {
            fair: fair.to_owned(),
            columns: columns.iter().map(from).collect::<Result<_, _>>()?,
        })
    }

    /// The cells of a record, one for each column.
    pub(super) fn row(&self, record: &DynamicMessage) -> Result<Vec<String>, Failure> {
        let name = name_of(record);
        let (parent, _, id) = parts(&name);
        self.columns
            .iter()
            .map(|column| match column {
                From::Key => Ok(id.to_owned()),
                From::Parent => Ok(self.below(parent)),
                From::Currency => currency(record),
                From::Choice(choice) => chosen(record, choice),
                From::Field { path, is_reference } => self.field(record, path, *is_reference),
            })
            .collect()
    }

    /// The name of a record as it stands below the fair.
    fn below(&self, name: &str) -> String {
        let rest = name.strip_prefix(self.fair.as_str());
        let rest = rest.and_then(|rest| rest.strip_prefix('/'));
        rest.unwrap_or(name).to_owned()
    }

    fn field(
        &self,
        message: &DynamicMessage,
        path: &[FieldDescriptor],
        is_reference: bool,
    ) -> Result<String, Failure> {
        let Some((field, rest)) = path.split_first() else {
            return Ok(String::new());
        };
        if field.supports_presence() && !message.has_field(field) {
            return Ok(String::new());
        }
        let value = message.get_field(field);
        match (&*value, rest.is_empty()) {
            (Value::List(list), true) => {
                let items: Vec<_> = list
                    .iter()
                    .map(|item| self.text(&field.kind(), item, is_reference))
                    .collect::<Result<_, _>>()?;
                Ok(items::join(items.iter().map(String::as_str)))
            }
            (Value::List(list), false) => {
                let parts = list.iter().filter_map(Value::as_message);
                let items: Vec<_> = parts
                    .map(|part| self.field(part, rest, is_reference))
                    .collect::<Result<_, _>>()?;
                match items.iter().all(String::is_empty) {
                    true => Ok(String::new()),
                    false => Ok(items::join(items.iter().map(String::as_str))),
                }
            }
            (Value::Message(part), false) => self.field(part, rest, is_reference),
            (value, _) => self.text(&field.kind(), value, is_reference),
        }
    }

    fn text(&self, kind: &Kind, value: &Value, is_reference: bool) -> Result<String, Failure> {
        Ok(match (kind, value) {
            (_, Value::String(text)) if is_reference => self.below(text),
            (_, Value::String(text)) => text.clone(),
            (_, Value::Bool(bool)) => bool.to_string(),
            (_, Value::I32(number)) => number.to_string(),
            (_, Value::I64(number)) => number.to_string(),
            (Kind::Enum(_), Value::EnumNumber(0)) => String::new(),
            (Kind::Enum(values), Value::EnumNumber(number)) => {
                let value = values.get_value(*number);
                let name = value.map(|value| spoken(values, value.name()));
                name.ok_or("a value of an enum has no name in this build")?
            }
            (_, Value::Message(message)) => whole(message)?,
            (kind, _) => return Err(format!("a value of kind {kind:?} has no text").into()),
        })
    }
}

/// The field of a choice that a record fills, as protobuf JSON.
fn chosen(record: &DynamicMessage, choice: &OneofDescriptor) -> Result<String, Failure> {
    let Some(field) = choice.fields().find(|field| record.has_field(field)) else {
        return Ok(String::new());
    };
    let mut alone = DynamicMessage::new(record.descriptor());
    alone.set_field(&field, record.get_field(&field).into_owned());
    Ok(serde_json::to_string(&alone)?)
}

/// A message that one cell holds whole.
fn whole(message: &DynamicMessage) -> Result<String, Failure> {
    match message.descriptor().full_name() {
        "google.type.Date" => {
            let Date { year, month, day } = message.transcode_to()?;
            Ok(format!("{year:04}-{month:02}-{day:02}"))
        }
        "google.type.Money" => Ok(decimal(&message.transcode_to()?)),
        name => Err(format!("a {name} has no text").into()),
    }
}

/// An amount as a decimal number, without zeros at the end.
fn decimal(money: &Money) -> String {
    let sign = if money.units < 0 || money.nanos < 0 {
        "-"
    } else {
        ""
    };
    let decimals = format!("{:09}", money.nanos.unsigned_abs());
    let number = format!("{sign}{}.{decimals}", money.units.unsigned_abs());
    number
        .trim_end_matches('0')
        .trim_end_matches('.')
        .to_owned()
}

/// The currency of the amount of a record.
fn currency(record: &DynamicMessage) -> Result<String, Failure> {
    for field in record.descriptor().fields() {
        let is_money =
            matches!(field.kind(), Kind::Message(kind) if kind.full_name() == "google.type.Money");
        if is_money && record.has_field(&field) {
            let value = record.get_field(&field);
            let Some(message) = value.as_message() else {
                continue;
            };
            let money: Money = message.transcode_to()?;
            return Ok(money.currency_code);
        }
    }
    Ok(String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_written_exactly() {
        for (units, nanos, text) in [
            (12, 500_000_000, "12.5"),
            (0, 10_000_000, "0.01"),
            (20_000_000_000, 0, "20000000000"),
            (-1, -500_000_000, "-1.5"),
            (0, -1, "-0.000000001"),
            (0, 0, "0"),
        ] {
            let money = Money {
                currency_code: "CNY".to_owned(),
                units,
                nanos,
            };
            assert_eq!(decimal(&money), text);
        }
    }
}
