//! Ten times what a fair can answer, by callers who do not wait for answers before they
//! send more.
//!
//! A short run asserts what no machine is too slow for: whoever is refused is told so, in
//! the form of all refusals and with a time to try again, and afterwards all is as before.
//! How well it goes is printed, as parts of what the same run could do beforehand;
//! `TRADEFAIR_OVERLOAD_SECONDS` makes it as long as a figure needs.

mod told;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use harness::{builders::organisation, fair::RunningFair, plain::Plain, standing::FAIR};
use prost::Message;
use proto::exhibitions::v1::ListOrganisationsRequest;
use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval},
};
use tonic::Code;
use tonic_types::StatusExt;

use self::told::{Told, memory, worked};
use crate::{
    call::{call, framed},
    knob::knob,
};

/// How many callers there are when it is found out how much can be answered.
const CALLERS: usize = 48;

/// The connections of those who send too much.
const CONNECTIONS: usize = 8;

/// How many times too much.
const TIMES: f64 = 10.0;

/// How long callers wait.
const WAITS: Duration = Duration::from_secs(2);

const PATH: &str = "/tradefair.exhibitions.v1.ExhibitionsService/ListOrganisations";

/// What is asked: a page of some length, so that answering costs more than refusing.
fn request() -> Vec<u8> {
    let list = ListOrganisationsRequest {
        parent: FAIR.to_owned(),
        page_size: 1_000,
        ..ListOrganisationsRequest::default()
    };
    framed(&list.encode_to_vec())
}

/// Who asks, by what his token would be: nobody reads it here.
const MANY: &str = "Bearer many";
const FEW: &str = "Bearer few";

async fn ask(connection: &mut Plain, who: &str, told: &mut Told) -> Code {
    let waits = format!("{}m", WAITS.as_millis());
    let headers = [("grpc-timeout", waits.as_str()), ("authorization", who)];
    let began = Instant::now();
    let ended = call(connection, PATH, &headers, vec![request()]).await;
    let ended = ended.expect("the connection lives");
    let code = ended.code();
    if code == Code::ResourceExhausted {
        let status = ended.status.as_ref().expect("a refusal has a status");
        let again = status.get_details_retry_info();
        let again = again.and_then(|again| again.retry_delay);
        assert!(again.is_some(), "when to try again is told: {ended:?}");
        let reason = status.get_details_error_info().expect("a reason").reason;
        assert_eq!(reason, "OVERLOADED");
    }
    told.add(code, began.elapsed());
    code
}

/// How much is answered when callers wait for their answers.
async fn capacity(address: SocketAddr, time: Duration) -> Told {
    let until = Instant::now() + time;
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        callers.spawn(async move {
            let mut connection = Plain::connect(address).await;
            let mut told = Told::default();
            while Instant::now() < until {
                ask(&mut connection, MANY, &mut told).await;
            }
            told
        });
    }
    Told::all(callers.join_all().await)
}

/// So many calls a second, whatever comes of them.
async fn too_much(address: SocketAddr, each_second: f64, time: Duration) -> Told {
    let tick = Duration::from_millis(5);
    let until = Instant::now() + time;
    let mut senders = JoinSet::new();
    for _ in 0..CONNECTIONS {
        senders.spawn(async move {
            let connection = Plain::connect(address).await;
            let mut ticks = interval(tick);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
            let (mut calls, mut due) = (JoinSet::new(), 0.0);
            let mut all = Told::default();
            while Instant::now() < until {
                ticks.tick().await;
                due += each_second * tick.as_secs_f64() / CONNECTIONS as f64;
                while due >= 1.0 {
                    due -= 1.0;
                    let mut connection = connection.clone();
                    calls.spawn(async move {
                        let mut told = Told::default();
                        ask(&mut connection, MANY, &mut told).await;
                        told
                    });
                }
                while let Some(told) = calls.try_join_next() {
                    all.join(told.unwrap());
                }
            }
            while let Some(told) = calls.join_next().await {
                all.join(told.unwrap());
            }
            all
        });
    }
    Told::all(senders.join_all().await)
}

/// Somebody who asks one thing after the other, until it is over.
async fn one_after_the_other(address: SocketAddr, over: Arc<AtomicBool>) -> Told {
    let mut connection = Plain::connect(address).await;
    let mut told = Told::default();
    while !over.load(Ordering::Relaxed) {
        ask(&mut connection, FEW, &mut told).await;
    }
    told
}

/// How long it takes until calls are answered as quickly as most were beforehand, ten in a
/// row.
async fn until_normal(address: SocketAddr, quick: Duration) -> Duration {
    let began = Instant::now();
    let mut connection = Plain::connect(address).await;
    let (mut well, mut since) = (0, Duration::ZERO);
    while well < 10 {
        let asked = began.elapsed();
        assert!(asked < Duration::from_secs(120), "it never is normal again");
        let mut told = Told::default();
        let code = ask(&mut connection, FEW, &mut told).await;
        well = match code == Code::Ok && told.slowest_answer() <= quick {
            true => well + 1,
            false => 0,
        };
        if well == 1 {
            since = asked;
        }
    }
    since
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_times_too_much_is_refused_with_a_time_to_try_again() {
    let seconds = knob("TRADEFAIR_OVERLOAD_SECONDS", 1.5);
    let records = knob("TRADEFAIR_OVERLOAD_RECORDS", 300);
    let time = Duration::from_secs_f64(seconds);
    let fair = RunningFair::with_open_books().await;
    for number in 0..records {
        let record = organisation(&format!("Firm {number}"), "CN-BJ");
        let id = format!("firm-{number}");
        fair.clients.record_organisation(FAIR, &id, record).await;
    }
    let address = fair.addresses()[0];
    let a_while = time.min(Duration::from_secs(10));
    let work = [worked()];
    let before = capacity(address, a_while).await;
    let possible = before.answered_each_second(a_while);
    let (memory_before, work) = (memory(), [work[0], worked()]);

    let over = Arc::new(AtomicBool::new(false));
    let polite = tokio::spawn(one_after_the_other(address, Arc::clone(&over)));
    let began = Instant::now();
    let during = too_much(address, possible * TIMES, time).await;
    let (took, work) = (began.elapsed(), [work[0], work[1], worked()]);
    over.store(true, Ordering::Relaxed);
    let polite = polite.await.unwrap();
    let quick = before
        .quantile(Code::Ok, 0.99)
        .max(Duration::from_millis(50));
    let normal_after = until_normal(address, quick).await;

    println!("what can be answered: {possible:.0} calls/s with {CALLERS} callers");
    before.print("beforehand", a_while);
    during.print("ten times that", took);
    polite.print("who asks one thing after the other meanwhile", took);
    let goodput =
        (during.answered_each_second(took) + polite.answered_each_second(took)) / possible;
    println!("goodput {goodput:.2} of it; normal after {normal_after:?}");
    if let [Some(began), Some(between), Some(ended)] = work {
        // What others do on the machine meanwhile does not count here.
        let answered = (during.count(Code::Ok) + polite.count(Code::Ok)) as f64;
        let before = before.count(Code::Ok) as f64 / (between - began);
        let during = answered / (ended - between);
        println!(
            "answers to a second of work, callers' too: {before:.0} before, {during:.0} during, {:.2} of it",
            during / before
        );
    }
    println!(
        "memory in kB: {memory_before:?} before, {:?} after",
        memory()
    );
    for told in [&before, &during, &polite] {
        told.only([Code::Ok, Code::ResourceExhausted, Code::DeadlineExceeded]);
    }
    assert!(during.count(Code::Ok) > 0 && polite.count(Code::Ok) > 0);
}
