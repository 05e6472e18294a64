//! Agreements by the thousand, many calls in flight.

use std::{net::SocketAddr, time::Duration};

use harness::{
    builders::{With, agreement, create, money},
    clients::Clients,
    standing::{EDITION, ORGANISATIONS, organisation_named},
};
use indicatif::ProgressBar;
use proto::contracts::v1::{AgreementStage, CreateAgreementRequest};
use tokio::{task::JoinSet, time::Instant};

/// How many connections share the calls in flight.
const CONNECTIONS: usize = 4;

/// How many calls are in flight at once.
pub(crate) const IN_FLIGHT: usize = 256;

/// The n-th agreement: parties, stage, sector, currency and amount vary.
pub(crate) fn request(prefix: &str, n: usize) -> CreateAgreementRequest {
    let one = organisation_named(ORGANISATIONS[n % 8].0);
    let other = organisation_named(ORGANISATIONS[(n + 1 + n / 8 % 7) % 8].0);
    let stages = [
        AgreementStage::Contract,
        AgreementStage::IntentionalContract,
        AgreementStage::CooperationAgreement,
        AgreementStage::CooperativeIntention,
    ];
    let units = i64::try_from(1 + n % 90_000).expect("a small amount");
    let record = agreement(&[&one, &other]).with(|record| {
        record.stage = stages[n % 4].into();
        record.sector_code = ["2.B", "10.A", "10.D", "5.C", "11.C"][n % 5].to_owned();
        record.amount = money(["USD", "CNY"][n % 2], units, 0);
    });
    create::agreement(EDITION, &format!("{prefix}{n:07}"), record)
}

/// Creates agreements, [`IN_FLIGHT`] at a time, and tells how long it took from
/// the first call to the last answer. The requests are made before the clock
/// runs.
pub(crate) async fn create_agreements(
    address: SocketAddr,
    prefix: &str,
    numbers: std::ops::Range<usize>,
    bar: &ProgressBar,
) -> Duration {
    let mut lanes: Vec<Vec<CreateAgreementRequest>> = vec![Vec::new(); IN_FLIGHT];
    for n in numbers {
        lanes[n % IN_FLIGHT].push(request(prefix, n));
    }
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(Clients::connect(address).await.contracts);
    }
    let began = Instant::now();
    let mut calls = JoinSet::new();
    for (lane, requests) in lanes.into_iter().enumerate() {
        let mut contracts = connections[lane % CONNECTIONS].clone();
        let bar = bar.clone();
        calls.spawn(async move {
            for request in requests {
                contracts
                    .create_agreement(request)
                    .await
                    .expect("an agreement is recorded");
                bar.inc(1);
            }
        });
    }
    while let Some(lane) = calls.join_next().await {
        lane.expect("a lane comes to its end");
    }
    began.elapsed()
}
