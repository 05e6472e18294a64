//! What a token says of itself before it can be believed.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::Algorithm;

use crate::{Refused, fields::Fields};

/// The algorithms that are taken, each of one kind of key. There is none among them for
/// which a public key could pass as a secret.
const ALGORITHMS: [(&str, Algorithm); 3] = [
    ("ES256", Algorithm::ES256),
    ("EdDSA", Algorithm::EdDSA),
    ("RS256", Algorithm::RS256),
];

/// What `typ` may be, if it is there.
const KINDS: [&str; 2] = ["at+jwt", "jwt"];

/// Members of a header by which a token brings the key to verify it with.
const OWN_KEYS: [&str; 4] = ["jku", "jwk", "x5c", "x5u"];

/// The header of a token.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Envelope {
    pub(crate) algorithm: Algorithm,
    pub(crate) key_id: String,
}

impl Envelope {
    /// The header of this token.
    pub(crate) fn of(token: &str) -> Result<Self, Refused> {
        let header = match token.split('.').count() {
            3 => token.split('.').next().unwrap_or_default(),
            5 => return Err(Refused::Encrypted),
            _ => return Err(Refused::NotThreeParts),
        };
        let json = URL_SAFE_NO_PAD.decode(header);
        let json = json.map_err(|_| Refused::Encoding)?;
        let fields = serde_json::from_slice(&json).map_err(|_| Refused::Header)?;
        Self::read(&fields)
    }

    fn read(fields: &Fields) -> Result<Self, Refused> {
        if fields.has("crit") {
            return Err(Refused::Critical);
        }
        if OWN_KEYS.iter().any(|name| fields.has(name)) {
            return Err(Refused::OwnKey);
        }
        let text = |name| fields.text(name).map_err(|_| Refused::Header);
        if text("typ")?.is_some_and(|kind| !is_access_token(kind)) {
            return Err(Refused::Kind);
        }
        let named = text("alg")?.ok_or(Refused::Algorithm)?;
        let mut known = ALGORITHMS.iter().filter(|(name, _)| *name == named);
        let (_, algorithm) = known.next().ok_or(Refused::Algorithm)?;
        let key_id = text("kid")?.filter(|id| !id.is_empty());
        Ok(Self {
            algorithm: *algorithm,
            key_id: key_id.ok_or(Refused::NoKeyId)?.to_owned(),
        })
    }
}

/// Whether `typ` says so, as a media type or the short form of one.
fn is_access_token(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    let short = kind.strip_prefix("application/").unwrap_or(&kind);
    KINDS.contains(&short)
}

/// Whether the algorithm of that name is taken.
pub(crate) fn is_taken(named: &str, algorithm: Algorithm) -> bool {
    ALGORITHMS.contains(&(named, algorithm))
}
