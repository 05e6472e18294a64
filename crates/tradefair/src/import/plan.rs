//! Which tables are loaded, in which order, into which fair.

use std::{ops::ControlFlow, sync::Arc};

use prost_reflect::DynamicMessage;

use super::{
    fault::{ImportFaults, RowFault},
    methods::Shape,
    record::{Header, Record},
    table::Table,
    tables::{Parent, TABLES, TableKind},
};

/// A table with all that is known of its kind.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) table: Table,
    pub(super) kind: &'static TableKind,
    pub(super) shape: Arc<Shape>,
}

/// What will be loaded, in order.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) fair: String,
    pub(super) tables: Vec<Planned>,
}

impl Plan {
    /// Puts the tables in order and finds out which fair they are for: what
    /// `fairs.csv` says, or the name given.
    ///
    /// # Errors
    /// Every table that is none of those known, and what is wrong with the fair.
    pub fn new(tables: &[Table], fair: Option<&str>) -> Result<Self, ImportFaults> {
        let mut faults = unknown(tables);
        let mut planned = Vec::new();
        for kind in TABLES {
            for table in tables
                .iter()
                .filter(|table| table.resource == kind.resource)
            {
                match Shape::of(kind) {
                    Ok(shape) => planned.push(Planned {
                        table: table.clone(),
                        kind,
                        shape: Arc::new(shape),
                    }),
                    Err(why) => faults.push(RowFault::of_file(&table.file, why)),
                }
            }
        }
        let fair = fair_name(&planned, fair).unwrap_or_else(|fault| {
            faults.push(fault);
            String::new()
        });
        if !faults.is_empty() {
            return Err(ImportFaults(faults));
        }
        Ok(Self {
            fair,
            tables: planned,
        })
    }

    /// The name of the fair, for example `fairs/ciftis`.
    #[must_use]
    pub fn fair(&self) -> &str {
        &self.fair
    }

    /// Whether the fair itself is among what is loaded.
    pub(super) fn brings_the_fair(&self) -> bool {
        self.tables
            .iter()
            .any(|table| table.kind.parent == Parent::None)
    }

    /// The name of the edition with the highest ordinal, if there is any.
    #[must_use]
    pub fn newest_edition(&self) -> Option<String> {
        let editions = self
            .tables
            .iter()
            .find(|table| table.kind.resource == "editions")?;
        let mut newest = None;
        let _ = each_record(editions, &self.fair, &mut |record| {
            let edition = DynamicMessage::decode(editions.shape.record.clone(), &*record.bytes);
            let ordinal = edition.ok().and_then(|edition| {
                let ordinal = edition.get_field_by_name("ordinal")?;
                ordinal.as_i32()
            });
            newest = newest.take().max(Some((ordinal, record.name)));
        });
        newest.map(|(_, name)| name)
    }
}

fn unknown(tables: &[Table]) -> Vec<RowFault> {
    let known: Vec<_> = TABLES.iter().map(TableKind::file).collect();
    tables
        .iter()
        .filter(|table| TableKind::named(&table.resource).is_none())
        .map(|table| {
            let why = format!("is none of the tables: {}", known.join(", "));
            RowFault::of_file(&table.file, why)
        })
        .collect()
}

/// The name of the fair, which every other table stands below.
fn fair_name(tables: &[Planned], given: Option<&str>) -> Result<String, RowFault> {
    let table = tables
        .iter()
        .find(|planned| planned.kind.parent == Parent::None);
    let Some(planned) = table else {
        return given
            .map(str::to_owned)
            .ok_or_else(|| RowFault::of_file("fairs.csv", "is missing; it names the fair"));
    };
    let mut names = Vec::new();
    each_record(planned, "", &mut |record| names.push(record.name))?;
    let fault = |why: String| Err(RowFault::of_file(&planned.table.file, why));
    match names.as_slice() {
        [name] if given.is_none_or(|given| given == name) => Ok(name.clone()),
        [name] => fault(format!("is about {name}, and another fair is asked for")),
        names => fault(format!(
            "has {} rows; it must have exactly one",
            names.len()
        )),
    }
}

/// Hands on every row of a small table that can be read; the rest is told when the
/// tables are checked.
fn each_record(
    planned: &Planned,
    fair: &str,
    each: &mut dyn FnMut(Record),
) -> Result<(), RowFault> {
    let mut header: Option<Header> = None;
    let mut wrong = None;
    let Planned { table, kind, shape } = planned;
    let read = table.source.read(&mut |row| {
        match &header {
            Some(header) => match header.read(&row) {
                Ok(record) => each(record),
                Err(faults) => wrong = wrong.take().or(faults.into_iter().next()),
            },
            None => match Header::new(&table.file, kind, shape.record.clone(), fair, &row) {
                Ok(read) => header = Some(read),
                Err(faults) => {
                    wrong = faults.into_iter().next();
                    return ControlFlow::Break(());
                }
            },
        }
        ControlFlow::Continue(())
    });
    if let Err(unreadable) = read {
        return Err(RowFault {
            line: unreadable.line,
            ..RowFault::of_file(&table.file, unreadable.why)
        });
    }
    wrong.map_or(Ok(()), Err)
}
