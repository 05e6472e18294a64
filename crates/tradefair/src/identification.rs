//! Who callers are: whose tokens are believed where calls are taken, and which token is
//! shown where they are made.

use std::{collections::BTreeMap, fs, path::PathBuf, sync::Arc, time::Duration};

use http::HeaderValue;
use identity::{CannotStart, Claims, Refused, Verifier};
use ledger::Clock;
use serve::{Holder, Identify, Link, ReadTokens, TokenRefused};

use crate::{Failure, topology::ServiceName};

/// What the settings say of callers.
#[derive(Clone, Debug, Default)]
pub struct Identification {
    /// Whose tokens are believed, if anybody's.
    pub issuer: Option<identity::Settings>,
    /// Whether whoever reaches the address is taken for somebody who works at this
    /// machine, wherever they are.
    pub trusted_network: bool,
    /// The file with the token that is shown to services that are called.
    pub token: Option<PathBuf>,
}

impl Identification {
    /// How it is found out who calls. By nothing where there is neither an issuer nor a
    /// certificate, which a door takes only where no others come.
    ///
    /// # Errors
    /// When the keys of the issuer can never be had on this machine.
    pub fn identify(
        &self,
        has_certificates: bool,
        clock: &Arc<dyn Clock>,
    ) -> Result<Identify, CannotStart> {
        let tokens = self.issuer.as_ref().map(|settings| {
            let unix_seconds = |clock: &Arc<dyn Clock>| {
                let clock = Arc::clone(clock);
                move || clock.now().0.div_euclid(1_000_000)
            };
            let tokens = Tokens {
                verifier: Verifier::start(settings, unix_seconds(clock))?,
                unix_seconds: Box::new(unix_seconds(clock)),
            };
            Ok::<_, CannotStart>(Arc::new(tokens) as Arc<dyn ReadTokens>)
        });
        let tokens = tokens.transpose()?;
        Ok(match (tokens, has_certificates) {
            (None, false) => Identify::Nobody,
            (tokens, _) => Identify::Everybody { tokens },
        })
    }

    /// The same ways to services, with the token shown that the settings name, if any.
    ///
    /// # Errors
    /// When there is none in the file that was named.
    pub fn shown(
        &self,
        links: BTreeMap<ServiceName, Link>,
    ) -> Result<BTreeMap<ServiceName, Link>, Failure> {
        let Some(token) = self.bearer()? else {
            return Ok(links);
        };
        let links = links.into_iter();
        Ok(links
            .map(|(service, link)| (service, link.bearing(token.clone())))
            .collect())
    }

    /// The token to be shown, as it stands in its file.
    fn bearer(&self) -> Result<Option<HeaderValue>, Failure> {
        let Some(file) = &self.token else {
            return Ok(None);
        };
        let shown = file.display();
        let text = fs::read_to_string(file)
            .map_err(|wrong| format!("the token in {shown} cannot be read: {wrong}"))?;
        let header = HeaderValue::try_from(format!("Bearer {}", text.trim()));
        let mut header = header.map_err(|_| format!("{shown} holds more than a token"))?;
        header.set_sensitive(true);
        Ok(Some(header))
    }
}

/// Reads tokens for the doors of a process.
struct Tokens {
    verifier: Verifier,
    unix_seconds: Box<dyn Fn() -> i64 + Send + Sync>,
}

#[tonic::async_trait]
impl ReadTokens for Tokens {
    async fn holder(&self, token: &str) -> Result<Holder, TokenRefused> {
        match self.verifier.verify(token).await {
            Ok(claims) => Ok(holder(&claims, (self.unix_seconds)())),
            Err(refused @ Refused::KeysOutOfReach) => {
                Err(TokenRefused::NoKeys(refused.to_string()))
            }
            Err(refused) => Err(TokenRefused::NotAccepted(refused.to_string())),
        }
    }
}

fn holder(claims: &Claims, now_unix_seconds: i64) -> Holder {
    let left = claims
        .expires_at_unix_seconds
        .saturating_sub(now_unix_seconds);
    Holder {
        good_for: Duration::from_secs(u64::try_from(left).unwrap_or_default()),
        subject: claims.subject.clone(),
        roles: claims.roles.clone(),
    }
}
