//! Starts, restarts and stops a fair, with the product's own wiring.

use std::{net::SocketAddr, sync::Arc};

use ledger::{Clock, Fair, Finding, ManualClock, RecordedAt};
use serve::Identify;
use tempfile::TempDir;
use tradefair::{
    assembly::{BOOKS, Machine},
    bookshelf::Bookshelf,
    topology::ServiceName,
};

use crate::{
    callers::PlainTokens,
    clients::Clients,
    deployment::{Deployment, Started},
    standing,
};

/// Half past eight on the day the sample opened, where a manual clock begins.
pub const MORNING: RecordedAt = RecordedAt(1_464_395_400_000_000);

/// A fair that runs, with books of its own, on ports the system picked.
pub struct RunningFair {
    deployment: Deployment,
    books: Bookshelf,
    _folder: TempDir,
    clock: Option<ManualClock>,
    /// None while it is started anew.
    started: Option<Started>,
    /// Clients connected to it.
    pub clients: Clients,
}

impl RunningFair {
    /// Starts a fair with empty books, on the machine's clock.
    pub async fn start() -> Self {
        Self::start_as(Deployment::of_environment(), None).await
    }

    /// Starts a fair with empty books, on a clock that the test moves.
    pub async fn start_at(clock: ManualClock) -> Self {
        Self::start_as(Deployment::of_environment().in_this_process(), Some(clock)).await
    }

    /// Starts a fair with the books of [`standing::open_books`].
    pub async fn with_open_books() -> Self {
        let fair = Self::start().await;
        standing::open_books(&fair.clients).await;
        fair
    }

    /// Starts a fair with empty books that is deployed like that, whatever the
    /// environment says.
    pub async fn deployed(deployment: Deployment) -> Self {
        Self::start_as(deployment, None).await
    }

    /// Starts a fair with empty books, in one process or five, that reads tokens as
    /// [`PlainTokens`] does. It cannot be started anew.
    pub async fn asking_for_tokens(apart: bool) -> Self {
        let deployment = Deployment {
            apart,
            ..Deployment::of_environment().in_this_process()
        };
        let folder = tempfile::tempdir().expect("a folder can be made");
        let books = deployment.new_bookshelf(&folder);
        let identify = Identify::Everybody {
            tokens: Some(Arc::new(PlainTokens)),
        };
        let started = deployment
            .start_asking(&identify, &books, &machine(None))
            .await;
        Self {
            clients: started.connect().await,
            deployment,
            books,
            _folder: folder,
            clock: None,
            started: Some(started),
        }
    }

    async fn start_as(deployment: Deployment, clock: Option<ManualClock>) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let mut books = deployment.new_bookshelf(&folder);
        if clock.is_some() {
            books = books.with_clock_of_process();
        }
        let started = deployment.start(&books, &machine(clock.as_ref())).await;
        Self {
            clients: started.connect().await,
            deployment,
            books,
            _folder: folder,
            clock,
            started: Some(started),
        }
    }

    /// Clients over a connection of their own.
    pub async fn connect(&self) -> Clients {
        self.started().connect().await
    }

    /// Where the fair listens.
    ///
    /// # Panics
    /// When its services stand apart, so that there is no one address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        assert!(
            !self.deployment.apart,
            "a fair in one process has one address"
        );
        self.addresses()[0]
    }

    /// Where each service listens, in the order of their names in the topology.
    #[must_use]
    pub fn addresses(&self) -> [SocketAddr; 5] {
        self.started().addresses()
    }

    /// Ends the processes and starts others on the same books.
    pub async fn restart(&mut self) {
        if let Some(started) = self.started.take() {
            started.stop().await;
        }
        let machine = machine(self.clock.as_ref());
        let started = self.deployment.start(&self.books, &machine).await;
        self.clients = started.connect().await;
        self.started = Some(started);
    }

    fn started(&self) -> &Started {
        self.started.as_ref().expect("it is started anew by now")
    }

    /// Who recorded what, by the journal of the books of a service: caller and method of
    /// every request that was carried out.
    ///
    /// # Panics
    /// When the books cannot be read.
    pub async fn actors(&self, service: ServiceName, fair: &str) -> Vec<(String, String)> {
        let books = self.books.clone();
        let fair = Fair::parse(fair).expect("the name of a fair");
        let read = tokio::task::spawn_blocking(move || {
            let store = books.open_read_only(service).expect("books to read");
            let mut reader = store.reader().expect("a reader");
            let mut snapshot = reader.snapshot().expect("a moment of the books");
            let rows = snapshot.request_rows(&fair, None, 10_000);
            let rows = rows.expect("requests can be listed").into_iter();
            rows.map(|row| (row.key.caller, row.key.method)).collect()
        });
        read.await.expect("the books can be read")
    }

    /// Checks the books: the chain holds, and cells are stored facts are facts
    /// made anew.
    ///
    /// # Panics
    /// When something is off.
    pub async fn audit(&self) {
        let books = self.books.clone();
        let audited = tokio::task::spawn_blocking(move || audit(&books));
        let off = audited.await.expect("an audit comes to its end");
        assert!(off.is_empty(), "the books are sound: {off:#?}");
    }
}

/// What is off in the books of a shelf, all of which this release wrote.
fn audit(books: &Bookshelf) -> Vec<Finding> {
    BOOKS
        .iter()
        .flat_map(|kind| {
            let store = books.open_read_only(kind.service).expect("books to read");
            let report = ledger::audit(&*store, &(kind.cubes)(), &kind.recompute, &mut |_| {});
            let report = report.expect("the books can be read");
            assert_eq!(report.counts.outgrown, 0, "{} told all", kind.service);
            report.findings.into_iter().chain(report.differences)
        })
        .collect()
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
