//! Filters of lists: conditions on fields that must all hold, for any message.
//!
//! A part of the filter language of AIP-160: `kind = "HALL" AND title.en : "north"`.
//! A condition is the path of a field, one of `=`, `!=`, `<`, `<=`, `>`, `>=` and `:`
//! (has, which looks inside a text), and a value, in quotes or as one word. A path
//! may lead through messages and lists; of a list, one item that passes is enough.
//! A field that is not set passes `!=` alone. Days are written `2016-05-28`.
//! Conditions are joined by `AND`; nothing else is offered.

mod compare;
mod words;

use fault::{Fault, Violations};
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value};

use compare::Wanted;
use words::{Relation, Term};

use crate::mask::descriptor;

/// The field of the request that holds a filter.
const FIELD: &str = "filter";

/// The most bytes of a filter.
const BYTES_LIMIT: usize = 2_000;

/// The most conditions of a filter.
const CONDITIONS_LIMIT: usize = 20;

/// Conditions on the fields of a message, checked. Without any, all pass.
#[derive(Clone, Debug)]
pub struct Filter {
    message: MessageDescriptor,
    conditions: Vec<Condition>,
}

#[derive(Clone, Debug)]
struct Condition {
    /// The fields the path leads through, at least one.
    path: Vec<FieldDescriptor>,
    relation: Relation,
    wanted: Wanted,
}

impl Filter {
    /// Reads the filter a caller sent in the field `filter` for messages of `M`, and
    /// notes everything that is wrong with it.
    ///
    /// # Errors
    /// [`Fault::Defect`] when the descriptors do not know the message.
    pub fn read<M: prost::Name>(text: &str, violations: &mut Violations) -> Result<Self, Fault> {
        let message = descriptor::<M>()?;
        let mut conditions = Vec::new();
        let terms = match words::terms(text) {
            _ if text.len() > BYTES_LIMIT => Err(format!("must be at most {BYTES_LIMIT} bytes")),
            Ok(terms) if terms.len() > CONDITIONS_LIMIT => {
                Err(format!("must be at most {CONDITIONS_LIMIT} conditions"))
            }
            terms => terms,
        };
        match terms {
            Err(why) => violations.add(FIELD, why),
            Ok(terms) => {
                for term in terms {
                    match condition(&message, &term) {
                        Ok(condition) => conditions.push(condition),
                        Err(why) => violations.add(FIELD, why),
                    }
                }
            }
        }
        Ok(Self {
            message,
            conditions,
        })
    }

    /// Whether every message passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// Whether a message passes.
    ///
    /// # Errors
    /// [`Fault::Defect`] when the message does not fit its descriptor.
    pub fn passes<M: prost::Message>(&self, message: &M) -> Result<bool, Fault> {
        if self.is_empty() {
            return Ok(true);
        }
        let mut dynamic = DynamicMessage::new(self.message.clone());
        dynamic
            .transcode_from(message)
            .map_err(|wrong| Fault::defect("taking a message apart", wrong))?;
        Ok(self
            .conditions
            .iter()
            .all(|condition| condition.holds(&dynamic)))
    }
}

impl Condition {
    fn holds(&self, message: &DynamicMessage) -> bool {
        let mut found = Vec::new();
        gather(message, &self.path, &mut found);
        if self.relation == Relation::NotEqual {
            let differs = |value: &Value| !self.wanted.holds(Relation::Equal, value);
            return found.iter().all(differs);
        }
        found
            .iter()
            .any(|value| self.wanted.holds(self.relation, value))
    }
}

/// The values a path leads to. A field that is not set and can tell so has none;
/// of the others the value of nothing is theirs: zero, false, no text.
fn gather(message: &DynamicMessage, path: &[FieldDescriptor], found: &mut Vec<Value>) {
    let Some((field, below)) = path.split_first() else {
        return;
    };
    if field.supports_presence() && !message.has_field(field) {
        return;
    }
    let value = message.get_field(field);
    let items: Vec<&Value> = match value.as_list() {
        Some(items) => items.iter().collect(),
        None => vec![value.as_ref()],
    };
    for item in items {
        match item.as_message() {
            Some(part) if !below.is_empty() => gather(part, below, found),
            _ => found.push(item.clone()),
        }
    }
}

/// The condition of a term, or why it is none.
fn condition(message: &MessageDescriptor, term: &Term) -> Result<Condition, String> {
    let path = resolve(message, &term.path)?;
    let Some(last) = path.last() else {
        return Err("must name a field before the relation".to_owned());
    };
    let wanted = Wanted::read(last, &term.value).map_err(|why| format!("{:?} {why}", term.path))?;
    if !wanted.offers(term.relation) {
        let relation = term.relation.as_str();
        return Err(format!("{:?} cannot be compared by {relation}", term.path));
    }
    Ok(Condition {
        path,
        relation: term.relation,
        wanted,
    })
}

/// The fields a path leads through.
fn resolve(message: &MessageDescriptor, path: &str) -> Result<Vec<FieldDescriptor>, String> {
    let mut within = Some(message.clone());
    let mut fields = Vec::new();
    for part in path.split('.') {
        let field = within
            .as_ref()
            .and_then(|message| message.get_field_by_name(part))
            .filter(|field| !field.is_map())
            .ok_or_else(|| format!("{path:?} is not a field of {}", message.name()))?;
        within = match field.kind() {
            Kind::Message(part) => Some(part),
            _ => None,
        };
        fields.push(field);
    }
    Ok(fields)
}

#[cfg(test)]
mod tests;
