//! Readers: a few threads with a connection each, so that no read blocks a
//! thread of the callers' runtime. Each read sees one moment of the books.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
    time::Duration,
};

use fault::Fault;
use tokio::sync::oneshot;

use crate::{
    OpenError,
    store::{Reader, Snapshot, Store, StoreError},
    writer::{panic_text, stopped},
};

/// How many reads may wait; more are turned away at once.
const WAITING_LIMIT: usize = 8192;

/// When to try again after being turned away.
const RETRY_AFTER: Duration = Duration::from_millis(100);

type Read = Box<dyn FnOnce(Result<&mut dyn Snapshot, StoreError>) + Send>;

/// The reading threads.
pub(crate) struct Readers {
    queue: Arc<Queue>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Default)]
struct Queue {
    state: Mutex<QueueState>,
    changed: Condvar,
}

#[derive(Default)]
struct QueueState {
    waiting: VecDeque<Read>,
    closed: bool,
}

impl Readers {
    /// Starts the threads.
    pub(crate) fn start(store: &dyn Store, count: usize) -> Result<Self, OpenError> {
        let queue = Arc::new(Queue::default());
        let readers = Self {
            queue: queue.clone(),
            threads: Mutex::default(),
        };
        for _ in 0..count.max(1) {
            let reader = store.reader()?;
            let queue = queue.clone();
            let thread = std::thread::Builder::new()
                .name("books-reader".to_owned())
                .spawn(move || queue.work(reader))
                .map_err(|error| OpenError::Unusable {
                    place: store.place(),
                    why: error.to_string(),
                })?;
            readers.threads().push(thread);
        }
        Ok(readers)
    }

    /// Reads on one of the threads.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut dyn Snapshot) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (answer, answered) = oneshot::channel();
        let job: Read = Box::new(move |snapshot| {
            let result = snapshot.map_err(Fault::from).and_then(read);
            // Who no longer listens is passed over.
            let _ = answer.send(result);
        });
        self.queue.push(job)?;
        answered
            .await
            .unwrap_or_else(|_| Err(Fault::defect("reading the books", "the read panicked")))
    }

    /// Lets the threads finish what waits, and waits for them.
    pub(crate) fn close(&self) {
        self.queue.lock().closed = true;
        self.queue.changed.notify_all();
        for thread in std::mem::take(&mut *self.threads()) {
            if thread.join().is_err() {
                tracing::error!("a reader thread panicked");
            }
        }
    }

    fn threads(&self) -> MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.close();
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, QueueState> {
        // A queue is sound after any panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, read: Read) -> Result<(), Fault> {
        let mut state = self.lock();
        if state.closed {
            return Err(stopped(None));
        }
        if state.waiting.len() >= WAITING_LIMIT {
            return Err(Fault::Overloaded {
                retry_after: RETRY_AFTER,
            });
        }
        state.waiting.push_back(read);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    fn next(&self) -> Option<Read> {
        let mut state = self.lock();
        loop {
            if let Some(read) = state.waiting.pop_front() {
                return Some(read);
            }
            if state.closed {
                return None;
            }
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn work(&self, mut reader: Box<dyn Reader>) {
        while let Some(read) = self.next() {
            // A read changes nothing, so nothing can be left half done.
            let worked = catch_unwind(AssertUnwindSafe(|| match reader.snapshot() {
                Ok(mut snapshot) => read(Ok(&mut *snapshot)),
                Err(error) => read(Err(error)),
            }));
            if let Err(panic) = worked {
                tracing::error!(panic = panic_text(&*panic), "a read panicked");
            }
        }
    }
}
