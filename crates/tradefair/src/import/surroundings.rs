//! What stands around the rows of an import, brought into the books of its rehearsal.
//!
//! The books of a rehearsal are empty, and the real ones are not: a row may change a
//! record that is there, and name others. Those, and what they name in turn, are read
//! from the real books and recorded in the others before the row is. So the rehearsal
//! reads what the caller may read, and as much of it as the import is about.
//!
//! A copy is live, whatever has become of the record since. One that is void or
//! archived is therefore not copied for a row that names it, which is refused then as it
//! will be; only for a record that named it before, and may go on to.

use futures_util::{StreamExt, TryStreamExt, stream};
use prost::Message;
use prost_reflect::{DynamicMessage, Value};
use proto::statistics::v1::{AsOf, RecordState};
use tonic::Status;

use super::{
    call::call,
    keys::Keys,
    methods::{Method, One, Shape},
    naming::{in_order, name_of, names_in, parts},
    pages::{Pages, state},
    plan::{Plan, Planned},
    record::Record,
    send::{ImportError, create_request, is_of_the_row, keep_what_is_said},
    tables::{Parent, TABLES, TableKind},
    target::Target,
};
use crate::topology::ServiceName;

/// How many records are read at once.
const UNDER_WAY: usize = 32;

/// What is known of a name in the real books.
mod known {
    /// There is none.
    pub(super) const ABSENT: u32 = 0;
    /// It was read.
    pub(super) const THERE: u32 = 1;
}

/// Copies out of the real books.
pub(super) struct Surroundings<'a> {
    real: &'a Target<'a>,
    rehearsal: &'a Target<'a>,
    /// Which records the tables bring.
    brought: &'a Keys,
    kinds: Vec<(&'static TableKind, Shape)>,
    /// What was looked for, with what was found.
    seen: Keys,
    /// What is recorded in the books of the rehearsal.
    copied: Keys,
    /// What is live here and archived or void in the real books.
    retired: Keys,
    /// What these books lack although it is in the real ones.
    lacking: Keys,
}

impl<'a> Surroundings<'a> {
    /// Copies what all records may be judged by: the fair, its editions, and the settings
    /// of the reports where the import has some.
    pub(super) async fn of(
        plan: &Plan,
        brought: &'a Keys,
        real: &'a Target<'a>,
        rehearsal: &'a Target<'a>,
    ) -> Result<Self, ImportError> {
        let kinds = TABLES.iter().map(|kind| Ok((kind, Shape::of(kind)?)));
        let kinds: Result<_, String> = kinds.collect();
        let surroundings = Self {
            real,
            rehearsal,
            brought,
            kinds: kinds.map_err(ImportError::Defect)?,
            seen: Keys::new()?,
            copied: Keys::new()?,
            retired: Keys::new()?,
            lacking: Keys::new()?,
        };
        surroundings.copy(real.fair).await?;
        let editions = surroundings.copy_all("editions", real.fair).await?;
        let is_setting = |kind: &TableKind| kind.service == ServiceName::Reporting;
        if plan.tables.iter().any(|planned| is_setting(planned.kind)) {
            for kind in TABLES.iter().filter(|kind| is_setting(kind)) {
                let parents = match kind.parent {
                    Parent::Fair => vec![real.fair],
                    Parent::Edition => editions.iter().map(String::as_str).collect(),
                    Parent::None | Parent::Call(_) => Vec::new(),
                };
                for parent in parents {
                    surroundings.copy_all(kind.resource, parent).await?;
                }
            }
        }
        Ok(surroundings)
    }

    /// Copies what records change and what they name.
    pub(super) async fn bring(
        &self,
        planned: &Planned,
        records: &[Record],
    ) -> Result<(), ImportError> {
        let kind = planned.kind;
        if matches!(kind.parent, Parent::Call(_)) {
            return Ok(());
        }
        for record in records {
            let message = decode(&planned.shape, &record.bytes)?;
            for name in names_in(kind, &record.name, &message) {
                if !self.brought.has(&name)? {
                    self.copy_named(&name).await?;
                }
            }
        }
        let mut own = Vec::new();
        for record in records {
            if !self.needs_no_look(&record.name).await? {
                own.push(record.name.as_str());
            }
        }
        let found: Vec<_> = stream::iter(own)
            .map(|name| async move { Ok::<_, ImportError>((name, self.read(name).await?)) })
            .buffered(UNDER_WAY)
            .try_collect()
            .await?;
        for (name, record) in found {
            if let Some(record) = record {
                self.record(name, record).await?;
            }
        }
        Ok(())
    }

    /// Whether it need not be looked whether a record is there: it was, or what it lies
    /// in is not.
    async fn needs_no_look(&self, name: &str) -> Result<bool, ImportError> {
        if self.seen.has(name)? {
            return Ok(true);
        }
        let Some(parent) = parent_of(name) else {
            return Ok(false);
        };
        if !self.seen.has(parent)? {
            self.read(parent).await?;
        }
        Ok(self.seen.number(parent)? == Some(known::ABSENT))
    }

    /// What a new record lies in that takes no new records any more.
    pub(super) fn retired_parent(&self, name: &str) -> Result<Option<String>, ImportError> {
        if self.seen.number(name)? == Some(known::THERE) {
            return Ok(None);
        }
        let mut above = parent_of(name);
        while let Some(parent) = above {
            if self.retired.has(parent)? {
                return Ok(Some(parent.to_owned()));
            }
            above = parent_of(parent);
        }
        Ok(None)
    }

    /// Whether these books lack any record that is in the real ones.
    pub(super) fn lack_some(&self) -> Result<bool, ImportError> {
        Ok(!self.lacking.is_empty()?)
    }

