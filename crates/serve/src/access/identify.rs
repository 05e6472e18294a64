//! How a listener finds out who calls.

use std::{fmt, net::IpAddr, sync::Arc, time::Duration};

use fault::Fault;
use http::{HeaderValue, Request, Uri, header::AUTHORIZATION, header::ORIGIN};
use tokio::time::Instant;

use super::{Caller, Grant, Person, caller::Token};
use crate::PeerNames;

/// Reads the tokens of callers.
#[tonic::async_trait]
pub trait ReadTokens: Send + Sync {
    /// Who holds a token.
    ///
    /// # Errors
    /// [`TokenRefused`] for one that is not accepted.
    async fn holder(&self, token: &str) -> Result<Holder, TokenRefused>;
}

/// Who holds a token, as its issuer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// What the issuer calls them.
    pub subject: String,
    /// What they may be, each as a [`Grant`] is written. What is none is passed over.
    pub roles: Vec<String>,
    /// How long the token is good from now on.
    pub good_for: Duration,
}

/// Why a token tells nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenRefused {
    /// It is not accepted, for this reason, which is safe to tell and does not quote it.
    NotAccepted(String),
    /// It cannot be told: the keys of the issuer cannot be had.
    NoKeys(String),
}

/// How a listener finds out who calls.
#[derive(Clone, Default)]
pub enum Identify {
    /// It does not: whoever can reach it works at this machine.
    #[default]
    Nobody,
    /// By the certificate of the connection and by tokens, if there is an issuer of
    /// them. Who has neither is refused.
    Everybody {
        /// Reads tokens.
        tokens: Option<Arc<dyn ReadTokens>>,
    },
}

impl fmt::Debug for Identify {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Nobody => "Nobody",
            Self::Everybody { tokens: None } => "Everybody by certificate",
            Self::Everybody { tokens: Some(_) } => "Everybody by certificate or token",
        })
    }
}

impl Identify {
    /// Who makes a call.
    ///
    /// # Errors
    /// [`Fault::NotAuthenticated`], and [`Fault::Unreachable`] when the keys of the
    /// issuer cannot be had.
    pub(crate) async fn caller(&self, shown: Shown) -> Result<Caller, Fault> {
        let Self::Everybody { tokens } = self else {
            return shown.as_of_this_machine();
        };
        let services = shown.services();
        let person = match &shown.authorization {
            None => None,
            Some(told) => Some(person(tokens.as_deref(), told).await?),
        };
        if person.is_none() && services.is_empty() {
            return Err(Fault::NotAuthenticated {
                why: "there is no token; send one in the metadata, as authorization: Bearer TOKEN"
                    .to_owned(),
            });
        }
        Ok(Caller::Known {
            person: person.map(Arc::new),
            services,
        })
    }
}

/// What a call shows of who makes it.
#[derive(Clone)]
pub(crate) struct Shown {
    names: Option<PeerNames>,
    authorization: Option<HeaderValue>,
    /// Where a page comes from whose browser makes the call; nothing else says so.
    origin: Option<HeaderValue>,
}

impl Shown {
    /// What a request shows.
    pub(crate) fn by<B>(request: &Request<B>) -> Self {
        Self {
            names: request.extensions().get().cloned(),
            authorization: request.headers().get(AUTHORIZATION).cloned(),
            origin: request.headers().get(ORIGIN).cloned(),
        }
    }

    /// The caller where nobody is asked: whoever works at this machine, but no page from
    /// elsewhere. A name that such a page was loaded under may lead here by now.
    fn as_of_this_machine(&self) -> Result<Caller, Fault> {
        let is_from_here = self.origin.as_ref().is_none_or(is_of_this_machine);
        match is_from_here {
            true => Ok(Caller::Local),
            false => Err(Fault::NotAuthenticated {
                why: "a page from elsewhere is not let in; open the one of this address".to_owned(),
            }),
        }
    }

