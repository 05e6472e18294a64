//! A backup becomes the books of a new folder, once they are found to be sound.
//!
//! Copies are made in a folder beside the place they go to, held against the digests
//! of the manifest, and audited; only then they are moved into their place. Whatever
//! is wrong leaves the new folder empty.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use ledger::store::sqlite::SqliteStore;

use crate::{
    Failure,
    assembly::{BOOKS, BooksKind},
    audit,
    backup::{Manifest, NewFolder, copy, sync_folder},
    bookshelf::Bookshelf,
    cli::RestoreArgs,
    config::Config,
};

/// The folder, in the new one, in which the books are put together.
const UNFINISHED: &str = "unfinished";

/// Restores a backup into a new folder and tells what was checked.
///
/// # Errors
/// One sentence on what is wrong with the backup or in the way.
pub fn run(config: &Config, asked: &RestoreArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let data = match config.books.folder() {
        Some(folder) if !config.is_default("data") || !config.is_default("store") => folder,
        Some(_) => return Err("name the new folder of the books with --data".into()),
        None => {
            return Err("books are restored into a folder: name it with --data; a database is restored with its own means".into());
        }
    };
    let manifest = Manifest::read(&asked.folder)?;
    let new = NewFolder::claim(data)?;
    match restore(&asked.folder, &manifest, new.path(), out) {
        Ok(()) => Ok(writeln!(
            out,
            "{} holds the books of the backup of {}",
            data.display(),
            manifest.finished_at
        )?),
        Err(failure) => {
            new.abandon();
            Err(failure)
        }
    }
}

fn restore(
    backup: &Path,
    manifest: &Manifest,
    data: &Path,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let unfinished = data.join(UNFINISHED);
    fs::create_dir(&unfinished)?;
    let copied = BOOKS
        .iter()
        .filter(|kind| manifest.book(kind.service).is_some());
    let copied: Vec<_> = copied.collect();
    for kind in &copied {
        take_over(kind, backup, manifest, &unfinished)?;
    }
    audit::of(&Bookshelf::Folder(unfinished.clone()), out)?;
    for kind in copied {
        fs::rename(kind.folder(&unfinished), kind.folder(data))?;
    }
    fs::remove_dir(&unfinished)?;
    Ok(sync_folder(data)?)
}

/// Copies the books of one service and holds them against the manifest.
fn take_over(
    kind: &BooksKind,
    backup: &Path,
    manifest: &Manifest,
    to: &Path,
) -> Result<(), Failure> {
    let service = kind.service;
    let Some(book) = manifest.book(service) else {
        return Err(format!("the backup leaves out {service}").into());
    };
    let (from, books) = (backup.join(&book.file), kind.folder(to));
    fs::create_dir(&books)?;
    let (bytes, digest) =
        copy(&from, &SqliteStore::file_in(&books)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                format!("the backup is damaged: {} is missing", from.display())
            }
            _ => format!("{} cannot be copied: {error}", from.display()),
        })?;
    if bytes != book.bytes || digest != book.blake3 {
        return Err(format!(
            "the backup is damaged: {} is not the file that was copied, its digest is another",
            from.display()
        )
        .into());
    }
    Ok(sync_folder(&books)?)
}
