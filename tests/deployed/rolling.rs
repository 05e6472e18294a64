//! Every process of a fair is ended and started again, one after the other, while callers
//! go on: none of their calls fails, and the books are sound.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use harness::{deed::Deed, fleet::Fleet, standing};
use tokio::{sync::Notify, task::JoinSet};
use tonic::Status;
use tradefair::{
    import::Links,
    topology::{ServiceName, links_to},
};

use crate::{binary, new_books};

/// How many callers call at once.
const CALLERS: usize = 8;

/// How many processes of each service there are: one can go while the other stays.
const REPLICAS: usize = 2;

/// How many rounds the callers make between two restarts.
const ROUNDS: u64 = 8;

/// How long a call may take: what it is allowed by default.
const ALLOWED: Duration = Duration::from_secs(5);

/// What the callers have done together.
#[derive(Default)]
struct Work {
    calls: AtomicU64,
    rounds: AtomicU64,
    round_made: Notify,
    over: AtomicBool,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_fails_no_call() {
    let (books, address) = new_books();
    let mut fleet = Fleet::start(&binary(), &books, REPLICAS);
    let clients = fleet.connect().await;
    standing::open_books(&clients).await;
    standing::open_reporting(&clients).await;
    standing::open_press_desk(&clients).await;
    let work = Arc::new(Work::default());
    let mut callers = JoinSet::new();
    for number in 0..CALLERS {
        callers.spawn(call_on(
            links_to(&fleet.targets(), None),
            format!("c{number}"),
            Arc::clone(&work),
        ));
    }
    let mut restarts = 0;
    for service in ServiceName::ALL {
        for number in 0..REPLICAS {
            work.goes_on(&mut callers).await;
            let (status, said) = tokio::task::block_in_place(|| fleet.end(service, number));
            assert!(status.success(), "{service} ends well: {said:#?}");
            tokio::task::block_in_place(|| fleet.start_again(service, number));
            restarts += 1;
        }
    }
    work.goes_on(&mut callers).await;
    work.over.store(true, Ordering::SeqCst);
    for called in callers.join_all().await {
        called.unwrap_or_else(|(deed, why)| panic!("{deed:?} failed: {why:?}"));
    }
    let calls = work.calls.load(Ordering::SeqCst);
    println!("{calls} calls over {restarts} restarts");
    drop(fleet);
    let _ = binary().printed(&["audit", "--store", &address]);
}

impl Work {
    /// Waits until the callers have made some more rounds; a call that failed ends it.
    async fn goes_on(&self, callers: &mut JoinSet<Result<(), (Deed, Status)>>) {
        let enough = self.rounds.load(Ordering::SeqCst) + ROUNDS;
        while self.rounds.load(Ordering::SeqCst) < enough {
            tokio::select! {
                () = self.round_made.notified() => {}
                Some(ended) = callers.join_next() => {
                    let (deed, why) = ended.unwrap().expect_err("nobody ends yet");
                    panic!("{deed:?} failed: {why:?}");
                }
            }
        }
    }
}

/// Does all there is to do again and again, each call once.
async fn call_on(links: Links, caller: String, work: Arc<Work>) -> Result<(), (Deed, Status)> {
    for round in 0.. {
        let id = format!("{caller}-{round}");
        for deed in Deed::ALL {
            let asked = deed.ask(links[&deed.at()].clone(), &id, ALLOWED);
            asked.await.map_err(|why| (deed, why))?;
            work.calls.fetch_add(1, Ordering::SeqCst);
        }
        work.rounds.fetch_add(1, Ordering::SeqCst);
        work.round_made.notify_one();
        if work.over.load(Ordering::SeqCst) {
            break;
        }
    }
    Ok(())
}
