//! What lies behind an error of the way.

use std::{error::Error, io};

use crate::certificates::in_handshake;

/// What happened, for the caller: without addresses.
pub(super) fn why(wrong: &(dyn Error + 'static)) -> String {
    match caused_by::<io::Error>(wrong) {
        Some(error) => in_handshake(error).unwrap_or_else(|| error.kind().to_string()),
        None => "the connection failed".to_owned(),
    }
}

/// The error of that kind among those that lie behind one.
pub(super) fn caused_by<'a, E: Error + 'static>(wrong: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut cause = Some(wrong);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref() {
            return Some(error);
        }
        cause = error.source();
    }
    None
}

/// What happened, for the log: with everything that lies behind it.
pub(super) fn chain(wrong: &dyn Error) -> String {
    let mut text = wrong.to_string();
    let mut cause = wrong.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
