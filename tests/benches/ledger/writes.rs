//! CreateAgreement, durable and with the store switched off.

use std::{net::SocketAddr, path::Path, sync::Arc};

use harness::{clients::Clients, standing};
use indicatif::ProgressBar;
use ledger::{
    Book, BookConfig, Cubes, Store, SystemClock, SystemRandomness,
    store::{discard::DiscardStore, sqlite::SqliteStore},
};
use serve::{Health, Link, Listener, Serving};

use crate::{knob, load, ratio::Ratio};

/// Measures and prints the ratio of calls a second: switched off takes so much
/// of the time that durable takes.
pub(crate) async fn durable_against_switched_off() {
    let (rounds, calls) = (knob("ROUNDS", 7), knob("CALLS", 20_000));
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let contracts = SqliteStore::open(&folders[0].path().join("contracts")).unwrap();
    let durable = serve(folders[0].path(), contracts).await;
    let switched_off = serve(folders[1].path(), DiscardStore::default()).await;

    let bar = ProgressBar::new(u64::try_from(2 * (rounds + 1) * calls).unwrap());
    let mut ratio = Ratio::default();
    for round in 0..=rounds {
        let numbers = round * calls..(round + 1) * calls;
        let mut times = Vec::new();
        // Who goes first changes from round to round.
        for side in if round % 2 == 0 { [0, 1] } else { [1, 0] } {
            let address = [switched_off, durable][side];
            times.push((
                side,
                load::create_agreements(address, "w", numbers.clone(), &bar).await,
            ));
        }
        times.sort_unstable();
        // The first round warms up.
        if round > 0 {
            ratio.round(times[0].1, times[1].1);
        }
    }
    bar.finish_and_clear();
    let what = format!(
        "CreateAgreement at {} in flight, durable / store off",
        load::IN_FLIGHT
    );
    ratio.print(&what, ("store off", "durable"), calls, ">= 0.35");
}

/// Serves exhibitions, and contracts on this store, as the binary does.
async fn serve<S: Store + 'static>(data: &Path, store: S) -> SocketAddr {
    let exhibitions = SqliteStore::open(&data.join("exhibitions")).unwrap();
    let exhibitions = exhibitions::service(book(exhibitions, exhibitions::cubes()));
    let contracts = contracts::service(book(store, contracts::cubes()), Link::within(&exhibitions));
    let services = vec![exhibitions, contracts];
    let listener = Listener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))
        .await
        .unwrap();
    let address = listener.address();
    let health = Health::of(&services).await;
    let serving = Serving::new(services, health.clone());
    tokio::spawn(listener.serve(serving, std::future::pending()));
    health.ready().await;
    standing::open_exhibitions(&Clients::connect(address).await).await;
    address
}

fn book<S: Store + 'static>(store: S, cubes: Cubes) -> Book {
    let randomness = Box::new(SystemRandomness::new().unwrap());
    let clock = Arc::new(SystemClock::new());
    Book::open(
        Box::new(store),
        cubes,
        clock,
        randomness,
        BookConfig::default(),
    )
    .unwrap()
}
