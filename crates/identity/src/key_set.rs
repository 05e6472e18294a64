//! The public keys of an issuer, as it publishes them (RFC 7517).

use std::{collections::HashMap, ops::RangeInclusive};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

use crate::{envelope::is_taken, fields::Fields};

/// The most bytes of a set.
pub(crate) const SET_BYTES: usize = 256 * 1024;

/// The most keys of a set, those that are passed over too.
const MOST_KEYS: usize = 64;

/// The bits of an RSA modulus.
const MODULUS_BITS: RangeInclusive<usize> = 2048..=8192;

/// The bytes of a coordinate of P-256, and of an Ed25519 key.
const COORDINATE_BYTES: usize = 32;

/// The keys of an issuer that tokens may be signed with.
#[derive(Clone, Debug)]
pub struct KeySet {
    keys: HashMap<String, Key>,
    passed_over: usize,
}

/// A public key and the one algorithm it is for.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) algorithm: Algorithm,
    pub(crate) public: DecodingKey,
    /// By which two keys are told apart.
    fingerprint: blake3::Hash,
}

/// What is no set of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoKeySet {
    /// It is too large.
    #[error("it has more than {SET_BYTES} bytes")]
    TooLarge,
    /// It is none in its form.
    #[error("it is not a JSON object with a list `keys`")]
    Form,
    /// It has too many.
    #[error("it lists more than {MOST_KEYS} keys")]
    TooMany,
    /// A name does not tell which key is meant.
    #[error("two of its keys have the same `kid`")]
    SameName,
}

impl KeySet {
    /// The keys of a JSON Web Key Set.
    ///
    /// Those that no token could be verified with here are passed over: of another use, kind
    /// or algorithm, without a name, or weak.
    ///
    /// # Errors
    /// When it is no set, too large a one, or one that has two keys of one name.
    pub fn parse(json: &[u8]) -> Result<Self, NoKeySet> {
        if json.len() > SET_BYTES {
            return Err(NoKeySet::TooLarge);
        }
        let document: Fields = serde_json::from_slice(json).map_err(|_| NoKeySet::Form)?;
        let listed = document.get("keys").and_then(Value::as_array);
        let listed = listed.ok_or(NoKeySet::Form)?;
        if listed.len() > MOST_KEYS {
            return Err(NoKeySet::TooMany);
        }
        let mut keys = HashMap::new();
        let mut passed_over = 0;
        for entry in listed {
            match Entry::deserialize(entry).ok().and_then(Entry::key) {
                None => passed_over += 1,
                Some((name, key)) => {
                    if keys.insert(name, key).is_some() {
                        return Err(NoKeySet::SameName);
                    }
                }
            }
        }
        Ok(Self { keys, passed_over })
    }

    /// How many keys it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether no token can be verified with it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many more were listed that no token can be verified with.
    #[must_use]
    pub fn passed_over(&self) -> usize {
        self.passed_over
    }

    /// The key of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Key> {
        self.keys.get(name)
    }

    /// How many keys of this set the other does not have.
    pub(crate) fn absent_in(&self, other: &Self) -> usize {
        let is_there = |(name, key): (&String, &Key)| {
            let there = other.keys.get(name);
            there.is_some_and(|there| there.fingerprint == key.fingerprint)
        };
        self.keys.iter().filter(|key| !is_there(*key)).count()
    }
}

impl PartialEq for KeySet {
    /// Whether the same tokens are believed by both.
    fn eq(&self, other: &Self) -> bool {
        self.absent_in(other) == 0 && other.absent_in(self) == 0
    }
}

/// A key as it is written.
#[derive(Deserialize)]
struct Entry {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    use_: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

impl Entry {
    /// The key and its name, if tokens may be signed with it.
    fn key(self) -> Option<(String, Key)> {
        let verifies = |operations: &Vec<String>| operations.iter().any(|it| it == "verify");
        let is_for_signatures = self.use_.as_ref().is_none_or(|it| it == "sig")
            && self.key_ops.as_ref().is_none_or(verifies);
        let name = self.kid.clone().filter(|name| !name.is_empty())?;
        let (algorithm, public, material) = self.material()?;
        let is_meant = |named: &String| is_taken(named, algorithm);
        let key = Key {
            algorithm,
            public,
            fingerprint: blake3::hash(&material),
        };
        (is_for_signatures && self.alg.as_ref().is_none_or(is_meant)).then_some((name, key))
    }

