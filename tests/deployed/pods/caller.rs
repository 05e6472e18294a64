//! Somebody who calls the services by their names, with certificates of the fair.

use std::{
    collections::BTreeMap,
    io,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use harness::{authority::Files, outlet, process::Binary};
use serve::{Link, Means, Resolve, Target};
use tradefair::topology::ServiceName;

use super::room::{Room, write};

/// The caller, in a room of its own.
pub(super) struct Caller {
    room: Room,
    /// Where its certificates are, outside of the room.
    folder: PathBuf,
    hosts: String,
}

impl Caller {
    pub(super) fn new(hosts: &str, certificates: &BTreeMap<String, String>) -> Self {
        let mut room = Room::new(hosts);
        let folder = room.volume();
        for (name, text) in certificates {
            write(&folder, name, text, 0o600);
        }
        room.mount(&folder, "/tls", true);
        let scratch = room.volume();
        room.mount(&scratch, "/tmp", false);
        let hosts = hosts.to_owned();
        Self {
            room,
            folder,
            hosts,
        }
    }

    /// The binary as this caller runs it, with a token if there is one.
    pub(super) fn binary(&self, token: Option<&str>) -> Binary {
        let mut environment = vec![
            ("TRADEFAIR_TLS_CERTIFICATE", "/tls/tls.crt"),
            ("TRADEFAIR_TLS_KEY", "/tls/tls.key"),
            ("TRADEFAIR_TLS_AUTHORITIES", "/tls/ca.crt"),
        ];
        if let Some(token) = token {
            write(&self.folder, "token", token, 0o600);
            environment.push(("TRADEFAIR_TOKEN", "/tls/token"));
        }
        let environment = environment.into_iter();
        let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.room.binary(&environment.collect::<Vec<_>>())
    }

    /// Ways to services, from this process.
    pub(super) fn links(&self, targets: &Targets) -> BTreeMap<ServiceName, Link> {
        let certificates = outlet::certificates(&Files::of(&self.folder));
        let known: Vec<_> = self.hosts.lines().map(str::to_owned).collect();
        let names = Arc::new(Names(known));
        let link = |(&service, target): (&ServiceName, &Target)| {
            let means = Means {
                resolver: Arc::clone(&names) as _,
                ..Means::of_system().with(Some(&certificates))
            };
            (service, Link::remote_by(service.as_str(), target, means))
        };
        targets.iter().map(link).collect()
    }
}

/// Where callers find the services.
pub(super) type Targets = BTreeMap<ServiceName, Target>;

/// The names of a file of hosts.
struct Names(Vec<String>);

#[tonic::async_trait]
impl Resolve for Names {
    async fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        let known = self.0.iter().filter_map(|line| {
            let mut words = line.split_whitespace();
            let address: IpAddr = words.next()?.parse().ok()?;
            words
                .any(|name| name == host)
                .then_some((address, port).into())
        });
        let known: Vec<_> = known.collect();
        match known.is_empty() {
            true => Err(io::ErrorKind::NotFound.into()),
            false => Ok(known),
        }
    }
}
