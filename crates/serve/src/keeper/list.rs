//! Lists of records, page by page.

use fault::{Fault, Violations};
use futures_util::future::try_join_all;
use ledger::{Moment, RecordedAt, Revision, State};
use prost::Message;
use proto::statistics::v1::Position;
use resource::{
    Level, Name,
    page::{self, Cursor, Question},
};

use super::{Keeper, List, Record, answer, moment};

/// How many fairs are read at the same time: enough to share their commits, and few
/// beside the reads that others wait for.
const FAIRS_AT_ONCE: usize = 64;

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
        violations.check()?;
        let question = question::<Service, R>(self.name, &list);
        let cursor = Cursor::read(&list.page_token, &question)?;
        match parent {
            None => self.list_fairs(&list, size, &question, cursor).await,
            Some(parent) => {
                let position = match &cursor {
                    None => self.at(parent.fair(), moment?).await?,
                    Some(cursor) => self.again(parent.fair(), cursor.sequence).await?,
                };
                let after = cursor.as_ref().map(|cursor| cursor.last_key.as_str());
                let collection = format!("{parent}/{}", R::COLLECTION);
                let mut revisions = self
                    .book
                    .records(&collection, after, size + 1, list.show_retired, &position)
                    .await?;
                let next_page_token = cut(&mut revisions, size, position.sequence, &question);
                let records = revisions
                    .iter()
                    .map(|revision| answer::answer(self.name, revision, &position));
                Ok(Page {
                    records: records.collect::<Result<_, _>>()?,
                    next_page_token,
                    position: Some(answer::position(self.name, &position)),
                })
            }
        }
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
                    records.push(answer::answer(self.name, &revision, &position)?);
                    revisions.push(revision);
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
    let last = revisions
        .last()
        .and_then(|last| ledger::split_name(&last.name));
    let last_key = last.map_or_else(String::new, |(_, id)| id.to_owned());
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
        as_of.as_deref().unwrap_or_default(),
    ])
}
