//! Any text at all is refused, and nothing breaks.

use std::sync::LazyLock;

use identity::mint::{Signs, encode};
use proptest::prelude::*;
use tokio::runtime::{Builder, Runtime};

use crate::{
    desk::{Desk, KEYS, good_claims, good_token, key},
    shelf::Shelf,
};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut builder = Builder::new_multi_thread();
    builder.enable_all().build().unwrap()
});

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let _inside = RUNTIME.enter();
    Desk::open(Shelf::with(KEYS.iter()))
});

fn is_refused(token: &str) -> bool {
    RUNTIME.block_on(DESK.verify(token)).is_err()
}

/// Any JSON, not too deep.
fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        "(ES256|EdDSA|curve|ada|tradefair)".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let name = "(alg|kid|typ|iss|aud|sub|exp|nbf|iat|.{0,5})";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_refused(text in any::<String>()) {
        prop_assert!(is_refused(&text));
    }

    #[test]
    fn any_text_like_a_token_is_refused(text in "[A-Za-z0-9_=.-]{0,200}") {
        prop_assert!(is_refused(&text));
    }

    #[test]
    fn any_header_and_any_claims_are_refused(
        header in json(),
        claims in json(),
        signature in any::<[u8; 64]>(),
    ) {
        let parts = [encode(header.to_string()), encode(claims.to_string()), encode(signature)];
        prop_assert!(is_refused(&parts.join(".")));
    }

    #[test]
    fn a_token_with_one_character_changed_is_refused(at in any::<prop::sample::Index>(), to in any::<char>()) {
        let token = good_token(key(Signs::EdDsa));
        let at = at.index(token.len());
        prop_assume!(!token[at..].starts_with(to));
        let changed = format!("{}{to}{}", &token[..at], &token[at + 1..]);
        prop_assert!(is_refused(&changed));
    }

    #[test]
    fn any_value_of_a_claim_is_refused_or_understood(
        name in "(iss|aud|sub|exp|nbf|iat|tradefair_roles)",
        value in json(),
    ) {
        let mut claims = good_claims();
        claims[name] = value;
        // That it does not panic is all.
        let _ = is_refused(&key(Signs::EdDsa).token(&claims));
    }
}
