//! The functions a template can call, and the only values it can print.
//!
//! A function looks up the sheet, lets the language spell what it found, and
//! returns pieces of text that know what they say. Everything else a template
//! might print is refused.

mod argument;
mod condition;
mod country;
mod digits;
mod fact;
mod figure;
mod participant;
mod record;
mod row;
mod series;
mod standing;
mod sum;

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use minijinja::value::{Kwargs, Object, Rest};
use minijinja::{Environment, ErrorKind, Output, State, Value};

use crate::error::Cause;
use crate::language::Language;
use crate::rendered::Omission;
use crate::sheet::{Entry, Exact, Figure, Reading, Sheet, Status};
use crate::span::{BEGIN, Draft, END, Piece, Printed, cleaned, place_character};

/// The key of the session in the context of a template. No identifier of the
/// template language can hold this character.
const SESSION: &str = "\u{10fffd}session";

/// One rendering: what it may draw on, and what it has said so far.
#[derive(Debug)]
pub(crate) struct Session {
    sheet: Arc<Sheet>,
    language: &'static dyn Language,
    log: Mutex<Log>,
}

/// What a rendering has said so far.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) omissions: Vec<Omission>,
    omitted: HashSet<String>,
    /// The ids of figures that were proved to be what others leave of a whole.
    remainders: HashSet<String>,
}

impl Object for Session {}

impl Session {
    pub(crate) fn new(sheet: Arc<Sheet>, language: &'static dyn Language) -> Self {
        Self {
            sheet,
            language,
            log: Mutex::default(),
        }
    }

    /// The context that makes this session the one of a rendering.
    pub(crate) fn context(self: &Arc<Self>) -> Value {
        Value::from_pairs([(SESSION, Value::from_dyn_object(Arc::clone(self)))])
    }

    /// What was said. A panic of a placeholder cannot leave it half written, so
    /// a poisoned lock is no reason to stop.
    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The entry of an id that was not refused.
    fn entry(&self, id: &str) -> Result<&Entry, Cause> {
        match self.sheet.get(id) {
            None => Err(Cause::UnknownId),
            Some(Entry::Refused { reason }) => Err(Cause::Refused {
                reason: reason.clone(),
            }),
            Some(entry) => Ok(entry),
        }
    }

    fn figure(&self, id: &str) -> Result<&Figure, Cause> {
        match self.entry(id)? {
            Entry::Figure(figure) => Ok(figure),
            other => Err(wrong(other, "a figure")),
        }
    }

    /// A figure that has one value.
    fn value(&self, id: &str) -> Result<(&Figure, Exact), Cause> {
        let figure = self.figure(id)?;
        match &figure.reading {
            Reading::Value(_) if figure.status == Status::Missing => Err(Cause::Missing),
            Reading::Value(value) => Ok((figure, *value)),
            Reading::Series(_) => Err(Cause::WrongEntry {
                found: "a series",
                wanted: "one value",
            }),
        }
    }

    /// Notes that parts add up to a whole, so that each of them is what the others
    /// leave of it.
    fn prove_remainders(&self, parts: &[String]) {
        if parts.len() > 1 {
            self.log().remainders.extend(parts.iter().cloned());
        }
    }

    /// Notes once per id that something is not said.
    fn omit(&self, id: &str, cause: &Cause) {
        let mut log = self.log();
        if log.omitted.insert(id.to_owned()) {
            let reason = match cause {
                Cause::Refused { reason } => reason.clone(),
                other => other.to_string(),
            };
            log.omissions.push(Omission {
                source: id.to_owned(),
                reason,
            });
        }
    }
}

fn wrong(entry: &Entry, wanted: &'static str) -> Cause {
    let found = match entry {
        Entry::Figure(_) => "a figure",
        Entry::Fact(_) => "a fact",
        Entry::Records(_) => "a list of records",
        Entry::Refused { .. } => "refused",
    };
    Cause::WrongEntry { found, wanted }
}

/// A refusal on its way through the template engine.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{cause}")]
pub(crate) struct Refusal {
    pub(crate) placeholder: Option<String>,
    pub(crate) cause: Cause,
}

impl Refusal {
    /// The refusal that an error of the template engine carries, if any.
    pub(crate) fn within(error: &minijinja::Error) -> Option<&Self> {
        let mut source = std::error::Error::source(error);
        while let Some(inner) = source {
            if let Some(refusal) = inner.downcast_ref::<Self>() {
                return Some(refusal);
            }
            source = inner.source();
        }
        None
    }
}

fn refuse(placeholder: Option<String>, cause: Cause) -> minijinja::Error {
    minijinja::Error::new(ErrorKind::InvalidOperation, cause.to_string())
        .with_source(Refusal { placeholder, cause })
}

/// A placeholder call as the template has it.
fn call(function: &str, id: impl fmt::Display) -> String {
    format!("{function}(\"{id}\")")
}

