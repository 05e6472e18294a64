//! The manifest of a backup: what is in it, and how to know that it still is.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use ledger::Clock;
use serde::{Deserialize, Serialize};

use super::sync_folder;
use crate::{Failure, assembly::BOOKS, topology::ServiceName};

/// The form of backups that this release writes, and the newest it reads. The first one
/// was made when the gateway kept no books.
const FORMAT: u64 = 2;

/// The name of the manifest in its folder, and the one it has while it is written.
const MANIFEST: &str = "manifest.json";
const UNFINISHED: &str = "manifest.json.unfinished";

/// What is in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the backup.
    pub format: u64,
    /// When it was finished, in UTC.
    pub finished_at: String,
    /// The release that made it.
    pub release: String,
    /// The books, in the order in which they were copied.
    pub books: Vec<BookCopy>,
}

/// The copy of the books of one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookCopy {
    /// The service.
    pub service: String,
    /// The file, from the folder of the backup.
    pub file: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// The BLAKE3 digest of the file, in hexadecimal.
    pub blake3: String,
    /// The newest position of each fair in it.
    pub heads: BTreeMap<String, i64>,
}

/// The file of a service in a backup, from its folder.
pub(super) fn file_of(service: ServiceName) -> String {
    format!("{service}/books.db")
}

impl Manifest {
    /// The manifest of these books, finished now.
    ///
    /// # Errors
    /// When the clock tells no time of the calendar.
    pub(super) fn of(books: Vec<BookCopy>, clock: &dyn Clock) -> Result<Self, Failure> {
        let now = jiff::Timestamp::from_microsecond(clock.now().0)?;
        Ok(Self {
            format: FORMAT,
            finished_at: now.to_string(),
            release: env!("CARGO_PKG_VERSION").to_owned(),
            books,
        })
    }

    /// Whether a folder holds a finished backup.
    pub(super) fn is_in(folder: &Path) -> bool {
        folder.join(MANIFEST).exists()
    }

    /// Writes the manifest, which makes a folder a backup: all at once, and durably.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Failure> {
        let unfinished = folder.join(UNFINISHED);
        let mut file = File::create_new(&unfinished)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        // What the manifest speaks of must be there before it is.
        sync_folder(folder)?;
        fs::rename(&unfinished, folder.join(MANIFEST))?;
        sync_folder(folder)?;
        Ok(())
    }

    /// Reads the manifest of a backup and checks that it speaks of all books.
    ///
    /// # Errors
    /// When the folder is no backup, or not one that this release can restore.
    pub fn read(folder: &Path) -> Result<Self, Failure> {
        let shown = folder.display();
        let text = fs::read_to_string(folder.join(MANIFEST)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => format!(
                "{shown} is no whole backup: it has no {MANIFEST}, which is written when all else is"
            ),
            _ => format!("the {MANIFEST} of {shown} cannot be read: {error}"),
        })?;
        let broken = |error| format!("the {MANIFEST} of {shown} is damaged: {error}");
        // Another format may have other fields.
        let fields: serde_json::Value = serde_json::from_str(&text).map_err(broken)?;
        match fields.get("format").and_then(serde_json::Value::as_u64) {
            Some(newer) if newer > FORMAT => {
                return Err(format!(
                    "{shown} was made by a newer release (format {newer}; this one knows {FORMAT}); use the newer release"
                )
                .into());
            }
            _ => {}
        }
        let manifest: Self = serde_json::from_value(fields).map_err(broken)?;
        manifest.require_all_books(folder)?;
        Ok(manifest)
    }

    /// The copy of the books of a service.
    #[must_use]
    pub fn book(&self, service: ServiceName) -> Option<&BookCopy> {
        let mut books = self.books.iter();
        books.find(|book| book.service == service.as_str())
    }

    fn require_all_books(&self, folder: &Path) -> Result<(), Failure> {
        let shown = folder.display();
        for kind in &BOOKS {
            let service = kind.service;
            let Some(book) = self.book(service) else {
                if self.format < 2 && service == ServiceName::Gateway {
                    continue;
                }
                return Err(format!("the {MANIFEST} of {shown} leaves out {service}").into());
            };
            // Nobody shall be led out of the folder by a manifest.
            if book.file != file_of(service) {
                return Err(format!(
                    "the {MANIFEST} of {shown} is damaged: the books of {service} are in {:?}, which must be {:?}",
                    book.file,
                    file_of(service)
                )
                .into());
            }
        }
        Ok(())
    }
}
