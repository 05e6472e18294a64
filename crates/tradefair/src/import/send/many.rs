//! Many records in one request.

use std::collections::BTreeMap;

use prost::{
    Message,
    encoding::{WireType, encode_key, encode_varint},
};
use prost_reflect::{DynamicMessage, FieldDescriptor, Value};
use proto::statistics::v1::{ImportFault, ImportResponse};
use tonic::{Code, Status};

use super::{ImportError, Mode, Sender, Sent, Wrong};
use crate::import::{call::call, methods::Method, record::Record, report::Counts};

/// What is wrong with records, by their place.
type ByPlace = BTreeMap<usize, Vec<Wrong>>;

impl Sender<'_> {
    pub(super) async fn send_many(
        &self,
        import: &Method,
        field: &FieldDescriptor,
        mut records: Vec<Record>,
    ) -> Result<Sent, ImportError> {
        let mut sent = Sent::default();
        if self.mode == Mode::Try {
            let (counts, wrong) = self.tried(import, field, &records).await?;
            sent.counts = counts;
            self.take_out(&mut records, wrong, &mut sent)?;
            return Ok(sent);
        }
        while !records.is_empty() {
            let status = match self.import(import, field, &records, false).await {
                Ok(answer) => {
                    sent.counts.add(&counts_of(&answer));
                    break;
                }
                Err(status) if status.code() == Code::InvalidArgument => status,
                Err(status) => return Err(self.failed(&status)),
            };
            let (_, wrong) = self.tried(import, field, &records).await?;
            if wrong.is_empty() {
                return Err(self.failed(&status));
            }
            self.take_out(&mut records, wrong, &mut sent)?;
            if self.mode == Mode::Store && !sent.refused.is_empty() {
                break;
            }
        }
        Ok(sent)
    }

    /// Moves the records that something is wrong with to where they belong.
    fn take_out(
        &self,
        records: &mut Vec<Record>,
        mut wrong: ByPlace,
        sent: &mut Sent,
    ) -> Result<(), ImportError> {
        for (place, record) in std::mem::take(records).into_iter().enumerate() {
            match wrong.remove(&place) {
                Some(wrong) => self.sort(record, &wrong, sent)?,
                None => records.push(record),
            }
        }
        Ok(())
    }

    /// What would become of records. An answer tells only so many faults; where it
    /// left some out, each half is asked about alone.
    async fn tried(
        &self,
        import: &Method,
        field: &FieldDescriptor,
        records: &[Record],
    ) -> Result<(Counts, ByPlace), ImportError> {
        let (mut counts, mut wrong) = (Counts::default(), ByPlace::new());
        let mut parts = vec![(0, records)];
        while let Some((first, part)) = parts.pop() {
            let answer = self
                .import(import, field, part, true)
                .await
                .map_err(|status| self.failed(&status))?;
            let mut told = ByPlace::new();
            for fault in &answer.faults {
                let place = first + usize::try_from(fault.index).unwrap_or_default();
                told.entry(place).or_default().push(wrong_of(fault));
            }
            let faulty = usize::try_from(answer.faulty).unwrap_or_default();
            if told.len() < faulty && part.len() > 1 {
                let (one, other) = part.split_at(part.len() / 2);
                parts.push((first + one.len(), other));
                parts.push((first, one));
                continue;
            }
            counts.add(&counts_of(&answer));
            wrong.append(&mut told);
        }
        Ok((counts, wrong))
    }

    async fn import(
        &self,
        import: &Method,
        field: &FieldDescriptor,
        records: &[Record],
        validate_only: bool,
    ) -> Result<ImportResponse, Status> {
        let service = self.planned.kind.service;
        let request = self.request(import, field, records, validate_only);
        let link = self
            .target
            .link(service)
            .map_err(|error| Status::unavailable(error.to_string()))?;
        let answer = call(link, &import.path, request).await?;
        ImportResponse::decode(answer).map_err(|error| Status::internal(error.to_string()))
    }

    /// The request. The records are encoded already, so their bytes are only put
    /// together.
    fn request(
        &self,
        import: &Method,
        field: &FieldDescriptor,
        records: &[Record],
        validate_only: bool,
    ) -> Vec<u8> {
        let mut content = Vec::new();
        for record in records {
            encode_key(field.number(), WireType::LengthDelimited, &mut content);
            encode_varint(record.bytes.len() as u64, &mut content);
            content.extend_from_slice(&record.bytes);
        }
        let mut rest = DynamicMessage::new(import.input.clone());
        let service = self.planned.kind.service;
        let id = self
            .target
            .request_id(service, import.path.as_str(), &content);
        rest.set_field_by_name("parent", Value::String(self.target.fair.to_owned()));
        rest.set_field_by_name("validate_only", Value::Bool(validate_only));
        rest.set_field_by_name("request_id", Value::String(id));
        // Fields may stand in any order.
        content.extend(rest.encode_to_vec());
        content
    }
}

fn wrong_of(fault: &ImportFault) -> Wrong {
    Wrong {
        field: fault.field.clone(),
        why: fault.description.clone(),
        missing: fault.missing.clone(),
        named: fault.missing.clone(),
    }
}

fn counts_of(answer: &ImportResponse) -> Counts {
    let count = |count: i32| u64::try_from(count).unwrap_or_default();
    Counts {
        created: count(answer.created),
        revised: count(answer.revised),
        unchanged: count(answer.unchanged),
        ..Counts::default()
    }
}
