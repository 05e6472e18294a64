//! The records of an import, as they came.

use std::collections::HashMap;

use fault::{Fault, Violations};
use resource::{Name, written_by_service};

use crate::keeper::{Record, Reference, write::check_references};

use super::faults::Faults;

/// A record that the request alone gives no reason to refuse.
pub(super) struct Row<R> {
    /// Its place in the request.
    pub(super) index: usize,
    pub(super) name: Name,
    /// The record with its name.
    pub(super) record: R,
    /// What it refers to, with paths relative to the record.
    pub(super) references: Vec<Reference>,
}

/// The records of an import, and what is wrong with the others.
pub(super) struct Rows<R> {
    pub(super) rows: Vec<Row<R>>,
    pub(super) faults: Faults,
}

impl<R> Rows<R> {
    /// Looks for everything that is wrong with the records themselves, and whether they
    /// are of the fair, where the request names one.
    pub(super) fn read<Service>(fair: Option<&Name>, records: Vec<R>) -> Result<Self, Fault>
    where
        R: Record<Service>,
    {
        let mut read = Self {
            rows: Vec::with_capacity(records.len()),
            faults: Faults::default(),
        };
        let mut first_of: HashMap<Name, usize> = HashMap::new();
        for (index, record) in records.into_iter().enumerate() {
            let mut wrong = Violations::new();
            let row = row::<Service, R>(index, fair, record, &mut wrong)?;
            if let Some(row) = &row
                && let Some(first) = first_of.insert(row.name.clone(), index)
            {
                wrong.add("name", format!("is that of record {first} of the request"));
            }
            if wrong.is_empty() {
                read.rows.extend(row);
            } else {
                read.faults.violations(index, &wrong);
            }
        }
        Ok(read)
    }
}

/// One record, if it has a name.
fn row<Service, R: Record<Service>>(
    index: usize,
    fair: Option<&Name>,
    mut record: R,
    wrong: &mut Violations,
) -> Result<Option<Row<R>>, Fault> {
    let header = record.header();
    let text = std::mem::take(header.name);
    let name = Name::require(&text, R::LEVEL, R::COLLECTION, "name", wrong);
    let name = name.filter(|name| {
        let belongs = fair.is_none_or(|fair| fair.as_str() == name.fair());
        wrong.require(
            belongs,
            "name",
            "must be the name of a record of the parent",
        );
        belongs
    });
    written_by_service::refuse(&record, R::WRITTEN_BY_SERVICE, wrong)?;
    let header = record.header();
    header.etag.clear();
    *header.entry = None;
    if let Some(name) = &name {
        name.as_str().clone_into(header.name);
    }
    record.check(wrong);
    let Some(name) = name else { return Ok(None) };
    let mut references = Vec::new();
    if wrong.is_empty() {
        references = record.references(&name);
        check_references(name.fair(), "", &references, wrong);
    }
    Ok(Some(Row {
        index,
        name,
        record,
        references,
    }))
}