fn session(state: &State<'_, '_>) -> Result<Arc<Session>, minijinja::Error> {
    state
        .lookup(SESSION)
        .and_then(|value| value.downcast_object::<Session>())
        .ok_or_else(|| minijinja::Error::new(ErrorKind::InvalidOperation, "no session"))
}

/// Runs a placeholder function and gives its refusal a name.
fn run<T>(
    state: &State<'_, '_>,
    function: &str,
    id: &str,
    body: impl FnOnce(&Session, String) -> Result<T, Cause>,
) -> Result<T, minijinja::Error> {
    let session = session(state)?;
    let placeholder = call(function, id);
    body(&session, placeholder.clone()).map_err(|cause| refuse(Some(placeholder), cause))
}

fn printed(pieces: Vec<Piece>) -> Value {
    Value::from_object(Printed::new(pieces))
}

/// Gives an environment the functions and the formatter.
pub(crate) fn install(environment: &mut Environment<'static>) {
    environment.set_formatter(format);
    figure::install(environment);
    fact::install(environment);
    series::install(environment);
    record::install(environment);
    country::install(environment);
    standing::install(environment);
    condition::install(environment);
    participant::install(environment);
    sum::install(environment);
    environment.add_function("term", |state: &State, phrase: String| {
        run(state, "term", &phrase, |session, placeholder| {
            term(session, &phrase, placeholder)
        })
        .map(printed)
    });
    environment.add_function("agree", |state: &State, id: String, arguments: Kwargs| {
        let forms = (
            arguments.get::<String>("one")?,
            arguments.get::<String>("many")?,
        );
        arguments.assert_all_used()?;
        run(state, "agree", &id, |session, _| agree(session, &id, forms)).map(printed)
    });
    environment.add_function("title", |state: &State, id: String| {
        run(state, "title", &id, |session, placeholder| {
            title(session, &id, placeholder)
        })
        .map(printed)
    });
}

/// Writes what a placeholder function made, with marks; refuses anything else.
fn format(
    output: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), minijinja::Error> {
    let Some(printed) = value.downcast_object_ref::<Printed>() else {
        return Err(refuse(None, naked(value)));
    };
    let session = session(state)?;
    let mut log = session.log();
    for piece in printed.pieces.iter() {
        match piece {
            Piece::Plain(words) => output.write_str(words)?,
            Piece::Marked(text, draft) => {
                let place = place_character(log.drafts.len())
                    .ok_or_else(|| refuse(None, Cause::TooManySpans))?;
                write!(output, "{BEGIN}{place}{text}{END}")?;
                let mut draft = draft.as_ref().clone();
                draft.remainder = log.remainders.contains(&draft.source);
                log.drafts.push(draft);
            }
        }
    }
    Ok(())
}

fn naked(value: &Value) -> Cause {
    if value.is_undefined() || value.is_none() {
        return Cause::Absent {
            detail: format!("the value is {value:?}"),
        };
    }
    Cause::NakedValue {
        shown: value.to_string().chars().take(40).collect(),
    }
}

/// Prints a listed idiom.
fn term(session: &Session, phrase: &str, placeholder: String) -> Result<Vec<Piece>, Cause> {
    if !session.language.is_idiom(phrase) {
        return Err(Cause::UnknownIdiom {
            phrase: phrase.to_owned(),
        });
    }
    Ok(vec![Piece::marked(
        phrase.to_owned(),
        Draft::of(None, phrase, placeholder),
    )])
}

/// Prints one of two words, as the number of a figure asks for.
fn agree(session: &Session, id: &str, (one, many): (String, String)) -> Result<Vec<Piece>, Cause> {
    let (_, value) = session.value(id)?;
    let word = if value == Exact::from_integer(1) {
        one
    } else {
        many
    };
    Ok(vec![Piece::Plain(cleaned(&word))])
}

/// Prints what a figure or a list of records is called.
fn title(session: &Session, id: &str, placeholder: String) -> Result<Vec<Piece>, Cause> {
    let title = match session.entry(id)? {
        Entry::Figure(figure) => figure.title.as_ref(),
        Entry::Records(list) => list.title.as_ref(),
        other => return Err(wrong(other, "a figure or a list of records")),
    };
    let title = title.map(|title| (cleaned(&title.text), &title.record));
    match title.filter(|(text, _)| !text.is_empty()) {
        Some((text, record)) => Ok(vec![Piece::marked(
            text,
            Draft::name(id, record, placeholder),
        )]),
        None => Err(Cause::Absent {
            detail: "the entry has no title".to_owned(),
        }),
    }
}

/// The ids of a function that takes any number of them.
fn ids(first: String, rest: Rest<String>) -> Vec<String> {
    std::iter::once(first).chain(rest.0).collect()
}
