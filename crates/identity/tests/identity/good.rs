//! Tokens that are believed, and what they say.

use identity::{
    ROLES_CLAIM, Refused,
    mint::{MintedKey, Signs},
};
use serde_json::{Value, json};

use crate::{
    desk::{AUDIENCE, Desk, KEYS, NOW, good_claims, good_token, key},
    shelf::Shelf,
};

#[tokio::test]
async fn every_algorithm_that_is_taken_is_believed() {
    let desk = Desk::open(Shelf::with(KEYS.iter()));
    for signs in Signs::ALL {
        // The second time it is remembered.
        for _ in 0..2 {
            let claims = desk.verify(&good_token(key(signs))).await.unwrap();
            assert_eq!(claims.subject, "ada");
            assert_eq!(claims.roles, ["desk"]);
            assert_eq!(claims.expires_at_unix_seconds, NOW + 3600);
        }
    }
}

#[tokio::test]
async fn a_header_says_what_kind_it_is_or_not() {
    let desk = Desk::open(Shelf::with(KEYS.iter()));
    let key = key(Signs::Es256);
    for kind in [
        json!("at+jwt"),
        json!("AT+JWT"),
        json!("JWT"),
        json!("jwt"),
        json!("application/at+jwt"),
    ] {
        let mut header = key.header();
        header["typ"] = kind.clone();
        let token = key.sign(&header.to_string(), &good_claims().to_string());
        assert!(desk.verify(&token).await.is_ok(), "{kind}");
    }
    let header = json!({"alg": "ES256", "kid": "curve", "x5t": "abc", "own": {"a": [1]}});
    let token = key.sign(&header.to_string(), &good_claims().to_string());
    assert!(desk.verify(&token).await.is_ok());
}

/// A change to good claims that leaves them good.
fn changes() -> Vec<(&'static str, Value)> {
    let names = |count: usize, length: usize| vec!["ж".repeat(length); count];
    vec![
        ("aud", json!([AUDIENCE])),
        ("aud", json!(["other", AUDIENCE, "another"])),
        ("sub", json!("a")),
        ("sub", json!("ж".repeat(200))),
        ("sub", json!("service-account: 展会 <x@example.org>")),
        ("exp", json!(NOW + 1)),
        ("exp", json!(NOW - 29)),
        ("exp", json!(NOW + 24 * 3600 + 30)),
        ("nbf", json!(NOW + 30)),
        ("nbf", json!(0)),
        ("iat", json!(NOW + 30)),
        ("iat", json!(-5)),
        (ROLES_CLAIM, json!([])),
        (ROLES_CLAIM, json!(names(100, 20))),
        (ROLES_CLAIM, json!(names(5, 200))),
        ("scope", json!("openid")),
        ("nested", json!({"iss": "other", "exp": "never"})),
        ("azp", json!(null)),
    ]
}

#[tokio::test]
async fn what_is_just_good_is_good() {
    let desk = Desk::open(Shelf::with(KEYS.iter()));
    let key = key(Signs::EdDsa);
    for (claim, value) in changes() {
        let mut claims = good_claims();
        claims[claim] = value.clone();
        let verified = desk.verify(&key.token(&claims)).await;
        assert!(verified.is_ok(), "{claim} {value}: {verified:?}");
    }
    for optional in ["iat", "nbf", ROLES_CLAIM] {
        let mut claims = good_claims();
        claims.as_object_mut().unwrap().remove(optional);
        let verified = desk.verify(&key.token(&claims)).await;
        assert!(verified.is_ok(), "without {optional}");
    }
}

#[tokio::test]
async fn without_the_claim_there_are_no_roles() {
    let desk = Desk::open(Shelf::with(KEYS.iter()));
    let mut claims = good_claims();
    claims.as_object_mut().unwrap().remove(ROLES_CLAIM);
    let token = key(Signs::Es256).token(&claims);
    assert!(desk.verify(&token).await.unwrap().roles.is_empty());
}

#[tokio::test]
async fn a_token_that_is_remembered_still_expires() {
    let desk = Desk::open(Shelf::with(KEYS.iter()));
    let token = good_token(key(Signs::Es256));
    assert!(desk.verify(&token).await.is_ok());
    desk.clock.advance(3600 + 29);
    assert!(desk.verify(&token).await.is_ok());
    desk.clock.advance(1);
    assert_eq!(desk.verify(&token).await, Err(Refused::Expired));
}

#[tokio::test]
async fn a_key_among_useless_ones_is_found() {
    let shelf = Shelf::with([key(Signs::Es256)]);
    let twin = MintedKey::new("curve", Signs::Es256).public();
    let with = |name: &str, value: Value| {
        let mut entry = twin.clone();
        entry[name] = value;
        entry
    };
    // None of them is a key for tokens, so that none takes the name of the one that is.
    for entry in [
        json!(null),
        json!("curve"),
        json!({"kid": "curve"}),
        json!({"kid": "curve", "kty": "oct", "k": "AAAA"}),
        with("use", json!("enc")),
        with("key_ops", json!(["encrypt"])),
        with("alg", json!("ECDH-ES")),
        with("alg", json!("ES384")),
        with("crv", json!("P-384")),
        with("kty", json!("EC2")),
        with("x", json!("AAAA")),
        with("y", json!(7)),
        with("kid", json!(null)),
    ] {
        shelf.add(entry);
    }
    let desk = Desk::open(shelf);
    let verified = desk.verify(&good_token(key(Signs::Es256))).await;
    assert!(verified.is_ok(), "{verified:?}");
}
