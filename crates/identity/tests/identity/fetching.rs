//! Keys from an issuer, over real connections.

use std::{sync::Arc, time::Duration};

use identity::{
    KeySet, NoKeySet, NoKeys, Pace, Source, Verifier,
    mint::{MintedKey, Signs, claims, key_set},
};
use serde_json::json;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

use crate::{
    desk::{AUDIENCE, NOW},
    web::{DISCOVERY, KEYS, Page, WebIssuer},
};

async fn fetch(issuer: &WebIssuer) -> Result<KeySet, NoKeys> {
    issuer.settings().source().unwrap().keys().await
}

fn token(issuer: &WebIssuer, key: &MintedKey) -> String {
    key.token(&claims(&issuer.address, AUDIENCE, "ada", &[], NOW))
}

#[tokio::test]
async fn keys_are_where_the_issuer_says() {
    let key = MintedKey::new("key", Signs::Es256);
    let issuer = WebIssuer::plain([&key]).await;
    let verifier = Verifier::start(&issuer.settings(), || NOW).unwrap();
    let token = token(&issuer, &key);
    assert_eq!(verifier.verify(&token).await.unwrap().subject, "ada");
    assert_eq!(issuer.asked(), [DISCOVERY, KEYS]);
}

/// What an issuer may answer in place of what it should, and the sentence of the log.
fn answers(issuer: &WebIssuer) -> Vec<(&'static str, Page, &'static str)> {
    let told = |issuer_told: &str, keys_at: &str| {
        Page::Json(json!({"issuer": issuer_told, "jwks_uri": keys_at}))
    };
    let own = issuer.address.as_str();
    let keys_at = issuer.at(KEYS);
    let with_slash = format!("{own}/");
    let set = Page::Json(json!({"keys": []}));
    let large = Page::Text(" ".repeat(300_000));
    let oddly = Page::Json(json!({"issuer": own, "jwks_uri": 7}));
    let alone = Page::Json(json!({"issuer": own}));
    let twice = Page::Text(format!(r#"{{"issuer":"{own}","issuer":"{own}"}}"#));
    vec![
        (DISCOVERY, Page::Status(404), "answers with 404"),
        (DISCOVERY, Page::Status(503), "answers with 503"),
        (DISCOVERY, Page::Status(204), "answers with 204"),
        (
            DISCOVERY,
            Page::Moved(issuer.at("/moved")),
            "redirects are not followed",
        ),
        (
            DISCOVERY,
            Page::Text("<html>".to_owned()),
            "anything in JSON",
        ),
        (DISCOVERY, Page::Json(json!([])), "anything in JSON"),
        (DISCOVERY, twice, "anything in JSON"),
        (DISCOVERY, set, "of the same issuer"),
        (
            DISCOVERY,
            told("https://evil.example", &keys_at),
            "of the same issuer",
        ),
        (DISCOVERY, told(&with_slash, &keys_at), "of the same issuer"),
        (DISCOVERY, alone, "where its keys are"),
        (DISCOVERY, oddly, "where its keys are"),
        (
            DISCOVERY,
            told(own, "http://192.0.2.1/keys"),
            "an https address",
        ),
        (
            DISCOVERY,
            told(own, "file:///etc/passwd"),
            "an https address",
        ),
        (DISCOVERY, told(own, "/keys"), "an https address"),
        (DISCOVERY, large.clone(), "sends more than"),
        (DISCOVERY, Page::Endless, "sends more than"),
        (DISCOVERY, Page::Broken, "cannot be reached"),
        (KEYS, Page::Status(401), "answers with 401"),
        (
            KEYS,
            Page::Moved(issuer.at("/moved")),
            "redirects are not followed",
        ),
        (KEYS, Page::Text("{".to_owned()), "no set of keys"),
        (KEYS, Page::Json(json!({"keys": 7})), "no set of keys"),
        (KEYS, large, "sends more than"),
        (KEYS, Page::Endless, "sends more than"),
        (KEYS, Page::Broken, "cannot be reached"),
    ]
}

#[tokio::test]
async fn an_issuer_that_answers_otherwise_gives_no_keys() {
    let key = MintedKey::new("key", Signs::EdDsa);
    let issuer = WebIssuer::plain([&key]).await;
    let good = [DISCOVERY, KEYS].map(|path| (path, issuer.page(path)));
    for (path, page, expected) in answers(&issuer) {
        issuer.put(path, page);
        let told = fetch(&issuer).await.unwrap_err().to_string();
        assert!(told.contains(expected), "{told}, not {expected}");
        for (path, page) in &good {
            issuer.put(path, page.clone());
        }
        assert_eq!(fetch(&issuer).await.unwrap().len(), 1);
    }
    assert!(!issuer.asked().contains(&"/moved".to_owned()));
}

#[tokio::test]
async fn an_issuer_that_is_not_there_is_out_of_reach() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let key = MintedKey::new("key", Signs::EdDsa);
    let mut issuer = WebIssuer::plain([&key]).await;
    drop(listener);
    issuer.address = address;
    let refused = fetch(&issuer).await;
    assert!(
        matches!(refused, Err(NoKeys::Unreachable { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_set_with_two_keys_of_one_name_is_none() {
    let key = MintedKey::new("key", Signs::EdDsa);
    let issuer = WebIssuer::plain([&key, &key]).await;
    let refused = fetch(&issuer).await;
    let expected = NoKeySet::SameName;
    assert!(matches!(refused, Err(NoKeys::Set { cause, .. }) if cause == expected));
}

/// A caller that brings the tokens it is told until there are none, and tells which rotation it
/// has heard of: after that it has no token of an earlier one.
struct Caller {
    heard: watch::Receiver<usize>,
    task: JoinHandle<()>,
}

/// The tokens that are good after so many rotations.
type Good = (usize, Arc<Vec<String>>);

impl Caller {
    fn start(verifier: Verifier, mut told: watch::Receiver<Good>) -> Self {
        let (tell, heard) = watch::channel(0);
        let task = tokio::spawn(async move {
            loop {
                let (rotation, tokens) = told.borrow_and_update().clone();
                tell.send_replace(rotation);
                if tokens.is_empty() {
                    return;
                }
                for token in tokens.iter() {
                    let verified = verifier.verify(token).await;
                    verified.expect("a good token is believed");
                }
                tokio::task::yield_now().await;
            }
        });
        Self { heard, task }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_rotations_under_load_refuse_no_good_token() {
    let mut old = MintedKey::new("0", Signs::EdDsa);
    let issuer = WebIssuer::plain([&old]).await;
    let settings = issuer.settings();
    let pace = Pace {
        regular: Duration::from_millis(20),
        pressing: Duration::ZERO,
        patience: Duration::from_secs(60),
        ..Pace::default()
    };
    let source = settings.source().unwrap();
    let verifier = Verifier::start_from(source, settings.expected(), pace, || NOW);
    let good = watch::Sender::new((0, Arc::new(vec![token(&issuer, &old)])));
    let caller = |_| Caller::start(verifier.clone(), good.subscribe());
    let mut callers: Vec<_> = (0..4).map(caller).collect();
    for rotation in 1..=100 {
        // Nobody has a token of the key before the old one any more, so it goes.
        let new = MintedKey::new(&rotation.to_string(), Signs::EdDsa);
        issuer.put(KEYS, Page::Json(key_set([&old, &new])));
        let both = vec![token(&issuer, &old), token(&issuer, &new)];
        good.send_replace((2 * rotation, Arc::new(both)));
        verifier.verify(&token(&issuer, &new)).await.unwrap();
        good.send_replace((2 * rotation + 1, Arc::new(vec![token(&issuer, &new)])));
        for caller in &mut callers {
            let heard = caller.heard.wait_for(|heard| *heard > 2 * rotation);
            heard.await.expect("the caller goes on");
        }
        old = new;
    }
    good.send_replace((0, Arc::default()));
    for caller in callers {
        caller.task.await.unwrap();
    }
}
