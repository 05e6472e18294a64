//! Keys that change while callers go on.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use identity::{
    Refused,
    mint::{MintedKey, Signs},
};
use tokio::time::interval;

use crate::{
    desk::{Desk, SECOND, good_token, settle},
    shelf::Shelf,
};

/// The key of that number.
fn numbered(number: usize) -> MintedKey {
    let signs = [Signs::Es256, Signs::EdDsa][number % 2];
    MintedKey::new(&format!("key {number}"), signs)
}

#[tokio::test(start_paused = true)]
async fn a_hundred_rotations_refuse_no_good_token() {
    let mut keys = vec![numbered(0)];
    let shelf = Shelf::with(&keys);
    let desk = Desk::open(shelf.clone());
    let good = Arc::new(Mutex::new(vec![good_token(&keys[0])]));
    let callers: Vec<_> = (0..8)
        .map(|_| {
            let (verifier, good) = (desk.verifier.clone(), Arc::clone(&good));
            tokio::spawn(async move {
                let mut pace = interval(Duration::from_millis(250));
                let mut verified = 0;
                loop {
                    pace.tick().await;
                    let tokens = good.lock().unwrap().clone();
                    if tokens.is_empty() {
                        return verified;
                    }
                    for token in tokens {
                        let claims = verifier.verify(&token).await;
                        claims.expect("a good token is believed");
                        verified += 1;
                    }
                }
            })
        })
        .collect();
    for number in 1..=100 {
        // The new key signs at once, and the one before is still good; not so the one before
        // that, which is withdrawn.
        keys.push(numbered(number));
        let [.., before, new] = keys.as_slice() else {
            unreachable!("there are two")
        };
        *good.lock().unwrap() = vec![good_token(before)];
        shelf.put_out([before, new]);
        *good.lock().unwrap() = vec![good_token(before), good_token(new)];
        for second in 0..60 {
            tokio::time::advance(SECOND).await;
            settle().await;
            // Not at the end: who brings an old token has the issuer asked, so that it is
            // not asked again for ten seconds.
            if second == 40 && number >= 2 {
                let withdrawn = &keys[number - 2];
                let refused = desk.verify(&good_token(withdrawn)).await;
                assert_eq!(refused, Err(Refused::UnknownKey), "{}", withdrawn.id);
            }
        }
    }
    good.lock().unwrap().clear();
    tokio::time::advance(SECOND).await;
    for caller in callers {
        assert!(caller.await.unwrap() > 10_000);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_remembered_falls_with_its_key() {
    let [old, new] = [numbered(0), numbered(1)];
    let shelf = Shelf::with([&old]);
    let desk = Desk::open(shelf.clone());
    let token = good_token(&old);
    assert!(desk.verify(&token).await.is_ok());
    shelf.put_out([&new]);
    // Until the issuer is asked again nobody can know.
    desk.pass(29 * SECOND).await;
    assert!(desk.verify(&token).await.is_ok());
    desk.pass(SECOND).await;
    assert_eq!(desk.verify(&token).await, Err(Refused::UnknownKey));
    assert!(desk.verify(&good_token(&new)).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_key_that_is_replaced_under_its_name_is_another_key() {
    let [old, new] = [(); 2].map(|()| MintedKey::new("key", Signs::Es256));
    let shelf = Shelf::with([&old]);
    let desk = Desk::open(shelf.clone());
    assert!(desk.verify(&good_token(&old)).await.is_ok());
    shelf.put_out([&new]);
    desk.pass(30 * SECOND).await;
    let refused = desk.verify(&good_token(&old)).await;
    assert_eq!(refused, Err(Refused::Signature));
    assert!(desk.verify(&good_token(&new)).await.is_ok());
}
