//! Batches are handed to a service: tried, or stored.

mod many;
mod single;

pub(super) use single::{create_request, keep_what_is_said};

use std::sync::Arc;

use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::{
    fault::{ImportFaults, RowFault},
    keys::{Forgotten, Keys},
    methods::Methods,
    plan::Planned,
    record::{Header, Record},
    report::Counts,
    surroundings::Surroundings,
    target::Target,
};
use crate::topology::ServiceName;

/// Why an import stopped before it had told what became of the rows.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The tables are wrong.
    #[error(transparent)]
    Refused(#[from] ImportFaults),
    /// A service is needed and has no address.
    #[error("there is no way to the {0} service")]
    NoWay(ServiceName),
    /// A service cannot be used.
    #[error("the {service} service cannot be used: {why}")]
    Away {
        /// The service.
        service: ServiceName,
        /// What it answered.
        why: String,
    },
    /// A service cannot be used any more; the rows may be right.
    #[error("the {service} service failed while loading {file}: {why}; loading again is safe")]
    Failed {
        /// The service.
        service: ServiceName,
        /// The table.
        file: String,
        /// What it answered.
        why: String,
    },
    /// The fair is not told.
    #[error(
        "no table names the fair, and the books are about {0} or more of them; name it with --fair"
    )]
    WhichFair(usize),
    /// The fair is nowhere.
    #[error("the books know no {0}, and no table brings it")]
    NoFair(String),
    /// Rejected rows cannot be written down.
    #[error("{0} cannot be written: {1}")]
    Rejects(String, std::io::Error),
    /// The books for the rehearsal cannot be opened.
    #[error("the rehearsal cannot be held: {0}")]
    Rehearsal(String),
    /// There is no disk to note on which rows there are.
    #[error("which rows the tables have cannot be noted on disk: {0}")]
    Forgotten(#[from] Forgotten),
    /// Something that cannot be.
    #[error("{0}")]
    Defect(String),
}

/// What is done with the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// The services tell what would become of them where they have a method that
    /// does, and store nothing.
    Try,
    /// They are stored in books of no account, but those that are refused.
    Rehearse,
    /// They are stored, all or none of a batch.
    Store,
    /// They are stored, and those that are refused are left out.
    StoreWhatIsRight,
}

/// What became of some records.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) counts: Counts,
    /// The records that were refused, with all that is wrong with each.
    pub(super) refused: Vec<(Record, Vec<RowFault>)>,
    /// The records that name one which is not there yet.
    pub(super) waiting: Vec<(Record, Vec<RowFault>)>,
}

/// Hands the records of one table over.
#[derive(Clone)]
pub(super) struct Sender<'a> {
    pub(super) target: &'a Target<'a>,
    pub(super) planned: &'a Planned,
    pub(super) header: Arc<Header>,
    pub(super) keys: &'a Keys,
    pub(super) mode: Mode,
    /// What is around the records in the real books, where this is a rehearsal.
    pub(super) surroundings: Option<&'a Surroundings<'a>>,
}

/// What a service finds wrong with one record.
struct Wrong {
    field: String,
    why: String,
    /// The record that is named and does not exist, which may be brought yet.
    missing: String,
    /// The record that is named and cannot be, for whatever reason.
    named: String,
}