    /// Whether these books lack one of the records although the real ones have it.
    pub(super) fn lack_any<'n>(
        &self,
        mut names: impl Iterator<Item = &'n str>,
    ) -> Result<bool, ImportError> {
        names.try_fold(false, |lacks, name| {
            Ok(lacks || (!name.is_empty() && self.lacking.has(name)?))
        })
    }

    /// Copies a record that a row names, if it is live.
    async fn copy_named(&self, name: &str) -> Result<(), ImportError> {
        if self.seen.has(name)? {
            return Ok(());
        }
        match self.read(name).await? {
            Some(record) if state(&record) == RecordState::Live => self.record(name, record).await,
            _ => Ok(()),
        }
    }

    /// Copies a record with what it names.
    async fn copy(&self, name: &str) -> Result<(), ImportError> {
        if self.copied.has(name)? {
            return Ok(());
        }
        match self.read(name).await? {
            Some(record) => self.record(name, record).await,
            None => Ok(()),
        }
    }

    /// Copies all records of a kind in one place, and tells their names.
    async fn copy_all(&self, resource: &str, parent: &str) -> Result<Vec<String>, ImportError> {
        let unreadable = |error: crate::Failure| ImportError::Rehearsal(error.to_string());
        let Some((kind, shape)) = self
            .kinds
            .iter()
            .find(|(kind, _)| kind.resource == resource)
        else {
            return Ok(Vec::new());
        };
        if shape.one.is_none() {
            return Ok(Vec::new());
        }
        let newest = AsOf::default();
        let pages = Pages::of(self.real.links, kind, shape, parent, &newest);
        let mut pages = pages.map_err(unreadable)?;
        let records = pages.rest().await.map_err(unreadable)?;
        let mut names = Vec::new();
        for record in in_order(records) {
            let name = name_of(&record);
            self.record(&name, record).await?;
            names.push(name);
        }
        Ok(names)
    }

    /// A record of the real books.
    async fn read(&self, name: &str) -> Result<Option<DynamicMessage>, ImportError> {
        let Some((kind, shape, one)) = self.kind_of(name) else {
            // The service will say what is wrong with the name.
            return Ok(None);
        };
        let mut question = DynamicMessage::new(one.get.input.clone());
        question.set_field_by_name("name", Value::String(name.to_owned()));
        let link = self.real.link(kind.service)?;
        let found = match call(link, &one.get.path, question.encode_to_vec()).await {
            Ok(answer) => Some(decode(shape, &answer)?),
            Err(status) if is_of_the_row(status.code()) => None,
            Err(status) => return Err(unusable(kind, &status)),
        };
        let known = if found.is_some() {
            known::THERE
        } else {
            known::ABSENT
        };
        self.seen.note(name, known)?;
        Ok(found)
    }

    /// Records a copy, after copies of what it names: those that are on the way stand on
    /// a stack, as records may follow each other in long chains.
    async fn record(&self, name: &str, record: DynamicMessage) -> Result<(), ImportError> {
        let mut way = vec![(name.to_owned(), record, false)];
        while let Some((name, mut record, is_entered)) = way.pop() {
            let Some((kind, _, one)) = self.kind_of(&name) else {
                continue;
            };
            if !is_entered {
                if !self.copied.add(&name)? {
                    continue;
                }
                self.seen.note(&name, known::THERE)?;
                if state(&record) != RecordState::Live {
                    self.retired.add(&name)?;
                }
                let named = names_in(kind, &name, &record);
                way.push((name, record, true));
                for name in named {
                    if !self.copied.has(&name)?
                        && let Some(record) = self.read(&name).await?
                    {
                        way.push((name, record, false));
                    }
                }
                continue;
            }
            keep_what_is_said(kind, &mut record);
            if !self.create(kind, &one.create, &name, record).await? {
                self.lacking.add(&name)?;
            }
        }
        Ok(())
    }

    /// Records a copy in the books of the rehearsal, and tells whether it was taken: what
    /// was right once need not be right any more.
    async fn create(
        &self,
        kind: &TableKind,
        create: &Method,
        name: &str,
        record: DynamicMessage,
    ) -> Result<bool, ImportError> {
        let defect = |status: Status| ImportError::Defect(status.message().to_owned());
        let mut request = create_request(create, kind, name, record).map_err(defect)?;
        let content = request.encode_to_vec();
        let id = self
            .rehearsal
            .request_id(kind.service, create.path.as_str(), &content);
        request.set_field_by_name("request_id", Value::String(id));
        let link = self.rehearsal.link(kind.service)?;
        match call(link, &create.path, request.encode_to_vec()).await {
            Ok(_) => Ok(true),
            Err(status) if is_of_the_row(status.code()) => Ok(false),
            Err(status) => Err(unusable(kind, &status)),
        }
    }

    /// What a name is a name of.
    fn kind_of(&self, name: &str) -> Option<(&'static TableKind, &Shape, &One)> {
        let (_, collection, _) = parts(name);
        let (kind, shape) = self
            .kinds
            .iter()
            .find(|(kind, _)| kind.collection == collection)?;
        Some((kind, shape, shape.one.as_ref()?))
    }
}

fn decode(shape: &Shape, bytes: &[u8]) -> Result<DynamicMessage, ImportError> {
    DynamicMessage::decode(shape.record.clone(), bytes)
        .map_err(|error| ImportError::Defect(error.to_string()))
}

fn unusable(kind: &TableKind, status: &Status) -> ImportError {
    ImportError::Rehearsal(format!(
        "the {} service failed: {}",
        kind.service,
        status.message()
    ))
}

/// What a record lies in; a fair lies in nothing.
fn parent_of(name: &str) -> Option<&str> {
    let (parent, ..) = parts(name);
    (!parent.is_empty()).then_some(parent)
}
