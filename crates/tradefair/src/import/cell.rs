//! One cell of a table becomes the value of one field.

use prost::Message;
use prost_reflect::{
    DynamicMessage, EnumDescriptor, EnumValueDescriptor, FieldDescriptor, Kind, MessageDescriptor,
    Value,
};
use proto::google::r#type::{Date, Money};

use super::items;

/// The most decimals an amount can have: a `Money` counts billionths.
const MONEY_DECIMALS: usize = 9;

/// What a cell is read by.
pub(super) struct Reading<'a> {
    /// The fair below which names of records stand, as `fairs/ciftis`.
    pub(super) fair: &'a str,
    /// Whether the cell holds names of records.
    pub(super) is_reference: bool,
    /// What the column `currency` of the row says, for an amount.
    pub(super) currency_code: &'a str,
}

impl Reading<'_> {
    /// The value of `field` that `text` says; what is wrong with it otherwise.
    pub(super) fn value(&self, field: &FieldDescriptor, text: &str) -> Result<Value, String> {
        if field.is_list() {
            return items::split(text)
                .iter()
                .filter(|item| !item.is_empty())
                .map(|item| self.single(&field.kind(), item))
                .collect::<Result<_, _>>()
                .map(Value::List);
        }
        self.single(&field.kind(), text)
    }

    fn single(&self, kind: &Kind, text: &str) -> Result<Value, String> {
        match kind {
            Kind::String => Ok(Value::String(self.text(text))),
            Kind::Bool => match text {
                "true" => Ok(Value::Bool(true)),
                "false" => Ok(Value::Bool(false)),
                _ => Err(format!("{text:?} is neither true nor false")),
            },
            Kind::Int32 => whole(text).map(Value::I32),
            Kind::Int64 => whole(text).map(Value::I64),
            Kind::Enum(values) => enum_number(values, text).map(Value::EnumNumber),
            Kind::Message(message) => self.message(message, text),
            _ => Err(format!("a value of kind {kind:?} cannot stand in a table")),
        }
    }

    fn text(&self, text: &str) -> String {
        if self.is_reference {
            below(self.fair, text)
        } else {
            text.to_owned()
        }
    }

    fn message(&self, message: &MessageDescriptor, text: &str) -> Result<Value, String> {
        match message.full_name() {
            "google.type.Date" => as_value(message, &date(text)?),
            "google.type.Money" if self.currency_code.is_empty() => {
                Err("has no currency: fill the column currency too".to_owned())
            }
            "google.type.Money" => as_value(message, &money(text, self.currency_code)?),
            name => Err(format!(
                "is a {name}; give a column for each field of it, with a dot between"
            )),
        }
    }
}

/// The full name of a record that stands below the fair. A full name stays one.
pub(super) fn below(fair: &str, text: &str) -> String {
    if text.starts_with("fairs/") {
        text.to_owned()
    } else {
        format!("{fair}/{text}")
    }
}

fn as_value(descriptor: &MessageDescriptor, message: &impl Message) -> Result<Value, String> {
    let mut dynamic = DynamicMessage::new(descriptor.clone());
    dynamic
        .transcode_from(message)
        .map_err(|error| format!("cannot be carried over: {error}"))?;
    Ok(Value::Message(dynamic))
}

fn whole<N: std::str::FromStr>(text: &str) -> Result<N, String> {
    text.parse()
        .map_err(|_| format!("{text:?} is not a whole number in range"))
}

/// The number of the enum value that is written in lower case without its prefix.
fn enum_number(values: &EnumDescriptor, text: &str) -> Result<i32, String> {
    let spoken = |name: &str| spoken(values, name);
    let offered: Vec<_> = values
        .values()
        .filter(|value| value.number() != 0)
        .collect();
    offered
        .iter()
        .find(|value| spoken(value.name()) == text)
        .map(EnumValueDescriptor::number)
        .ok_or_else(|| {
            let names: Vec<_> = offered.iter().map(|value| spoken(value.name())).collect();
            format!("{text:?} is none of: {}", names.join(", "))
        })
}

/// How the value of an enum is written in a table.
pub(crate) fn spoken(values: &EnumDescriptor, name: &str) -> String {
    let prefix = prefix(values);
    name.strip_prefix(&prefix).unwrap_or(name).to_lowercase()
}

/// What the names of all values begin with: the first one is `…_UNSPECIFIED`.
fn prefix(values: &EnumDescriptor) -> String {
    values
        .get_value(0)
        .and_then(|first| first.name().strip_suffix("UNSPECIFIED").map(str::to_owned))
        .unwrap_or_default()
}

