//! Two ratios that the layout of the ledger decides, each measured in
//! interleaved rounds of one run, because this machine's speed drifts by more
//! than either goal:
//!
//! - creating an agreement durably, 256 calls in flight over real gRPC, against
//!   the same call with the store switched off (goal: at least 0.35);
//! - reading one figure among many agreements against reading it among few
//!   (goal: at most 1.2 times as long).
//!
//! `cargo bench -p harness --bench ledger`. `TRADEFAIR_BENCH_ROUNDS`, `_CALLS`
//! (writes of a round), `_READS` (reads of a round), `_FEW` and `_MANY`
//! (agreements) make it shorter or longer. Nothing fails here: it reports.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "ledger/load.rs"]
mod load;
#[path = "ledger/ratio.rs"]
mod ratio;
#[path = "ledger/reads.rs"]
mod reads;
#[path = "ledger/writes.rs"]
mod writes;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        writes::durable_against_switched_off().await;
        reads::among_many_against_among_few().await;
    });
}

/// A number that sets how long something is measured.
fn knob(name: &str, otherwise: usize) -> usize {
    let variable = format!("TRADEFAIR_BENCH_{name}");
    match std::env::var(&variable) {
        Ok(number) => number
            .parse()
            .unwrap_or_else(|_| panic!("{variable} is a number")),
        Err(_) => otherwise,
    }
}
