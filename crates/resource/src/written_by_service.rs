//! Fields that only the service writes: which of them a caller sent all the same.

use fault::{Fault, Violations};
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};
use prost_reflect::{DynamicMessage, Kind, MessageDescriptor, Value};

use crate::mask::descriptor;

/// The fields every record begins with.
pub(crate) const HEADER: [&str; 3] = ["name", "etag", "entry"];

/// Notes the fields among `paths` (and name, etag, entry) that are set in a message
/// a caller sent. A path may lead through one message or list of messages:
/// `parties.country_code`.
///
/// The encoded form is looked at, where a field that is not set does not stand:
/// taking the message apart field by field would cost more than storing it.
///
/// # Errors
/// [`Fault::Defect`] when a path does not exist: the list is wrong.
pub fn refuse<M: prost::Name>(
    message: &M,
    paths: &[&str],
    violations: &mut Violations,
) -> Result<(), Fault> {
    let descriptor = descriptor::<M>()?;
    let encoded = message.encode_to_vec();
    for path in HEADER.iter().chain(paths) {
        let set = match path.split_once('.') {
            None if spans(&encoded, number(&descriptor, path)?)?.is_empty() => Vec::new(),
            None => vec![(*path).to_owned()],
            Some((outer, inner)) => set_inside(&encoded, &descriptor, outer, inner)?,
        };
        for field in set {
            violations.add(field, "is written by the service: leave it empty");
        }
    }
    Ok(())
}

/// The paths, with their index in a list, at which `inner` is set in `outer`.
fn set_inside(
    encoded: &[u8],
    message: &MessageDescriptor,
    outer: &str,
    inner: &str,
) -> Result<Vec<String>, Fault> {
    let field = message.get_field_by_name(outer);
    let field = field.ok_or_else(|| no_field(message, outer))?;
    let Kind::Message(part) = field.kind() else {
        return Err(no_field(message, inner));
    };
    let inner_number = number(&part, inner)?;
    let mut set = Vec::new();
    for (at, span) in spans(encoded, field.number())?.into_iter().enumerate() {
        if !spans(span, inner_number)?.is_empty() {
            let index = if field.is_list() {
                format!("[{at}]")
            } else {
                String::new()
            };
            set.push(format!("{outer}{index}.{inner}"));
        }
    }
    Ok(set)
}

/// The contents of every occurrence of a field in an encoded message.
fn spans(encoded: &[u8], number: u32) -> Result<Vec<&[u8]>, Fault> {
    read_spans(encoded, number)
        .map_err(|wrong| Fault::defect("reading a message that was just encoded", wrong))
}

fn read_spans(mut encoded: &[u8], number: u32) -> Result<Vec<&[u8]>, prost::DecodeError> {
    let mut found = Vec::new();
    while !encoded.is_empty() {
        let (tag, wire_type) = decode_key(&mut encoded)?;
        let before = encoded;
        skip_field(wire_type, tag, &mut encoded, DecodeContext::default())?;
        if tag == number {
            let mut content = &before[..before.len() - encoded.len()];
            if wire_type == WireType::LengthDelimited {
                decode_varint(&mut content)?;
            }
            found.push(content);
        }
    }
    Ok(found)
}

/// Empties what a path leads to, in every member of a list.
pub(crate) fn clear(message: &mut DynamicMessage, path: &str) {
    match path.split_once('.') {
        None => message.clear_field_by_name(path),
        Some((outer, inner)) if message.has_field_by_name(outer) => {
            match message.get_field_by_name_mut(outer) {
                Some(Value::Message(part)) => part.clear_field_by_name(inner),
                Some(Value::List(parts)) => {
                    for part in parts.iter_mut().filter_map(Value::as_message_mut) {
                        part.clear_field_by_name(inner);
                    }
                }
                _ => {}
            }
        }
        Some(_) => {}
    }
}

fn number(message: &MessageDescriptor, field: &str) -> Result<u32, Fault> {
    let field = message
        .get_field_by_name(field)
        .ok_or_else(|| no_field(message, field))?;
    Ok(field.number())
}

fn no_field(message: &MessageDescriptor, field: &str) -> Fault {
    Fault::Defect {
        what: format!("looking up the field {field} of {}", message.full_name()),
        source: None,
    }
}

#[cfg(test)]
mod tests {
    use proto::contracts::v1::{Agreement, Party};
    use proto::statistics::v1::BookEntry;

    use super::*;

    const PATHS: &[&str] = &[
        "scope",
        "counted",
        "parties.country_code",
        "parties.display_name",
    ];

    fn refused(message: &Agreement) -> Vec<String> {
        let mut violations = Violations::new();
        refuse(message, PATHS, &mut violations).unwrap();
        violations
            .found()
            .iter()
            .map(|found| found.field.clone())
            .collect()
    }

    fn party(organisation: &str, country_code: &str) -> Party {
        Party {
            organisation: organisation.to_owned(),
            country_code: country_code.to_owned(),
            ..Party::default()
        }
    }

    #[test]
    fn what_a_caller_may_write_passes() {
        let sent = Agreement {
            parties: vec![party("fairs/x/organisations/a", ""), party("", "")],
            counted_in_total: Some(false),
            sector_code: "2.B".to_owned(),
            ..Agreement::default()
        };
        assert!(refused(&sent).is_empty());
        assert!(refused(&Agreement::default()).is_empty());
    }

    #[test]
    fn what_the_service_writes_is_named_with_its_place() {
        let sent = Agreement {
            name: "fairs/x".to_owned(),
            etag: "\"1\"".to_owned(),
            entry: Some(BookEntry::default()),
            scope: 1,
            counted: true,
            parties: vec![party("a", ""), party("b", "BR"), party("c", "CN")],
            ..Agreement::default()
        };
        let expected = [
            "name",
            "etag",
            "entry",
            "scope",
            "counted",
            "parties[1].country_code",
            "parties[2].country_code",
        ];
        assert_eq!(refused(&sent), expected);
    }

    #[test]
    fn a_wrong_list_is_a_defect() {
        for path in ["nowhere", "parties.nowhere", "nowhere.name", "scope.name"] {
            let refused = refuse(&Agreement::default(), &[path], &mut Violations::new());
            assert!(matches!(refused, Err(Fault::Defect { .. })), "{path}");
        }
    }
}
