//! `countries`: the countries that the records of a list name, in a row.

use minijinja::value::Kwargs;
use minijinja::{Environment, State};

use super::record::listed;
use super::row::joined;
use super::{Session, printed, run};
use crate::error::Cause;
use crate::language::Joint;
use crate::sheet::{Participant, Record};
use crate::span::{Draft, Piece, cleaned};

pub(super) fn install(environment: &mut Environment<'static>) {
    environment.add_function(
        "countries",
        |state: &State, id: String, arguments: Kwargs| {
            let capital = arguments.get::<Option<bool>>("capital")?.unwrap_or(false);
            arguments.assert_all_used()?;
            run(state, "countries", &id, |session, placeholder| {
                countries(session, &id, capital, &placeholder)
            })
            .map(printed)
        },
    );
}

/// Whether the row begins a sentence.
pub(super) fn read(arguments: &Kwargs) -> Result<bool, minijinja::Error> {
    let capital = arguments.get::<Option<bool>>("capital")?.unwrap_or(false);
    arguments.assert_all_used()?;
    Ok(capital)
}

/// The countries of the records of a list in a row, each once. A record that comes
/// from nowhere leaves the row incomplete, and then it is not printed.
pub(super) fn countries(
    session: &Session,
    id: &str,
    capital: bool,
    placeholder: &str,
) -> Result<Vec<Piece>, Cause> {
    let mut named: Vec<(String, Vec<Piece>)> = Vec::new();
    for record in &listed(session, id)?.records {
        for (name, takes_article) in origins(record)? {
            if named.iter().any(|(other, _)| *other == name) {
                continue;
            }
            let opens = capital && named.is_empty();
            let draft = Draft::name(id, &record.record, placeholder.to_owned());
            let item = in_a_sentence(session, (&name, takes_article), opens, draft);
            named.push((name, item));
        }
    }
    let items = named.into_iter().map(|(_, item)| item.into()).collect();
    Ok(joined(session, items))
}

/// A country with the article that it takes.
fn in_a_sentence(
    session: &Session,
    (name, takes_article): (&str, bool),
    opens: bool,
    draft: Draft,
) -> Vec<Piece> {
    let article = session.language.joint(Joint::Article);
    let article = match (takes_article, opens) {
        (false, _) => None,
        (true, true) => Some(session.language.capitalised(article)),
        (true, false) => Some(article.to_owned()),
    };
    let name = Piece::marked(name.to_owned(), draft);
    article
        .map(Piece::Plain)
        .into_iter()
        .chain([name])
        .collect()
}

/// The countries that all participants of a record come from, and whether each takes
/// an article.
fn origins(record: &Record) -> Result<Vec<(String, bool)>, Cause> {
    let absent = |detail: &str| Cause::Absent {
        detail: format!("{detail}: {}", record.record),
    };
    if record.participants.is_empty() {
        return Err(absent("the record names nobody"));
    }
    let origin = |participant: &Participant| {
        let country = participant.origin.as_ref()?;
        let name = Some(cleaned(&country.name)).filter(|name| !name.is_empty())?;
        Some((name, country.takes_article))
    };
    let origins = record.participants.iter().map(origin);
    origins
        .collect::<Option<_>>()
        .ok_or_else(|| absent("a participant has no country"))
}
