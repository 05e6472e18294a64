//! Where a service runs: the addresses behind the name of its host.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

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
        let port = match (uri.port_u16(), uri.scheme_str()) {
            (Some(port), _) => port,
            (None, Some("https")) => 443,
            (None, _) => 80,
        };
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
}

/// Asks for the addresses again and again, and at once when a member was lost.
/// While nobody answers, the last known ones are kept.
pub(super) async fn follow(seats: Arc<Seats>, resolver: Arc<dyn Resolve>, host: String, port: u16) {
    loop {
        match timeout(TIMEOUT, resolver.resolve(&host, port)).await {
            Ok(Ok(addresses)) => seats.settle(&addresses),
            Ok(Err(wrong)) => seats.keep(&wrong),
            Err(_) => seats.keep(&io::Error::from(io::ErrorKind::TimedOut)),
        }
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
