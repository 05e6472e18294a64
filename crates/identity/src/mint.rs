//! Makes keys and signs tokens, good ones and forgeries. For tests: nothing of it is in
//! the product.

// A failure here is a failed test, told by a panic.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
        RsaKeyPair,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::ROLES_CLAIM;

/// How a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signs {
    /// With ECDSA over P-256.
    Es256,
    /// With Ed25519.
    EdDsa,
    /// With RSA of 2048 bits, which take a while to make.
    Rs256,
}

impl Signs {
    /// All ways.
    pub const ALL: [Self; 3] = [Self::Es256, Self::EdDsa, Self::Rs256];

    /// What a header calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
            Self::Rs256 => "RS256",
        }
    }
}

/// A key of an issuer, with its secret.
pub struct MintedKey {
    /// What the issuer calls it.
    pub id: String,
    /// How it signs.
    pub signs: Signs,
    pair: Pair,
}

enum Pair {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
    Rs256(RsaKeyPair),
}

impl MintedKey {
    /// A new key.
    ///
    /// # Panics
    /// When the machine gives no randomness.
    #[must_use]
    pub fn new(id: &str, signs: Signs) -> Self {
        let made = "a key can be made";
        let pair = match signs {
            Signs::Es256 => {
                let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING);
                Pair::Es256(pair.expect(made))
            }
            Signs::EdDsa => Pair::EdDsa(Ed25519KeyPair::generate().expect(made)),
            Signs::Rs256 => Pair::Rs256(RsaKeyPair::generate(KeySize::Rsa2048).expect(made)),
        };
        Self {
            id: id.to_owned(),
            signs,
            pair,
        }
    }

    /// The public key, as an entry of a set of keys.
    ///
    /// # Panics
    /// Never, with keys made here.
    #[must_use]
    pub fn public(&self) -> Value {
        let mut entry = match &self.pair {
            Pair::Es256(pair) => {
                // The uncompressed form: a mark and two coordinates of 32 bytes.
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                json!({"kty": "EC", "crv": "P-256", "x": encode(x), "y": encode(y)})
            }
            Pair::EdDsa(pair) => {
                let point: &[u8] = pair.public_key().as_ref();
                json!({"kty": "OKP", "crv": "Ed25519", "x": encode(point)})
            }
            Pair::Rs256(pair) => {
                let public = pair.public_key();
                let modulus = public.modulus().big_endian_without_leading_zero();
                let exponent = public.exponent().big_endian_without_leading_zero();
                json!({"kty": "RSA", "n": encode(modulus), "e": encode(exponent)})
            }
        };
        entry["kid"] = json!(self.id);
        entry["alg"] = json!(self.signs.name());
        entry["use"] = json!("sig");
        entry
    }

    /// The signature of a message.
    ///
    /// # Panics
    /// When the machine gives no randomness.
    #[must_use]
    pub fn signature(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Es256(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Pair::EdDsa(pair) => pair.sign(message).as_ref().to_vec(),
            Pair::Rs256(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let signed = pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature);
                signed.expect("the key signs");
                signature
            }
        }
    }

    /// The header of its tokens.
    #[must_use]
    pub fn header(&self) -> Value {
        json!({"typ": "at+jwt", "alg": self.signs.name(), "kid": self.id})
    }

    /// A token with these claims.
    #[must_use]
    pub fn token(&self, claims: &Value) -> String {
        self.sign(&self.header().to_string(), &claims.to_string())
    }

    /// A token with that header and those claims, whatever they are.
    #[must_use]
    pub fn sign(&self, header: &str, claims: &str) -> String {
        let message = format!("{}.{}", encode(header), encode(claims));
        let signature = self.signature(message.as_bytes());
        format!("{message}.{}", encode(signature))
    }
}

/// The set of these keys.
#[must_use]
pub fn key_set<'k>(keys: impl IntoIterator<Item = &'k MintedKey>) -> Value {
    let entries: Vec<_> = keys.into_iter().map(MintedKey::public).collect();
    json!({"keys": entries})
}

/// The claims of a good token of an hour.
#[must_use]
pub fn claims(
    issuer: &str,
    audience: &str,
    subject: &str,
    roles: &[&str],
    now_unix_seconds: i64,
) -> Value {
    let mut claims = json!({
        "iss": issuer,
        "aud": audience,
        "sub": subject,
        "iat": now_unix_seconds,
        "exp": now_unix_seconds + 3600,
    });
    claims[ROLES_CLAIM] = json!(roles);
    claims
}

/// Bytes as tokens write them.
#[must_use]
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
