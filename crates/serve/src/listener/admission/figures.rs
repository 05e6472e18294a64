//! What is told of it to whoever watches over the process.

use std::sync::{Arc, atomic::Ordering};

use telemetry::Figure;

use super::gate::Gate;

/// Tells of the calls from now on.
pub(super) fn tell(calls: &Arc<Gate>) {
    let figure = |name, description| Figure {
        name,
        unit: "{call}",
        description,
    };
    let gate = Arc::clone(calls);
    figure(
        "tradefair.server.calls.limit",
        "The most calls that are answered at the same time, as learned",
    )
    .stands_at(move || u64::try_from(gate.limit.load(Ordering::Relaxed)).ok());
    let gate = Arc::clone(calls);
    figure("tradefair.server.calls.admitted", "Calls that were let in")
        .adds_up_to(move || gate.admitted.load(Ordering::Relaxed));
    let gate = Arc::clone(calls);
    figure(
        "tradefair.server.calls.refused",
        "Calls that were refused, as there were too many",
    )
    .adds_up_to(move || gate.refused.load(Ordering::Relaxed));
}
