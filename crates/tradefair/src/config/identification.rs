//! What the settings say of who callers are.

use std::path::PathBuf;

use identity::{Audience, Issuer, KeysFrom, Settings};

use super::{ConfigError, Read};
use crate::identification::Identification;

impl Read<'_> {
    pub(super) fn identification(&self) -> Result<Identification, ConfigError> {
        Ok(Identification {
            issuer: self.issuer()?,
            trusted_network: self.required("trusted_network", "true or false")?,
            token: self.optional("token", "a file")?,
        })
    }

    fn issuer(&self) -> Result<Option<Settings>, ConfigError> {
        let keys: Option<PathBuf> = self.optional("token_keys", "a file")?;
        let authorities: Option<PathBuf> = self.optional("issuer_authorities", "a file")?;
        let audience: Audience = self.required("audience", "a name of at most 2000 bytes")?;
        let expected = "the https address of an issuer of tokens; http is for this machine alone";
        let issuer = self.optional::<String>("issuer", expected)?;
        // Nobody is asked for keys that are given.
        if authorities.is_some() && (issuer.is_none() || keys.is_some()) {
            return Err(ConfigError::AuthoritiesOfNobody {
                source_name: self.source("issuer_authorities").to_string(),
            });
        }
        let Some(text) = issuer else {
            return match keys {
                None => Ok(None),
                Some(_) => Err(ConfigError::KeysOfNobody {
                    source_name: self.source("token_keys").to_string(),
                }),
            };
        };
        let issuer = Issuer::parse(&text).map_err(|_| ConfigError::Value {
            key: "issuer",
            value: text,
            source_name: self.source("issuer").to_string(),
            expected,
        })?;
        let keys = keys.map_or(KeysFrom::Issuer { authorities }, KeysFrom::File);
        Ok(Some(Settings {
            issuer,
            audience,
            keys,
        }))
    }
}
