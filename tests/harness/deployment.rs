//! How the fairs of the tests are deployed. The environment says it, for all tests of a
//! run: one process or five, books in SQLite or in PostgreSQL. What a fair answers must
//! not depend on it.

use std::{net::SocketAddr, sync::OnceLock};

use tempfile::TempDir;
use tradefair::{
    assembly::{self, BOOKS, Machine, Running},
    bookshelf::Bookshelf,
    topology::{Addresses, ServiceName, Topology},
};

use crate::postgres;

/// A way to deploy a fair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// Whether each service has a listener and a wiring of its own.
    pub apart: bool,
    /// Whether the books are in PostgreSQL.
    pub database: bool,
}

impl Deployment {
    /// What `TRADEFAIR_TEST_PROCESSES` (`one` or `five`) and `TRADEFAIR_TEST_STORE`
    /// (`sqlite` or `postgres`) say; the first of each when they say nothing.
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
        }
    }

    /// A new place for the books of a fair. It goes with the folder.
    ///
    /// # Panics
    /// When there is no server that could keep them.
    #[must_use]
    pub fn new_bookshelf(self, folder: &TempDir) -> Bookshelf {
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

    /// Starts all services, in the order in which they ask each other: in one process or
    /// each as if in its own, so that they reach each other over TCP alone.
    ///
    /// # Panics
    /// When one does not start.
    pub async fn start(self, books: &Bookshelf, machine: &Machine) -> Vec<Running> {
        if !self.apart {
            return vec![started(&Topology::whole(), books, machine).await];
        }
        let (mut all, mut addresses) = (Vec::new(), Addresses::new());
        for service in ServiceName::ALL {
            let topology = Topology::new(&[service], &addresses).expect("whom it asks has started");
            let running = started(&topology, books, machine).await;
            let uri = format!("http://{}", running.address());
            addresses.insert(service, uri.parse().expect("an address makes a URI"));
            all.push(running);
        }
        all
    }
}

async fn started(topology: &Topology, books: &Bookshelf, machine: &Machine) -> Running {
    let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
    assembly::start(topology, books, any_port, machine)
        .await
        .unwrap_or_else(|why| panic!("a fair starts: {why}"))
}
