//! What telling of its work costs a process: the real binary that exports spans and
//! metrics to a receiver on this machine, against the same that tells nobody. Both serve
//! all along, and take the same calls in turns, because the speed of a machine drifts by
//! more than the goal (at most 1.05 times as long):
//!
//! - reading an agreement, which is about the cheapest call there is;
//! - creating an agreement, 256 calls in flight, so that commits carry many;
//! - the summary of an edition, which asks all services.
//!
//! For each, the time of the calls and that of the processor in the process that serves.
//! The first has the work of the receiver in it where processors are few.
//!
//! `cargo bench -p tradefair --bench telemetry`. `TRADEFAIR_BENCH_ROUNDS`, `_READS`,
//! `_WRITES` and `_SUMMARIES` make it shorter or longer, `_SAMPLED` is the part of the traces
//! that is kept, all of them unless it says `0.1` or so. Nothing fails here: it reports.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "ledger/load.rs"]
mod load;
#[path = "ledger/ratio.rs"]
mod ratio;

use std::{fs, ops::Range, time::Duration};

use harness::{
    clients::Clients,
    collector::Collector,
    process::{Binary, Process},
    standing::{self, EDITION},
};
use indicatif::ProgressBar;
use proto::contracts::v1::GetAgreementRequest;
use ratio::Ratio;
use tempfile::TempDir;
use tokio::{task::JoinSet, time::Instant};

/// How many calls are in flight that read.
const READERS: usize = 16;

/// What is called.
#[derive(Clone, Copy)]
enum Deed {
    Read,
    Write,
    Summarize,
}

/// A fair in one process.
struct Side {
    process: Process,
    clients: Clients,
    _folder: TempDir,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(measure());
}

async fn measure() {
    let (_collector, endpoint) = Collector::that_forgets();
    let binary = Binary::at(env!("CARGO_BIN_EXE_tradefair"));
    let sampled = std::env::var("TRADEFAIR_BENCH_SAMPLED");
    let telling = binary
        .clone()
        .with_setting("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint)
        .with_setting("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")
        .with_setting("OTEL_TRACES_SAMPLER_ARG", sampled.as_deref().unwrap_or("1"))
        // As often as it is usual to be asked by Prometheus.
        .with_setting("OTEL_METRIC_EXPORT_INTERVAL", "15000");
    let sides = [serve(&binary).await, serve(&telling).await];
    let rounds = knob("ROUNDS", 9);
    for (deed, what, calls) in [
        (Deed::Write, "creating an agreement", knob("WRITES", 4_000)),
        (Deed::Read, "reading an agreement", knob("READS", 8_000)),
        (
            Deed::Summarize,
            "summary of an edition",
            knob("SUMMARIES", 40),
        ),
    ] {
        let (mut times, mut processor) = (Ratio::default(), Ratio::default());
        for round in 0..=rounds {
            let numbers = round * calls..(round + 1) * calls;
            let mut took = [(Duration::ZERO, Duration::ZERO); 2];
            // Who goes first changes from round to round.
            for side in if round % 2 == 0 { [0, 1] } else { [1, 0] } {
                took[side] = sides[side].call(deed, numbers.clone()).await;
            }
            // The first round warms up.
            if round > 0 {
                times.round(took[1].0, took[0].0);
                processor.round(took[1].1, took[0].1);
            }
        }
        let names = ("told", "not told");
        times.print(&format!("{what}, time"), names, calls, "<= 1.05");
        processor.print(&format!("{what}, processor"), names, calls, "<= 1.05");
    }
}

async fn serve(binary: &Binary) -> Side {
    let folder = tempfile::tempdir().unwrap();
    let process = binary.serve(folder.path());
    let clients = process.connect().await;
    standing::open_books(&clients).await;
    standing::open_reporting(&clients).await;
    Side {
        process,
        clients,
        _folder: folder,
    }
}

impl Side {
    /// Makes so many calls, and tells the time they took and that of the processor.
    async fn call(&self, deed: Deed, numbers: Range<usize>) -> (Duration, Duration) {
        let before = self.processor();
        let began = Instant::now();
        let took = match deed {
            Deed::Write => {
                let (address, bar) = (self.process.address, ProgressBar::hidden());
                load::create_agreements(address, "w", numbers, &bar).await
            }
            Deed::Read => {
                self.read(numbers.len()).await;
                began.elapsed()
            }
            Deed::Summarize => {
                for _ in numbers {
                    self.clients.summary(EDITION, None).await.unwrap();
                }
                began.elapsed()
            }
        };
        (took, self.processor() - before)
    }

    async fn read(&self, calls: usize) {
        let mut readers = JoinSet::new();
        for reader in 0..READERS {
            let mut contracts = self.clients.contracts.clone();
            readers.spawn(async move {
                for number in (reader..calls).step_by(READERS) {
                    let request = GetAgreementRequest {
                        name: format!("{EDITION}/agreements/w{:07}", number % 1_000),
                        ..GetAgreementRequest::default()
                    };
                    contracts.get_agreement(request).await.unwrap();
                }
            });
        }
        while let Some(reader) = readers.join_next().await {
            reader.unwrap();
        }
    }

    /// The time that processors have spent on the process, as Linux tells it: in
    /// hundredths of a second, after the name in brackets.
    fn processor(&self) -> Duration {
        let told = fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap();
        let (_, numbers) = told.rsplit_once(')').unwrap();
        let spent = numbers.split_whitespace().skip(11).take(2);
        let hundredths: u64 = spent.map(|ticks| ticks.parse::<u64>().unwrap()).sum();
        Duration::from_millis(10 * hundredths)
    }
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