impl Sender<'_> {
    /// Hands some records over.
    ///
    /// # Errors
    /// [`ImportError::Failed`] when the service cannot be used.
    pub(super) async fn send(&self, records: Vec<Record>) -> Result<Sent, ImportError> {
        if records.is_empty() {
            return Ok(Sent::default());
        }
        let mut closed = Vec::new();
        let mut records = records;
        if let Some(surroundings) = self.surroundings {
            surroundings.bring(self.planned, &records).await?;
            for record in std::mem::take(&mut records) {
                match surroundings.retired_parent(&record.name)? {
                    Some(parent) => closed.push((record, parent)),
                    None => records.push(record),
                }
            }
        }
        let mut sent = self.hand_over(records).await?;
        for (record, parent) in closed {
            let why = format!("lies in {parent}, which is archived and takes no new records");
            let fault = self.header.fault(&record, "name", &why, &parent);
            sent.refused.push((record, vec![fault]));
        }
        Ok(sent)
    }

    async fn hand_over(&self, records: Vec<Record>) -> Result<Sent, ImportError> {
        if records.is_empty() {
            return Ok(Sent::default());
        }
        match &self.planned.shape.methods {
            Methods::Many { import, field } => self.send_many(import, field, records).await,
            Methods::Single { update } => self.send_single(update, records).await,
            Methods::Call(method) => self.send_calls(method, records).await,
        }
    }

    /// Puts a record where it belongs by what is wrong with it.
    fn sort(&self, record: Record, wrong: &[Wrong], sent: &mut Sent) -> Result<(), ImportError> {
        let mut faults = Vec::new();
        let mut may_wait = true;
        for wrong in wrong {
            let is_brought = !wrong.missing.is_empty() && self.keys.has(&wrong.missing)?;
            may_wait &= is_brought;
            let fault = self
                .header
                .fault(&record, &wrong.field, &wrong.why, &wrong.missing);
            faults.push((is_brought, fault));
        }
        let faults = faults
            .into_iter()
            .filter(|(is_brought, _)| may_wait || !is_brought)
            .map(|(_, fault)| fault)
            .collect();
        match may_wait {
            true => sent.waiting.push((record, faults)),
            // A rehearsal that cannot be like the real books is no judgement.
            false if self.is_unlike(&record, wrong)? => sent.counts.unjudged += 1,
            false => sent.refused.push((record, faults)),
        }
        Ok(())
    }

    /// Whether the books of the rehearsal are not like the real ones for this record.
    fn is_unlike(&self, record: &Record, wrong: &[Wrong]) -> Result<bool, ImportError> {
        let Some(surroundings) = self.surroundings else {
            return Ok(false);
        };
        // A call names no record, and may be about any.
        if record.name.is_empty() && surroundings.lack_some()? {
            return Ok(true);
        }
        let named = wrong.iter().map(|wrong| wrong.named.as_str());
        surroundings.lack_any(named.chain([record.name.as_str()]))
    }

    fn failed(&self, status: &Status) -> ImportError {
        ImportError::Failed {
            service: self.planned.kind.service,
            file: self.planned.table.file.clone(),
            why: status.message().to_owned(),
        }
    }
}

/// Whether another row, or this row mended, could pass.
pub(super) fn is_of_the_row(code: Code) -> bool {
    matches!(
        code,
        Code::InvalidArgument
            | Code::AlreadyExists
            | Code::FailedPrecondition
            | Code::OutOfRange
            | Code::NotFound
    )
}

/// What a service finds wrong with the one record of a request, whose field
/// `recorded` holds it.
fn wrong_of(status: &Status, recorded: &str) -> Vec<Wrong> {
    let within = |field: &str| -> String {
        let inside = field.strip_prefix(recorded);
        let inside = inside.and_then(|rest| rest.strip_prefix('.'));
        let is_name = field == "parent" || field == format!("{recorded}_id");
        if is_name && !recorded.is_empty() {
            return "name".to_owned();
        }
        inside.unwrap_or(field).to_owned()
    };
    let details = status.get_error_details();
    if let Some(bad_request) = details.bad_request() {
        let wrong = bad_request.field_violations.iter().map(|wrong| Wrong {
            field: within(&wrong.field),
            why: wrong.description.clone(),
            missing: String::new(),
            named: String::new(),
        });
        return wrong.collect();
    }
    let info = details.error_info();
    let told = |key| info.and_then(|info| info.metadata.get(key).cloned());
    let is_missing = info.is_some_and(|info| info.reason == "REFERENCE_MISSING")
        && status.message().ends_with(fault::Fault::DOES_NOT_EXIST);
    let named = told("resource").unwrap_or_default();
    vec![Wrong {
        field: within(&told("field").unwrap_or_default()),
        why: status.message().to_owned(),
        missing: if is_missing {
            named.clone()
        } else {
            String::new()
        },
        named,
    }]
}
