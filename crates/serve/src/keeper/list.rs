//! Lists of records, page by page.

use fault::{Fault, Violations};
use futures_util::future::try_join_all;
use ledger::{Moment, RecordedAt, Revision, State};
use prost::Message;
use proto::statistics::v1::Position;
use resource::{
    Level, Name,
    filter::Filter,
    page::{self, Cursor, Question},
};

use super::{Keeper, List, Record, answer, moment};

/// How many fairs are read at the same time: enough to share their commits, and few
/// beside the reads that others wait for.
const FAIRS_AT_ONCE: usize = 64;

/// How many records are looked at between two looks at the store when a filter is
/// set, and how often.
const LOOKED_AT_ONCE: usize = 500;
const STRETCHES_AT_MOST: usize = 20;

/// A page of records.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<R> {
    /// The records, in the order of their ids.
    pub records: Vec<R>,
    /// The token of the next page; empty on the last.
    pub next_page_token: String,
    /// The position at which the page was read; `None` for a list of fairs, which
    /// have books of their own.
    pub position: Option<Position>,
}

impl<Service: Sync> Keeper<Service> {
    /// Reads a page of records, in the order of their ids; all pages at the same
    /// position.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`], [`Fault::AsOfInvalid`], [`Fault::PageTokenInvalid`].
    pub async fn list<R: Record<Service>>(&self, list: List) -> Result<Page<R>, Fault> {
        let mut violations = Violations::new();
        let size = page::size(list.page_size, &mut violations);
        let parent = match R::LEVEL {
            Level::Fair => None,
            Level::InFair => Name::require(
                &list.parent,
                Level::Fair,
                "fairs",
                "parent",
                &mut violations,
            ),
            Level::InEdition => Name::require(
                &list.parent,
                Level::InFair,
                "editions",
                "parent",
                &mut violations,
            ),
        };
        let fair = parent.as_ref().map_or("", Name::fair);
        let moment = moment::read(list.as_of.as_ref(), self.name, fair, &mut violations);
        let filter = Filter::read::<R>(&list.filter, &mut violations)?;
        violations.check()?;
        let question = question::<Service, R>(self.name, &list);
        let cursor = Cursor::read(&list.page_token, &question)?;
        match parent {
            None => {
                self.list_fairs(&list, size, &filter, &question, cursor)
                    .await
            }
            Some(parent) => {
                let position = match &cursor {
                    None => self.at(parent.fair(), moment?).await?,
                    Some(cursor) => self.again(parent.fair(), cursor.sequence).await?,
                };
                let walk = Walk {
                    collection: format!("{parent}/{}", R::COLLECTION),
                    show_retired: list.show_retired,
                    position: &position,
                };
                let after = cursor.map(|cursor| cursor.last_key);
                let (records, last_key) = match filter.is_empty() {
                    true => self.stretch::<R>(&walk, after, size).await?,
                    false => self.sift::<R>(&walk, after, size, &filter).await?,
                };
                let next = last_key.map(|last_key| Cursor {
                    sequence: position.sequence,
                    last_key,
                });
                Ok(Page {
                    records,
                    next_page_token: next.map_or_else(String::new, |next| next.token(&question)),
                    position: Some(answer::position(self.name, &position)),
                })
            }
        }
    }

    /// The records of a collection after an id, and the id to read on after, if
    /// there are more than `size`.
    async fn stretch<R: Record<Service>>(
        &self,
        walk: &Walk<'_>,
        after: Option<String>,
        size: usize,
    ) -> Result<(Vec<R>, Option<String>), Fault> {
        let mut revisions = self
            .book
            .records(
                &walk.collection,
                after.as_deref(),
                size + 1,
                walk.show_retired,
                walk.position,
            )
            .await?;
        let more = revisions.len() > size;
        revisions.truncate(size);
        let last_key = revisions.last().filter(|_| more).map(id_of_record);
        let records = revisions
            .iter()
            .map(|revision| answer::answer(self.name, revision, walk.position));
        Ok((records.collect::<Result<_, _>>()?, last_key))
    }

    /// As [`stretch`](Self::stretch), of the records that pass a filter. The records
    /// looked at are bounded, so that a filter few pass holds nobody up: a page may
    /// hold less than was asked for and not be the last.
    async fn sift<R: Record<Service>>(
        &self,
        walk: &Walk<'_>,
        mut after: Option<String>,
        size: usize,
        filter: &Filter,
    ) -> Result<(Vec<R>, Option<String>), Fault> {
        let mut passed: Vec<R> = Vec::new();
        for _ in 0..STRETCHES_AT_MOST {
            let (records, last_key) = self
                .stretch::<R>(walk, after.take(), LOOKED_AT_ONCE)
                .await?;
            for record in records {
                if !filter.passes(&record)? {
                    continue;
                }
                if passed.len() == size {
                    // One more passes than asked for: the page ends before it.
                    let last = passed.last_mut().map(|last| last.header().name.clone());
                    return Ok((passed, last.as_deref().and_then(id_of_name)));
                }
                passed.push(record);
            }
            let Some(last_key) = last_key else {
                return Ok((passed, None));
            };
            after = Some(last_key);
        }
        Ok((passed, after))
    }

