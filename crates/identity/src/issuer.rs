//! Who issues the tokens, and for whom they must be meant.

use std::{fmt, net::IpAddr, str::FromStr};

use http::{Uri, uri::Scheme};

/// The most bytes of the address of an issuer, and of an audience.
const MOST_BYTES: usize = 2048;

/// An OpenID Connect issuer, by its address: `https://login.example.org/realms/fair`.
///
/// Tokens name it letter by letter as it is written here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    text: String,
    uri: Uri,
}

/// A text that names no issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoIssuer {
    /// It is no address.
    #[error(
        "it is no https address of an issuer, such as https://login.example.org/realms/fair, without user, query or fragment"
    )]
    Address,
    /// It is one over which keys could be changed on the way.
    #[error(
        "keys fetched over http could be changed on the way: use https, as plain http is for loopback addresses alone"
    )]
    Plain,
}

impl Issuer {
    /// The issuer that this text names.
    ///
    /// # Errors
    /// When it names none, or one that may not be asked over http.
    pub fn parse(text: &str) -> Result<Self, NoIssuer> {
        let uri = address(text)?;
        if uri.scheme() == Some(&Scheme::HTTP) && !is_loopback(&uri) {
            return Err(NoIssuer::Plain);
        }
        Ok(Self {
            text: text.to_owned(),
            uri,
        })
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where it tells about itself.
    pub(crate) fn discovery(&self) -> String {
        let bare = self.text.trim_end_matches('/');
        format!("{bare}/.well-known/openid-configuration")
    }

    /// The address at which the issuer says its keys are, if they may be fetched from it.
    pub(crate) fn keys_at(&self, text: &str) -> Result<Uri, NoIssuer> {
        // It may have a query, unlike an issuer.
        let bare = text.split('?').next().unwrap_or_default();
        address(bare)?;
        let uri: Uri = text.parse().map_err(|_| NoIssuer::Address)?;
        let is_plain = uri.scheme() == Some(&Scheme::HTTP);
        // An issuer that is asked over https does not lead to a place that is not.
        match is_plain && !(self.is_plain() && is_loopback(&uri)) {
            true => Err(NoIssuer::Plain),
            false => Ok(uri),
        }
    }

    /// Whether it is asked without TLS.
    pub(crate) fn is_plain(&self) -> bool {
        self.uri.scheme() == Some(&Scheme::HTTP)
    }
}

impl FromStr for Issuer {
    type Err = NoIssuer;

    fn from_str(text: &str) -> Result<Self, NoIssuer> {
        Self::parse(text)
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

/// http or https, with a host, and nothing that is neither host nor path.
fn address(text: &str) -> Result<Uri, NoIssuer> {
    // A fragment is dropped when a URI is parsed.
    if text.len() > MOST_BYTES || text.contains('#') {
        return Err(NoIssuer::Address);
    }
    let uri: Uri = text.parse().map_err(|_| NoIssuer::Address)?;
    let is_http = [Some(&Scheme::HTTP), Some(&Scheme::HTTPS)].contains(&uri.scheme());
    let has_host = uri.host().is_some_and(|host| !host.is_empty());
    let has_user = uri.authority().is_some_and(|it| it.as_str().contains('@'));
    match is_http && has_host && !has_user && uri.query().is_none() {
        true => Ok(uri),
        false => Err(NoIssuer::Address),
    }
}

/// Whether the host is this machine itself, whatever any name server says.
fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// For whom tokens must be meant: what the issuer calls this product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience(String);

/// A text that is no audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "it is no audience: give the name, of at most 2048 bytes, by which the issuer knows this service"
)]
pub struct NoAudience;

impl Audience {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Audience {
    type Err = NoAudience;

    fn from_str(text: &str) -> Result<Self, NoAudience> {
        let is_one = !text.is_empty()
            && text.len() <= MOST_BYTES
            && text.trim() == text
            && !text.chars().any(char::is_control);
        is_one.then(|| Self(text.to_owned())).ok_or(NoAudience)
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_issuer_is_kept_as_it_is_written() {
        for text in [
            "https://login.example.org",
            "https://login.example.org/",
            "https://login.example.org:8443/realms/fair",
            "http://127.0.0.1:8080/realms/fair",
            "http://127.9.9.9",
            "http://[::1]:8080",
            "http://localhost:8080",
        ] {
            assert_eq!(Issuer::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_names_no_issuer_is_refused() {
        for text in [
            "",
            "login.example.org",
            "ftp://login.example.org",
            "https://",
            "https:///realms",
            "https://user@login.example.org",
            "https://user:word@login.example.org",
            "https://login.example.org?realm=fair",
            "https://login.example.org#fair",
            " https://login.example.org",
            "https://login.example.org/a b",
        ] {
            assert_eq!(Issuer::parse(text), Err(NoIssuer::Address), "{text:?}");
        }
        let long = format!("https://login.example.org/{}", "a".repeat(MOST_BYTES));
        assert_eq!(Issuer::parse(&long), Err(NoIssuer::Address));
    }

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        for text in [
            "http://login.example.org",
            "http://10.0.0.1",
            "http://0.0.0.0",
            "http://[::ffff:10.0.0.1]",
            "http://localhost.example.org",
            "http://127.0.0.1.example.org",
        ] {
            assert_eq!(Issuer::parse(text), Err(NoIssuer::Plain), "{text:?}");
        }
    }

    #[test]
    fn it_tells_about_itself_below_its_address() {
        for text in ["https://a.example/realm", "https://a.example/realm/"] {
            let discovery = Issuer::parse(text).unwrap().discovery();
            let expected = "https://a.example/realm/.well-known/openid-configuration";
            assert_eq!(discovery, expected);
        }
    }

    #[test]
    fn keys_are_no_less_guarded_than_their_issuer() {
        let guarded = Issuer::parse("https://a.example").unwrap();
        let plain = Issuer::parse("http://127.0.0.1:1").unwrap();
        assert!(guarded.keys_at("https://keys.example/certs?v=1").is_ok());
        assert!(plain.keys_at("http://127.0.0.1:2/certs").is_ok());
        assert!(plain.keys_at("https://keys.example/certs").is_ok());
        for text in ["http://127.0.0.1/certs", "http://keys.example/certs"] {
            assert_eq!(guarded.keys_at(text), Err(NoIssuer::Plain), "{text}");
        }
        assert_eq!(plain.keys_at("http://10.0.0.1/"), Err(NoIssuer::Plain));
        for text in ["", "/certs", "file:///etc/keys", "https://u@a/certs"] {
            assert_eq!(guarded.keys_at(text), Err(NoIssuer::Address), "{text}");
        }
    }

    #[test]
    fn an_audience_is_a_name() {
        for text in ["tradefair", "https://tradefair.example", "a b", "展会"] {
            assert_eq!(text.parse::<Audience>().unwrap().to_string(), text);
        }
        for text in ["", " ", " a", "a\n", "a\u{0}b"] {
            assert_eq!(text.parse::<Audience>(), Err(NoAudience), "{text:?}");
        }
    }
}