fn date(text: &str) -> Result<Date, String> {
    let parsed: Option<jiff::civil::Date> = text.parse().ok();
    // The parser also takes other forms, such as a day with a time.
    let day = parsed
        .filter(|day| day.to_string() == text)
        .ok_or_else(|| format!("{text:?} is not a day; write it like 2016-05-28"))?;
    Ok(Date {
        year: i32::from(day.year()),
        month: i32::from(day.month()),
        day: i32::from(day.day()),
    })
}

/// An amount of a decimal number, exactly.
fn money(text: &str, currency_code: &str) -> Result<Money, String> {
    let wrong = || format!("{text:?} is not an amount; write it like 12.50");
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (units, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let only_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !only_digits(units) || !only_digits(decimals) || decimals.len() > MONEY_DECIMALS {
        return Err(wrong());
    }
    let units: i64 = units.parse().map_err(|_| wrong())?;
    let nanos: i32 = format!("{decimals:0<MONEY_DECIMALS$}")
        .parse()
        .map_err(|_| wrong())?;
    Ok(Money {
        currency_code: currency_code.to_owned(),
        units: sign * units,
        nanos: i32::try_from(sign).map_err(|_| wrong())? * nanos,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn field(message: &str, name: &str) -> FieldDescriptor {
        proto::descriptor_pool()
            .get_message_by_name(message)
            .unwrap()
            .get_field_by_name(name)
            .unwrap()
    }

    const PLAIN: Reading<'_> = Reading {
        fair: "fairs/ciftis",
        is_reference: false,
        currency_code: "CNY",
    };

    const AGREEMENT: &str = "tradefair.contracts.v1.Agreement";

    #[test]
    fn an_amount_is_read_exactly() {
        let table = [
            ("12.50", 12, 500_000_000),
            ("0.01", 0, 10_000_000),
            ("20000000000", 20_000_000_000, 0),
            ("-1.5", -1, -500_000_000),
            ("9223372036854775807.999999999", i64::MAX, 999_999_999),
        ];
        for (text, units, nanos) in table {
            let read = money(text, "CNY").unwrap();
            assert_eq!((read.units, read.nanos), (units, nanos), "{text}");
            assert_eq!(read.currency_code, "CNY");
        }
        for text in [
            "",
            ".5",
            "5.",
            "1,000",
            "1e3",
            "--1",
            "+1",
            "1.0000000001",
            "9223372036854775808",
            "１",
        ] {
            assert!(money(text, "CNY").is_err(), "{text}");
        }
    }

    #[test]
    fn an_amount_needs_its_currency() {
        let bare = Reading {
            currency_code: "",
            ..PLAIN
        };
        let wrong = bare
            .value(&field(AGREEMENT, "amount"), "12.50")
            .unwrap_err();
        assert_eq!(wrong, "has no currency: fill the column currency too");
    }

    #[test]
    fn an_enum_value_is_written_without_its_prefix() {
        let stage = field(AGREEMENT, "stage");
        let read = PLAIN.value(&stage, "intentional_contract").unwrap();
        assert_eq!(read, Value::EnumNumber(2));
        for text in ["INTENTIONAL_CONTRACT", "unspecified", "2", "contracts"] {
            let wrong = PLAIN.value(&stage, text).unwrap_err();
            assert_eq!(
                wrong,
                format!(
                    "{text:?} is none of: contract, intentional_contract, cooperation_agreement, cooperative_intention, preliminary_intention"
                )
            );
        }
    }

    #[test]
    fn names_of_records_stand_below_the_fair() {
        let reading = Reading {
            is_reference: true,
            ..PLAIN
        };
        let hosts = field("tradefair.forums.v1.Activity", "hosts");
        let read = reading
            .value(&hosts, "organisations/a; organisations/b;")
            .unwrap();
        let name = |id: &str| Value::String(format!("fairs/ciftis/organisations/{id}"));
        assert_eq!(read, Value::List(vec![name("a"), name("b")]));
    }

    #[test]
    fn a_day_is_a_day_of_the_calendar() {
        let signed_on = field(AGREEMENT, "signed_on");
        assert!(PLAIN.value(&signed_on, "2016-02-29").is_ok());
        for text in ["2015-02-29", "28.5.2016", "2016-5-28", "2016-05-28T00:00"] {
            assert_eq!(
                PLAIN.value(&signed_on, text).unwrap_err(),
                format!("{text:?} is not a day; write it like 2016-05-28")
            );
        }
    }
}
