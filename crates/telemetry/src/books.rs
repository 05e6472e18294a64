//! The figures of the writer of books.

use std::sync::{Arc, Mutex, PoisonError};

use ledger::{Commit, Queue, Stored, Watch};
use opentelemetry::KeyValue;
use opentelemetry::metrics::{Histogram, Meter};

use crate::metrics::instruments;

/// Upper bounds of the buckets, in seconds: from what memory takes to what a disk or a
/// server takes that is in trouble.
const BOUNDS_SECONDS: [f64; 15] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

/// Upper bounds of the buckets of how many writes share a commit, and of how many cells it
/// changes.
const BOUNDS_WRITES: [f64; 11] = [
    1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0,
];
const BOUNDS_CELLS: [f64; 11] = [
    1.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 5000.0, 20_000.0, 100_000.0,
];

/// Measures the books of one service. Where nothing is measured it costs nothing.
#[derive(Debug)]
pub struct Books {
    service: KeyValue,
}

impl Books {
    /// The books of the service of that name, which every figure carries as
    /// `tradefair.service`.
    #[must_use]
    pub fn of(service: &'static str) -> Self {
        Self {
            service: KeyValue::new("tradefair.service", service),
        }
    }
}

impl Watch for Books {
    fn opened(&self, queue: Queue) {
        if let Some(instruments) = instruments() {
            instruments.books.watch(self.service.clone(), queue);
        }
    }

    fn committed(&self, commit: &Commit) {
        if let Some(instruments) = instruments() {
            instruments.books.record(&self.service, commit);
        }
    }
}

/// What the books of all services are measured with.
#[derive(Debug)]
pub(crate) struct BookInstruments {
    commit_seconds: Histogram<f64>,
    commit_writes: Histogram<u64>,
    commit_cells: Histogram<u64>,
    queues: Queues,
}

/// The queues that are looked at whenever the figures are collected.
type Queues = Arc<Mutex<Vec<([KeyValue; 1], Queue)>>>;

impl BookInstruments {
    pub(crate) fn of(meter: &Meter) -> Self {
        let queues = Queues::default();
        let looked_at = Arc::clone(&queues);
        // The meter keeps what it calls back, so that nothing need be held here.
        let _gauge = meter
            .u64_observable_gauge("tradefair.ledger.queue.writes")
            .with_unit("{write}")
            .with_description("Writes that wait for the writer of the books")
            .with_callback(move |observer| {
                let queues = looked_at.lock().unwrap_or_else(PoisonError::into_inner);
                for (service, queue) in &*queues {
                    observer.observe(queue.waiting(), service);
                }
            })
            .build();
        let counts = |name, unit, bounds: &[f64], description| {
            meter
                .u64_histogram(name)
                .with_unit(unit)
                .with_description(description)
                .with_boundaries(bounds.to_vec())
                .build()
        };
        Self {
            commit_seconds: meter
                .f64_histogram("tradefair.ledger.commit.duration")
                .with_unit("s")
                .with_description("How long commits took, from the beginning of the transaction")
                .with_boundaries(BOUNDS_SECONDS.to_vec())
                .build(),
            commit_writes: counts(
                "tradefair.ledger.commit.writes",
                "{write}",
                &BOUNDS_WRITES,
                "How many writes shared a commit",
            ),
            commit_cells: counts(
                "tradefair.ledger.commit.cells",
                "{cell}",
                &BOUNDS_CELLS,
                "How many cells a commit changed",
            ),
            queues,
        }
    }

    /// Looks at this queue from now on; at that of the same service no more, whose books
    /// were closed.
    fn watch(&self, service: KeyValue, queue: Queue) {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        queues.retain(|(other, _)| other != std::slice::from_ref(&service));
        queues.push(([service], queue));
    }

    fn record(&self, service: &KeyValue, commit: &Commit) {
        let seconds = commit.took.as_secs_f64();
        match commit.outcome {
            Ok(Stored { writes, cells }) => {
                let attributes = std::slice::from_ref(service);
                self.commit_seconds.record(seconds, attributes);
                self.commit_writes.record(writes, attributes);
                self.commit_cells.record(cells, attributes);
            }
            Err(kind) => {
                let failed = [service.clone(), KeyValue::new("error.type", kind)];
                self.commit_seconds.record(seconds, &failed);
            }
        }
    }
}
