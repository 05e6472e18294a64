//! What is measured with, there only while somebody is told.

use std::sync::OnceLock;

use opentelemetry::metrics::{Histogram, Meter, MeterProvider};
use opentelemetry_sdk::metrics::SdkMeterProvider;

use crate::books::BookInstruments;
use crate::process;
use crate::sampling::Decision;

/// Upper bounds of the buckets, in seconds: those the conventions advise, and
/// finer ones below, as a call inside a process takes microseconds.
const BOUNDS_SECONDS: [f64; 19] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75,
    1.0, 2.5, 5.0, 7.5, 10.0,
];

/// Durations of calls, in seconds, by side; and what the books are measured with.
#[derive(Debug)]
pub(crate) struct Instruments {
    pub(crate) server_call_seconds: Histogram<f64>,
    pub(crate) client_call_seconds: Histogram<f64>,
    pub(crate) books: BookInstruments,
    pub(crate) meter: Meter,
    /// Which calls have spans that are exported; none where there are metrics alone.
    pub(crate) sampling: Option<Decision>,
}

static INSTRUMENTS: OnceLock<Instruments> = OnceLock::new();

/// Puts the instruments in place; they stay for the life of the process, and
/// record into nothing once their provider has been shut down.
pub(crate) fn install(provider: &SdkMeterProvider, sampling: Option<Decision>) {
    let meter = provider.meter("tradefair");
    let seconds = |name, description| {
        meter
            .f64_histogram(name)
            .with_unit("s")
            .with_description(description)
            .with_boundaries(BOUNDS_SECONDS.to_vec())
            .build()
    };
    // `start` lets only one caller through, so that a second set cannot come.
    let _ = INSTRUMENTS.set(Instruments {
        server_call_seconds: seconds(
            "rpc.server.call.duration",
            "How long calls took that were answered here",
        ),
        client_call_seconds: seconds(
            "rpc.client.call.duration",
            "How long calls took that were made from here",
        ),
        books: BookInstruments::of(&meter),
        meter,
        sampling,
    });
    process::measure();
}

/// The instruments, or nothing when nobody is told.
pub(crate) fn instruments() -> Option<&'static Instruments> {
    INSTRUMENTS.get()
}
