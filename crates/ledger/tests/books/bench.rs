//! A book in a folder of its own, with a clock that is set by hand.

use std::{future::Future, path::Path, sync::Arc};

use fault::Fault;
use ledger::{
    AuditReport, Book, BookConfig, Change, Cubes, Fair, ManualClock, Moment, OpenError, Position,
    Receipt, RecordedAt, RequestKey, Rule, SeededRandomness, SqliteConfig, SqliteStore, State,
    Store, Write,
};
use tempfile::TempDir;

use super::deal::{Deal, cubes, recompute};

/// 2016-05-28T00:00:00Z.
pub(crate) const START: RecordedAt = RecordedAt(1_464_393_600_000_000);

pub(crate) struct Bench {
    pub(crate) folder: TempDir,
    pub(crate) clock: ManualClock,
    pub(crate) book: Book,
    cubes: Cubes,
    config: BookConfig,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::keeping(cubes())
    }

    pub(crate) fn keeping(cubes: Cubes) -> Self {
        Self::working(cubes, BookConfig::default())
    }

    pub(crate) fn working(cubes: Cubes, config: BookConfig) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = ManualClock::at(START);
        let book = try_open(folder.path(), &cubes, &clock, config).unwrap();
        Self {
            folder,
            clock,
            book,
            cubes,
            config,
        }
    }

    /// Closes the book and opens it again, as a restart does.
    pub(crate) async fn reopen(&mut self) {
        let cubes = self.cubes.clone();
        self.reopen_keeping(cubes).await;
    }

    pub(crate) async fn reopen_keeping(&mut self, cubes: Cubes) {
        self.try_reopen_keeping(cubes).await.unwrap();
    }

    /// Closes the book and opens it with other cubes. If that is refused the
    /// book stays closed.
    pub(crate) async fn try_reopen_keeping(&mut self, cubes: Cubes) -> Result<(), OpenError> {
        self.book.close().await;
        self.book = try_open(self.folder.path(), &cubes, &self.clock, self.config)?;
        self.cubes = cubes;
        Ok(())
    }

    pub(crate) async fn newest(&self) -> Position {
        self.book.resolve(&fair(), Moment::Newest).await.unwrap()
    }

    pub(crate) fn audit(&self, written: &[Deal]) -> AuditReport {
        self.book.audit(&recompute(written), &mut |_| ()).unwrap()
    }

    /// Creates a deal in a commit of its own.
    pub(crate) async fn create(&self, number: u8, deal: &Deal) -> Receipt {
        self.book
            .write(create(request(number.into()), id(number), deal))
            .await
            .unwrap()
    }
}

pub(crate) fn open(folder: &Path, cubes: &Cubes, clock: &ManualClock) -> Book {
    try_open(folder, cubes, clock, BookConfig::default()).unwrap()
}

pub(crate) fn open_store(store: Box<dyn Store>, cubes: &Cubes, clock: &ManualClock) -> Book {
    try_open_store(store, cubes, clock, BookConfig::default()).unwrap()
}

fn try_open(
    folder: &Path,
    cubes: &Cubes,
    clock: &ManualClock,
    config: BookConfig,
) -> Result<Book, OpenError> {
    // Rows of cell history are moved after every few commits, as they are after
    // many in real books.
    let store_config = SqliteConfig {
        fresh_cell_rows: 25,
        log_bytes: 256 * 1024,
        ..SqliteConfig::default()
    };
    let store = SqliteStore::open_with(folder, store_config).unwrap();
    try_open_store(Box::new(store), cubes, clock, config)
}

fn try_open_store(
    store: Box<dyn Store>,
    cubes: &Cubes,
    clock: &ManualClock,
    config: BookConfig,
) -> Result<Book, OpenError> {
    Book::open(
        store,
        cubes.clone(),
        Arc::new(clock.clone()),
        Box::new(SeededRandomness::new(1)),
        config,
    )
}

pub(crate) fn fair() -> Fair {
    Fair::parse("fairs/ciftis").unwrap()
}

pub(crate) fn id(number: u8) -> String {
    format!("fairs/ciftis/deals/d{number:03}")
}

