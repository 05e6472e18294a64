//! Tokens that name keys which are not known.

use std::time::Duration;

use identity::{
    Refused,
    mint::{MintedKey, Signs},
};
use tokio::task::JoinSet;

use crate::{
    desk::{Desk, SECOND, good_token, settle},
    shelf::Shelf,
};

#[tokio::test(start_paused = true)]
async fn a_hundred_unknown_keys_have_the_issuer_asked_once() {
    let known = MintedKey::new("known", Signs::EdDsa);
    let shelf = Shelf::with([&known]);
    let desk = Desk::open(shelf.clone());
    assert!(desk.verify(&good_token(&known)).await.is_ok());
    assert_eq!(shelf.asked(), 1);

    shelf.answers(false);
    let mut callers = JoinSet::new();
    for number in 0..100 {
        let verifier = desk.verifier.clone();
        let unknown = MintedKey::new(&number.to_string(), Signs::EdDsa);
        callers.spawn(async move { verifier.verify(&good_token(&unknown)).await });
    }
    settle().await;
    assert_eq!(shelf.asked(), 2);
    // Nobody else waits for that.
    assert!(desk.verify(&good_token(&known)).await.is_ok());
    shelf.answers(true);
    while let Some(verified) = callers.join_next().await {
        assert_eq!(verified.unwrap(), Err(Refused::UnknownKey));
    }
    assert_eq!(shelf.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_issuer_is_asked_at_once_but_not_again_for_ten_seconds() {
    let known = MintedKey::new("known", Signs::EdDsa);
    let new = MintedKey::new("new", Signs::EdDsa);
    let newest = MintedKey::new("newest", Signs::EdDsa);
    let shelf = Shelf::with([&known]);
    let desk = Desk::open(shelf.clone());
    assert!(desk.verify(&good_token(&known)).await.is_ok());

    shelf.put_out([&known, &new]);
    assert!(desk.verify(&good_token(&new)).await.is_ok());
    assert_eq!(shelf.asked(), 2);

    shelf.put_out([&known, &new, &newest]);
    for _ in 0..9 {
        let refused = desk.verify(&good_token(&newest)).await;
        assert_eq!(refused, Err(Refused::UnknownKey));
        assert_eq!(shelf.asked(), 2);
        desk.pass(SECOND).await;
    }
    desk.pass(SECOND).await;
    assert!(desk.verify(&good_token(&newest)).await.is_ok());
    assert_eq!(shelf.asked(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_question_that_was_asked_before_the_key_came_is_asked_again() {
    let known = MintedKey::new("known", Signs::EdDsa);
    let new = MintedKey::new("new", Signs::EdDsa);
    let shelf = Shelf::with([&known]);
    let desk = Desk::open(shelf.clone());
    assert!(desk.verify(&good_token(&known)).await.is_ok());

    // The regular question is on its way.
    shelf.answers(false);
    desk.pass(30 * SECOND).await;
    assert_eq!(shelf.asked(), 2);
    let verifier = desk.verifier.clone();
    let token = good_token(&new);
    let caller = tokio::spawn(async move { verifier.verify(&token).await });
    settle().await;
    shelf.answers(true);
    settle().await;
    assert_eq!(caller.await.unwrap(), Err(Refused::UnknownKey));
    assert_eq!(shelf.asked(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_caller_waits_two_seconds_for_keys_and_no_longer() {
    let key = MintedKey::new("key", Signs::EdDsa);
    let shelf = Shelf::with([&key]);
    shelf.answers(false);
    let desk = Desk::open(shelf.clone());
    let before = tokio::time::Instant::now();
    let refused = desk.verify(&good_token(&key)).await;
    assert_eq!(refused, Err(Refused::KeysOutOfReach));
    // To a millisecond, which is how exact the timer is.
    assert!(before.elapsed() <= Duration::from_millis(2_001));
    shelf.answers(true);
    settle().await;
    assert!(desk.verify(&good_token(&key)).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn nobody_asks_any_more_when_nobody_verifies() {
    let key = MintedKey::new("key", Signs::EdDsa);
    let shelf = Shelf::with([&key]);
    let desk = Desk::open(shelf.clone());
    let clone = desk.verifier.clone();
    settle().await;
    drop(desk.verifier);
    tokio::time::advance(40 * SECOND).await;
    settle().await;
    assert_eq!(shelf.asked(), 2);
    drop(clone);
    for _ in 0..10 {
        tokio::time::advance(40 * SECOND).await;
        settle().await;
    }
    assert_eq!(shelf.asked(), 2);
}