    /// The position a page token tells, which this service has told before.
    pub(crate) async fn again(&self, fair: &str, sequence: i64) -> Result<ledger::Position, Fault> {
        let position = self.at(fair, Moment::Sequence(sequence)).await;
        position.map_err(|wrong| match wrong {
            Fault::AsOfInvalid { .. } => Fault::PageTokenInvalid,
            other => other,
        })
    }

    /// Reads a page of fairs. Each has a book of its own, so what all pages share
    /// is a time: that of the newest commit when the first page was read.
    async fn list_fairs<R: Record<Service>>(
        &self,
        list: &List,
        size: usize,
        filter: &Filter,
        question: &Question,
        cursor: Option<Cursor>,
    ) -> Result<Page<R>, Fault> {
        let mut newest = self.book.fairs().await?;
        newest.sort_by(|one, other| one.fair.cmp(&other.fair));
        let read_at = match &cursor {
            Some(cursor) => RecordedAt(cursor.sequence),
            None => newest
                .iter()
                .filter_map(|position| position.recorded_at)
                .max()
                .unwrap_or_default(),
        };
        let after = cursor
            .as_ref()
            .map_or("", |cursor| cursor.last_key.as_str());
        newest.retain(|position| id_of(&position.fair) > after);
        let (mut revisions, mut records) = (Vec::new(), Vec::new());
        for part in newest.chunks(FAIRS_AT_ONCE.min(size + 1)) {
            // What the books of these have to promise becomes durable together, not
            // by one commit after another.
            let part = part.iter().map(|newest| self.fair_at(newest, read_at));
            for (found, position) in try_join_all(part).await? {
                let shown =
                    found.filter(|revision| list.show_retired || revision.state == State::Live);
                if let Some(revision) = shown {
                    let record: R = answer::answer(self.name, &revision, &position)?;
                    if filter.passes(&record)? {
                        records.push(record);
                        revisions.push(revision);
                    }
                }
            }
            if revisions.len() > size {
                break;
            }
        }
        let next_page_token = cut(&mut revisions, size, read_at.microseconds(), question);
        records.truncate(size);
        Ok(Page {
            records,
            next_page_token,
            position: None,
        })
    }

    /// A fair as it was at a time, with the position of its book then.
    async fn fair_at(
        &self,
        newest: &ledger::Position,
        time: RecordedAt,
    ) -> Result<(Option<Revision>, ledger::Position), Fault> {
        let fair = &newest.fair;
        let position = match self.book.resolve(fair, Moment::Time(time)).await {
            // The clock has been set back since another fair was written.
            Err(Fault::AsOfInvalid { .. }) => newest.clone(),
            resolved => resolved?,
        };
        let found = self.book.record(fair.as_str(), &position).await?;
        Ok((found, position))
    }
}

/// Which records are walked through.
struct Walk<'a> {
    collection: String,
    show_retired: bool,
    position: &'a ledger::Position,
}

/// The id of a stored record.
fn id_of_record(revision: &Revision) -> String {
    id_of_name(&revision.name).unwrap_or_default()
}

fn id_of_name(name: &str) -> Option<String> {
    ledger::split_name(name).map(|(_, id)| id.to_owned())
}

/// The id of a fair.
fn id_of(fair: &ledger::Fair) -> &str {
    fair.as_str().trim_start_matches("fairs/")
}

/// Cuts what is beyond the page, and makes the token of the next one.
fn cut(revisions: &mut Vec<Revision>, size: usize, sequence: i64, question: &Question) -> String {
    if revisions.len() <= size {
        return String::new();
    }
    revisions.truncate(size);
    let last_key = revisions.last().map_or_else(String::new, id_of_record);
    Cursor { sequence, last_key }.token(question)
}

/// What a page token is bound to.
fn question<Service, R: Record<Service>>(service: &str, list: &List) -> Question {
    let as_of = list.as_of.as_ref().map(Message::encode_to_vec);
    Question::of(&[
        service.as_bytes(),
        R::COLLECTION.as_bytes(),
        list.parent.as_bytes(),
        &[u8::from(list.show_retired)],
        list.filter.as_bytes(),
        as_of.as_deref().unwrap_or_default(),
    ])
}
