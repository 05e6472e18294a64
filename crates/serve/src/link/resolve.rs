//! Where a service runs: the addresses behind the names of its hosts.

use std::{
    io, iter,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use futures_util::{StreamExt, stream::FuturesUnordered};
use http::uri::Scheme;
use rustls::pki_types::ServerName;
use tokio::time::{sleep, timeout};
use tonic::transport::Uri;

use super::{
    seats::Seats,
    target::{Target, bare_host, host_name},
    wiring::Whom,
};

/// How often the addresses are asked for while all is well.
const INTERVAL: Duration = Duration::from_secs(5);

/// How long after a question the next one may be asked, however pressing it is.
const LEAST_INTERVAL: Duration = Duration::from_millis(500);

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(2);

/// Finds the addresses of a host. Tests hand in answers of their own.
#[tonic::async_trait]
pub trait Resolve: Send + Sync {
    /// All addresses of the host, with the port. No address at all means that
    /// nobody is there; an error, that it is not known.
    async fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}

/// Asks as the operating system is set up to.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemNames;

#[tonic::async_trait]
impl Resolve for SystemNames {
    async fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        Ok(tokio::net::lookup_host((host, port)).await?.collect())
    }
}

/// What a URI says of where a service runs.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// At this address.
    Address(SocketAddr),
    /// Wherever the name leads.
    Name { host: String, port: u16 },
}

impl Place {
    pub(super) fn of(uri: &Uri) -> Self {
        let default = match uri.scheme() == Some(&Scheme::HTTPS) {
            true => 443,
            false => 80,
        };
        let port = uri.port_u16().unwrap_or(default);
        let host = bare_host(uri);
        match host.parse::<IpAddr>() {
            Ok(address) => Self::Address(SocketAddr::new(address, port)),
            Err(_) => Self::Name {
                host: host.to_owned(),
                port,
            },
        }
    }

    /// The addresses of the place.
    async fn ask(&self, resolver: &dyn Resolve) -> io::Result<Vec<SocketAddr>> {
        match self {
            Self::Address(address) => Ok(vec![*address]),
            Self::Name { host, port } => {
                let asked = timeout(TIMEOUT, resolver.resolve(host, *port)).await;
                asked.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

/// What is known of where a service runs.
pub(super) struct Known {
    places: Vec<Place>,
    found: Found,
}

/// What was found at places, in their order.
struct Found {
    addresses: Vec<Vec<SocketAddr>>,
    /// Whom the certificates there must be given to, where they are reached by TLS.
    certified: Vec<Option<ServerName<'static>>>,
}

impl Found {
    fn all(&self) -> Vec<Whom> {
        let places = self.addresses.iter().zip(&self.certified);
        let all =
            places.flat_map(|(addresses, certified)| iter::zip(addresses, iter::repeat(certified)));
        all.map(|(&address, certified)| Whom {
            address,
            certified: certified.clone(),
        })
        .collect()
    }
}

impl Known {
    /// What a target says by itself.
    pub(super) fn of(target: &Target) -> Self {
        let places: Vec<_> = target.places().map(Place::of).collect();
        let known = places.iter().map(|place| match place {
            Place::Address(address) => vec![*address],
            Place::Name { .. } => Vec::new(),
        });
        let secured = target.is_secured();
        let certified = |place| host_name(place).filter(|_| secured);
        let found = Found {
            addresses: known.collect(),
            certified: target.places().map(certified).collect(),
        };
        Self { places, found }
    }

    /// Whether there are names, so that more can be known and can change.
    pub(super) fn has_names(&self) -> bool {
        let is_name = |place: &Place| matches!(place, Place::Name { .. });
        self.places.iter().any(is_name)
    }

    /// All who are there.
    pub(super) fn all(&self) -> Vec<Whom> {
        self.found.all()
    }

    /// Asks for the addresses of all names, and says them as soon as one is answered for.
    /// While nobody answers for a name, its last known ones are kept.
    async fn ask(&mut self, resolver: &dyn Resolve, seats: &Arc<Seats>) {
        let (places, known) = (self.places.iter().enumerate(), &mut self.found);
        let asked = places.map(|(nth, place)| async move { (nth, place.ask(resolver).await) });
        let mut answers: FuturesUnordered<_> = asked.collect();
        while let Some((nth, answer)) = answers.next().await {
            match answer {
                Ok(addresses) => known.addresses[nth] = addresses,
                Err(wrong) => {
                    tracing::debug!(service = %seats.service, %wrong, "the addresses are not known");
                }
            }
            // While others are to answer, to know of nobody is no reason to give up.
            let all = known.all();
            if answers.is_empty() || !all.is_empty() {
                seats.settle(&all);
            }
        }
    }
}

/// Asks for the addresses again and again, and at once when a member was lost.
pub(super) async fn follow(seats: Arc<Seats>, resolver: Arc<dyn Resolve>, mut known: Known) {
    loop {
        known.ask(&*resolver, &seats).await;
        sleep(LEAST_INTERVAL).await;
        tokio::select! {
            () = sleep(INTERVAL - LEAST_INTERVAL) => {}
            () = seats.asked_anew() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_not_looked_up_and_names_are() {
        for (uri, expected) in [
            ("http://127.0.0.1:50051", Some("127.0.0.1:50051")),
            ("http://[::1]:50051", Some("[::1]:50051")),
            ("http://10.0.0.7", Some("10.0.0.7:80")),
            ("https://10.0.0.7", Some("10.0.0.7:443")),
            ("http://localhost:50051", None),
        ] {
            let place = Place::of(&uri.parse().unwrap());
            let expected = match expected {
                Some(address) => Place::Address(address.parse().unwrap()),
                None => Place::Name {
                    host: "localhost".to_owned(),
                    port: 50_051,
                },
            };
            assert_eq!(place, expected, "{uri}");
        }
    }
}
