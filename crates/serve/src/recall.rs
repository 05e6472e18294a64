//! What another service said of its records, remembered while it is certain to say
//! it again.
//!
//! An answer is remembered with the position of the book it was read from. As long
//! as that is the newest position of the book, the service would say the same again,
//! whatever the answer is about: names, dates, states. So one cheap question, for
//! the position, stands for many, for the records; and nothing remembered is ever
//! stale. Only that a record exists is remembered, never that it does not.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use fault::Fault;
use proto::statistics::v1::{BookEntry, RecordState};
use tonic::{Code, Response, Status};

use crate::peer;

/// How many answers are remembered; when there are more, all are forgotten and
/// asked for anew, one question each.
const ANSWERS_LIMIT: usize = 65_536;

/// Answers of one service about one kind of record.
#[derive(Debug)]
pub struct Recall<T> {
    service: &'static str,
    answers: Mutex<HashMap<String, Answer<T>>>,
}

#[derive(Debug)]
struct Answer<T> {
    sequence: i64,
    record: Arc<T>,
}

impl<T> Recall<T> {
    /// Nothing remembered yet of the service of that name.
    #[must_use]
    pub fn new(service: &'static str) -> Self {
        Self {
            service,
            answers: Mutex::default(),
        }
    }

    /// The record of that name when the newest position of its book is
    /// `newest_sequence`; `None` when there is none. `call` reads it from the
    /// service, and is made only if the answer is not remembered.
    ///
    /// # Errors
    /// As [`peer`] tells of the answer, unless it is that there is none.
    pub async fn read(
        &self,
        name: &str,
        newest_sequence: i64,
        call: impl Future<Output = Result<Response<T>, Status>>,
    ) -> Result<Option<Arc<T>>, Fault> {
        if let Some(record) = self.remembered(name, newest_sequence) {
            return Ok(Some(record));
        }
        match call.await {
            Ok(answer) => {
                let record = Arc::new(answer.into_inner());
                self.remember(name, newest_sequence, Arc::clone(&record));
                Ok(Some(record))
            }
            Err(status) if status.code() == Code::NotFound => Ok(None),
            Err(status) => Err(peer(self.service, &status)),
        }
    }

    fn remembered(&self, name: &str, newest_sequence: i64) -> Option<Arc<T>> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = answers.get(name)?;
        (answer.sequence == newest_sequence).then(|| Arc::clone(&answer.record))
    }

    /// The record was read at `sequence` or later: later is newer than what the
    /// position promises, which harms nobody.
    fn remember(&self, name: &str, sequence: i64, record: Arc<T>) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= ANSWERS_LIMIT {
            answers.clear();
        }
        answers.insert(name.to_owned(), Answer { sequence, record });
    }
}

/// Whether a record is named for the first time. What takes no new entries may stay
/// named where it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// It was not named before.
    New,
    /// It was named before, when it was live.
    Old,
}

/// The record of another service if `field` can name it, given its place in the
/// books of that service.
///
/// # Errors
/// [`Fault::ReferenceMissing`] when it does not exist, or is not live and named for
/// the first time.
pub fn nameable<'a, T>(
    record: Option<&'a T>,
    entry: impl FnOnce(&'a T) -> Option<&'a BookEntry>,
    naming: Naming,
    field: &str,
    name: &str,
) -> Result<&'a T, Fault> {
    let missing = |why: &str| Fault::ReferenceMissing {
        field: field.to_owned(),
        resource: name.to_owned(),
        why: why.to_owned(),
    };
    let record = record.ok_or_else(|| missing(Fault::DOES_NOT_EXIST))?;
    match entry(record).map(BookEntry::state) {
        _ if naming == Naming::Old => Ok(record),
        Some(RecordState::Live) => Ok(record),
        Some(RecordState::Void) => Err(missing("which is void")),
        _ => Err(missing("which is archived and takes no new entries")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(
        recall: &Recall<&'static str>,
        newest: i64,
        said: Result<&'static str, Code>,
    ) -> Option<&'static str> {
        let call = async {
            said.map(Response::new)
                .map_err(|code| Status::new(code, "no"))
        };
        recall
            .read("fairs/a", newest, call)
            .await
            .unwrap()
            .map(|record| *record)
    }

    #[tokio::test]
    async fn an_answer_stands_while_the_position_does() {
        let recall = Recall::new("exhibitions");
        assert_eq!(read(&recall, 7, Ok("live")).await, Some("live"));
        assert_eq!(read(&recall, 7, Ok("never asked")).await, Some("live"));
        assert_eq!(read(&recall, 8, Ok("archived")).await, Some("archived"));
        assert_eq!(read(&recall, 8, Ok("never asked")).await, Some("archived"));
    }

    #[tokio::test]
    async fn that_a_record_is_missing_is_not_remembered() {
        let recall = Recall::new("exhibitions");
        assert_eq!(read(&recall, 7, Err(Code::NotFound)).await, None);
        assert_eq!(read(&recall, 7, Ok("live")).await, Some("live"));
    }

    #[tokio::test]
    async fn memory_is_bounded() {
        let recall = Recall::new("exhibitions");
        for number in 0..=ANSWERS_LIMIT {
            let call = async { Ok(Response::new(number)) };
            recall.read(&number.to_string(), 1, call).await.unwrap();
        }
        assert_eq!(recall.answers.lock().unwrap().len(), 1);
        assert!(recall.remembered(&ANSWERS_LIMIT.to_string(), 1).is_some());
    }

    #[test]
    fn what_is_not_live_may_stay_named_and_not_become_so() {
        let entry = |state: RecordState| BookEntry {
            state: state.into(),
            ..BookEntry::default()
        };
        let records = [RecordState::Live, RecordState::Archived, RecordState::Void].map(entry);
        let refusals = |naming| {
            let records = records.each_ref().map(Some).into_iter().chain([None]);
            let named = records.map(|record| nameable(record, Some, naming, "host", "fairs/a"));
            named
                .map(|named| named.err().map(|why| why.to_string()))
                .collect::<Vec<_>>()
        };
        let refused = |why: &str| Some(format!("host names fairs/a, {why}"));
        let missing = refused("which does not exist");
        assert_eq!(
            refusals(Naming::New),
            [
                None,
                refused("which is archived and takes no new entries"),
                refused("which is void"),
                missing.clone(),
            ]
        );
        assert_eq!(refusals(Naming::Old), [None, None, None, missing]);
    }
}
