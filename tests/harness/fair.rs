//! Starts, restarts and stops a fair, with the product's own wiring.

use std::{net::SocketAddr, path::Path, sync::Arc};

use ledger::{Clock, Finding, ManualClock, RecordedAt, store::sqlite::SqliteStore};
use tempfile::TempDir;
use tradefair::{
    assembly::{self, BOOKS, Machine, Running},
    topology::Topology,
};

use crate::{clients::Clients, standing};

/// Half past eight on the day the sample opened, where a manual clock begins.
pub const MORNING: RecordedAt = RecordedAt(1_464_395_400_000_000);

/// A fair that runs, in a folder of its own, on a port the system picked.
pub struct RunningFair {
    folder: TempDir,
    clock: Option<ManualClock>,
    running: Option<Running>,
    /// Clients connected to it.
    pub clients: Clients,
}

impl RunningFair {
    /// Starts a fair with empty books, on the machine's clock.
    pub async fn start() -> Self {
        Self::start_with(None).await
    }

    /// Starts a fair with empty books, on a clock that the test moves.
    pub async fn start_at(clock: ManualClock) -> Self {
        Self::start_with(Some(clock)).await
    }

    /// Starts a fair with the books of [`standing::open_books`].
    pub async fn with_open_books() -> Self {
        let fair = Self::start().await;
        standing::open_books(&fair.clients).await;
        fair
    }

    async fn start_with(clock: Option<ManualClock>) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let running = whole(folder.path(), clock.as_ref()).await;
        let clients = Clients::connect(running.address()).await;
        Self {
            folder,
            clock,
            running: Some(running),
            clients,
        }
    }

    /// Clients over a connection of their own.
    pub async fn connect(&self) -> Clients {
        Clients::connect(self.address()).await
    }

    /// Where the fair listens.
    ///
    /// # Panics
    /// Never: a fair runs from its start to its end.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.running.as_ref().expect("a fair runs").address()
    }

    /// Ends the process and starts another on the same books.
    pub async fn restart(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
        let running = whole(self.folder.path(), self.clock.as_ref()).await;
        self.clients = Clients::connect(running.address()).await;
        self.running = Some(running);
    }

    /// Checks the books: the chain holds, and cells are stored facts are facts
    /// made anew.
    ///
    /// # Panics
    /// When something is off.
    pub async fn audit(&self) {
        let data = self.folder.path().to_owned();
        let audited = tokio::task::spawn_blocking(move || audit(&data));
        let off = audited.await.expect("an audit comes to its end");
        assert!(off.is_empty(), "the books are sound: {off:#?}");
    }
}

/// What is off in the books of a folder, all of which this release wrote.
fn audit(data: &Path) -> Vec<Finding> {
    BOOKS
        .iter()
        .flat_map(|kind| {
            let store = SqliteStore::open_read_only(&kind.folder(data)).expect("books to read");
            let report = ledger::audit(&store, &(kind.cubes)(), &kind.recompute, &mut |_| {});
            let report = report.expect("the books can be read");
            assert_eq!(report.counts.outgrown, 0, "{} told all", kind.service);
            report.findings.into_iter().chain(report.differences)
        })
        .collect()
}

/// All services in one process.
async fn whole(folder: &Path, clock: Option<&ManualClock>) -> Running {
    assembly::start(&Topology::whole(), folder, any_port(), &machine(clock))
        .await
        .unwrap_or_else(|why| panic!("a fair starts: {why}"))
}

/// This machine, with another clock if there is one.
fn machine(clock: Option<&ManualClock>) -> Machine {
    let this_one = Machine::this_one();
    match clock {
        Some(clock) => {
            let clock: Arc<dyn Clock> = Arc::new(clock.clone());
            Machine { clock, ..this_one }
        }
        None => this_one,
    }
}

/// A port of this machine that the system picks.
fn any_port() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}
