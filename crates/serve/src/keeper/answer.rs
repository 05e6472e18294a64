//! Records as they are answered: with their etag and their place in the books.

use fault::Fault;
use ledger::{Position, Revision, State};
use proto::statistics::v1::{self, BookEntry, RecordState};
use resource::{etag, time};

use super::{Record, kinds::decode};

/// The record of a stored revision as it was read at a position.
pub(crate) fn answer<Service, R: Record<Service>>(
    service: &str,
    revision: &Revision,
    read_at: &Position,
) -> Result<R, Fault> {
    let mut record: R = decode(revision)?;
    let header = record.header();
    header.name.clone_from(&revision.name);
    *header.etag = etag::of(revision.revision);
    *header.entry = Some(BookEntry {
        revision: revision.revision,
        position: Some(v1::Position {
            service: service.to_owned(),
            fair: read_at.fair.as_str().to_owned(),
            sequence: revision.sequence,
            recorded_at: Some(time::timestamp(revision.recorded_at.microseconds())),
        }),
        state: state(revision.state).into(),
        reason: revision.reason.clone(),
        moved_to: revision.moved_to.clone(),
        read_at: Some(position(service, read_at)),
    });
    Ok(record)
}

/// The message of a position.
pub(crate) fn position(service: &str, position: &Position) -> v1::Position {
    v1::Position {
        service: service.to_owned(),
        fair: position.fair.as_str().to_owned(),
        sequence: position.sequence,
        recorded_at: position
            .recorded_at
            .map(|recorded_at| time::timestamp(recorded_at.microseconds())),
    }
}

fn state(state: State) -> RecordState {
    match state {
        State::Live => RecordState::Live,
        State::Void => RecordState::Void,
        State::Archived => RecordState::Archived,
    }
}
