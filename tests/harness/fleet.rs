//! Real processes that are one fair: each service in one of its own, or in several.

use std::{collections::BTreeMap, net::SocketAddr, process::ExitStatus};

use serve::Target;
use tradefair::{
    bookshelf::Bookshelf,
    topology::{Addresses, ServiceName},
};

use crate::{
    authority::Files,
    clients::Clients,
    process::{Binary, Process},
};

/// The processes of a fair. They are killed when it goes out of scope.
pub struct Fleet {
    binary: Binary,
    scheme: &'static str,
    replicas: BTreeMap<ServiceName, Vec<Replica>>,
}

/// One process and how it was started.
struct Replica {
    /// All but where it listens.
    arguments: Vec<String>,
    address: SocketAddr,
    /// None while it does not run.
    process: Option<Process>,
}

/// Where an asker finds a service: what is handed in is where it runs, what comes out is
/// what the asker is told, such as the address of a proxy between them.
pub type Way<'a> = dyn FnMut(ServiceName, ServiceName, Target) -> Target + 'a;

impl Fleet {
    /// Starts so many processes of each service, which find each other directly.
    ///
    /// # Panics
    /// When one does not start.
    #[must_use]
    pub fn start(binary: &Binary, books: &Bookshelf, replicas: usize) -> Self {
        Self::start_apart(binary, books, replicas, &mut |_, _, target| target)
    }

    /// Starts so many processes of each service, which find each other as they are told.
    ///
    /// # Panics
    /// When one does not start.
    #[must_use]
    pub fn start_apart(
        binary: &Binary,
        books: &Bookshelf,
        replicas: usize,
        way: &mut Way<'_>,
    ) -> Self {
        let plain = Self {
            binary: binary.clone(),
            scheme: "http",
            replicas: BTreeMap::new(),
        };
        plain.with(books, replicas, &|_| Vec::new(), way)
    }

    /// Starts a process of each service, which reach each other by TLS, each with what
    /// `flags` say for it.
    ///
    /// # Panics
    /// When one does not start.
    #[must_use]
    pub fn start_secured(
        binary: &Binary,
        books: &Bookshelf,
        flags: &dyn Fn(ServiceName) -> Vec<String>,
    ) -> Self {
        let secured = Self {
            binary: binary.clone(),
            scheme: "https",
            replicas: BTreeMap::new(),
        };
        secured.with(books, 1, flags, &mut |_, _, target| target)
    }

    fn with(
        mut self,
        books: &Bookshelf,
        replicas: usize,
        flags: &dyn Fn(ServiceName) -> Vec<String>,
        way: &mut Way<'_>,
    ) -> Self {
        for service in ServiceName::ALL {
            let mut arguments = vec!["serve".to_owned(), service.to_string()];
            arguments.extend(books_of(books));
            arguments.extend(flags(service));
            for &asked in service.asks() {
                let target = way(service, asked, self.target(asked));
                arguments.extend([format!("--{asked}"), target.to_string()]);
            }
            let started = (0..replicas).map(|_| Replica::start(&self.binary, &arguments));
            let started = started.collect();
            self.replicas.insert(service, started);
        }
        self
    }

    /// Where a service runs.
    ///
    /// # Panics
    /// When it was not started.
    fn target(&self, service: ServiceName) -> Target {
        let replicas = self.replicas[&service].iter();
        let places: Vec<_> = replicas
            .map(|replica| format!("{}://{}", self.scheme, replica.address))
            .collect();
        places.join(",").parse().expect("addresses make a target")
    }

    /// Where all services run.
    #[must_use]
    pub fn targets(&self) -> Addresses {
        let target = |service| (service, self.target(service));
        ServiceName::ALL.into_iter().map(target).collect()
    }

    /// Clients, each over one connection to the first process of its service.
    pub async fn connect(&self) -> Clients {
        Clients::connect_apart(&ServiceName::ALL.map(|service| self.address(service))).await
    }

    /// Where the first process of a service takes calls.
    #[must_use]
    pub fn address(&self, service: ServiceName) -> SocketAddr {
        self.replicas[&service][0].address
    }

    /// Ends a process without a warning.
    ///
    /// # Panics
    /// When it does not run.
    pub fn kill(&mut self, service: ServiceName, number: usize) {
        self.running(service, number).kill();
    }

    /// Asks a process to end, waits for its end and tells how it ended and what it said.
    ///
    /// # Panics
    /// When it does not run, or does not end.
    pub fn end(&mut self, service: ServiceName, number: usize) -> (ExitStatus, Vec<String>) {
        let process = self.running(service, number);
        process.ask_to_end();
        process.wait()
    }

    /// Starts a process again, at the address it had.
    ///
    /// # Panics
    /// When it runs, or does not start.
    pub fn start_again(&mut self, service: ServiceName, number: usize) {
        let binary = self.binary.clone();
        let replica = self.replica(service, number);
        assert!(replica.process.is_none(), "{service} {number} runs");
        let process = Replica::run(&binary, &replica.arguments, replica.address);
        assert_eq!(process.address, replica.address);
        replica.process = Some(process);
    }

    fn running(&mut self, service: ServiceName, number: usize) -> Process {
        let process = self.replica(service, number).process.take();
        process.unwrap_or_else(|| panic!("{service} {number} does not run"))
    }

    fn replica(&mut self, service: ServiceName, number: usize) -> &mut Replica {
        let replicas = self.replicas.get_mut(&service);
        let replica = replicas.and_then(|replicas| replicas.get_mut(number));
        replica.unwrap_or_else(|| panic!("there is no {service} {number}"))
    }
}

impl Replica {
    fn start(binary: &Binary, arguments: &[String]) -> Self {
        let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
        let process = Self::run(binary, arguments, any_port);
        Self {
            arguments: arguments.to_owned(),
            address: process.address,
            process: Some(process),
        }
    }

    fn run(binary: &Binary, arguments: &[String], listen: SocketAddr) -> Process {
        let listen = listen.to_string();
        let mut all: Vec<_> = arguments.iter().map(String::as_str).collect();
        all.extend(["--listen", &listen]);
        binary.start(&all)
    }
}

/// The flags that lead to services.
#[must_use]
pub fn flags_to(services: &Addresses) -> Vec<String> {
    let flag = |(service, target)| [format!("--{service}"), format!("{target}")];
    services.iter().flat_map(flag).collect()
}

/// The flags that lead to certificates.
#[must_use]
pub fn secured_by(files: &Files) -> Vec<String> {
    let flags = [
        ("--tls-certificate", &files.certificate),
        ("--tls-key", &files.key),
        ("--tls-authorities", &files.authorities),
    ];
    let flags = flags.into_iter();
    flags
        .flat_map(|(flag, path)| [flag.to_owned(), path.display().to_string()])
        .collect()
}

/// The flags that lead to books.
///
/// # Panics
/// When the path of a folder is not text.
#[must_use]
pub fn books_of(books: &Bookshelf) -> [String; 2] {
    match books {
        Bookshelf::Folder(folder) => {
            let folder = folder.to_str().expect("a folder's path is text");
            ["--data".to_owned(), folder.to_owned()]
        }
        // Those of the tests have no password, which would not be shown.
        Bookshelf::Database(_) => ["--store".to_owned(), books.to_string()],
    }
}
