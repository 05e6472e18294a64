//! Random histories, counted again from the records: whatever several writers
//! create, change, void and send again, every figure is what its records add up
//! to, and every cut that was ever answered reads the same for ever.
//!
//! `TRADEFAIR_PROPERTY_CASES` sets how many histories are tried.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::test_runner::Config;

mod chain;
mod cuts;
mod evidence;
mod fairground;
mod history;
mod links;
mod recount;
mod writer;

/// How many cases a property is tried on.
fn cases(otherwise: u32) -> Config {
    let cases = match std::env::var("TRADEFAIR_PROPERTY_CASES") {
        Ok(number) => number
            .parse()
            .expect("TRADEFAIR_PROPERTY_CASES is a number"),
        Err(_) => otherwise,
    };
    Config {
        cases,
        max_shrink_iters: 64,
        failure_persistence: None,
        ..Config::default()
    }
}

/// Runs one case on a runtime of its own.
fn run<F: Future>(case: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be made")
        .block_on(case)
}
