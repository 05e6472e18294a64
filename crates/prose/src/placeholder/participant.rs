//! `participants`: those who take part in the records of a list, in a row.

use minijinja::{Environment, State};

use super::record::{listed, participant_names};
use super::row::joined;
use super::{Session, printed, run};
use crate::error::Cause;
use crate::span::{Draft, Piece};

pub(super) fn install(environment: &mut Environment<'static>) {
    environment.add_function("participants", |state: &State, id: String| {
        run(state, "participants", &id, |session, placeholder| {
            participants(session, &id, &placeholder)
        })
        .map(printed)
    });
}

/// The names of all participants of the records of a list in a row, each once.
fn participants(session: &Session, id: &str, placeholder: &str) -> Result<Vec<Piece>, Cause> {
    let mut named: Vec<(String, Vec<Piece>)> = Vec::new();
    for record in &listed(session, id)?.records {
        for name in participant_names(record)? {
            if named.iter().any(|(other, _)| *other == name) {
                continue;
            }
            let draft = Draft::name(id, &record.record, placeholder.to_owned());
            named.push((name.clone(), vec![Piece::marked(name, draft)]));
        }
    }
    let items = named.into_iter().map(|(_, item)| item.into()).collect();
    Ok(joined(session, items))
}