    /// The services that the certificate is for: those of its names that are one word,
    /// as only the fair's own authority gives them. That somebody elsewhere has a
    /// machine called `notes.example.org` makes it not the service `notes`.
    fn services(&self) -> Arc<[String]> {
        let names = self.names.iter().flat_map(PeerNames::iter);
        let services = names.filter(|name| !name.contains('.'));
        services.map(str::to_owned).collect()
    }
}

async fn person(tokens: Option<&dyn ReadTokens>, told: &HeaderValue) -> Result<Person, Fault> {
    let refused = |why: &str| Fault::NotAuthenticated {
        why: why.to_owned(),
    };
    let tokens = tokens.ok_or_else(|| refused("tokens are not accepted here"))?;
    let text = told.to_str().ok().and_then(bearer);
    let text = text.ok_or_else(|| refused("authorization must have the form Bearer TOKEN"))?;
    match tokens.holder(text).await {
        Ok(holder) => Ok(Person {
            subject: holder.subject,
            grants: grants(&holder.roles),
            // A clock that cannot be reckoned so far ahead is no reason to refuse.
            until: Instant::now().checked_add(holder.good_for),
            token: Token::of(told),
        }),
        Err(TokenRefused::NotAccepted(why)) => Err(refused(&why)),
        Err(TokenRefused::NoKeys(why)) => Err(Fault::Unreachable {
            service: "issuer".to_owned(),
            why,
        }),
    }
}

/// Whether a page comes from an address or from `localhost`, and not from a name.
fn is_of_this_machine(origin: &HeaderValue) -> bool {
    let origin = origin
        .to_str()
        .ok()
        .and_then(|text| text.parse::<Uri>().ok());
    let host = origin.as_ref().and_then(Uri::host).unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok()
}

/// The token of a header, whose scheme may be written in any case of letters.
pub(crate) fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

fn grants(roles: &[String]) -> Vec<Grant> {
    let read = roles.iter().filter_map(|role| match role.parse() {
        Ok(grant) => Some(grant),
        Err(wrong) => {
            // An issuer serves others too, so this is no fault of the token.
            tracing::debug!(%wrong, "a role of a token is passed over");
            None
        }
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(origin: Option<&'static str>, names: &[&str]) -> Shown {
        Shown {
            names: Some(names.iter().copied().collect()),
            authorization: None,
            origin: origin.map(HeaderValue::from_static),
        }
    }

    #[tokio::test]
    async fn where_nobody_is_asked_pages_of_elsewhere_are_not_let_in() {
        for here in [
            None,
            Some("http://127.0.0.1:50051"),
            Some("http://localhost"),
            Some("http://[::1]:7"),
        ] {
            let caller = Identify::Nobody.caller(shown(here, &[])).await;
            assert_eq!(caller.unwrap(), Caller::Local, "{here:?}");
        }
        for elsewhere in [
            "http://evil.example:50051",
            "null",
            "",
            "http://127.0.0.1.evil.example",
        ] {
            let refused = Identify::Nobody.caller(shown(Some(elsewhere), &[])).await;
            assert!(refused.is_err(), "{elsewhere}");
        }
    }

    #[tokio::test]
    async fn a_service_is_a_name_of_one_word() {
        let identify = Identify::Everybody { tokens: None };
        let names = ["notes.tradefair.svc", "notes", "readers.example.org"];
        let caller = identify.caller(shown(None, &names)).await.unwrap();
        assert_eq!(caller, Caller::service("notes"));
        let stranger = identify.caller(shown(None, &["notes.example.org"])).await;
        assert!(stranger.is_err(), "{stranger:?}");
    }

    #[test]
    fn a_token_is_not_seen_in_logs() {
        let token = Token::of(&HeaderValue::from_static("Bearer secret"));
        assert!(token.0.is_sensitive());
        assert!(!format!("{token:?}").contains("secret"));
    }
}
