//! Requests that were answered before, by an earlier commit or earlier in the
//! same group.

use std::sync::Arc;

use fault::Fault;

use crate::{
    LogPlace, Position, RequestKey, Revision,
    store::{NewRequest, StoredRequest},
    writer::admit::Setback,
};

use super::{Decided, Overlay, Stored};

/// Stands before the places of an answer when the request changed nothing. No
/// change stands at sequence zero. By it the audit knows which request made a
/// change and which was only given it.
pub(crate) const NOTHING_CHANGED: LogPlace = LogPlace {
    sequence: 0,
    ordinal: 0,
};

/// What tells requests of one fair apart.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct RequestIndex {
    caller: String,
    method: String,
    id: [u8; 16],
}

/// An answer of this group.
pub(super) struct Answered {
    digest: [u8; 32],
    revisions: Vec<Arc<Revision>>,
    changed: bool,
}

impl Overlay<'_> {
    /// The answer the request was given before, if it was.
    pub(super) fn replay(
        &mut self,
        key: &RequestKey,
        stored: Option<StoredRequest>,
    ) -> Result<Option<Decided>, Setback> {
        if let Some(stored) = stored {
            let revisions = self.stored_answer(&stored)?;
            if stored.digest != key.digest {
                return Err(reused(key, revisions.first()).into());
            }
            return Ok(Some(Decided::Replayed(Stored {
                position: self.stored_position(stored.sequence)?,
                revisions,
                changed: stored.answer.first() != Some(&NOTHING_CHANGED),
            })));
        }
        let Some(earlier) = self.answered.get(&index(key)) else {
            return Ok(None);
        };
        if earlier.digest != key.digest {
            return Err(reused(key, earlier.revisions.first().map(AsRef::as_ref)).into());
        }
        Ok(Some(Decided::Here {
            revisions: earlier.revisions.clone(),
            changed: earlier.changed,
            replayed: true,
        }))
    }

    /// Uses the request id up.
    pub(super) fn remember(&mut self, key: RequestKey, revisions: &[Arc<Revision>], changed: bool) {
        let answered = Answered {
            digest: key.digest,
            revisions: revisions.to_vec(),
            changed,
        };
        self.answered.insert(index(&key), answered);
        let place = |revision: &Arc<Revision>| LogPlace {
            sequence: revision.sequence,
            ordinal: revision.ordinal,
        };
        let mark = (!changed).then_some(NOTHING_CHANGED);
        self.requests.push(NewRequest {
            key,
            answer: mark
                .into_iter()
                .chain(revisions.iter().map(place))
                .collect(),
        });
    }

    fn stored_answer(&mut self, stored: &StoredRequest) -> Result<Vec<Revision>, Setback> {
        let places = match stored.answer.as_slice() {
            [NOTHING_CHANGED, given @ ..] => given,
            changes => changes,
        };
        let found = self.transaction.changes_at(self.fair, places)?;
        let mut revisions = Vec::with_capacity(found.len());
        for (change, place) in found.into_iter().zip(places) {
            let Some(change) = change else {
                let why = format!(
                    "a stored answer names {place:?} of {}, where nothing is",
                    self.fair
                );
                return Err(Fault::BooksDamaged { why }.into());
            };
            revisions.push(change.into_revision()?);
        }
        Ok(revisions)
    }

    fn stored_position(&mut self, sequence: i64) -> Result<Position, Setback> {
        if sequence == 0 {
            return Ok(Position::origin(self.fair.clone()));
        }
        match self.transaction.position(self.fair, sequence)? {
            Some(row) => Ok(row.position(self.fair)),
            None => {
                let why = format!(
                    "a stored answer names position {sequence} of {}, which is not there",
                    self.fair
                );
                Err(Fault::BooksDamaged { why }.into())
            }
        }
    }
}

fn index(key: &RequestKey) -> RequestIndex {
    RequestIndex {
        caller: key.caller.clone(),
        method: key.method.clone(),
        id: key.id,
    }
}

fn reused(key: &RequestKey, first: Option<&Revision>) -> Fault {
    Fault::RequestIdReused {
        request_id: uuid::Uuid::from_bytes(key.id).to_string(),
        record: first.map_or_else(String::new, |revision| revision.name.clone()),
    }
}
