//! The answers to requests.
//!
//! Every change was made by one request, which is stored at the sequence of
//! the change and names it. A request that changed nothing says so, is stored
//! at the head it met, and names what its rule was given: revisions that were
//! the newest of their records. Requests are not in the chain, so what none of
//! this holds down cannot be told: the caller, the method, the id and the
//! digest of a request, and whether one that changed nothing was ever there.

use crate::{
    Fair, LogPlace,
    store::{RequestRow, Snapshot, StoreError, StoredChange},
    writer::NOTHING_CHANGED,
};

use super::FairAudit;

/// How many rows are read in one snapshot.
const ROWS_AT_ONCE: usize = 1000;

/// A stored answer.
struct Answer {
    row: RequestRow,
    /// Whether the request changed nothing.
    is_unchanging: bool,
    named: Vec<Named>,
}

/// One revision that a stored answer names.
struct Named {
    place: LogPlace,
    change: Option<StoredChange>,
    /// Where the next revision of the record stands.
    next: Option<LogPlace>,
}

impl FairAudit<'_> {
    /// Every stored answer is one that was possible, and every change of the
    /// log is in the answer of a request of its own sequence.
    pub(super) fn check_requests(&mut self) -> Result<(), StoreError> {
        let mut after: Option<RequestRow> = None;
        loop {
            let mut snapshot = self.reader.snapshot()?;
            let rows = snapshot.request_rows(&self.fair, after.as_ref(), ROWS_AT_ONCE)?;
            // The book may have gone on since the cut.
            let newest = snapshot.head(&self.fair)?.unwrap_or_default().sequence;
            let answers = answers(&mut *snapshot, &self.fair, rows)?;
            drop(snapshot);
            let Some(last) = answers.last() else {
                break;
            };
            after = Some(last.row.clone());
            for answer in answers {
                self.report.counts.requests += 1;
                if let Some(what) = self.what_is_wrong(&answer, newest) {
                    let key = &answer.row.key;
                    let id = uuid::Uuid::from_bytes(key.id);
                    let subject = Some(format!("request {id} ({})", key.method));
                    self.find(Some(answer.row.sequence), None, subject, what.to_owned());
                }
            }
        }
        for place in std::mem::take(&mut self.unanswered) {
            let what = "no stored request answers with this change";
            self.find(
                Some(place.sequence),
                Some(place.ordinal),
                None,
                what.to_owned(),
            );
        }
        (self.progress)(self.report.counts);
        Ok(())
    }

    /// What is wrong with a stored answer. Its changes are answered then.
    fn what_is_wrong(&mut self, answer: &Answer, newest: i64) -> Option<&'static str> {
        let sequence = answer.row.sequence;
        if sequence > newest {
            return Some("it is stored at a sequence beyond the head");
        }
        if answer.named.iter().any(|named| named.change.is_none()) {
            return Some("its stored answer names a revision that is not there");
        }
        if answer.is_unchanging {
            return answer.was_given();
        }
        let own = |named: &Named| named.place.sequence == sequence;
        if answer.named.is_empty() || !answer.named.iter().all(own) {
            return Some("its stored answer is not changes of its position");
        }
        // What is later than the cut belongs to the next audit.
        let is_answered_twice = answer
            .named
            .iter()
            .filter(|named| !self.unanswered.remove(&named.place))
            .count()
            > 0;
        (is_answered_twice && sequence <= self.head.sequence)
            .then_some("its stored answer is a change that another request answers with")
    }
}

impl Answer {
    /// What is wrong with an answer that is what the rule was given.
    fn was_given(&self) -> Option<&'static str> {
        let sequence = self.row.sequence;
        self.named.iter().find_map(|named| {
            if named.place.sequence > sequence {
                return Some("its stored answer names a revision later than its position");
            }
            // A write of the same position may have come after it.
            let is_overtaken = named.next.is_some_and(|next| next.sequence < sequence);
            is_overtaken
                .then_some("its stored answer names a revision that was no longer the newest")
        })
    }
}

/// The stored answers with the revisions they name.
fn answers(
    snapshot: &mut dyn Snapshot,
    fair: &Fair,
    rows: Vec<RequestRow>,
) -> Result<Vec<Answer>, StoreError> {
    let asked: Vec<LogPlace> = rows.iter().flat_map(places).copied().collect();
    let changes = snapshot.changes_at(fair, &asked)?;
    let following: Vec<(&str, i64)> = changes
        .iter()
        .flatten()
        .map(|change| (change.name.as_str(), change.revision + 1))
        .collect();
    let mut following = snapshot.revision_places(fair, &following)?.into_iter();
    let mut named: Vec<Named> = Vec::with_capacity(asked.len());
    for (place, change) in asked.into_iter().zip(changes) {
        named.push(Named {
            next: change.as_ref().and_then(|_| following.next().flatten()),
            place,
            change,
        });
    }
    let mut named = named.into_iter();
    let answers = rows.into_iter().map(|row| {
        let given = places(&row);
        Answer {
            is_unchanging: given.len() < row.answer.len(),
            named: named.by_ref().take(given.len()).collect(),
            row,
        }
    });
    Ok(answers.collect())
}

/// The places a stored answer names.
fn places(row: &RequestRow) -> &[LogPlace] {
    match row.answer.as_slice() {
        [NOTHING_CHANGED, given @ ..] => given,
        changes => changes,
    }
}
