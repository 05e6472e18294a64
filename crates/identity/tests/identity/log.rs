//! What an operator reads while keys change or cannot be had.

use std::{cell::RefCell, io};

use identity::mint::{MintedKey, Signs};

use crate::{
    desk::{Desk, SECOND, good_token},
    shelf::Shelf,
};

thread_local! {
    /// What was logged on this thread, which is that of one test.
    static WRITTEN: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// A log in memory.
struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        WRITTEN.with_borrow_mut(|written| written.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The lines since the last time.
fn lines() -> Vec<String> {
    let text = String::from_utf8(WRITTEN.take()).unwrap();
    text.lines().map(|line| line.trim().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn each_change_is_told_once_and_no_call_is() {
    // For all threads: one that had none would have the events left out for all.
    tracing_subscriber::fmt()
        .with_writer(|| Log)
        .with_ansi(false)
        .with_target(false)
        .without_time()
        .init();

    let [old, new] = ["old", "new"].map(|id| MintedKey::new(id, Signs::EdDsa));
    let shelf = Shelf::with([&old]);
    let desk = Desk::open(shelf.clone());
    // So many minutes, in which the token of a stranger comes again and again.
    let told_in = async |minutes: usize| {
        let stranger = MintedKey::new("stranger", Signs::EdDsa);
        for _ in 0..6 * minutes {
            let _ = desk.verify(&good_token(&old)).await;
            let _ = desk.verify(&good_token(&stranger)).await;
            desk.pass(SECOND * 10).await;
        }
        lines()
    };
    let changed = "INFO the keys of the issuer have changed";
    assert_eq!(
        told_in(10).await,
        [format!(
            "{changed} keys=1 added=1 withdrawn=0 passed_over=0"
        )]
    );
    shelf.put_out([&new]);
    assert_eq!(
        told_in(10).await,
        [format!(
            "{changed} keys=1 added=1 withdrawn=1 passed_over=0"
        )]
    );
    shelf.cut_off();
    assert_eq!(
        told_in(10).await,
        [
            "WARN the keys of the issuer cannot be had cause=the shelf cannot be reached: cut off had_keys=true"
        ]
    );
    assert_eq!(
        told_in(100).await,
        [
            "ERROR the keys of the issuer could not be had for too long: all tokens are refused cause=the shelf cannot be reached: cut off"
        ]
    );
    shelf.put_out([]);
    assert_eq!(
        told_in(10).await,
        [
            "INFO the keys of the issuer can be had again",
            "WARN the issuer publishes no key that tokens can be verified with passed_over=0 withdrawn=0"
        ]
    );
}
