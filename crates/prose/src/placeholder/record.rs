//! `records`: the records of a list, to loop over, and `names`: the names of a
//! record in a row.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Kwargs, Object};
use minijinja::{Environment, ErrorKind, State, Value};

use super::row::{Item, joined};
use super::{Session, printed, refuse, run, session, wrong};
use crate::error::Cause;
use crate::language::Joint;
use crate::sheet::{Entry, Record, RecordList};
use crate::span::{Draft, Piece, cleaned};

pub(super) fn install(environment: &mut Environment<'static>) {
    environment.add_function("records", |state: &State, id: String| {
        run(state, "records", &id, |session, _| records(session, &id)).map(Value::from)
    });
    environment.add_function(
        "names",
        |state: &State, record: Value, arguments: Kwargs| {
            let asked = |key| arguments.get::<Option<bool>>(key);
            let beside = Beside {
                countries: asked("countries")?.unwrap_or(false),
                offices: asked("offices")?.unwrap_or(false),
            };
            arguments.assert_all_used()?;
            let Some(named) = record.downcast_object_ref::<Named>() else {
                return Err(minijinja::Error::new(
                    ErrorKind::InvalidOperation,
                    "names takes a record",
                ));
            };
            let placeholder = format!("names of {}", named.record.record);
            names(&*session(state)?, named, beside, &placeholder)
                .map(printed)
                .map_err(|cause| refuse(Some(placeholder), cause))
        },
    );
}

/// What `names` prints beside a name.
#[derive(Debug, Clone, Copy)]
struct Beside {
    countries: bool,
    offices: bool,
}

/// A record as a template sees it: `title` and `subject` can be printed, `kind`
/// can be compared, `participants` can be looped over. `has_article` is true when
/// the title begins with an article of its own. `repeats` is true when kind and
/// subject are those of the record before it in the list.
struct Named {
    source: String,
    record: Arc<Record>,
    has_article: bool,
    repeats: bool,
}

impl fmt::Debug for Named {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[a record]")
    }
}

impl Object for Named {
    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        match key {
            "title" => Some(self.text(self.record.title.as_deref(), key)),
            "subject" => Some(self.text(self.record.subject.as_deref(), key)),
            "has_article" => Some(Value::from(self.has_article)),
            "repeats" => Some(Value::from(self.repeats)),
            "kind" => Some(Value::from(self.record.kind.as_str())),
            "participants" => Some(
                (0..self.record.participants.len())
                    .map(|index| self.participant(index))
                    .collect(),
            ),
            _ => None,
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }
}

impl Named {
    /// A text of the record; `none` if it has none.
    fn text(&self, text: Option<&str>, attribute: &str) -> Value {
        let text = cleaned(text.unwrap_or_default());
        if text.is_empty() {
            return Value::from(());
        }
        let placeholder = format!("{attribute} of {}", self.record.record);
        printed(vec![Piece::marked(
            text,
            Draft::name(&self.source, &self.record.record, placeholder),
        )])
    }

    fn participant(self: &Arc<Self>, index: usize) -> Value {
        Value::from_object(NamedParticipant {
            of: Arc::clone(self),
            index,
        })
    }
}

/// A participant as a template sees it: `name`, `country` and `office` can be
/// printed.
struct NamedParticipant {
    of: Arc<Named>,
    index: usize,
}

impl fmt::Debug for NamedParticipant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[a participant]")
    }
}

impl Object for NamedParticipant {
    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let participant = self.of.record.participants.get(self.index)?;
        match key {
            "name" => Some(self.of.text(Some(&participant.name), "participant")),
            "country" => Some(self.of.text(participant.country.as_deref(), "country")),
            "office" => Some(self.of.text(participant.office.as_deref(), "office")),
            _ => None,
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }
}

/// The records of an entry, of which there is one at least.
pub(super) fn listed<'a>(session: &'a Session, id: &str) -> Result<&'a RecordList, Cause> {
    match session.entry(id)? {
        Entry::Records(list) if list.records.is_empty() => Err(Cause::NoRecords),
        Entry::Records(list) => Ok(list),
        other => Err(wrong(other, "a list of records")),
    }
}

fn records(session: &Session, id: &str) -> Result<Vec<Value>, Cause> {
    let list = listed(session, id)?;
    let mut before: Option<&Record> = None;
    let mut named = Vec::new();
    for record in &list.records {
        let repeats = before.is_some_and(|before| same_matter(before, record));
        let title = cleaned(record.title.as_deref().unwrap_or_default());
        named.push(Value::from_object(Named {
            source: id.to_owned(),
            record: Arc::new(record.clone()),
            has_article: session.language.begins_with_article(&title),
            repeats,
        }));
        before = Some(record);
    }
    Ok(named)
}

/// Whether two records say the same of different parties.
fn same_matter(one: &Record, other: &Record) -> bool {
    let subject = |record: &Record| cleaned(record.subject.as_deref().unwrap_or_default());
    one.kind == other.kind && !subject(one).is_empty() && subject(one) == subject(other)
}

/// Whether there are records, and `names` would print each of them.
pub(super) fn nameable(list: &RecordList) -> Result<(), Cause> {
    if list.records.is_empty() {
        return Err(Cause::NoRecords);
    }
    list.records
        .iter()
        .try_for_each(|record| participant_names(record).map(|_| ()))
}

/// The names of all participants of a record, of which there is one at least.
pub(super) fn participant_names(record: &Record) -> Result<Vec<String>, Cause> {
    let absent = |detail: &str| Cause::Absent {
        detail: format!("{detail}: {}", record.record),
    };
    let names: Vec<_> = record
        .participants
        .iter()
        .map(|participant| cleaned(&participant.name))
        .collect();
    if names.is_empty() {
        return Err(absent("the record names nobody"));
    }
    if names.iter().any(String::is_empty) {
        return Err(absent("a participant has no name"));
    }
    Ok(names)
}

/// The names of all participants of a record in a row.
fn names(
    session: &Session,
    named: &Named,
    beside: Beside,
    placeholder: &str,
) -> Result<Vec<Piece>, Cause> {
    let mark = |text: String| {
        Piece::marked(
            text,
            Draft::name(&named.source, &named.record.record, placeholder.to_owned()),
        )
    };
    let plain = |joint| Piece::Plain(session.language.joint(joint).to_owned());
    let asked = |text: &Option<String>, wanted| {
        let text = cleaned(text.as_deref().unwrap_or_default());
        Some(text).filter(|text| wanted && !text.is_empty())
    };
    let mut items = Vec::new();
    let names = participant_names(&named.record)?;
    for (participant, name) in named.record.participants.iter().zip(names) {
        let office = asked(&participant.office, beside.offices).map(mark);
        let office_first = session.language.order().office_before_name;
        let apposed = office.is_some() && !office_first;
        let mut item = vec![mark(name)];
        if let Some(country) = asked(&participant.country, beside.countries) {
            item.extend([
                plain(Joint::CountryOpen),
                mark(country),
                plain(Joint::CountryClose),
            ]);
        }
        match office {
            Some(office) if office_first => {
                item.splice(0..0, [office, plain(Joint::Office)]);
            }
            Some(office) => item.extend([plain(Joint::Office), office]),
            None => {}
        }
        items.push(Item {
            pieces: item,
            apposed,
        });
    }
    Ok(joined(session, items))
}
