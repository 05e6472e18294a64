//! Puts a process together: books, services, the links between them, and the
//! listener before all of it.

mod books;
mod door;
mod inside;
mod machine;

pub use books::{BOOKS, BooksKind};
pub use door::Door;
pub use inside::{Inside, inside};
pub use machine::Machine;

use std::{collections::BTreeMap, net::SocketAddr};

use axum::Router;
use futures_util::future;
use ledger::{Book, OpenError};
use serve::{
    Certificates, CertificatesError, Drained, FOLLOW_INTERVAL, Following, Health, Link,
    ListenError, Listener, Operations, Service, Serving, Stop,
};
use tokio::{sync::oneshot, task::JoinHandle};

use crate::{
    bookshelf::Bookshelf,
    topology::{ServiceName, Topology, links_to},
};

/// Why a process cannot start, as a sentence.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be served.
    #[error("{0} with --listen")]
    Port(ListenError),
    /// The address of the operations door cannot be served.
    #[error("{0} with --operations-listen")]
    OperationsPort(ListenError),
    /// The certificates are of no use.
    #[error(transparent)]
    Certificates(#[from] CertificatesError),
    /// The address or the listener cannot be used.
    #[error(transparent)]
    Listen(ListenError),
    /// Others than this machine can reach the address, and something is missing.
    #[error(
        "{address} can be reached from elsewhere, and {missing}; or listen on 127.0.0.1, where whoever calls works at this machine; or say trusted_network = true of a network that nobody else is in"
    )]
    OpenToAll {
        /// The address.
        address: SocketAddr,
        /// What is missing, with the settings that give it.
        missing: String,
    },
    /// The keys of the issuer of tokens can never be had.
    #[error(transparent)]
    Issuer(#[from] identity::CannotStart),
    /// The books cannot be opened.
    #[error(transparent)]
    Books(#[from] OpenError),
    /// The machine has no randomness to give.
    #[error("the system has no randomness to give: {0}")]
    Randomness(String),
    /// A service keeps no books and was asked for them.
    #[error("{0} keeps no books")]
    NoBooks(ServiceName),
    /// A service runs here before one that it asks.
    #[error("{asker} was put together before {asked}, which it asks")]
    Order {
        /// The service that asks.
        asker: ServiceName,
        /// The service that is missing.
        asked: ServiceName,
    },
}

impl From<ListenError> for StartError {
    fn from(error: ListenError) -> Self {
        match error {
            ListenError::InUse { .. } => Self::Port(error),
            _ => Self::Listen(error),
        }
    }
}

/// Starts the services of `topology` that run here, with their books on that shelf and
/// all of them behind the door.
///
/// # Errors
/// [`StartError`] says in a sentence what is in the way.
pub async fn start(
    topology: &Topology,
    books: &Bookshelf,
    door: &Door,
    machine: &Machine,
) -> Result<Running, StartError> {
    // The ports first: when one is taken, no book has been touched.
    let listener = Listener::bind(door.listen).await?;
    let operations = match door.operations {
        Some(address) => Some(operations_at(address, door.pages.clone()).await?),
        None => None,
    };
    let certificates = door.certificates(&machine.clock)?;
    if let Some(held) = &certificates {
        tell_when_it_ends(held.clone());
    }
    let address = listener.address();
    let operations_address = operations.as_ref().map(|door| door.listener.address());
    let mut assembly = Assembly::knowing(topology, certificates.as_ref());
    for &name in topology.here() {
        assembly.add(name, books, machine)?;
    }
    let health = Health::of(&assembly.services).await;
    let (stop, stopped) = oneshot::channel();
    let mut serving = Serving::new(assembly.services, health.clone());
    serving.drain = door.drain;
    serving.identify = door.identify.clone();
    serving.operations = operations;
    let following = certificates
        .as_ref()
        .map(|held| held.follow(FOLLOW_INTERVAL));
    serving.certificates = certificates;
    let serving = tokio::spawn(listener.serve(serving, async move {
        // Where the sender is gone, so is whoever would have waited.
        stopped.await.unwrap_or(Stop::AtOnce)
    }));
    health.ready().await;
    Ok(Running {
        address,
        operations_address,
        _following: following,
        books: assembly.books,
        stop,
        serving: Some(serving),
    })
}

/// Tells whoever watches over the process when its certificate ends.
fn tell_when_it_ends(held: Certificates) {
    let figure = telemetry::Figure {
        name: "tradefair.tls.certificate.expiry",
        unit: "s",
        description: "When the certificate of the process ends, in seconds since 1970",
    };
    figure.stands_at(move || Some(held.expiry_seconds()));
}

async fn operations_at(address: SocketAddr, pages: Router) -> Result<Operations, StartError> {
    match Listener::bind(address).await {
        Ok(listener) => Ok(Operations {
            pages,
            ..Operations::at(listener)
        }),
        Err(error @ ListenError::InUse { .. }) => Err(StartError::OperationsPort(error)),
        Err(error) => Err(StartError::Listen(error)),
    }
}

/// What has been put together so far.
struct Assembly {
    links: BTreeMap<ServiceName, Link>,
    services: Vec<Service>,
    books: Vec<(ServiceName, Book)>,
}

impl Assembly {
    fn knowing(topology: &Topology, certificates: Option<&Certificates>) -> Self {
        Self {
            links: links_to(topology.elsewhere(), certificates),
            services: Vec::new(),
            books: Vec::new(),
        }
    }

    /// Puts in one service, whose own links are there already.
    fn add(
        &mut self,
        name: ServiceName,
        books: &Bookshelf,
        machine: &Machine,
    ) -> Result<(), StartError> {
        let to = |asked| self.link(name, asked);
        let service = match name {
            ServiceName::Exhibitions => exhibitions::service(self.book(name, books, machine)?),
            ServiceName::Forums => {
                let exhibitions = to(ServiceName::Exhibitions)?;
                forums::service(self.book(name, books, machine)?, exhibitions)
            }
            ServiceName::Contracts => {
                let exhibitions = to(ServiceName::Exhibitions)?;
                contracts::service(self.book(name, books, machine)?, exhibitions)
            }
            ServiceName::Reporting => {
                let exhibitions = to(ServiceName::Exhibitions)?;
                let forums = to(ServiceName::Forums)?;
                let contracts = to(ServiceName::Contracts)?;
                let book = self.book(name, books, machine)?;
                reporting::service(book, exhibitions, forums, contracts)
            }
            ServiceName::Gateway => {
                let exhibitions = to(ServiceName::Exhibitions)?;
                let forums = to(ServiceName::Forums)?;
                let contracts = to(ServiceName::Contracts)?;
                let reporting = to(ServiceName::Reporting)?;
                let book = self.book(name, books, machine)?;
                gateway::service(book, exhibitions, forums, contracts, reporting)
            }
        };
        self.links.insert(name, Link::within(&service));
        self.services.push(service);
        Ok(())
    }

    /// The way from one service to another.
    fn link(&self, asker: ServiceName, asked: ServiceName) -> Result<Link, StartError> {
        let link = self.links.get(&asked);
        let link = link.ok_or(StartError::Order { asker, asked })?;
        Ok(link.asked_by(asker.as_str()))
    }

    /// Opens the books of a service and keeps hold of them.
    fn book(
        &mut self,
        name: ServiceName,
        books: &Bookshelf,
        machine: &Machine,
    ) -> Result<Book, StartError> {
        let kind = BOOKS.iter().find(|kind| kind.service == name);
        let kind = kind.ok_or(StartError::NoBooks(name))?;
        let book = kind.open(books, machine)?;
        self.books.push((name, book.clone()));
        Ok(book)
    }
}

/// Services that are served.
pub struct Running {
    address: SocketAddr,
    operations_address: Option<SocketAddr>,
    _following: Option<Following>,
    books: Vec<(ServiceName, Book)>,
    stop: oneshot::Sender<Stop>,
    /// None once it has ended.
    serving: Option<JoinHandle<Result<Drained, ListenError>>>,
}

impl Running {
    /// The address calls are taken at, with its port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the operations door, with its port.
    #[must_use]
    pub fn operations_address(&self) -> Option<SocketAddr> {
        self.operations_address
    }

    /// Waits until the process must end, because a commit has an unknown outcome
    /// or the listener broke, and says why. Never returns while all is well.
    pub async fn failed(&mut self) -> String {
        let books = self.books.iter().map(|(name, book)| {
            Box::pin(async move { format!("the books of {name} failed: {}", book.failed().await) })
        });
        // A process without books still has a future to wait for.
        let any_book = async {
            if self.books.is_empty() {
                return future::pending().await;
            }
            future::select_all(books).await.0
        };
        let listener = async {
            match self.serving.as_mut() {
                Some(serving) => how_it_ended(serving.await),
                None => future::pending().await,
            }
        };
        let listener_ended;
        let why = tokio::select! {
            why = any_book => { listener_ended = false; why }
            why = listener => { listener_ended = true; why }
        };
        if listener_ended {
            self.serving = None;
        }
        why
    }

    /// Closes the door, lets the calls under way finish, and closes the books.
    pub async fn stop(self, stop: Stop) {
        // Nobody hears it when the listener has ended by itself.
        let _ = self.stop.send(stop);
        if let Some(serving) = self.serving {
            match serving.await {
                Ok(Ok(Drained::Fully)) => {}
                ended => tracing::warn!("{}", how_it_ended(ended)),
            }
        }
        for (_, book) in &self.books {
            book.close().await;
        }
    }
}

fn how_it_ended(ended: Result<Result<Drained, ListenError>, tokio::task::JoinError>) -> String {
    match ended {
        Ok(Ok(Drained::Fully)) => "the listener ended".to_owned(),
        Ok(Ok(Drained::AtLimit)) => "calls were cut off at the limit of the drain".to_owned(),
        Ok(Err(error)) => error.to_string(),
        Err(error) => format!("the listener stopped: {error}"),
    }
}
