//! Requests as the keeper takes them from the handlers.

use prost_types::FieldMask;
use proto::statistics::v1::{AsOf, Position};
use resource::request_id;

use crate::access::{self, Caller};

/// Who asks what, so that a repeated request is known: the caller, the method, the
/// request id and a digest of the whole request.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who made the call that is being answered; nobody outside of one.
    pub(crate) actor: Option<String>,
    pub(crate) method: &'static str,
    pub(crate) request_id: String,
    pub(crate) digest: [u8; 32],
}

impl Asked {
    /// Of a request as it came in. `method` is the full path,
    /// `/tradefair.notes.v1.NotesService/CreateNote`.
    pub fn new(method: &'static str, request_id: &str, request: &impl prost::Message) -> Self {
        let actor = access::current().map(|caller| caller.actor());
        Self {
            actor,
            method,
            request_id: request_id.to_owned(),
            digest: request_id::digest(request),
        }
    }

    /// As [`new`](Self::new), of a request that somebody makes without a call.
    pub fn by(
        caller: &Caller,
        method: &'static str,
        request_id: &str,
        request: &impl prost::Message,
    ) -> Self {
        Self {
            actor: Some(caller.actor()),
            ..Self::new(method, request_id, request)
        }
    }
}

/// Asks for a record to be created.
#[derive(Clone, Debug)]
pub struct Create<R> {
    /// Who asks.
    pub asked: Asked,
    /// The name of what the record belongs to; empty for a fair.
    pub parent: String,
    /// The id, last part of the name.
    pub id: String,
    /// What is recorded.
    pub record: Option<R>,
}

/// Asks for several records to be created in one commit, those that exist left as
/// they are.
#[derive(Clone, Debug)]
pub struct CreateMissing<R> {
    /// Who asks.
    pub asked: Asked,
    /// The name of what the records belong to.
    pub parent: String,
    /// The records with their ids, at least one and each id once.
    pub records: Vec<(String, R)>,
}

/// What became of a [`CreateMissing`].
#[derive(Clone, Debug, PartialEq)]
pub struct Created {
    /// The names of the records that did not exist before.
    pub names: Vec<String>,
    /// The position at which they were recorded; the newest when there were none.
    pub position: Position,
}

/// Asks for many records to be recorded in one commit: those that do not exist are
/// created, those that say something else are changed, the rest stays as it is.
#[derive(Clone, Debug)]
pub struct Import<R> {
    /// Who asks.
    pub asked: Asked,
    /// The name of the fair.
    pub parent: String,
    /// The field of the request that holds the records: `notes`.
    pub field: &'static str,
    /// The records, each with its name.
    pub records: Vec<R>,
    /// Whether only to look what would become of them.
    pub validate_only: bool,
}

/// Asks for a record to be changed.
#[derive(Clone, Debug)]
pub struct Update<R> {
    /// Who asks.
    pub asked: Asked,
    /// The record with its name and the new values.
    pub record: Option<R>,
    /// The fields to change.
    pub update_mask: Option<FieldMask>,
}

/// Asks for a record to be voided or archived.
#[derive(Clone, Debug)]
pub struct Retire {
    /// Who asks.
    pub asked: Asked,
    /// The name of the record.
    pub name: String,
    /// The etag, if it must not have changed.
    pub etag: String,
    /// Why.
    pub reason: String,
    /// What becomes of it.
    pub retirement: Retirement,
}

/// What becomes of a record that is retired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retirement {
    /// It counts no more.
    Void {
        /// The record that takes its place; may be empty.
        moved_to: String,
    },
    /// It takes no new entries; what it counted for stays counted.
    Archive,
}

/// Asks for a page of records.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The name of what the records belong to; empty for fairs.
    pub parent: String,
    /// The most records in the answer.
    pub page_size: i32,
    /// The token of the page before.
    pub page_token: String,
    /// Whether void and archived records are listed too.
    pub show_retired: bool,
    /// The moment.
    pub as_of: Option<AsOf>,
    /// Conditions on fields of the records; empty for none.
    pub filter: String,
}
