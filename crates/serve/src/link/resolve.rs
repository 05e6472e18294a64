//! Where a service runs: the addresses behind the names of its hosts.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use futures_util::{StreamExt, stream::FuturesUnordered};
use tokio::time::{sleep, timeout};
use tonic::transport::Uri;

use super::seats::Seats;

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
        let port = uri.port_u16().unwrap_or(80);
        let host = uri.host().unwrap_or_default();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<IpAddr>() {
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
    /// Those of each place.
    addresses: Vec<Vec<SocketAddr>>,
}

impl Known {
    /// What the places say by themselves.
    pub(super) fn of(places: Vec<Place>) -> Self {
        let known = places.iter().map(|place| match place {
            Place::Address(address) => vec![*address],
            Place::Name { .. } => Vec::new(),
        });
        Self {
            addresses: known.collect(),
            places,
        }
    }

    /// Whether there are names, so that more can be known and can change.
    pub(super) fn has_names(&self) -> bool {
        let is_name = |place: &Place| matches!(place, Place::Name { .. });
        self.places.iter().any(is_name)
    }

    /// All addresses.
    pub(super) fn addresses(&self) -> Vec<SocketAddr> {
        self.addresses.concat()
    }

    /// Asks for the addresses of all names, and says them as soon as one is answered for.
    /// While nobody answers for a name, its last known ones are kept.
    async fn ask(&mut self, resolver: &dyn Resolve, seats: &Arc<Seats>) {
        let (places, known) = (self.places.iter().enumerate(), &mut self.addresses);
        let asked = places.map(|(nth, place)| async move { (nth, place.ask(resolver).await) });
        let mut answers: FuturesUnordered<_> = asked.collect();
        while let Some((nth, answer)) = answers.next().await {
            match answer {
                Ok(addresses) => known[nth] = addresses,
                Err(wrong) => {
                    tracing::debug!(service = %seats.service, %wrong, "the addresses are not known");
                }
            }
            // While others are to answer, to know of nobody is no reason to give up.
            let all = known.concat();
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
