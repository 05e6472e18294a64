//! Which fields of a record an update touches, for any message.
//!
//! A mask is read against the descriptor of the message: a path names a field, or a
//! field of a message in it (`display_name.zh`). Without a mask, or with the one
//! path `*`, every field is touched that a caller may write.

use fault::{Fault, Violations};
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value};
use prost_types::FieldMask;

use crate::written_by_service::{HEADER, clear};

/// The most paths in one mask: more than any record has fields.
const PATHS_LIMIT: usize = 200;

/// The fields an update touches, checked.
#[derive(Clone, Debug)]
pub struct Mask {
    message: MessageDescriptor,
    /// Each path as the fields it leads through: one or two.
    paths: Vec<Vec<FieldDescriptor>>,
    written_by_service: &'static [&'static str],
}

impl Mask {
    /// Reads the mask a caller sent in the field `update_mask` for a message of
    /// `M`, and notes the paths that are none or that only the service writes:
    /// `written_by_service`, and the first three fields of every record.
    ///
    /// # Errors
    /// [`Fault::Defect`] when the descriptors do not know the message.
    pub fn read<M: prost::Name>(
        mask: Option<&FieldMask>,
        written_by_service: &'static [&'static str],
        violations: &mut Violations,
    ) -> Result<Self, Fault> {
        let message = descriptor::<M>()?;
        let sent = mask.map_or(&[][..], |mask| mask.paths.as_slice());
        let paths = match sent {
            [] => Self::all(&message, written_by_service),
            [star] if star == "*" => Self::all(&message, written_by_service),
            paths if paths.len() > PATHS_LIMIT => {
                violations.add("update_mask.paths", "must be at most 200 paths");
                Vec::new()
            }
            paths => (0..)
                .zip(paths)
                .filter_map(|(at, path): (usize, _)| {
                    resolve(&message, path, written_by_service)
                        .map_err(|why| {
                            violations.add(format!("update_mask.paths[{at}]"), why);
                        })
                        .ok()
                })
                .collect(),
        };
        Ok(Self {
            message,
            paths,
            written_by_service,
        })
    }

    /// Every field a caller may write.
    fn all(message: &MessageDescriptor, written_by_service: &[&str]) -> Vec<Vec<FieldDescriptor>> {
        let fields = message.fields();
        fields
            .filter(|field| !is_written_by_service(field.name(), written_by_service))
            .map(|field| vec![field])
            .collect()
    }

    /// The stored message with the touched fields as they were sent. What the
    /// sender put into fields that the service writes is dropped.
    ///
    /// # Errors
    /// [`Fault::Defect`] when a message does not fit its descriptor.
    pub fn apply<M: prost::Message + Default>(&self, stored: &M, sent: &M) -> Result<M, Fault> {
        let mut result = self.dynamic(stored)?;
        let mut source = self.dynamic(sent)?;
        for path in self.written_by_service {
            clear(&mut source, path);
        }
        for path in &self.paths {
            touch(&mut result, &source, path);
        }
        result
            .transcode_to()
            .map_err(|wrong| Fault::defect("reading a message back from its fields", wrong))
    }

    /// Whether a field is touched, by its path as a violation names it:
    /// `title.en` and `parties[0].organisation` are touched with `title` and
    /// `parties`, and a choice of fields with any field of it.
    #[must_use]
    pub fn touches(&self, path: &str) -> bool {
        let mut parts = path
            .split('.')
            .map(|part| part.split('[').next().unwrap_or(part));
        let (outer, inner) = (parts.next().unwrap_or_default(), parts.next());
        let is_outer = |field: &FieldDescriptor| {
            let choice = field.containing_oneof();
            field.name() == outer || choice.is_some_and(|choice| choice.name() == outer)
        };
        let is_inner = |field: Option<&FieldDescriptor>| match (field, inner) {
            (Some(field), Some(inner)) => field.name() == inner,
            _ => true,
        };
        let mut paths = self.paths.iter();
        paths.any(|path| path.first().is_some_and(is_outer) && is_inner(path.get(1)))
    }

    fn dynamic<M: prost::Message>(&self, message: &M) -> Result<DynamicMessage, Fault> {
        let mut dynamic = DynamicMessage::new(self.message.clone());
        dynamic
            .transcode_from(message)
            .map_err(|wrong| Fault::defect("taking a message apart", wrong))?;
        Ok(dynamic)
    }
}

/// The descriptor of a message.
pub(crate) fn descriptor<M: prost::Name>() -> Result<MessageDescriptor, Fault> {
    let name = M::full_name();
    let found = proto::descriptor_pool().get_message_by_name(&name);
    found.ok_or_else(|| Fault::Defect {
        what: format!("looking up the descriptor of {name}"),
        source: None,
    })
}

/// Sets what a path leads to as it is in `source`.
fn touch(result: &mut DynamicMessage, source: &DynamicMessage, path: &[FieldDescriptor]) {
    let [field, inner @ ..] = path else { return };
    if inner.is_empty() {
        if source.has_field(field) {
            result.set_field(field, source.get_field(field).into_owned());
        } else {
            result.clear_field(field);
        }
        return;
    }
    let value = source.get_field(field);
    let Some(from) = value.as_message() else {
        return;
    };
    if !result.has_field(field) && !source.has_field(field) {
        return; // neither has the message: nothing changes
    }
    if let Value::Message(into) = result.get_field_mut(field) {
        touch(into, from, inner);
    }
}

/// The fields a path leads through, or why it cannot be followed.
fn resolve(
    message: &MessageDescriptor,
    path: &str,
    written_by_service: &[&str],
) -> Result<Vec<FieldDescriptor>, String> {
    if is_written_by_service(path, written_by_service) {
        return Err(format!(
            "{path:?} is written by the service and cannot be changed"
        ));
    }
    let (outer, inner) = match path.split_once('.') {
        Some((outer, inner)) => (outer, Some(inner)),
        None => (path, None),
    };
    let field = message.get_field_by_name(outer);
    let field = field.ok_or_else(|| format!("{path:?} is not a field of {}", message.name()))?;
    let Some(inner) = inner else {
        return Ok(vec![field]);
    };
    if is_written_by_service(outer, written_by_service) {
        return Err(format!(
            "{path:?} is written by the service and cannot be changed"
        ));
    }
    match field.kind() {
        Kind::Message(message) if !field.is_list() && !field.is_map() => {
            let part = message.get_field_by_name(inner);
            let part = part.ok_or_else(|| {
                format!(
                    "{path:?} is not a field: {} has none of that name",
                    message.name()
                )
            })?;
            Ok(vec![field, part])
        }
        _ => Err(format!(
            "{path:?} leads into a field that is changed as a whole: name {outer:?}"
        )),
    }
}

fn is_written_by_service(path: &str, written_by_service: &[&str]) -> bool {
    HEADER.contains(&path) || written_by_service.contains(&path)
}

#[cfg(test)]
mod tests;
