//! Keys where the issuer says they are (OpenID Connect Discovery 1.0).

use std::path::Path;

use http::Uri;
use rustls::RootCertStore;

use super::{authorities::trusted, web::Web};
use crate::{CannotStart, Issuer, KeySet, NoKeys, Source, fields::Fields};

/// Asks the issuer where its keys are, each time, and fetches them from there.
pub(crate) struct Discovery {
    issuer: Issuer,
    web: Web,
}

impl Discovery {
    /// Asks that issuer, whom the authorities of the machine or of the file vouch for.
    pub(crate) fn of(issuer: Issuer, authorities: Option<&Path>) -> Result<Self, CannotStart> {
        let nobody_asked = issuer.is_plain() && authorities.is_none();
        let trusted = match nobody_asked {
            true => RootCertStore::empty(),
            false => trusted(authorities)?,
        };
        let web = Web::trusting(trusted)?;
        Ok(Self { issuer, web })
    }

    /// Where the keys are.
    async fn keys_at(&self) -> Result<Uri, NoKeys> {
        let place = self.issuer.discovery();
        let untold = |what| NoKeys::Untold {
            place: place.clone(),
            what,
        };
        let at: Uri = place.parse().map_err(|_| untold("anything"))?;
        let document = self.web.document(&at).await?;
        let document: Fields =
            serde_json::from_slice(&document).map_err(|_| untold("anything in JSON"))?;
        // Whoever answers in the name of another would have its own keys believed.
        if document.text("issuer") != Ok(Some(self.issuer.as_str())) {
            return Err(untold("of the same issuer, letter by letter (`issuer`)"));
        }
        let keys_at = document.text("jwks_uri").ok().flatten();
        let keys_at = keys_at.ok_or_else(|| untold("where its keys are (`jwks_uri`)"))?;
        let guarded = self.issuer.keys_at(keys_at);
        guarded.map_err(|_| untold("of an https address of its keys (`jwks_uri`)"))
    }
}

impl Source for Discovery {
    async fn keys(&self) -> Result<KeySet, NoKeys> {
        let at = self.keys_at().await?;
        let json = self.web.document(&at).await?;
        KeySet::parse(&json).map_err(|cause| NoKeys::Set {
            place: at.to_string(),
            cause,
        })
    }
}
