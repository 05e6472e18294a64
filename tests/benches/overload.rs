//! Ten times what a process can answer, sent by callers who do not wait for answers before
//! they send more. The real binary serves on one processor and the callers have another,
//! where `taskset` can see to it, so that neither takes from the other; where it cannot,
//! that is said.
//!
//! For each of three calls (the summary of an edition, which asks all services; creating
//! an agreement; reading one, which is about the cheapest call there is) it is found out
//! how many a second are answered to callers who wait for their answers, and then how many
//! of them still are when ten times as many come for `TRADEFAIR_OVERLOAD_SECONDS` (30).
//! Whoever sends too much is eight callers (`TRADEFAIR_OVERLOAD_CALLERS`), and beside them
//! somebody asks politely, one thing after the other. Callers keep to what the process says
//! a connection may carry; what they hold back by that is not sent.
//!
//! Printed are, in time of processors too as far as Linux tells it: the capacity; the part
//! of it that is still answered; how long answers and refusals take; what one refusal
//! costs; the memory of the process; and how long it takes until calls are as quick as
//! they were, ten in a row.
//!
//! `cargo bench -p tradefair --bench overload`. `TRADEFAIR_OVERLOAD_CALLS` picks calls by
//! their names (`summary,create,read`), `TRADEFAIR_OVERLOAD_TIMES` is how many times too
//! much is sent. Nothing fails here: it reports.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::cast_precision_loss
)]

#[path = "overload/called.rs"]
mod called;
#[path = "overload/callers.rs"]
mod callers;
#[path = "overload/flood.rs"]
mod flood;
#[path = "overload/frames.rs"]
mod frames;
#[path = "ledger/load.rs"]
mod load;
#[path = "overload/server.rs"]
mod server;
#[path = "overload/told.rs"]
mod told;

use std::{str::FromStr, time::Duration};

use called::Called;
use callers::Callers;
use server::Server;
use told::End;

/// How many calls are in flight when it is found out how many are answered.
const IN_FLIGHT: usize = 64;

/// How long that takes, and how long calls are made before that, unmeasured.
const CAPACITY_TIME: Duration = Duration::from_secs(8);
const WARM_UP: Duration = Duration::from_secs(2);

/// How many calls tell how quick one is that has the process to itself.
const ALONE: usize = 50;

fn main() {
    // Before there are threads, so that all of them are there.
    let apart = server::stay_on_the_second_processor();
    println!(
        "{}",
        match apart {
            true => "the process has one processor and its callers have another",
            false => "process and callers share all processors: taskset or a second one is missing",
        }
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let seconds = knob("SECONDS", 30.0);
    let callers = knob("CALLERS", 8);
    let wanted = std::env::var("TRADEFAIR_OVERLOAD_CALLS");
    let wanted = wanted.unwrap_or_else(|_| "summary,create,read".to_owned());
    for called in wanted.split(',').map(Called::by_name) {
        let time = Duration::from_secs_f64(seconds);
        runtime.block_on(measure(called, apart, callers, time));
    }
}

async fn measure(called: Called, apart: bool, callers: usize, time: Duration) {
    let server = Server::start(apart).await;
    let callers = Callers::connect(server.address(), called, callers).await;
    callers.closed_loop(IN_FLIGHT, WARM_UP).await;
    let alone = callers.one_after_the_other(ALONE).await;

    let work = server.work();
    let before = callers.closed_loop(IN_FLIGHT, CAPACITY_TIME).await;
    let work_before = server.work() - work;
    let possible = before.each_second(End::Answered, CAPACITY_TIME);
    println!(
        "\n{}: {possible:.0} a second can be answered",
        called.name()
    );
    alone.print("  alone");
    before.print("  with 64 in flight");

    let (work, memory_before) = (server.work(), server.memory_kb());
    let watched = server.watch_memory();
    let wanted = possible * knob("TIMES", 10.0);
    let own = std::process::id();
    let work_of_callers = server::work(own);
    let (during, polite) = callers.open_loop(wanted, time).await;
    let work_of_callers = server::work(own) - work_of_callers;
    let (work_during, memory_most) = (server.work() - work, watched.most_kb());
    let sent = during.count_sent() as f64 / time.as_secs_f64();
    println!(
        "  {wanted:.0} a second are made, {:.1} times as many, and {sent:.0} of them sent, for {time:.0?}",
        wanted / possible
    );
    during.print("  too much");
    polite.print("  who asks politely");
    let answered = during.count(End::Answered) + polite.count(End::Answered);
    let goodput = answered as f64 / time.as_secs_f64() / possible;
    println!("  goodput {goodput:.2} of what can be answered");

    let each = work_before.as_secs_f64() / before.count(End::Answered) as f64;
    let refused = during.count(End::Refused) + polite.count(End::Refused);
    let refusing = work_during.as_secs_f64() - each * answered as f64;
    println!(
        "  processor: {:.0} us an answer before; {:.2} s in {time:.0?} during, which leaves {:.1} us for each refusal; callers {:.2} s",
        each * 1e6,
        work_during.as_secs_f64(),
        refusing / refused.max(1) as f64 * 1e6,
        work_of_callers.as_secs_f64()
    );
    let quick = (3 * alone.quantile(End::Answered, 0.5)).max(alone.quantile(End::Answered, 0.99));
    let normal_after = callers.until_as_quick_as(quick).await;
    println!(
        "  normal again (ten in a row within {quick:.1?}) after {normal_after:.2?}; memory {} MB before, {} at most, {} after",
        memory_before / 1024,
        memory_most / 1024,
        server.memory_kb() / 1024
    );
}

/// A number that sets how it is measured.
fn knob<N: FromStr>(name: &str, otherwise: N) -> N {
    let variable = format!("TRADEFAIR_OVERLOAD_{name}");
    std::env::var(&variable).map_or(otherwise, |number| {
        number
            .parse()
            .unwrap_or_else(|_| panic!("{variable} is a number"))
    })
}
