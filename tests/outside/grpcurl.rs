//! The real grpcurl against a fair: what a platform engineer sees.
//!
//! Found by `GRPCURL`, or on the path; a missing program fails the tests.

mod errors;
mod health;
mod samples;
mod schema;

use std::process::Command;

/// Where grpcurl is.
fn program() -> String {
    std::env::var("GRPCURL").unwrap_or_else(|_| "grpcurl".to_owned())
}

/// Runs grpcurl off the workers, which serve meanwhile; answers whether it ended well, and
/// everything it said.
async fn grpcurl(arguments: &[&str]) -> (bool, String) {
    let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
    let asked = tokio::task::spawn_blocking(move || {
        let program = program();
        let mut command = Command::new(&program);
        let asked = command.arg("-plaintext").args(&arguments).output();
        let output = asked.unwrap_or_else(|missing| panic!("{program} is needed here: {missing}"));
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        (output.status.success(), said)
    });
    asked.await.expect("grpcurl comes to its end")
}

/// Runs grpcurl, which must end well, and answers what it said.
async fn shown(arguments: &[&str]) -> String {
    let (well, said) = grpcurl(arguments).await;
    assert!(well, "{arguments:?}: {said}");
    said
}

/// Passes when all these words were said.
fn says(said: &str, words: &[&str]) {
    for words in words {
        assert!(said.contains(words), "{words} can be read: {said}");
    }
}
