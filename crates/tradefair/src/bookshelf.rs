//! Where the books of all services stand: in folders below one folder, or in schemas of
//! one database.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use ledger::{OpenError, PostgresConfig, PostgresStore, Store, store::sqlite::SqliteStore};

use crate::topology::ServiceName;

/// Where the books of all services stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bookshelf {
    /// Each in a folder of its own below this one, in SQLite: for one process.
    Folder(PathBuf),
    /// Each in a schema of its own of this database, in PostgreSQL: for several.
    Database(Database),
}

/// A database.
#[derive(Clone, PartialEq, Eq)]
pub struct Database {
    /// Its address, which may hold a password.
    address: String,
    /// The file of certificates that vouch for its server.
    certificates: Option<PathBuf>,
    /// Whether times are those of its server.
    clock_of_server: bool,
}

/// What starts a store that is a folder, and one that is a database.
const FOLDER: &str = "sqlite:";
const DATABASES: [&str; 2] = ["postgres://", "postgresql://"];

impl Bookshelf {
    /// Reads a store as it is written on the command line, with the certificates for it.
    #[must_use]
    pub fn read(store: &str, certificates: Option<PathBuf>) -> Option<Self> {
        if let Some(folder) = store.strip_prefix(FOLDER) {
            return (!folder.is_empty()).then(|| Self::Folder(PathBuf::from(folder)));
        }
        let is_database = DATABASES.iter().any(|scheme| store.starts_with(scheme));
        is_database.then(|| {
            Self::Database(Database {
                address: store.to_owned(),
                certificates,
                clock_of_server: true,
            })
        })
    }

    /// The same shelf with the times of the process on it, in place of those of a
    /// database: for tests, which move time.
    #[must_use]
    pub fn with_clock_of_process(mut self) -> Self {
        if let Self::Database(database) = &mut self {
            database.clock_of_server = false;
        }
        self
    }

    /// The folder, where the books are in one.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Database(_) => None,
        }
    }

    /// The folder of the books of a service.
    #[must_use]
    pub fn folder_of(data: &Path, service: ServiceName) -> PathBuf {
        data.join(service.as_str())
    }

    /// Whether books of the service stand there, as far as a look can tell: what a
    /// database holds is seen when it is opened.
    #[must_use]
    pub fn seems_to_hold(&self, service: ServiceName) -> bool {
        match self {
            Self::Folder(data) => Self::folder_of(data, service).is_dir(),
            Self::Database(_) => true,
        }
    }

    /// Opens the books of a service for writing. Those of a folder are made or brought
    /// up to date where they must be.
    ///
    /// # Errors
    /// [`OpenError`] says in a sentence why they cannot be opened.
    pub fn open(&self, service: ServiceName) -> Result<Box<dyn Store>, OpenError> {
        self.opened(service, SqliteStore::open, PostgresStore::open)
    }

    /// Opens the books of a service for reading only.
    ///
    /// # Errors
    /// [`OpenError`] says in a sentence why they cannot be opened.
    pub fn open_read_only(&self, service: ServiceName) -> Result<Box<dyn Store>, OpenError> {
        self.opened(
            service,
            SqliteStore::open_read_only,
            PostgresStore::open_read_only,
        )
    }

    /// Opens the books of a service for writing, and before that makes them or brings
    /// them up to date.
    ///
    /// # Errors
    /// [`OpenError`] says in a sentence why they cannot be opened.
    pub fn migrate(&self, service: ServiceName) -> Result<Box<dyn Store>, OpenError> {
        self.opened(service, SqliteStore::open, PostgresStore::migrate)
    }

    fn opened(
        &self,
        service: ServiceName,
        sqlite: fn(&Path) -> Result<SqliteStore, OpenError>,
        postgres: fn(&PostgresConfig) -> Result<PostgresStore, OpenError>,
    ) -> Result<Box<dyn Store>, OpenError> {
        match self {
            Self::Folder(data) => Ok(Box::new(sqlite(&Self::folder_of(data, service))?)),
            Self::Database(database) => {
                let config = PostgresConfig {
                    certificates: database.certificates.clone(),
                    clock_of_server: database.clock_of_server,
                    ..PostgresConfig::new(&database.address, service.as_str())
                };
                Ok(Box::new(postgres(&config)?))
            }
        }
    }
}

impl fmt::Display for Bookshelf {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(out, "{}", folder.display()),
            Self::Database(database) => write!(out, "{database:?}"),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&without_password(&self.address))
    }
}

/// Parameters of an address whose values may be shown.
const SHOWN: [&str; 7] = [
    "user",
    "host",
    "port",
    "dbname",
    "sslmode",
    "application_name",
    "connect_timeout",
];

/// An address with its password left out, to be shown. What could be one is left out too.
#[must_use]
pub fn without_password(address: &str) -> String {
    const LEFT_OUT: &str = "…";
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let mut shown = format!("{scheme}://");
    // As the driver reads it: who is named goes up to the first @, whatever stands in it.
    let rest = match rest.split_once('@') {
        Some((user, rest)) => {
            match user.split_once(':') {
                Some((user, _)) => shown.extend([user, ":", LEFT_OUT]),
                None => shown.push_str(user),
            }
            shown.push('@');
            rest
        }
        None => rest,
    };
    let (place, parameters) = match rest.split_once('?') {
        Some((place, parameters)) => (place, Some(parameters)),
        None => (rest, None),
    };
    // A second @ means that the first was of the password.
    shown.push_str(place.rsplit('@').next().unwrap_or_default());
    let parameters = parameters.into_iter().flat_map(|all| all.split('&'));
    for (parameter, mark) in parameters.zip(std::iter::once('?').chain(std::iter::repeat('&'))) {
        shown.push(mark);
        match parameter.split_once('=') {
            Some((name, _)) if !SHOWN.contains(&name) => shown.extend([name, "=", LEFT_OUT]),
            _ => shown.push_str(parameter),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_store_is_a_folder_or_a_database() {
        let folder = Bookshelf::read("sqlite:/var/books", None).unwrap();
        assert_eq!(folder, Bookshelf::Folder(PathBuf::from("/var/books")));
        let database = Bookshelf::read("postgres://fair@db/books", None).unwrap();
        assert_eq!(database.folder(), None);
        for wrong in ["sqlite:", "/var/books", "mysql://db", "http://db", ""] {
            assert_eq!(Bookshelf::read(wrong, None), None, "{wrong}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        for (address, shown) in [
            (
                "postgres://fair:s3cret@db:5432/books",
                "postgres://fair:…@db:5432/books",
            ),
            (
                "postgres://fair:s3@cret@db/books",
                "postgres://fair:…@db/books",
            ),
            (
                "postgres://db/books?user=fair&password=s3cret",
                "postgres://db/books?user=fair&password=…",
            ),
            (
                "postgresql://fair@%2Frun%2Fpg/books",
                "postgresql://fair@%2Frun%2Fpg/books",
            ),
            (
                "postgres://fair:pa?s3cret@db/books?sslmode=disable",
                "postgres://fair:…@db/books?sslmode=disable",
            ),
            (
                "postgres://db/books?pass%77ord=s3cret",
                "postgres://db/books?pass%77ord=…",
            ),
        ] {
            let database = Bookshelf::read(address, None).unwrap();
            assert_eq!(database.to_string(), shown);
            assert!(!format!("{database:?}").contains("s3"), "{database:?}");
        }
    }
}
