//! Claims that are well signed and not to be believed here and now.

use identity::{
    ROLES_CLAIM,
    Refused::{self, *},
    mint::Signs,
};
use serde_json::{Value, json};

use super::{Forgery, forgery};
use crate::desk::{AUDIENCE, ISSUER, NOW, good_claims, key};

pub(super) fn forgeries() -> Vec<Forgery> {
    let mut all = shapes();
    let tables = [parties(), times(), subjects()];
    for (claim, value, refused) in tables.into_iter().flatten() {
        let mut claims = good_claims();
        claims[claim] = value.clone();
        let done: String = format!("{claim} {value}").chars().take(100).collect();
        all.push(forgery(done, signed(&claims.to_string()), refused));
    }
    for claim in ["iss", "aud", "sub", "exp"] {
        let mut claims = good_claims();
        claims.as_object_mut().unwrap().remove(claim);
        let done = format!("no {claim}");
        all.push(forgery(done, signed(&claims.to_string()), Missing(claim)));
    }
    all
}

fn signed(claims: &str) -> String {
    let key = key(Signs::EdDsa);
    key.sign(&key.header().to_string(), claims)
}

fn shapes() -> Vec<Forgery> {
    let good = good_claims().to_string();
    let inside = good.trim_start_matches('{');
    let late = NOW + 10_000;
    let doubled = |member: &str| signed(&format!("{{{member},{inside}"));
    vec![
        forgery("claims that are nothing", signed(""), Claims),
        forgery(
            "claims that are a list",
            signed(&format!("[{good}]")),
            Claims,
        ),
        forgery("claims that are a text", signed(r#""ada""#), Claims),
        forgery("claims that are null", signed("null"), Claims),
        forgery("claims cut off", signed(&good[..good.len() - 1]), Claims),
        forgery(
            "something after the claims",
            signed(&format!("{good}{good}")),
            Claims,
        ),
        forgery("a token in the token", signed(&signed(&good)), Claims),
        forgery("two subjects", doubled(r#""sub":"root""#), Claims),
        forgery(
            "two times of expiry",
            doubled(&format!(r#""exp":{late}"#)),
            Claims,
        ),
        forgery("two audiences", doubled(r#""aud":"other""#), Claims),
        forgery(
            "two lists of roles",
            doubled(r#""tradefair_roles":["director"]"#),
            Claims,
        ),
        forgery(
            "one subject spelled otherwise",
            doubled(r#""su\u0062":"root""#),
            Claims,
        ),
        forgery("two of something", doubled(r#""a":1,"a":1"#), Claims),
    ]
}

/// A claim, its value, and why that is refused.
type Row = (&'static str, Value, Refused);

fn parties() -> Vec<Row> {
    vec![
        ("iss", json!("https://evil.example"), Issuer),
        ("iss", json!(""), Issuer),
        ("iss", json!(format!("{ISSUER}/")), Issuer),
        ("iss", json!(ISSUER.to_uppercase()), Issuer),
        ("iss", json!("https://login.example.org"), Issuer),
        ("iss", json!([ISSUER]), Mistyped("iss")),
        ("iss", json!(null), Mistyped("iss")),
        ("iss", json!({"iss": ISSUER}), Mistyped("iss")),
        ("aud", json!("another service"), Audience),
        ("aud", json!(""), Audience),
        ("aud", json!([]), Audience),
        ("aud", json!(["one", "another"]), Audience),
        ("aud", json!("tradefai"), Audience),
        ("aud", json!("tradefair "), Audience),
        ("aud", json!("TradeFair"), Audience),
        ("aud", json!("other tradefair"), Audience),
        ("aud", json!(7), Mistyped("aud")),
        ("aud", json!(null), Mistyped("aud")),
        ("aud", json!([AUDIENCE, 7]), Mistyped("aud")),
        ("aud", json!([[AUDIENCE]]), Mistyped("aud")),
        ("aud", json!({AUDIENCE: true}), Mistyped("aud")),
    ]
}

fn times() -> Vec<Row> {
    vec![
        ("exp", json!(NOW - 30), Expired),
        ("exp", json!(NOW - 86_400), Expired),
        ("exp", json!(0), Expired),
        ("exp", json!(-1), Expired),
        ("exp", json!(i64::MIN), Expired),
        ("exp", json!(NOW + 86_431), LivesTooLong),
        // Milliseconds.
        ("exp", json!((NOW + 3600) * 1000), LivesTooLong),
        ("exp", json!(i64::MAX), LivesTooLong),
        ("exp", json!(u64::MAX), Mistyped("exp")),
        ("exp", json!((NOW + 3600).to_string()), Mistyped("exp")),
        ("exp", json!(1e300), Mistyped("exp")),
        ("exp", json!(1_795_741_200.5), Mistyped("exp")),
        ("exp", json!(null), Mistyped("exp")),
        ("exp", json!(true), Mistyped("exp")),
        ("exp", json!([NOW + 3600]), Mistyped("exp")),
        ("exp", json!({}), Mistyped("exp")),
        ("nbf", json!(NOW + 31), NotYet),
        ("nbf", json!(i64::MAX), NotYet),
        ("nbf", json!("0"), Mistyped("nbf")),
        ("nbf", json!(null), Mistyped("nbf")),
        ("nbf", json!(false), Mistyped("nbf")),
        ("iat", json!(NOW + 31), IssuedInFuture),
        ("iat", json!(i64::MAX), IssuedInFuture),
        ("iat", json!("yesterday"), Mistyped("iat")),
        ("iat", json!(null), Mistyped("iat")),
    ]
}

fn subjects() -> Vec<Row> {
    vec![
        ("sub", json!(""), Subject),
        ("sub", json!("a".repeat(201)), Subject),
        ("sub", json!("ada\u{0}"), Subject),
        ("sub", json!("ada\nroot"), Subject),
        ("sub", json!("\u{1b}[2Jada"), Subject),
        ("sub", json!("\u{85}"), Subject),
        ("sub", json!(7), Mistyped("sub")),
        ("sub", json!(null), Mistyped("sub")),
        ("sub", json!(["ada"]), Mistyped("sub")),
        (ROLES_CLAIM, json!("director"), Mistyped(ROLES_CLAIM)),
        (ROLES_CLAIM, json!(null), Mistyped(ROLES_CLAIM)),
        (ROLES_CLAIM, json!(["desk", 7]), Mistyped(ROLES_CLAIM)),
        (ROLES_CLAIM, json!([["desk"]]), Mistyped(ROLES_CLAIM)),
        (ROLES_CLAIM, json!({"desk": true}), Mistyped(ROLES_CLAIM)),
        (ROLES_CLAIM, json!(vec!["r"; 101]), Roles),
        (ROLES_CLAIM, json!(["r".repeat(201)]), Roles),
    ]
}
