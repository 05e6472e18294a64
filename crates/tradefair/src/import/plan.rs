//! Tables become requests, all checked before any is sent.

use std::{collections::HashMap, fs, path::Path};

use prost_reflect::MessageDescriptor;

use super::{
    fault::{ImportFaults, RowFault},
    row::{RowReader, RowRequest},
    tables::{TABLES, TableKind},
};

/// A table as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name of the file, for example `agreements.csv`.
    pub file: String,
    /// Its content.
    pub text: String,
}

impl Table {
    /// A table of this name and content.
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            text: text.into(),
        }
    }
}

/// Reads the tables of a folder: every `*.csv` in it.
///
/// # Errors
/// A fault for each file that cannot be read.
pub fn tables_in(folder: &Path) -> Result<Vec<Table>, ImportFaults> {
    let unreadable = |path: &Path, error: &std::io::Error| {
        RowFault::of_file(
            path.display().to_string(),
            format!("cannot be read: {error}"),
        )
    };
    let entries =
        fs::read_dir(folder).map_err(|error| ImportFaults(vec![unreadable(folder, &error)]))?;
    let mut tables = Vec::new();
    let mut faults = Vec::new();
    for entry in entries {
        let path = match entry {
            Ok(entry) => entry.path(),
            Err(error) => {
                faults.push(unreadable(folder, &error));
                continue;
            }
        };
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        match fs::read_to_string(&path) {
            Ok(text) => tables.push(Table::new(file, text)),
            Err(error) => faults.push(unreadable(&path, &error)),
        }
    }
    if faults.is_empty() {
        Ok(tables)
    } else {
        Err(ImportFaults(faults))
    }
}

/// The requests of one table.
pub(super) struct Step {
    pub(super) table: &'static TableKind,
    pub(super) requests: Vec<RowRequest>,
}

/// What will be sent, in order.
pub struct Plan {
    fair: String,
    pub(super) steps: Vec<Step>,
}

