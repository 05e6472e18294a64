//! How a listener finds out who calls.

use std::{fmt, sync::Arc};

use fault::Fault;
use http::{HeaderValue, Request, header::AUTHORIZATION};

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
            return Ok(Caller::Local);
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
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    names: Option<PeerNames>,
    authorization: Option<HeaderValue>,
}

impl Shown {
    /// What a request shows.
    pub(crate) fn by<B>(request: &Request<B>) -> Self {
        Self {
            names: request.extensions().get().cloned(),
            authorization: request.headers().get(AUTHORIZATION).cloned(),
        }
    }

    /// The services that the certificate is for: its names without their domain, as
    /// `notes.tradefair.svc` is the service `notes`.
    fn services(&self) -> Arc<[String]> {
        let names = self.names.iter().flat_map(PeerNames::iter);
        let services = names.filter_map(|name| name.split('.').next());
        let mut services: Vec<_> = services.map(str::to_owned).collect();
        services.sort_unstable();
        services.dedup();
        services.into()
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
        Ok(Holder { subject, roles }) => Ok(Person {
            subject,
            grants: grants(&roles),
            token: Token(told.clone()),
        }),
        Err(TokenRefused::NotAccepted(why)) => Err(refused(&why)),
        Err(TokenRefused::NoKeys(why)) => Err(Fault::Unreachable {
            service: "issuer".to_owned(),
            why,
        }),
    }
}

/// The token of a header, whose scheme may be written in any case of letters.
fn bearer(header: &str) -> Option<&str> {
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
