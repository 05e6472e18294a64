//! PostgreSQL servers for the tests of one process, from the installed program: one that
//! all share, others of their own, and a [`pair`] of which one follows the other. They
//! keep their files in memory where the machine allows it, listen on a Unix socket in a
//! folder of their own, and end with the process that started them.

mod keeper;
mod pair;
mod place;
mod processes;

use std::{
    net::IpAddr,
    path::Path,
    process::Command,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

pub use pair::Pair;

use crate::authority::Given;
use keeper::Keeper;
use place::{Place, succeeded};
use processes::Processes;

/// A server. It ends when this is dropped, or with the process.
pub struct Server {
    // Ends before the folder goes, as fields are dropped in this order.
    keeper: Option<Keeper>,
    place: Place,
}

/// A server that does nothing until this is dropped.
pub struct Frozen(Processes);

impl Server {
    /// Makes an empty server and starts it. `settings` are lines of its configuration.
    ///
    /// # Panics
    /// When PostgreSQL is not installed, or does not start.
    #[must_use]
    pub fn start(settings: &str) -> Self {
        let mut server = Self::down();
        server.place.fill();
        server.place.configure(settings);
        server.bring_up();
        server
    }

    /// The same, which also takes connections by TCP at this address: by TLS with this
    /// certificate, and with a password.
    ///
    /// # Panics
    /// When PostgreSQL is not installed, or does not start.
    #[must_use]
    pub fn start_secured(address: IpAddr, given: &Given, settings: &str) -> Self {
        let mut server = Self::down();
        server.place.fill();
        server.place.secure(given);
        let listening = format!("listen_addresses = '{address}'\nssl = on\n");
        server.place.configure(&(listening + settings));
        server.bring_up();
        server
    }

    /// Copies a server while it works, with all of its databases, and starts the copy as
    /// a server of its own.
    ///
    /// # Panics
    /// When it cannot be copied, or the copy does not start.
    #[must_use]
    pub fn copy_of(original: &Self) -> Self {
        let mut server = Self::down();
        server.place.fill_from(&original.place);
        server.place.configure("");
        server.bring_up();
        server
    }

    /// The place of a server, without its files.
    fn down() -> Self {
        Self {
            keeper: None,
            place: Place::new(),
        }
    }

    fn bring_up(&mut self) {
        self.keeper = Some(Keeper::start(&self.place));
    }

    /// Makes an empty database and gives its address.
    ///
    /// # Panics
    /// When the server refuses.
    #[must_use]
    pub fn new_database(&self) -> String {
        let name = new_name();
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        self.address(&name)
    }

    /// Copies a database that nobody is connected to, and gives the address of the copy.
    ///
    /// # Panics
    /// When the server refuses.
    #[must_use]
    pub fn copy_of_database(&self, address: &str) -> String {
        let (name, template) = (new_name(), database_of(address));
        self.sql(
            "postgres",
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        );
        self.address(&name)
    }

    /// The address of a database.
    #[must_use]
    pub fn address(&self, database: &str) -> String {
        address_of(&[self.folder()], database)
    }

    /// Runs a statement and gives what it prints, without headings.
    ///
    /// # Panics
    /// When the server refuses it.
    pub fn sql(&self, database: &str, statement: &str) -> String {
        let output = self
            .program("psql")
            .args([
                "--no-psqlrc",
                "--tuples-only",
                "--no-align",
                "--set=ON_ERROR_STOP=1",
            ])
            .args(["--dbname", database, "--command", statement])
            .output();
        succeeded("psql", &output)
    }

    /// A program of PostgreSQL that is told where this server is.
    #[must_use]
    pub fn program(&self, name: &str) -> Command {
        self.place.program(name)
    }

    /// Runs a program of PostgreSQL that is told where this server is.
    ///
    /// # Panics
    /// When it fails.
    pub fn run(&self, name: &str, arguments: &[&str]) {
        succeeded(name, &self.program(name).args(arguments).output());
    }

    /// A folder that the server and its programs may write to.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.place.folder()
    }

    /// Kills every process of the server, without a warning. Its files stay.
    ///
    /// # Panics
    /// When it does not run.
    pub fn kill(&mut self) {
        Processes::freeze(&self.place.data()).kill();
        self.place.forget_process();
    }

    /// Starts the server again after it was killed.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_again(&mut self) {
        let keeper = self.keeper.as_mut().expect("it was started before");
        keeper.start_again();
    }

    /// Holds every process of the server where it is: who waits for it goes on waiting.
    #[must_use]
    pub fn freeze(&self) -> Frozen {
        Frozen(Processes::freeze(&self.place.data()))
    }

    /// Takes away the files of a server that was killed, if there are any.
    fn clear_away(&mut self) {
        // Its keeper does so when it ends, and takes the folder too.
        self.keeper = None;
        self.place.make_folder();
    }
}

impl Drop for Frozen {
    fn drop(&mut self) {
        self.0.thaw();
    }
}

/// The server that the tests of this process share.
pub fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(|| Server::start(""))
}

/// The database that an address is of.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn database_of(address: &str) -> &str {
    let (_, database) = address
        .rsplit_once('/')
        .expect("an address ends in a database");
    database
}

/// The address of a database on servers that have their sockets in these folders.
fn address_of(folders: &[&Path], database: &str) -> String {
    let hosts = folders
        .iter()
        .map(|folder| folder.display().to_string().replace('/', "%2F"));
    let hosts: Vec<_> = hosts.collect();
    format!("postgres://tests@{}/{database}", hosts.join(","))
}

/// A name that no database has yet.
fn new_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("books_{}", NEXT.fetch_add(1, Ordering::SeqCst))
}