/// The request with that number. Its content is what the digest stands for.
pub(crate) fn request(number: u32) -> RequestKey {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    RequestKey {
        caller: "local".to_owned(),
        method: "Write".to_owned(),
        id,
        digest: [0; 32],
    }
}

pub(crate) fn live(name: &str, deal: &Deal) -> Change {
    Change {
        name: name.to_owned(),
        state: State::Live,
        reason: String::new(),
        moved_to: String::new(),
        body: deal.body(),
        facts: deal.facts(),
    }
}

pub(crate) fn void(name: &str, body: &[u8]) -> Change {
    Change {
        name: name.to_owned(),
        state: State::Void,
        reason: "entered in error".to_owned(),
        moved_to: String::new(),
        body: body.to_vec(),
        facts: Vec::new(),
    }
}

pub(crate) fn write(request: RequestKey, reads: &[&str], rule: Rule) -> Write {
    Write {
        fair: fair(),
        request,
        reads: reads.iter().map(|&name| name.to_owned()).collect(),
        rule,
    }
}

/// Refuses if the record is there.
pub(crate) fn create(request: RequestKey, name: String, deal: &Deal) -> Write {
    let change = live(&name, deal);
    let reads = [name.clone()];
    write(
        request,
        &[&reads[0]],
        Box::new(move |loaded| match loaded.record(&name) {
            Some(_) => Err(Fault::Exists { resource: name }),
            None => Ok(vec![change]),
        }),
    )
}

/// Refuses unless the record is live.
pub(crate) fn update(request: RequestKey, name: String, deal: &Deal) -> Write {
    let change = live(&name, deal);
    let reads = [name.clone()];
    write(
        request,
        &[&reads[0]],
        Box::new(move |loaded| match loaded.record(&name) {
            Some(found) if found.state == State::Live => Ok(vec![change]),
            _ => Err(Fault::not_found(name)),
        }),
    )
}

/// Refuses unless the record is live.
pub(crate) fn retire(request: RequestKey, name: String) -> Write {
    let reads = [name.clone()];
    write(
        request,
        &[&reads[0]],
        Box::new(move |loaded| match loaded.record(&name) {
            Some(found) if found.state == State::Live => Ok(vec![void(&name, &found.body)]),
            _ => Err(Fault::not_found(name)),
        }),
    )
}

/// Sends the writes while the writer is held up, so that they become exactly
/// one group, in this order; then awaits their answers.
///
/// The clock is out of suspicion while the gate is opened, so that its rule
/// runs.
pub(crate) async fn as_one_group(bench: &Bench, writes: Vec<Write>) -> Vec<Result<Receipt, Fault>> {
    in_one_group(&bench.book, &bench.clock, writes).await
}

/// The same for any book and its clock.
pub(crate) async fn in_one_group(
    book: &Book,
    clock: &ManualClock,
    writes: Vec<Write>,
) -> Vec<Result<Receipt, Fault>> {
    const ASIDE: i64 = 100_000_000_000_000;
    clock.jump(-ASIDE);
    let (started, has_started) = tokio::sync::oneshot::channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let mut gate_key = request(0);
    gate_key.method = "Gate".to_owned();
    let gate = write(
        gate_key,
        &[],
        Box::new(move |_| {
            started.send(()).unwrap();
            released.recv().unwrap();
            Err(Fault::not_found("the gate"))
        }),
    );
    let holding = book.write(gate);
    let group = async {
        has_started.await.unwrap();
        clock.jump(ASIDE);
        let mut pending: Vec<_> = writes
            .into_iter()
            .map(|write| Box::pin(book.write(write)))
            .collect();
        // The first poll puts each into the queue, in order.
        for one in &mut pending {
            std::future::poll_fn(|context| {
                assert!(one.as_mut().poll(context).is_pending());
                std::task::Poll::Ready(())
            })
            .await;
        }
        release.send(()).unwrap();
        let mut answers = Vec::new();
        for one in pending {
            answers.push(one.await);
        }
        answers
    };
    let (gate, answers) = tokio::join!(holding, group);
    gate.unwrap_err();
    answers
}
