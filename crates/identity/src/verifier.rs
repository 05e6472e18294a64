//! Whether to believe a token, and what it says.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{crypto::verify, errors::ErrorKind};

use crate::{
    Audience, CannotStart, Claims, Issuer, Pace, Refused, Settings, Source,
    envelope::Envelope,
    fields::Fields,
    key_set::Key,
    refresh::{KeysInUse, Refresh},
    remembered::digest,
};

/// The most bytes of a token.
pub const TOKEN_BYTES: usize = 8192;

/// What every token must say.
#[derive(Clone, Debug)]
pub struct Expected {
    /// Who issued it.
    pub issuer: Issuer,
    /// For whom it is meant.
    pub audience: Audience,
}

/// Tells whether to believe a token. Clones share the keys, which are kept fresh until the last
/// one is dropped.
#[derive(Clone)]
pub struct Verifier(Arc<Shared>);

struct Shared {
    expected: Expected,
    refresh: Refresh,
    unix_seconds: Box<dyn Fn() -> i64 + Send + Sync>,
}

impl Verifier {
    /// Begins to keep the keys fresh. Whether they can be had shows later, as it may pass.
    ///
    /// The clock tells seconds since 1970.
    ///
    /// # Errors
    /// When the settings can never work on this machine.
    ///
    /// # Panics
    /// Outside of a runtime.
    pub fn start(
        settings: &Settings,
        unix_seconds: impl Fn() -> i64 + Send + Sync + 'static,
    ) -> Result<Self, CannotStart> {
        let (source, expected) = (settings.source()?, settings.expected());
        let pace = Pace::default();
        Ok(Self::start_from(source, expected, pace, unix_seconds))
    }

    /// As [`Self::start`], with keys of another source, which is asked at another pace.
    ///
    /// # Panics
    /// Outside of a runtime.
    pub fn start_from(
        source: impl Source,
        expected: Expected,
        pace: Pace,
        unix_seconds: impl Fn() -> i64 + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Shared {
            expected,
            refresh: Refresh::start(source, pace),
            unix_seconds: Box::new(unix_seconds),
        }))
    }

    /// What the token says, if it is to be believed.
    ///
    /// It answers at once but when keys must be waited for, and then in two seconds.
    ///
    /// # Errors
    /// Why it is not to be believed; [`Refused::KeysOutOfReach`] when that is not known.
    pub async fn verify(&self, token: &str) -> Result<Arc<Claims>, Refused> {
        if token.len() > TOKEN_BYTES {
            return Err(Refused::TooLong);
        }
        let now = (self.0.unix_seconds)();
        let digest = digest(token);
        let keys = self.0.refresh.keys();
        let remembered = keys.as_ref().and_then(|it| it.remembered.get(&digest));
        if let Some(claims) = remembered {
            return claims.still_good(now).map(|()| claims);
        }
        let envelope = Envelope::of(token)?;
        let keys = match keys.filter(|keys| keys.set.get(&envelope.key_id).is_some()) {
            Some(keys) => keys,
            None => self.newer_keys(&envelope.key_id).await?,
        };
        let key = keys.set.get(&envelope.key_id);
        let fields = signed(token, &envelope, key.ok_or(Refused::UnknownKey)?)?;
        let claims = Arc::new(Claims::read(&fields, &self.0.expected, now)?);
        keys.remembered.put(digest, Arc::clone(&claims));
        Ok(claims)
    }

    /// Keys of which one has that name.
    async fn newer_keys(&self, key_id: &str) -> Result<Arc<KeysInUse>, Refused> {
        let (keys, is_certain) = self.0.refresh.newer_keys(key_id).await;
        let keys = keys.ok_or(Refused::KeysOutOfReach)?;
        match (keys.set.get(key_id), is_certain) {
            (Some(_), _) => Ok(keys),
            (None, true) => Err(Refused::UnknownKey),
            // The key may be a new one.
            (None, false) => Err(Refused::KeysOutOfReach),
        }
    }
}

/// The claims of a token that was signed with this key.
fn signed(token: &str, envelope: &Envelope, key: &Key) -> Result<Fields, Refused> {
    if envelope.algorithm != key.algorithm {
        return Err(Refused::KeyOfAnotherAlgorithm);
    }
    let (message, signature) = token.rsplit_once('.').ok_or(Refused::NotThreeParts)?;
    let verified = verify(signature, message.as_bytes(), &key.public, key.algorithm);
    let is_signed = verified.map_err(|error| match error.kind() {
        ErrorKind::Base64(_) => Refused::Encoding,
        _ => Refused::Signature,
    })?;
    if !is_signed {
        return Err(Refused::Signature);
    }
    let (_, claims) = message.rsplit_once('.').ok_or(Refused::NotThreeParts)?;
    let json = URL_SAFE_NO_PAD.decode(claims);
    let json = json.map_err(|_| Refused::Encoding)?;
    serde_json::from_slice(&json).map_err(|_| Refused::Claims)
}
