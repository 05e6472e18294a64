//! What a link goes to, as an operator writes it.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

use http::uri::{Authority, Scheme};
use rustls::pki_types::ServerName;
use tonic::transport::Uri;

/// Where a service runs: `http://host:50051`, all addresses that the name of the host
/// has; or several such places with commas between,
/// `http://10.0.0.7:50051,http://10.0.0.8:50051`, which are one pool. With `https` it is
/// reached by TLS, and its certificate must be given to the host of the place; either all
/// places are, or none is.
///
/// Whatever address a call goes to, it names the host of the first place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    first: Uri,
    others: Vec<Uri>,
}

/// A text that says no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "it is no address of a host, such as http://host:50051 or https://host:50051, nor several of one kind with commas between"
)]
pub struct NoTarget;

impl Target {
    /// All places, the first one first.
    pub fn places(&self) -> impl Iterator<Item = &Uri> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Whether it is reached by TLS.
    #[must_use]
    pub fn is_secured(&self) -> bool {
        self.first.scheme() == Some(&Scheme::HTTPS)
    }

    /// Whether all places are addresses of this machine, which nobody else hears.
    #[must_use]
    pub fn is_this_machine(&self) -> bool {
        self.places().all(|place| {
            let host = place.host().unwrap_or_default();
            let address = host.trim_start_matches('[').trim_end_matches(']');
            host == "localhost" || address.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
        })
    }

    /// Host and port of the first place.
    #[must_use]
    pub fn authority(&self) -> Option<&Authority> {
        self.first.authority()
    }
}

impl FromStr for Target {
    type Err = NoTarget;

    fn from_str(text: &str) -> Result<Self, NoTarget> {
        let mut places = text.split(',').map(place);
        let first = places.next().unwrap_or(Err(NoTarget))?;
        let others = places.collect::<Result<Vec<_>, _>>()?;
        match others.iter().all(|other| other.scheme() == first.scheme()) {
            true => Ok(Self { first, others }),
            false => Err(NoTarget),
        }
    }
}

/// http or https, with a host and no path.
fn place(text: &str) -> Result<Uri, NoTarget> {
    let uri: Uri = text.trim().parse().map_err(|_| NoTarget)?;
    let has_host = match uri.scheme() {
        Some(scheme) if *scheme == Scheme::HTTP => uri.host().is_some_and(|host| !host.is_empty()),
        // A certificate can be given to it.
        Some(scheme) if *scheme == Scheme::HTTPS => host_name(&uri).is_some(),
        _ => false,
    };
    let is_bare = uri.path() == "/" && uri.query().is_none();
    match has_host && is_bare {
        true => Ok(uri),
        false => Err(NoTarget),
    }
}

/// The host of a place without what is around an address.
pub(super) fn bare_host(place: &Uri) -> &str {
    let host = place.host().unwrap_or_default();
    host.trim_start_matches('[').trim_end_matches(']')
}

/// Whom the certificate of whoever is at a place must be given to.
pub(super) fn host_name(place: &Uri) -> Option<ServerName<'static>> {
    ServerName::try_from(bare_host(place).to_owned()).ok()
}

impl TryFrom<SocketAddr> for Target {
    type Error = NoTarget;

    fn try_from(address: SocketAddr) -> Result<Self, NoTarget> {
        format!("http://{address}").parse()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, place) in self.places().enumerate() {
            let comma = if number > 0 { "," } else { "" };
            write!(out, "{comma}{}", place.to_string().trim_end_matches('/'))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_place_or_several_are_read_and_written_alike() {
        for (text, places) in [
            ("http://host:50051", 1),
            ("http://10.0.0.7:1,http://[::1]:2", 2),
            ("http://a,http://b:80,http://a", 3),
            ("https://a:50051,https://10.0.0.7:1,https://[::1]:2", 3),
        ] {
            let target: Target = text.parse().unwrap();
            assert_eq!(target.places().count(), places, "{text}");
            assert_eq!(target.to_string(), text);
        }
        let spaced: Target = "http://a:1/, http://b:2/".parse().unwrap();
        assert_eq!(spaced.to_string(), "http://a:1,http://b:2");
        assert_eq!(spaced.authority().unwrap(), "a:1");
        assert!(!spaced.is_secured());
        assert!("https://a:1".parse::<Target>().unwrap().is_secured());
    }

    #[test]
    fn tokens_go_in_the_clear_within_this_machine_only() {
        let is_here = |text: &str| text.parse::<Target>().unwrap().is_this_machine();
        for here in ["http://127.0.0.1:1", "http://[::1]:2,http://localhost:3"] {
            assert!(is_here(here), "{here}");
        }
        for elsewhere in [
            "http://a:1",
            "http://10.0.0.7:1",
            "http://127.0.0.1:1,http://a:1",
        ] {
            assert!(!is_here(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for text in [
            "",
            ",",
            "http://a,",
            ",http://a",
            "a:50051",
            "https://a:50051/path",
            "https://a:50051,http://b:50051",
            "https://-:50051",
            "http://a/path",
            "http://a?query",
            "http://a,ftp://b",
        ] {
            assert_eq!(text.parse::<Target>(), Err(NoTarget), "{text:?}");
        }
    }
}
