//! How the fairs of the tests are deployed. The environment says it, for all tests of a
//! run: one process or five, books in SQLite or in PostgreSQL. What a fair answers must
//! not depend on it.

use std::{net::SocketAddr, sync::OnceLock};

use serve::{Identify, Stop};
use tempfile::TempDir;
use tradefair::{
    assembly::{self, BOOKS, Door, Machine, Running},
    bookshelf::Bookshelf,
    topology::{Addresses, ServiceName, Topology},
};

use crate::{
    clients::Clients,
    fleet::{Fleet, books_of},
    postgres,
    process::{Binary, Process},
};

/// A way to deploy a fair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// Whether each service has a listener of its own.
    pub apart: bool,
    /// Whether the books are in PostgreSQL.
    pub database: bool,
    /// The binary whose processes serve. Without one the services run in the process of
    /// the test, and those that stand apart still reach each other over TCP alone.
    pub binary: Option<Binary>,
}

/// A fair that was started.
pub enum Started {
    /// In this process: all services in one, or each by itself.
    Here(Vec<Running>),
    /// All services in one process.
    Process(Process),
    /// Each in its own.
    Fleet(Fleet),
}

impl Deployment {
    /// What `TRADEFAIR_TEST_PROCESSES` (`one` or `five`) and `TRADEFAIR_TEST_STORE`
    /// (`sqlite` or `postgres`) say; the first of each when they say nothing. The path in
    /// `TRADEFAIR_TEST_BINARY` makes real processes of them.
    ///
    /// # Panics
    /// When they say something else: no test may pass on another deployment than was
    /// asked for.
    #[must_use]
    pub fn of_environment() -> Self {
        let chosen = |variable: &str, first: &str, second: &str| {
            let said = std::env::var(variable).unwrap_or_else(|_| first.to_owned());
            assert!(
                [first, second].contains(&said.as_str()),
                "{variable} is {said:?}, which is neither {first} nor {second}"
            );
            said == second
        };
        Self {
            apart: chosen("TRADEFAIR_TEST_PROCESSES", "one", "five"),
            database: chosen("TRADEFAIR_TEST_STORE", "sqlite", "postgres"),
            binary: std::env::var_os("TRADEFAIR_TEST_BINARY").map(Binary::at),
        }
    }

    /// The same in the process of the test, where it can move the clock.
    #[must_use]
    pub fn in_this_process(self) -> Self {
        Self {
            binary: None,
            ..self
        }
    }

    /// A new place for the books of a fair. It goes with the folder.
    ///
    /// # Panics
    /// When there is no server that could keep them.
    #[must_use]
    pub fn new_bookshelf(&self, folder: &TempDir) -> Bookshelf {
        if !self.database {
            return Bookshelf::Folder(folder.path().to_owned());
        }
        static EMPTY_BOOKS: OnceLock<String> = OnceLock::new();
        let server = postgres::shared();
        let empty = EMPTY_BOOKS.get_or_init(|| {
            let address = server.new_database();
            let books = Bookshelf::read(&address, None).expect("an address of a database");
            for kind in &BOOKS {
                let made = kind.migrate(&books, &Machine::this_one());
                drop(made.expect("a database takes new books"));
            }
            address
        });
        let address = server.copy_of_database(empty);
        Bookshelf::read(&address, None).expect("an address of a database")
    }

    /// Starts all services, in the order in which they ask each other.
    ///
    /// # Panics
    /// When one does not start.
    pub async fn start(&self, books: &Bookshelf, machine: &Machine) -> Started {
        match (&self.binary, self.apart) {
            (None, _) => self.start_asking(&Identify::Nobody, books, machine).await,
            (Some(binary), false) => {
                let [flag, place] = books_of(books);
                let arguments = ["serve", &flag, &place, "--listen", "127.0.0.1:0"];
                Started::Process(binary.start(&arguments))
            }
            (Some(binary), true) => Started::Fleet(Fleet::start(binary, books, 1)),
        }
    }
}

impl Deployment {
    /// Starts all services in the process of the test, behind doors at which callers are
    /// asked who they are as `identify` says.
    ///
    /// # Panics
    /// When one does not start.
    pub async fn start_asking(
        &self,
        identify: &Identify,
        books: &Bookshelf,
        machine: &Machine,
    ) -> Started {
        let door = Door {
            identify: identify.clone(),
            ..Door::from(SocketAddr::from(([127, 0, 0, 1], 0)))
        };
        match self.apart {
            false => {
                let whole = started(&Topology::whole(), books, machine, &door).await;
                Started::Here(vec![whole])
            }
            true => Started::Here(apart(books, machine, &door).await),
        }
    }
}

impl Started {
    /// Where each service listens, in the order of their names in the topology.
    #[must_use]
    pub fn addresses(&self) -> [SocketAddr; 5] {
        match self {
            Self::Here(running) => {
                std::array::from_fn(|nth| running[nth.min(running.len() - 1)].address())
            }
            Self::Process(process) => [process.address; 5],
            Self::Fleet(fleet) => ServiceName::ALL.map(|service| fleet.address(service)),
        }
    }

    /// Clients over connections of their own.
    pub async fn connect(&self) -> Clients {
        let addresses = self.addresses();
        match addresses.iter().all(|address| *address == addresses[0]) {
            true => Clients::connect(addresses[0]).await,
            false => Clients::connect_apart(&addresses).await,
        }
    }

    /// Asks it to end and waits for that, who asks before whom it asks.
    pub async fn stop(self) {
        match self {
            Self::Here(running) => {
                for part in running.into_iter().rev() {
                    part.stop(Stop::Announced).await;
                }
            }
            Self::Process(process) => {
                process.ask_to_end();
                let (status, said) = process.wait();
                assert!(status.success(), "it ends well: {said:?}");
            }
            Self::Fleet(mut fleet) => {
                for service in ServiceName::ALL.into_iter().rev() {
                    let (status, said) = fleet.end(service, 0);
                    assert!(status.success(), "{service} ends well: {said:?}");
                }
            }
        }
    }
}

/// Each service as if in a process of its own.
async fn apart(books: &Bookshelf, machine: &Machine, door: &Door) -> Vec<Running> {
    let (mut all, mut addresses) = (Vec::new(), Addresses::new());
    for service in ServiceName::ALL {
        let topology = Topology::new(&[service], &addresses).expect("whom it asks has started");
        let running = started(&topology, books, machine, door).await;
        let target = running.address().try_into();
        addresses.insert(service, target.expect("an address makes a target"));
        all.push(running);
    }
    all
}

async fn started(
    topology: &Topology,
    books: &Bookshelf,
    machine: &Machine,
    door: &Door,
) -> Running {
    assembly::start(topology, books, door, machine)
        .await
        .unwrap_or_else(|why| panic!("a fair starts: {why}"))
}
