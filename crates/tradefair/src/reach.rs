//! The way from a verb to the services: over the network to a server, or to books
//! that no process holds, opened here.

use std::{collections::BTreeMap, time::Duration};

use ledger::OpenError;
use serve::{Link, Target};
use tonic::{Code, Request, Response, Status};

use crate::{
    Failure,
    assembly::{self, BOOKS, Inside, Machine, StartError},
    bookshelf::Bookshelf,
    cli::SettingFlags,
    config::Config,
    topology::{Addresses, ServiceName, everything_behind, near},
};

/// How long one call may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The services, as a verb asks them.
pub struct Reach {
    links: BTreeMap<ServiceName, Link>,
    place: Place,
}

/// Where the services are.
enum Place {
    /// Elsewhere, at these addresses.
    Servers(Addresses),
    /// In this process.
    Here(Inside),
}

impl Reach {
    /// The server that was named; the books of the folder on the command line; or
    /// else the services at their addresses in the settings, and those without one
    /// at the listener of the settings.
    ///
    /// A folder that comes from the environment or a file is that of the server, so
    /// it does not count here.
    ///
    /// # Errors
    /// When the books cannot be opened, because a process holds them above all.
    pub fn find(
        config: &Config,
        flags: &SettingFlags,
        server: Option<&Target>,
    ) -> Result<Self, Failure> {
        match server {
            Some(server) => Self::servers(config, everything_behind(server)),
            None if flags.name_books() => Self::books(&config.books),
            None => {
                let here = near(config.door.listen, config.door.certificates.is_some())?;
                let mut addresses = everything_behind(&here);
                addresses.extend(config.addresses.clone());
                Self::servers(config, addresses)
            }
        }
    }

    /// The same way for a verb that writes: books that are missing in the folder on
    /// the command line are made.
    ///
    /// # Errors
    /// When the books cannot be opened, because a process holds them above all.
    pub fn open(
        config: &Config,
        flags: &SettingFlags,
        server: Option<&Target>,
    ) -> Result<Self, Failure> {
        match server {
            None if flags.name_books() => Self::inside(&config.books),
            _ => Self::find(config, flags, server),
        }
    }

    fn servers(config: &Config, addresses: Addresses) -> Result<Self, Failure> {
        Ok(Self {
            links: config.links_to(&addresses)?,
            place: Place::Servers(addresses),
        })
    }

    fn books(books: &Bookshelf) -> Result<Self, Failure> {
        // Opening makes what is missing, and nobody who reads wants new books; but those of
        // releases may be missing beside books that were begun before there were any.
        let mut needed = BOOKS.iter().filter(|kind| kind.service.decides_figures());
        let missing = needed.find(|kind| !books.seems_to_hold(kind.service));
        if let Some(missing) = missing {
            let service = missing.service;
            return Err(format!("there are no books of {service} in {books}").into());
        }
        Self::inside(books)
    }

    /// Books on a shelf; in a folder they are made where they are missing.
    ///
    /// # Errors
    /// When the books cannot be opened, because a process holds them above all.
    pub fn inside(books: &Bookshelf) -> Result<Self, Failure> {
        let inside = assembly::inside(books, &Machine::this_one()).map_err(|error| match error {
            StartError::Books(OpenError::InUse { place }) => Failure::from(format!(
                "{place} is in use by another process; ask that process instead, with --server URL"
            )),
            other => other.into(),
        })?;
        Ok(Self {
            links: inside.links().clone(),
            place: Place::Here(inside),
        })
    }

    /// The ways to all services.
    #[must_use]
    pub fn links(&self) -> &BTreeMap<ServiceName, Link> {
        &self.links
    }

    /// The way to a service.
    ///
    /// # Errors
    /// When there is none.
    pub fn link(&self, service: ServiceName) -> Result<Link, Failure> {
        let link = self.links.get(&service).cloned();
        link.ok_or_else(|| format!("there is no way to the {service} service").into())
    }

    /// What a service answered, or why there is no answer.
    ///
    /// # Errors
    /// The words of the service; when it cannot be reached, also where it was looked
    /// for.
    pub fn told<T>(
        &self,
        service: ServiceName,
        answer: Result<Response<T>, Status>,
    ) -> Result<T, Failure> {
        let status = match answer {
            Ok(answer) => return Ok(answer.into_inner()),
            Err(status) => status,
        };
        let message = status.message();
        match &self.place {
            Place::Servers(addresses) if status.code() == Code::Unavailable => {
                let at = addresses.get(&service).map(ToString::to_string);
                let at = at.unwrap_or_default();
                Err(format!(
                    "{message}, asked at {at}; name the server with --server URL, or the folder of its books with --data"
                )
                .into())
            }
            _ => Err(message.to_owned().into()),
        }
    }

    /// Closes the books, where they were opened here.
    pub async fn close(self) {
        if let Place::Here(inside) = self.place {
            inside.close().await;
        }
    }
}

/// A request that says how long it may take.
pub fn request<T>(message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(TIMEOUT);
    request
}