    /// The one algorithm that the key is for, the key, and the bytes it is made of.
    fn material(&self) -> Option<(Algorithm, DecodingKey, Vec<u8>)> {
        match (self.kty.as_str(), self.crv.as_deref()) {
            ("EC", Some("P-256")) => {
                // The uncompressed form of a point.
                let point = [vec![4], coordinate(&self.x)?, coordinate(&self.y)?].concat();
                let key = DecodingKey::from_ec_der(&point);
                Some((Algorithm::ES256, key, point))
            }
            ("OKP", Some("Ed25519")) => {
                let point = coordinate(&self.x)?;
                let key = DecodingKey::from_ed_der(&point);
                Some((Algorithm::EdDSA, key, point))
            }
            ("RSA", _) => {
                let modulus = number(&self.n)?;
                let exponent = number(&self.e)?;
                let bits = 8 * modulus.len() - modulus.first()?.leading_zeros() as usize;
                let is_strong = MODULUS_BITS.contains(&bits);
                // With an exponent of 1 everything is signed.
                let signs = exponent.len() <= 8 && exponent.last()? & 1 == 1 && exponent != [1];
                let key = DecodingKey::from_rsa_raw_components(&modulus, &exponent);
                let material = [modulus, exponent].concat();
                (is_strong && signs).then_some((Algorithm::RS256, key, material))
            }
            _ => None,
        }
    }
}

fn bytes(text: &Option<String>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.as_ref()?).ok()
}

fn coordinate(text: &Option<String>) -> Option<Vec<u8>> {
    bytes(text).filter(|bytes| bytes.len() == COORDINATE_BYTES)
}

/// A number without the zeros before it, which some issuers write.
fn number(text: &Option<String>) -> Option<Vec<u8>> {
    let bytes = bytes(text)?;
    Some(bytes.into_iter().skip_while(|byte| *byte == 0).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn parse(keys: &[Value]) -> Result<KeySet, NoKeySet> {
        KeySet::parse(json!({ "keys": keys }).to_string().as_bytes())
    }

    /// An entry of RSA whose modulus has these bytes.
    fn rsa(modulus: &[u8], exponent: &[u8]) -> Value {
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({"kty": "RSA", "kid": "key", "n": encode(modulus), "e": encode(exponent)})
    }

    /// A number of that many bits.
    fn bits(count: usize) -> Vec<u8> {
        let mut bytes = vec![0xff; count.div_ceil(8)];
        if !count.is_multiple_of(8) {
            bytes[0] = 0xff >> (8 - count % 8);
        }
        bytes
    }

    #[test]
    fn weak_keys_are_passed_over() {
        let usual = [1, 0, 1];
        let zeros = [vec![0, 0], bits(2048)].concat();
        for good in [bits(2048), bits(2049), bits(4096), bits(8192), zeros] {
            assert_eq!(parse(&[rsa(&good, &usual)]).unwrap().len(), 1);
        }
        for weak in [vec![], vec![0], bits(1024), bits(2047), bits(8193)] {
            let set = parse(&[rsa(&weak, &usual)]).unwrap();
            assert_eq!((set.len(), set.passed_over()), (0, 1));
        }
        let padded = [vec![0; 128], bits(1024)].concat();
        assert!(parse(&[rsa(&padded, &usual)]).unwrap().is_empty());
        for exponent in [&[][..], &[0], &[1], &[2], &[1; 9]] {
            let set = parse(&[rsa(&bits(2048), exponent)]).unwrap();
            assert!(set.is_empty(), "{exponent:?}");
        }
    }

    #[test]
    fn a_set_has_a_form_and_an_end() {
        for (text, expected) in [
            ("", NoKeySet::Form),
            ("[]", NoKeySet::Form),
            ("{}", NoKeySet::Form),
            (r#"{"keys":{}}"#, NoKeySet::Form),
            (r#"{"keys":[],"keys":[]}"#, NoKeySet::Form),
            (&" ".repeat(SET_BYTES + 1), NoKeySet::TooLarge),
        ] {
            assert_eq!(KeySet::parse(text.as_bytes()), Err(expected), "{text}");
        }
        let odd = vec![json!({"kty": "XYZ"}); MOST_KEYS];
        assert_eq!(parse(&odd).unwrap().passed_over(), MOST_KEYS);
        let odd = vec![json!({"kty": "XYZ"}); MOST_KEYS + 1];
        assert_eq!(parse(&odd), Err(NoKeySet::TooMany));
        let key = rsa(&bits(2048), &[3]);
        assert_eq!(parse(&[key.clone(), key]), Err(NoKeySet::SameName));
    }

    #[test]
    fn sets_are_told_apart_by_their_keys() {
        let one = parse(&[rsa(&bits(2048), &[3])]).unwrap();
        let another = parse(&[rsa(&bits(2049), &[3])]).unwrap();
        let none = parse(&[]).unwrap();
        assert_eq!(one, one.clone());
        assert_ne!(one, another);
        assert_eq!(one.absent_in(&another), 1);
        assert_eq!((one.absent_in(&none), none.absent_in(&one)), (1, 0));
    }
}
