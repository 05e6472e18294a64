//! Signatures that are not those of the key named, or of something else.

use identity::{
    ROLES_CLAIM, Refused,
    mint::{MintedKey, Signs, encode},
};
use serde_json::json;

use super::{Forgery, forgery};
use crate::desk::{KEYS, good_claims, good_token, key};

pub(super) fn forgeries() -> Vec<Forgery> {
    let mut all: Vec<_> = KEYS.iter().flat_map(of_key).collect();
    all.extend(of_curves());
    all
}

/// What can be tried with every key.
fn of_key(key: &MintedKey) -> Vec<Forgery> {
    let good = good_token(key);
    let (message, _) = good.rsplit_once('.').unwrap();
    let (header, _) = message.split_once('.').unwrap();
    let signature = key.signature(message.as_bytes());
    let signed = |signature: &[u8]| format!("{message}.{}", encode(signature));

    let mut flipped = signature.clone();
    flipped[10] ^= 1;
    let mut longer = signature.clone();
    longer.push(0);
    let mut more = good_claims();
    more[ROLES_CLAIM] = json!(["desk", "director"]);
    let more = encode(more.to_string());
    let mut other_header = key.header();
    other_header["typ"] = json!("JWT");
    let other_header = encode(other_header.to_string());
    let (_, claims) = message.split_once('.').unwrap();
    let mut other = good_claims();
    other["sub"] = json!("someone else");
    let other = key.token(&other);
    let (_, of_other) = other.rsplit_once('.').unwrap();
    let stranger = MintedKey::new(&key.id, key.signs);

    let name = key.signs.name();
    let row =
        |done: &str, token: String| forgery(format!("{name}: {done}"), token, Refused::Signature);
    vec![
        row("a bit of the signature changed", signed(&flipped)),
        row("no signature", signed(&[])),
        row(
            "half a signature",
            signed(&signature[..signature.len() / 2]),
        ),
        row("a byte too many", signed(&longer)),
        row("zeros", signed(&vec![0; signature.len()])),
        row("ones", signed(&vec![0xff; signature.len()])),
        row(
            "a role more",
            format!("{header}.{more}.{}", encode(&signature)),
        ),
        row(
            "another header",
            format!("{other_header}.{claims}.{}", encode(&signature)),
        ),
        row(
            "the signature of another token",
            format!("{message}.{of_other}"),
        ),
        row("a stranger's key of that name", good_token(&stranger)),
        row("no claims", format!("{header}..{}", encode(&signature))),
    ]
}

/// What can be tried with ECDSA alone.
fn of_curves() -> Vec<Forgery> {
    let key = key(Signs::Es256);
    let good = good_token(key);
    let (message, _) = good.rsplit_once('.').unwrap();
    let signature = key.signature(message.as_bytes());
    let (r, s) = signature.split_at(32);
    // Numbers as ASN.1 has them, with a zero before those that would be negative.
    let number = |bytes: &[u8]| [&[2, 33, 0], bytes].concat();
    let both = [number(r), number(s)].concat();
    let length = u8::try_from(both.len()).unwrap();
    let asn1 = [&[0x30, length], both.as_slice()].concat();
    let swapped = [s, r].concat();
    let row = |done: &str, bytes: &[u8]| {
        let token = format!("{message}.{}", encode(bytes));
        forgery(done, token, Refused::Signature)
    };
    vec![
        row("ES256: in ASN.1", &asn1),
        row("ES256: the halves swapped", &swapped),
    ]
}
