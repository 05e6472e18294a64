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
use tracing::Span;

use crate::{
    OpenError,
    store::{Reader, Snapshot, Store, StoreError},
    watching::{self, DatabaseSpans},
    writer::{panic_text, stopped},
};

/// How many reads may wait; more are turned away at once.
const WAITING_LIMIT: usize = 8192;

/// When to try again after being turned away.
const RETRY_AFTER: Duration = Duration::from_millis(100);

/// A read that waits for its turn.
trait Waiting: Send {
    /// Whether whoever asked has given up.
    fn is_given_up(&self) -> bool;

    /// The span it has while it is done.
    fn span(&self, spans: &DatabaseSpans) -> Span;

    /// Reads and answers.
    fn read(self: Box<Self>, snapshot: Result<&mut dyn Snapshot, StoreError>, span: &Span);
}

/// A read and where its answer goes.
struct Asked<T, F> {
    /// The table most of it is read from.
    table: &'static str,
    caller: Span,
    read: F,
    answer: oneshot::Sender<Result<T, Fault>>,
}

impl<T, F> Waiting for Asked<T, F>
where
    T: Send,
    F: FnOnce(&mut dyn Snapshot) -> Result<T, Fault> + Send,
{
    fn is_given_up(&self) -> bool {
        self.answer.is_closed()
    }

    fn span(&self, spans: &DatabaseSpans) -> Span {
        spans.read(&self.caller, self.table)
    }

    fn read(self: Box<Self>, snapshot: Result<&mut dyn Snapshot, StoreError>, span: &Span) {
        let Self { read, answer, .. } = *self;
        let result = snapshot.map_err(Fault::from).and_then(read);
        watching::end_read(span, &result);
        // Who no longer listens is passed over.
        let _ = answer.send(result);
    }
}

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
    waiting: VecDeque<Box<dyn Waiting>>,
    closed: bool,
}

impl Readers {
    /// Starts the threads.
    pub(crate) fn start(store: &dyn Store, count: usize) -> Result<Self, OpenError> {
        let queue = Arc::new(Queue::default());
        let spans = Arc::new(DatabaseSpans::of(store));
        let readers = Self {
            queue: queue.clone(),
            threads: Mutex::default(),
        };
        for _ in 0..count.max(1) {
            let reader = store.reader()?;
            let (queue, spans) = (queue.clone(), spans.clone());
            let thread = std::thread::Builder::new()
                .name("books-reader".to_owned())
                .spawn(move || queue.work(reader, &spans))
                .map_err(|error| OpenError::Unusable {
                    place: store.place(),
                    why: error.to_string(),
                })?;
            readers.threads().push(thread);
        }
        Ok(readers)
    }

    /// Reads, mostly of that table, on one of the threads. If the future is dropped
    /// before the turn of the read has come, nothing is read.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        table: &'static str,
        read: impl FnOnce(&mut dyn Snapshot) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (answer, answered) = oneshot::channel();
        let caller = watching::here();
        self.queue.push(Box::new(Asked {
            table,
            caller,
            read,
            answer,
        }))?;
        answered
            .await
            .unwrap_or_else(|_| Err(Fault::defect("reading the books", "the read panicked")))
    }

    /// Lets the threads finish what waits, and waits for them: it blocks.
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

    fn push(&self, read: Box<dyn Waiting>) -> Result<(), Fault> {
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

    fn next(&self) -> Option<Box<dyn Waiting>> {
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

    fn work(&self, mut reader: Box<dyn Reader>, spans: &DatabaseSpans) {
        while let Some(read) = self.next() {
            if read.is_given_up() {
                continue;
            }
            let span = read.span(spans);
            let _entered = span.enter();
            // A read changes nothing, so nothing can be left half done.
            let worked = catch_unwind(AssertUnwindSafe(|| match reader.snapshot() {
                Ok(mut snapshot) => read.read(Ok(&mut *snapshot), &span),
                Err(error) => read.read(Err(error), &span),
            }));
            if let Err(panic) = worked {
                tracing::error!(panic = panic_text(&*panic), "a read panicked");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::{
        future::Future,
        pin::pin,
        sync::{
            atomic::{AtomicBool, Ordering},
            mpsc,
        },
        task::{Context, Poll, Waker},
    };

    use super::*;
    use crate::store::discard::DiscardStore;

    /// Puts the read into the queue and asks for its answer once.
    fn begin<F: Future>(read: std::pin::Pin<&mut F>) {
        let mut context = Context::from_waker(Waker::noop());
        assert!(matches!(read.poll(&mut context), Poll::Pending));
    }

    #[tokio::test]
    async fn a_read_that_nobody_waits_for_is_passed_over() {
        let readers = Readers::start(&DiscardStore::default(), 1).unwrap();
        let (release, released) = mpsc::channel::<()>();
        let mut first = pin!(readers.read("head", move |_| {
            released.recv().unwrap();
            Ok(())
        }));
        begin(first.as_mut());
        let was_read = Arc::new(AtomicBool::new(false));
        let tell = was_read.clone();
        let mut given_up = Box::pin(readers.read("head", move |_| {
            tell.store(true, Ordering::SeqCst);
            Ok(())
        }));
        begin(given_up.as_mut());
        drop(given_up);
        let mut last = pin!(readers.read("head", |_| Ok(())));
        begin(last.as_mut());
        release.send(()).unwrap();
        first.await.unwrap();
        last.await.unwrap();
        assert!(!was_read.load(Ordering::SeqCst));
    }
}
