//! Tokens that somebody made up, bent or kept too long: each is refused, for its own reason.

mod claims;
mod form;
mod headers;
mod signatures;

use std::collections::{HashMap, HashSet};

use identity::{
    Refused,
    mint::{MintedKey, Signs},
};
use serde_json::json;

use crate::{
    desk::{Desk, KEYS, good_token, key},
    shelf::Shelf,
};

/// What was done to a token, the token, and why it is refused.
struct Forgery {
    done: String,
    token: String,
    refused: Refused,
}

/// A row of the table.
fn forgery(done: impl Into<String>, token: impl Into<String>, refused: Refused) -> Forgery {
    Forgery {
        done: done.into(),
        token: token.into(),
        refused,
    }
}

/// Keys that are none of tokens, beside those that are.
fn shelf() -> Shelf {
    let shelf = Shelf::with(KEYS.iter());
    let mut for_secrets = MintedKey::new("secrets", Signs::Es256).public();
    for_secrets["use"] = json!("enc");
    shelf.add(for_secrets);
    shelf.add(json!({"kid": "shared", "kty": "oct", "k": "c2hhcmVkIHNlY3JldA"}));
    shelf
}

fn all() -> Vec<Forgery> {
    [
        form::forgeries(),
        headers::forgeries(),
        signatures::forgeries(),
        claims::forgeries(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[tokio::test]
async fn every_forgery_is_refused_for_its_own_reason() {
    let desk = Desk::open(shelf());
    let forgeries = all();
    assert!(forgeries.len() >= 60, "{} forgeries", forgeries.len());
    let mut others = Vec::new();
    for Forgery {
        done,
        token,
        refused,
    } in &forgeries
    {
        let verified = desk.verify(token).await;
        if verified != Err(*refused) {
            others.push(format!("{done}: {verified:?}, not {refused:?}"));
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
    // Forgeries do not spoil what is good.
    for signs in Signs::ALL {
        assert!(desk.verify(&good_token(key(signs))).await.is_ok());
    }
}

#[test]
fn no_forgery_stands_twice_and_every_reason_has_one() {
    let forgeries = all();
    let mut tokens = HashMap::new();
    for forgery in &forgeries {
        let other = tokens.insert(&forgery.token, &forgery.done);
        assert_eq!(other, None, "{} is the same", forgery.done);
    }
    let reasons: HashSet<_> = forgeries.iter().map(|it| it.refused).collect();
    // All but the keys being out of reach: a number, for each claim that there must be or
    // that has a type.
    assert_eq!(reasons.len(), 22 + 4 + 7, "{reasons:?}");
}

#[test]
fn a_refusal_is_a_sentence_that_quotes_nothing() {
    for Forgery { token, refused, .. } in all() {
        let told = refused.to_string();
        assert!(told.contains("token") && told.len() < 200, "{told}");
        let longest = token.split('.').max_by_key(|part| part.len()).unwrap();
        let quoted = longest.len() > 20 && told.contains(longest);
        assert!(!quoted, "{told}");
    }
}
