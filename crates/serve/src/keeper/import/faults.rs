//! What is wrong with the records of an import, record by record.

use fault::{Fault, Violations};
use proto::statistics::v1::ImportFault;

use crate::keeper::Record;

use super::whole;

/// The most faults that are told; of the rest only the records are counted.
const TOLD_AT_MOST: usize = 1_000;

/// Faults of records, in the order of finding.
#[derive(Default)]
pub(super) struct Faults {
    found: Vec<ImportFault>,
    /// The places of the records that have one.
    records: std::collections::BTreeSet<usize>,
}

impl Faults {
    /// How many records have a fault.
    pub(super) fn faulty(&self) -> usize {
        self.records.len()
    }

    /// Notes what is wrong with a record, with paths relative to it.
    pub(super) fn violations(&mut self, index: usize, wrong: &Violations) {
        for violation in wrong.found() {
            self.add(index, &violation.field, &violation.description, "");
        }
    }

    /// Takes over the fault for which one record cannot be recorded.
    ///
    /// # Errors
    /// The fault itself when another record would meet it too.
    pub(super) fn take<Service, R: Record<Service>>(
        &mut self,
        index: usize,
        fault: Fault,
    ) -> Result<(), Fault> {
        match &fault {
            Fault::InvalidFields(wrong) => {
                for violation in wrong.found() {
                    let field = within_record(R::FIELD, &violation.field);
                    self.add(index, field, &violation.description, "");
                }
            }
            Fault::ReferenceMissing {
                field,
                resource,
                why,
            } => {
                let field = within_record(R::FIELD, field);
                let missing = if why == Fault::DOES_NOT_EXIST {
                    resource.as_str()
                } else {
                    ""
                };
                self.add(index, field, &format!("names {resource}, {why}"), missing);
            }
            Fault::AmountOutOfRange { what } => {
                // A total of the books is no field of the record.
                let field = Some(within_record(R::FIELD, what)).filter(|field| field != what);
                self.add(index, field.unwrap_or_default(), &fault.to_string(), "");
            }
            Fault::StateForbids { .. } => self.add(index, "", &fault.to_string(), ""),
            _ => return Err(fault),
        }
        Ok(())
    }

    /// The faults as violations of the request, whose field `field` holds the
    /// records.
    pub(super) fn note(&self, field: &str, violations: &mut Violations) {
        for fault in &self.found {
            let mut within = Violations::new();
            within.add(&fault.field, &fault.description);
            violations.within(&format!("{field}[{}]", fault.index), within);
        }
    }

    /// The faults as they are told, in the order of the records.
    pub(super) fn told(mut self) -> Vec<ImportFault> {
        self.found.sort_by_key(|fault| fault.index);
        self.found
    }

    fn add(&mut self, index: usize, field: &str, description: &str, missing: &str) {
        self.records.insert(index);
        if self.found.len() < TOLD_AT_MOST {
            self.found.push(ImportFault {
                index: whole(index),
                field: field.to_owned(),
                description: description.to_owned(),
                missing: missing.to_owned(),
            });
        }
    }
}

/// The path of a field within the record. What a record lies in has no field of its
/// own here: its name tells.
fn within_record<'a>(record_field: &str, path: &'a str) -> &'a str {
    if path == "parent" {
        return "name";
    }
    let inside = path.strip_prefix(record_field);
    inside
        .and_then(|rest| rest.strip_prefix('.'))
        .unwrap_or(path)
}
