//! Records, page by page, all at one cut.

use prost::Message;
use prost_reflect::{DynamicMessage, FieldDescriptor, Value};
use proto::statistics::v1::{AsOf, BookEntry, Cut, GetPositionRequest, Position, RecordState};
use serve::Link;
use tonic::{Code, Status};

use super::{
    call::call,
    methods::{Method, Shape, field_of, position_method},
    tables::{Parent, TableKind},
    target::Links,
};
use crate::{Failure, topology::ServiceName};

/// How many records one page has at most.
const PAGE_SIZE: i32 = 500;

/// The services that keep books, those that ask others first: so no record of the
/// cut names one that is not in it.
const DEPENDENTS_FIRST: [ServiceName; 4] = [
    ServiceName::Contracts,
    ServiceName::Forums,
    ServiceName::Exhibitions,
    ServiceName::Reporting,
];

/// The positions of a moment.
pub(crate) async fn cut(links: &Links, fair: &str, as_of: Option<&AsOf>) -> Result<Cut, Failure> {
    let mut positions = Vec::new();
    for service in DEPENDENTS_FIRST {
        let request = GetPositionRequest {
            name: fair.to_owned(),
            as_of: as_of.cloned(),
        };
        let method = position_method(service)?;
        let link = link(links, service)?;
        let answer = call(link, &method.path, request.encode_to_vec()).await;
        positions.push(Position::decode(
            answer.map_err(|status| failed(service, &status))?,
        )?);
    }
    Ok(Cut { positions })
}

/// The records of one table below one parent.
pub(crate) struct Pages<'a> {
    link: &'a Link,
    service: ServiceName,
    method: Method,
    request: DynamicMessage,
    /// The field of the answer with the records; `None` when it is the record.
    records: Option<FieldDescriptor>,
    is_done: bool,
}

impl<'a> Pages<'a> {
    /// What is archived is among them: it counts no less, and others may name it. What is
    /// retired in another way is left out.
    pub(crate) fn of(
        links: &'a Links,
        kind: &TableKind,
        shape: &Shape,
        parent: &str,
        as_of: &AsOf,
    ) -> Result<Self, Failure> {
        let method = match &shape.one {
            Some(one) if kind.parent == Parent::None => one.get.clone(),
            Some(one) => one.list.clone(),
            None => return Err(format!("{} cannot be listed", kind.resource).into()),
        };
        let mut request = DynamicMessage::new(method.input.clone());
        let of = if kind.parent == Parent::None {
            "name"
        } else {
            "parent"
        };
        request.set_field_by_name(of, Value::String(parent.to_owned()));
        if kind.parent != Parent::None {
            request.set_field_by_name("page_size", Value::I32(PAGE_SIZE));
        }
        let field = method.input.get_field_by_name("as_of");
        if let Some(field) = field
            && let Value::Message(moment) = request.get_field_mut(&field)
        {
            moment.transcode_from(as_of)?;
        }
        let records = field_of(&method.output, &shape.record).ok();
        if records.is_some() && shape.one.as_ref().is_some_and(|one| one.is_archivable) {
            request.set_field_by_name("show_retired", Value::Bool(true));
        }
        Ok(Self {
            link: link(links, kind.service)?,
            service: kind.service,
            records,
            method,
            request,
            is_done: false,
        })
    }

    /// All pages that are left as one.
    pub(crate) async fn rest(&mut self) -> Result<Vec<DynamicMessage>, Failure> {
        let mut records = Vec::new();
        while let Some(page) = self.next().await? {
            records.extend(page);
        }
        Ok(records)
    }

    /// The next page; `None` after the last.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<DynamicMessage>>, Failure> {
        if self.is_done {
            return Ok(None);
        }
        let answer = call(self.link, &self.method.path, self.request.encode_to_vec()).await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(status) if self.records.is_some() && status.code() == Code::NotFound => {
                // Books that had not heard of the parent then had no records below it.
                self.is_done = true;
                return Ok(None);
            }
            Err(status) => return Err(failed(self.service, &status)),
        };
        let answer = DynamicMessage::decode(self.method.output.clone(), answer)?;
        let Some(field) = &self.records else {
            self.is_done = true;
            return Ok(Some(vec![answer]));
        };
        let token = answer.get_field_by_name("next_page_token");
        let token = token.map(std::borrow::Cow::into_owned);
        self.is_done = token
            .as_ref()
            .and_then(Value::as_str)
            .is_none_or(str::is_empty);
        if let Some(token) = token {
            self.request.set_field_by_name("page_token", token);
        }
        let records = answer.get_field(field).into_owned();
        let Value::List(records) = records else {
            return Err(format!("{} is no list", field.full_name()).into());
        };
        let messages = records.into_iter().filter_map(|record| match record {
            Value::Message(record) if state(&record) != RecordState::Void => Some(record),
            _ => None,
        });
        Ok(Some(messages.collect()))
    }
}

/// What has become of a record; what says nothing of it is live.
pub(crate) fn state(record: &DynamicMessage) -> RecordState {
    let entry = record.get_field_by_name("entry");
    let entry = entry.as_deref().and_then(Value::as_message);
    let entry = entry.and_then(|entry| entry.transcode_to::<BookEntry>().ok());
    entry.map_or(RecordState::Live, |entry| entry.state())
}

fn link(links: &Links, service: ServiceName) -> Result<&Link, Failure> {
    let link = links.get(&service);
    link.ok_or_else(|| format!("there is no way to the {service} service").into())
}

fn failed(service: ServiceName, status: &Status) -> Failure {
    format!("the {service} service cannot be read: {}", status.message()).into()
}
