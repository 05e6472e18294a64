//! A store whose writer can be held up, and that tells of every read.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use ledger::{
    OpenError,
    store::{Reader, Snapshot, Store, StoreError, Transaction, Writer, sqlite::SqliteStore},
};
use tokio::sync::mpsc;

pub fn store(folder: &Path) -> (GatedStore, Gate) {
    let (read, reads) = mpsc::unbounded_channel();
    let door = Arc::new(Mutex::new(None));
    let store = GatedStore {
        store: SqliteStore::open(folder).unwrap(),
        door: Arc::clone(&door),
        read,
    };
    let gate = Gate {
        door,
        reads,
        opener: None,
    };
    (store, gate)
}

/// What the next transaction waits for, if for anything.
type Door = Arc<Mutex<Option<std::sync::mpsc::Receiver<()>>>>;

/// The end of it that the test holds.
pub struct Gate {
    door: Door,
    reads: mpsc::UnboundedReceiver<()>,
    opener: Option<std::sync::mpsc::Sender<()>>,
}

impl Gate {
    /// Holds the next transaction up, and counts reads from here on.
    pub fn shut(&mut self) {
        let (opener, opened) = std::sync::mpsc::channel();
        *self.door.lock().unwrap() = Some(opened);
        self.opener = Some(opener);
        while self.reads.try_recv().is_ok() {}
    }

    pub async fn wait_for_snapshots(&mut self, count: usize) {
        for seen in 0..count {
            let read = tokio::time::timeout(Duration::from_secs(20), self.reads.recv()).await;
            let Ok(Some(())) = read else {
                self.open();
                panic!("{seen} of {count} reads while nothing becomes durable");
            };
        }
    }

    pub fn open(&mut self) {
        self.opener = None;
    }
}

pub struct GatedStore {
    store: SqliteStore,
    door: Door,
    read: mpsc::UnboundedSender<()>,
}

impl Store for GatedStore {
    fn place(&self) -> String {
        self.store.place()
    }

    fn system(&self) -> &'static str {
        self.store.system()
    }

    fn writer(&self) -> Result<Box<dyn Writer>, OpenError> {
        let (writer, door) = (self.store.writer()?, Arc::clone(&self.door));
        Ok(Box::new(GatedWriter { writer, door }))
    }

    fn reader(&self) -> Result<Box<dyn Reader>, OpenError> {
        let (reader, read) = (self.store.reader()?, self.read.clone());
        Ok(Box::new(ToldReader { reader, read }))
    }

    fn back_up(&self, file: &Path) -> Result<(), StoreError> {
        self.store.back_up(file)
    }

    fn scratch(&self) -> PathBuf {
        self.store.scratch()
    }
}

struct GatedWriter {
    writer: Box<dyn Writer>,
    door: Door,
}

impl Writer for GatedWriter {
    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, StoreError> {
        let door = self.door.lock().unwrap().take();
        if let Some(opened) = door {
            let _ = opened.recv(); // ends when the opener is dropped
        }
        self.writer.begin()
    }
}

struct ToldReader {
    reader: Box<dyn Reader>,
    read: mpsc::UnboundedSender<()>,
}

impl Reader for ToldReader {
    fn snapshot(&mut self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        let _ = self.read.send(()); // the test may be over
        self.reader.snapshot()
    }
}
