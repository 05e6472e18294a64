//! A copy of the books in one file.

use std::{fs::File, path::Path};

use super::{connect, failed, read_only};
use crate::store::StoreError;

const DOING: &str = "copying the books";

/// Copies the books of a folder, as they stand at one moment, to a new file.
///
/// The copy is written by one statement in one read transaction: it sees one moment,
/// and whoever writes meanwhile does not wait for it. The write-ahead log cannot
/// start over until it has ended, so it grows by what is written in that time.
pub(super) fn copy(folder: &Path, file: &Path) -> Result<(), StoreError> {
    let Some(path) = file.to_str() else {
        return Err(broken(format!("{} is no text", file.display())));
    };
    let connection = connect(folder, read_only()).map_err(|error| broken(error.to_string()))?;
    // An empty file is written into, any other would be taken for a damaged one.
    File::create_new(file).map_err(|error| broken(error.to_string()))?;
    connection
        .execute("VACUUM INTO ?1", [path])
        .map_err(|error| failed(DOING, error))?;
    flush(file).map_err(|error| broken(error.to_string()))
}

/// Makes a new file durable, with its name.
fn flush(file: &Path) -> std::io::Result<()> {
    File::open(file)?.sync_all()?;
    match file.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

fn broken(why: String) -> StoreError {
    StoreError::Failed {
        doing: DOING,
        source: why.into(),
    }
}
