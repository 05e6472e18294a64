//! Backups: a folder with a copy of the books of every service, and a manifest.
//!
//! Each copy is the books of one service at one moment, made while reads and writes
//! go on. Between the copies time passes, so their order matters: each service is
//! copied before those it asks, so that a record in the backup never names one that
//! is not in it. Reporting comes first of all, because its reports name positions in
//! the books of the others.
//!
//! The manifest is written last, with the digest of every copy, and by one renaming:
//! a folder without it is no backup, however much lies in it. Copies lie in folders
//! as the books do, so a backup can be audited where it is.

mod disk;
mod folder;
mod manifest;
mod source;

pub(crate) use disk::{copy, sync_folder};
pub(crate) use folder::NewFolder;
pub use manifest::{BookCopy, Manifest};

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::Path,
};

use ledger::{Store, store::sqlite::SqliteStore};

use crate::{
    Failure,
    assembly::{BOOKS, BooksKind, Machine},
    cli::BackupArgs,
    config::Config,
    figure_text::grouped,
    topology::ServiceName,
};
use source::Source;

/// Makes a backup in a new folder and tells what is in it.
///
/// # Errors
/// One sentence on what was in the way; the folder is left as it was found.
pub async fn run(config: &Config, asked: &BackupArgs) -> Result<(), Failure> {
    let folder = NewFolder::claim(&asked.folder)?;
    let made = match Source::find(config, asked) {
        Ok(source) => make(&source, folder.path()).await,
        Err(failure) => Err(failure),
    };
    match made {
        Ok(manifest) => Ok(tell(&manifest, folder.path(), &mut io::stdout().lock())?),
        Err(failure) => {
            folder.abandon();
            Err(failure)
        }
    }
}

async fn make(source: &Source, folder: &Path) -> Result<Manifest, Failure> {
    let mut books = Vec::new();
    for kind in dependents_first() {
        books.push(copied(kind, source, folder).await?);
    }
    let manifest = Manifest::of(books, &*Machine::this_one().clock)?;
    manifest.write(folder)?;
    Ok(manifest)
}

/// The books of every service, each before those it asks.
fn dependents_first() -> impl Iterator<Item = &'static BooksKind> {
    let dependents_first = ServiceName::ALL.into_iter().rev();
    dependents_first.filter_map(|service| BOOKS.iter().find(|kind| kind.service == service))
}

/// Copies the books of one service.
async fn copied(
    kind: &'static BooksKind,
    source: &Source,
    folder: &Path,
) -> Result<BookCopy, Failure> {
    let books = kind.folder(folder);
    fs::create_dir(&books)?;
    let file = SqliteStore::file_in(&books);
    source.copy(kind, &file).await?;
    sync_folder(&books)?;
    let (bytes, digest) = disk::digest(&file)?;
    Ok(BookCopy {
        service: kind.service.to_string(),
        file: manifest::file_of(kind.service),
        bytes,
        blake3: digest,
        heads: heads(&books)?,
    })
}

/// Where the books of each fair end, read from the books themselves.
fn heads(books: &Path) -> Result<BTreeMap<String, i64>, Failure> {
    let store = SqliteStore::open_read_only(books)?;
    let mut reader = store.reader()?;
    let heads = reader.snapshot()?.heads()?;
    let heads = heads.into_iter();
    Ok(heads
        .map(|(fair, head)| (fair.as_str().to_owned(), head.sequence))
        .collect())
}

fn tell(manifest: &Manifest, folder: &Path, out: &mut dyn Write) -> io::Result<()> {
    for book in &manifest.books {
        let heads = book.heads.iter();
        let heads: Vec<_> = heads.map(|(fair, head)| format!("{fair}={head}")).collect();
        let (service, bytes) = (&book.service, grouped(book.bytes));
        writeln!(out, "{service}: {bytes} bytes, {}", list(&heads))?;
    }
    writeln!(out, "{} is a whole backup", folder.display())
}

/// Positions as they are told of empty books too.
fn list(heads: &[String]) -> String {
    if heads.is_empty() {
        "no fair".to_owned()
    } else {
        heads.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_service_is_copied_before_those_it_asks() {
        let order: Vec<_> = dependents_first().map(|kind| kind.service).collect();
        assert_eq!(order.len(), BOOKS.len(), "none is left out");
        for (place, service) in order.iter().enumerate() {
            for asked in service.asks() {
                let after = order.iter().position(|other| other == asked);
                assert!(after > Some(place), "{service} asks {asked}");
            }
        }
    }
}
