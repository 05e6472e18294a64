//! Record by record, where there is no method for many.

use std::borrow::Cow;

use futures_util::{StreamExt, stream};
use prost::Message;
use prost_reflect::{DynamicMessage, MessageDescriptor, ReflectMessage, Value};
use proto::statistics::v1::RecordState;
use tonic::Status;

use super::{ImportError, Mode, Sender, Sent, is_of_the_row, wrong_of};
use crate::import::{
    call::call,
    columns::is_derived,
    methods::{Method, One, field_of},
    naming::parts,
    pages::state,
    record::Record,
    report::Counts,
    tables::TableKind,
    target::is_absent,
};

/// How many records are under way at once.
const UNDER_WAY: usize = 32;

/// A row that nobody judges before it is rehearsed: there is no method that tries it.
const UNJUDGED: Counts = Counts {
    created: 0,
    revised: 0,
    unchanged: 0,
    done: 0,
    unjudged: 1,
};

/// The methods of a resource that is recorded one by one.
#[derive(Clone, Copy)]
struct Methods<'a> {
    one: &'a One,
    update: &'a Method,
}

impl Sender<'_> {
    pub(super) async fn send_single(
        &self,
        update: &Method,
        records: Vec<Record>,
    ) -> Result<Sent, ImportError> {
        let kind = self.planned.kind;
        let one = self.planned.shape.one.as_ref();
        let one = one.ok_or_else(|| ImportError::Defect(format!("{} is a call", kind.noun)))?;
        let methods = Methods { one, update };
        // Those that build on others of their own follow them.
        let under_way = if kind.is_in_order { 1 } else { UNDER_WAY };
        let mut told = stream::iter(records)
            .map(|record| async move {
                let told = self.put(methods, &record).await;
                (record, told)
            })
            .buffered(under_way);
        let mut sent = Sent::default();
        while let Some((record, told)) = told.next().await {
            self.take(record, told, self.planned.kind.singular, &mut sent)?;
        }
        Ok(sent)
    }

    /// Rows that are calls go one after the other.
    pub(super) async fn send_calls(
        &self,
        method: &Method,
        records: Vec<Record>,
    ) -> Result<Sent, ImportError> {
        let mut sent = Sent::default();
        for record in records {
            let told = match self.mode {
                Mode::Try => Ok(UNJUDGED),
                _ => {
                    let content = DynamicMessage::decode(method.input.clone(), &*record.bytes)
                        .map_err(|error| ImportError::Defect(error.to_string()))?;
                    self.ask(method, content).await.map(|_| Counts {
                        done: 1,
                        ..Counts::default()
                    })
                }
            };
            self.take(record, told, "", &mut sent)?;
        }
        Ok(sent)
    }

    fn take(
        &self,
        record: Record,
        told: Result<Counts, Status>,
        recorded: &str,
        sent: &mut Sent,
    ) -> Result<(), ImportError> {
        match told {
            Ok(counts) => sent.counts.add(&counts),
            Err(status) if is_of_the_row(status.code()) => {
                self.sort(record, &wrong_of(&status, recorded), sent)?;
            }
            Err(status) => return Err(self.failed(&status)),
        }
        Ok(())
    }

    /// Creates a record that is not there, changes one that says something else. Of
    /// a row that is tried it can only be told that nothing would change.
    async fn put(&self, methods: Methods<'_>, record: &Record) -> Result<Counts, Status> {
        let kind = self.planned.kind;
        let shape = &self.planned.shape.record;
        let mut wanted = decode(shape, &record.bytes)?;
        let mut question = DynamicMessage::new(methods.one.get.input.clone());
        question.set_field_by_name("name", Value::String(record.name.clone()));
        let known = match self.call(&methods.one.get, &question).await {
            Ok(answer) => decode(shape, &answer)?,
            Err(status) if is_absent(status.code()) => {
                if self.mode == Mode::Try {
                    return Ok(UNJUDGED);
                }
                let request = create_request(&methods.one.create, kind, &record.name, wanted)?;
                self.ask(&methods.one.create, request).await?;
                return Ok(Counts {
                    created: 1,
                    ..Counts::default()
                });
            }
            Err(status) => return Err(status),
        };
        let same = said(kind, known.clone()) == said(kind, wanted.clone());
        let state = state(&known);
        if state == RecordState::Void || (state == RecordState::Archived && !same) {
            let why = "it is void, archived or retired, and takes no change";
            return Err(Status::failed_precondition(why));
        }
        let unchanged = Counts {
            unchanged: 1,
            ..Counts::default()
        };
        let revised = Counts {
            revised: 1,
            ..Counts::default()
        };
        if same || self.mode == Mode::Try {
            return Ok(if same { unchanged } else { UNJUDGED });
        }
        let etag = known.get_field_by_name("etag").map(Cow::into_owned);
        wanted.set_field_by_name("etag", etag.clone().unwrap_or(Value::String(String::new())));
        let mut request = DynamicMessage::new(methods.update.input.clone());
        let field = field_of(&methods.update.input, shape).map_err(Status::internal)?;
        request.set_field(&field, Value::Message(wanted));
        let after = decode(shape, &self.ask(methods.update, request).await?)?;
        // What a service makes of a text may be what it had made of another one.
        let after = after.get_field_by_name("etag").map(Cow::into_owned);
        Ok(if after == etag { unchanged } else { revised })
    }

    /// Sends a request that changes something, with an id made of what it says.
    async fn ask(
        &self,
        method: &Method,
        mut request: DynamicMessage,
    ) -> Result<prost::bytes::Bytes, Status> {
        let service = self.planned.kind.service;
        let content = request.encode_to_vec();
        let id = self
            .target
            .request_id(service, method.path.as_str(), &content);
        request.set_field_by_name("request_id", Value::String(id));
        self.call(method, &request).await
    }

    async fn call(
        &self,
        method: &Method,
        request: &DynamicMessage,
    ) -> Result<prost::bytes::Bytes, Status> {
        let link = self
            .target
            .link(self.planned.kind.service)
            .map_err(|error| Status::unavailable(error.to_string()))?;
        call(link, &method.path, request.encode_to_vec()).await
    }
}

