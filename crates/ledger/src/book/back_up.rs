//! A whole copy of a book, to be read from one end to the other.

use std::{
    fs::{self, File},
    io::{self, Read},
    sync::{Arc, PoisonError},
};

use fault::Fault;
use tokio::sync::OwnedSemaphorePermit;

use crate::{Book, Store, writer::stopped};

/// The name of the copy, for as long as it has one. There is one at a time.
const COPY: &str = "back-up.db";

/// A copy of the books as they stood at one moment. It takes as much room as they
/// do, which is given back when this is dropped.
pub struct BackUp {
    /// The file, which has no name any more: even a crash leaves nothing behind.
    file: File,
    /// Another copy is made when this one is gone.
    _turn: OwnedSemaphorePermit,
}

impl Read for BackUp {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Book {
    /// Copies the books as they stand at one moment. Reads and writes go on
    /// meanwhile. Copies are made one after the other, so that however many ask for
    /// one, there is never room taken for more than one.
    ///
    /// # Errors
    /// [`Fault::DiskFull`], [`Fault::BooksDamaged`], or what else keeps the store
    /// from being read.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub async fn back_up(&self) -> Result<BackUp, Fault> {
        let turns = Arc::clone(&self.shared.back_ups);
        let turn = turns.acquire_owned().await.map_err(|_| stopped(None))?;
        let store = self.shared.store.lock();
        let store = store.unwrap_or_else(PoisonError::into_inner).clone();
        let store = store.ok_or_else(|| stopped(None))?;
        // The turn goes with the copying, which nobody can stop once it has begun.
        let copying = tokio::task::spawn_blocking(move || {
            let file = copy(&*store)?;
            Ok(BackUp { file, _turn: turn })
        });
        match copying.await {
            Ok(copied) => copied,
            Err(panicked) => Err(Fault::defect("copying the books", panicked)),
        }
    }
}

fn copy(store: &dyn Store) -> Result<File, Fault> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::StorageFull => Fault::DiskFull,
        _ => Fault::defect("making room for a copy of the books", error),
    };
    let folder = store.scratch();
    fs::create_dir_all(&folder).map_err(failed)?;
    let path = folder.join(COPY);
    let copied = store.back_up(&path);
    let file = File::open(&path);
    // Whatever came of it, the name goes; the file goes with who holds it.
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    copied?;
    file.map_err(failed)
}
