//! Tables by their names, wherever they stand.

use std::{ops::ControlFlow, path::Path};

use super::{
    fault::{ImportFaults, RowFault},
    source::{Source, Unreadable, sheets_of},
    tables::TableKind,
};

/// A table that may be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What it is called when something is told about it, for example
    /// `agreements.csv`.
    pub file: String,
    /// The name of its kind.
    pub(super) resource: String,
    pub(super) source: Source,
}

impl Table {
    /// A table of this name and content.
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> Self {
        let file = file.into();
        Self {
            resource: stem(&file),
            file,
            source: Source::Text(text.into()),
        }
    }

    /// The tables of a file: a text is one, a workbook has one on each sheet. Of a
    /// folder, those of every `*.csv` and `*.xlsx` in it. With `resource` they are
    /// tables of that kind, whatever they are called.
    ///
    /// # Errors
    /// A fault for each file that cannot be read.
    pub fn of(path: &Path, resource: Option<&str>) -> Result<Vec<Self>, ImportFaults> {
        if path.is_dir() {
            return tables_in(path);
        }
        let shown = path.display().to_string();
        of_file(path, shown, resource).map_err(|fault| ImportFaults(vec![fault]))
    }

    /// The name of its kind, for example `agreements`.
    #[must_use]
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// The file it stands in; `None` when it stands in none.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.source {
            Source::Text(_) => None,
            Source::File(path) | Source::Sheet(path, _) => Some(path),
        }
    }

    /// What the file of its rejected rows is called before `.rejects.csv`; `None`
    /// when it stands in no file.
    pub(super) fn name_of_rejects(&self) -> Option<String> {
        let stem = self.path()?.file_stem()?.to_string_lossy();
        Some(match &self.source {
            // The kind first: it tells what the rows of the file are.
            Source::Sheet(..) => format!("{}.{stem}", self.resource),
            _ => stem.into_owned(),
        })
    }
}

/// The tables of a folder.
///
/// # Errors
/// A fault for each file that cannot be read.
pub fn tables_in(folder: &Path) -> Result<Vec<Table>, ImportFaults> {
    let unreadable = |error: &std::io::Error| {
        RowFault::of_file(
            folder.display().to_string(),
            format!("cannot be read: {error}"),
        )
    };
    let entries = std::fs::read_dir(folder);
    let paths: Result<Vec<_>, _> = entries
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .map_err(|error| ImportFaults(vec![unreadable(&error)]));
    let mut paths = paths?;
    paths.sort();
    let (mut tables, mut faults) = (Vec::new(), Vec::new());
    for path in paths.iter().filter(|path| is_table(path)) {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        match of_file(path, file.into_owned(), None) {
            Ok(found) => tables.extend(found),
            Err(fault) => faults.push(fault),
        }
    }
    match faults.is_empty() {
        true => Ok(tables),
        false => Err(ImportFaults(faults)),
    }
}

fn is_table(path: &Path) -> bool {
    let is_rejects = path.to_string_lossy().ends_with(".rejects.csv");
    (has_ending(path, "csv") && !is_rejects) || has_ending(path, "xlsx")
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case(ending))
}

fn of_file(path: &Path, file: String, resource: Option<&str>) -> Result<Vec<Table>, RowFault> {
    let name = stem(&path.file_name().unwrap_or_default().to_string_lossy());
    if !has_ending(path, "xlsx") {
        return Ok(vec![Table {
            resource: resource.map_or(name, str::to_owned),
            file,
            source: Source::File(path.to_owned()),
        }]);
    }
    let told = |wrong: Unreadable| RowFault::of_file(&file, wrong.why);
    let mut tables = Vec::new();
    for sheet in sheets_of(path).map_err(told)? {
        let source = Source::Sheet(path.to_owned(), sheet.clone());
        if is_empty(&source).map_err(told)? {
            continue;
        }
        let own = match TableKind::named(&sheet) {
            Some(_) => sheet.clone(),
            // One sheet that is called by no table may have its name on the file.
            None if TableKind::named(&name).is_some() => name.clone(),
            None => sheet.clone(),
        };
        tables.push(Table {
            file: format!("{file} [{sheet}]"),
            resource: resource.map_or(own, str::to_owned),
            source,
        });
    }
    Ok(tables)
}

/// Whether a sheet has no row at all, as those a new workbook comes with.
fn is_empty(source: &Source) -> Result<bool, Unreadable> {
    let mut is_empty = true;
    source.read(&mut |_| {
        is_empty = false;
        ControlFlow::Break(())
    })?;
    Ok(is_empty)
}

/// The name of a file up to its first dot: rejected rows of a table are rows of
/// that table.
fn stem(file: &str) -> String {
    file.split('.').next().unwrap_or(file).to_owned()
}