fn decode(shape: &MessageDescriptor, bytes: &[u8]) -> Result<DynamicMessage, Status> {
    DynamicMessage::decode(shape.clone(), bytes)
        .map_err(|error| Status::internal(error.to_string()))
}

/// The request that creates a record of this name.
pub(in crate::import) fn create_request(
    create: &Method,
    kind: &TableKind,
    name: &str,
    mut wanted: DynamicMessage,
) -> Result<DynamicMessage, Status> {
    let field = field_of(&create.input, &wanted.descriptor()).map_err(Status::internal)?;
    let (parent, _, id) = parts(name);
    wanted.clear_field_by_name("name");
    let mut request = DynamicMessage::new(create.input.clone());
    // A fair has no parent, and its request no field for one.
    if let Some(field) = create.input.get_field_by_name("parent") {
        request.set_field(&field, Value::String(parent.to_owned()));
    }
    let id_field = format!("{}_id", kind.singular);
    request.set_field_by_name(&id_field, Value::String(id.to_owned()));
    request.set_field(&field, Value::Message(wanted));
    Ok(request)
}

/// What the caller says of a record, as bytes.
fn said(kind: &TableKind, mut record: DynamicMessage) -> Vec<u8> {
    keep_what_is_said(kind, &mut record);
    record.encode_to_vec()
}

/// Takes out of a record what the books write into it.
pub(in crate::import) fn keep_what_is_said(kind: &TableKind, record: &mut DynamicMessage) {
    let fields: Vec<_> = record.descriptor().fields().collect();
    for field in fields {
        let name = field.name();
        if matches!(name, "name" | "etag" | "entry") || is_derived(kind, name) {
            record.clear_field(&field);
        }
    }
}