impl Plan {
    /// Checks the tables and makes the requests.
    ///
    /// # Errors
    /// Every fault of every table.
    pub fn new(tables: &[Table]) -> Result<Self, ImportFaults> {
        let mut faults = unknown_or_repeated(tables);
        let fair = match fair_name(tables) {
            Ok(fair) => fair,
            Err(fault) => {
                faults.push(fault);
                return Err(ImportFaults(faults));
            }
        };
        let mut steps = Vec::new();
        for kind in TABLES {
            let Some(table) = tables.iter().find(|table| table.file == kind.file) else {
                continue;
            };
            match step(kind, &fair, &table.text) {
                Ok(step) => steps.push(step),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() {
            Ok(Self { fair, steps })
        } else {
            Err(ImportFaults(faults))
        }
    }

    /// The name of the fair, for example `fairs/ciftis`.
    #[must_use]
    pub fn fair(&self) -> &str {
        &self.fair
    }

    /// How many requests will be sent.
    #[must_use]
    pub fn request_count(&self) -> usize {
        self.steps.iter().map(|step| step.requests.len()).sum()
    }

    /// The name of the edition with the highest ordinal, if there is any.
    #[must_use]
    pub fn newest_edition(&self) -> Option<String> {
        let editions = self
            .steps
            .iter()
            .find(|step| step.table.file == "editions.csv")?;
        let ordinal = |request: &RowRequest| -> Option<i32> {
            let edition = request.message.get_field_by_name("edition")?;
            edition.as_message()?.get_field_by_name("ordinal")?.as_i32()
        };
        let newest = editions.requests.iter().filter_map(ordinal).max()?;
        Some(format!("{}/editions/{newest}", self.fair))
    }
}

fn unknown_or_repeated(tables: &[Table]) -> Vec<RowFault> {
    let mut faults = Vec::new();
    for (index, table) in tables.iter().enumerate() {
        if !TABLES.iter().any(|kind| kind.file == table.file) {
            let known: Vec<_> = TABLES.iter().map(|kind| kind.file).collect();
            let why = format!("is none of the tables: {}", known.join(", "));
            faults.push(RowFault::of_file(&table.file, why));
        }
        if tables
            .iter()
            .take(index)
            .any(|before| before.file == table.file)
        {
            faults.push(RowFault::of_file(&table.file, "was given twice"));
        }
    }
    faults
}

/// The name of the fair from its table, which every other table stands below.
fn fair_name(tables: &[Table]) -> Result<String, RowFault> {
    const FILE: &str = "fairs.csv";
    const COLUMN: &str = "fair_id";
    let fault = |why: &str| RowFault::of_file(FILE, why);
    let table = tables
        .iter()
        .find(|table| table.file == FILE)
        .ok_or_else(|| fault("is missing; it names the fair"))?;
    let mut reader = csv::Reader::from_reader(table.text.as_bytes());
    let headers = reader.headers().map_err(|error| unreadable(FILE, &error))?;
    let column = headers
        .iter()
        .position(|header| header == COLUMN)
        .ok_or_else(|| fault("has no column fair_id"))?;
    let rows: Vec<_> = reader
        .records()
        .collect::<Result<_, _>>()
        .map_err(|error| unreadable(FILE, &error))?;
    match rows.as_slice() {
        [row] => Ok(format!("fairs/{}", row.get(column).unwrap_or_default())),
        rows => {
            let why = format!("has {} rows; it must have exactly one", rows.len());
            Err(fault(&why))
        }
    }
}

/// Reads one table whole.
fn step(kind: &'static TableKind, fair: &str, text: &str) -> Result<Step, Vec<RowFault>> {
    let request = request_of(kind).map_err(|fault| vec![fault])?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader
        .headers()
        .map_err(|error| vec![unreadable(kind.file, &error)])?
        .clone();
    let rows = RowReader::new(kind, request, fair, &headers)?;
    let mut requests = Vec::new();
    let mut faults = Vec::new();
    let mut seen = HashMap::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.push(unreadable(kind.file, &error));
                continue;
            }
        };
        let line = line_of(text, &record);
        match rows.read(line, &record) {
            Ok(request) => {
                let first = rows.key(&request).and_then(|key| seen.insert(key, line));
                if let Some(first) = first {
                    let why = format!("has the id of line {first} again");
                    faults.push(RowFault::of_row(kind.file, line, why));
                }
                requests.push(request);
            }
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() {
        Ok(Step {
            table: kind,
            requests,
        })
    } else {
        Err(faults)
    }
}

/// The line on which a row begins. The reader counts from where it stood, which
/// may be before blank lines.
fn line_of(text: &str, row: &csv::StringRecord) -> u64 {
    let Some(position) = row.position() else {
        return 0;
    };
    let begun = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let blank = text.as_bytes().get(begun..).unwrap_or_default().iter();
    let blank_lines = blank
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .filter(|byte| **byte == b'\n')
        .count();
    position.line() + u64::try_from(blank_lines).unwrap_or(0)
}

/// What the method of a table takes.
fn request_of(kind: &TableKind) -> Result<MessageDescriptor, RowFault> {
    let unknown = || RowFault::of_file(kind.file, format!("there is no method {}", kind.method));
    let (service, name) = kind.method.split_once('/').ok_or_else(unknown)?;
    proto::descriptor_pool()
        .get_service_by_name(service)
        .and_then(|service| service.methods().find(|method| method.name() == name))
        .map(|method| method.input())
        .ok_or_else(unknown)
}

fn unreadable(file: &str, error: &csv::Error) -> RowFault {
    let why = match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("has {len} cells where the header has {expected_len}"),
        _ => error.to_string(),
    };
    RowFault {
        line: error.position().map(csv::Position::line),
        ..RowFault::of_file(file, why)
    }
}
