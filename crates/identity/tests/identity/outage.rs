//! An issuer that cannot be reached.

use identity::{
    Refused,
    mint::{MintedKey, Signs},
};
use serde_json::json;

use crate::{
    desk::{Desk, SECOND, good_token, settle},
    shelf::Shelf,
};

const MINUTE: u32 = 60;

#[tokio::test(start_paused = true)]
async fn the_last_keys_are_good_for_an_hour() {
    let key = MintedKey::new("key", Signs::Es256);
    let shelf = Shelf::with([&key]);
    let desk = Desk::open(shelf.clone());
    // A token of an hour, verified with keys of that moment; and one that is not remembered.
    let token = good_token(&key);
    assert!(desk.verify(&token).await.is_ok());
    shelf.cut_off();
    for _ in 0..59 {
        desk.pass(SECOND * MINUTE).await;
        assert!(desk.verify(&token).await.is_ok());
        assert!(desk.verify(&good_token(&key)).await.is_ok());
    }
    desk.pass(SECOND * MINUTE).await;
    assert!(desk.verify(&token).await.is_ok());
    desk.pass(SECOND).await;
    for token in [&token, &good_token(&key)] {
        assert_eq!(desk.verify(token).await, Err(Refused::KeysOutOfReach));
    }
    // It is asked now and then, and found again by the next one who asks.
    desk.pass(SECOND * 10).await;
    shelf.put_out([&key]);
    desk.pass(SECOND * 10).await;
    assert!(desk.verify(&good_token(&key)).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_process_starts_without_its_issuer() {
    let key = MintedKey::new("key", Signs::Es256);
    let shelf = Shelf::with([]);
    shelf.cut_off();
    let desk = Desk::open(shelf.clone());
    let token = good_token(&key);
    assert_eq!(desk.verify(&token).await, Err(Refused::KeysOutOfReach));
    shelf.put_out([&key]);
    desk.pass(SECOND * 10).await;
    assert!(desk.verify(&token).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_with_a_token_alone_is_told_without_keys() {
    let shelf = Shelf::with([]);
    shelf.cut_off();
    let desk = Desk::open(shelf);
    assert_eq!(desk.verify("a.b").await, Err(Refused::NotThreeParts));
}

#[tokio::test(start_paused = true)]
async fn an_unknown_key_may_be_a_new_one_while_nobody_can_be_asked() {
    let [known, new] = ["known", "new"].map(|id| MintedKey::new(id, Signs::EdDsa));
    let shelf = Shelf::with([&known]);
    let desk = Desk::open(shelf.clone());
    assert!(desk.verify(&good_token(&known)).await.is_ok());
    shelf.cut_off();
    for _ in 0..2 {
        let refused = desk.verify(&good_token(&new)).await;
        assert_eq!(refused, Err(Refused::KeysOutOfReach));
    }
    assert!(desk.verify(&good_token(&known)).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn what_is_no_set_of_keys_replaces_none() {
    let key = MintedKey::new("key", Signs::EdDsa);
    let shelf = Shelf::with([&key]);
    let desk = Desk::open(shelf.clone());
    assert!(desk.verify(&good_token(&key)).await.is_ok());
    let double = json!({"keys": [key.public(), key.public()]});
    for no_set in [json!([]), json!({"keys": {}}), json!({}), double] {
        shelf.put_out_set(no_set);
        desk.pass(SECOND * 30).await;
        assert!(desk.verify(&good_token(&key)).await.is_ok());
    }
    // An empty set is one: the issuer has withdrawn all.
    shelf.put_out_set(json!({"keys": []}));
    desk.pass(SECOND * 30).await;
    let refused = desk.verify(&good_token(&key)).await;
    assert_eq!(refused, Err(Refused::UnknownKey));
}

#[tokio::test(start_paused = true)]
async fn an_issuer_that_does_not_answer_is_left_after_five_seconds() {
    let key = MintedKey::new("key", Signs::EdDsa);
    let shelf = Shelf::with([&key]);
    shelf.answers(false);
    let desk = Desk::open(shelf.clone());
    settle().await;
    for asked in 1..5 {
        assert_eq!(shelf.asked(), asked);
        desk.pass(SECOND * 5).await;
        desk.pass(SECOND * 5).await;
    }
    shelf.answers(true);
    desk.pass(SECOND * 10).await;
    assert!(desk.verify(&good_token(&key)).await.is_ok());
}
