//! Many writers at once: commits hold what waited together, and a refusal
//! touches nothing beside it.

use harness::{
    builders::create,
    check::Refusal,
    clients::at_position,
    fair::RunningFair,
    standing::{EDITION, FAIR},
};
use proto::statistics::v1::{GetPositionRequest, Position};
use tokio::task::JoinSet;
use tonic::Code;

use super::between;

/// How many calls are sent at once; every third names an agreement that stands.
const CALLS: usize = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_in_a_crowd_touches_no_other() {
    let running = RunningFair::with_open_books().await;
    let taken = between(&["gremio", "beijing-football"]);
    running
        .clients
        .record_agreement(EDITION, "taken", taken)
        .await;

    let mut calls = JoinSet::new();
    for n in 0..CALLS {
        let mut contracts = running.clients.contracts.clone();
        let id = if n % 3 == 0 {
            "taken".to_owned()
        } else {
            format!("a{n}")
        };
        let request = create::agreement(EDITION, &id, between(&["gremio", "sichuan-culture"]));
        calls.spawn(async move { (n, contracts.create_agreement(request).await) });
    }
    let mut sequences = Vec::new();
    while let Some(call) = calls.join_next().await {
        let (n, answer) = call.unwrap();
        match answer {
            Ok(recorded) => {
                assert_ne!(n % 3, 0, "that name is taken");
                let entry = recorded.into_inner().entry.unwrap();
                sequences.push(entry.position.unwrap().sequence);
            }
            Err(status) => {
                assert_eq!(n % 3, 0, "{status:?}");
                Refusal::from(status).is(Code::AlreadyExists, "RESOURCE_EXISTS");
            }
        }
    }
    assert_eq!(sequences.len(), CALLS - CALLS.div_ceil(3));
    check_that_positions_are_dense_and_rise(&running, sequences).await;
    running.audit().await;
}

/// Every sequence up to the newest is a position with something in it, later
/// than the one before.
async fn check_that_positions_are_dense_and_rise(running: &RunningFair, sequences: Vec<i64>) {
    let newest = *sequences.iter().max().expect("something was recorded");
    let mut before = None;
    for sequence in 1..=newest {
        assert!(
            sequence == 1 || sequences.contains(&sequence),
            "{sequence} holds something"
        );
        let at = Position {
            service: "contracts".to_owned(),
            fair: FAIR.to_owned(),
            sequence,
            recorded_at: None,
        };
        let ask = GetPositionRequest {
            name: FAIR.to_owned(),
            as_of: at_position(&at),
        };
        let told = running
            .clients
            .contracts
            .clone()
            .get_position(ask)
            .await
            .unwrap()
            .into_inner();
        let recorded_at = told.recorded_at.map(|time| (time.seconds, time.nanos));
        assert!(
            recorded_at > before,
            "{sequence} is later than the one before"
        );
        before = recorded_at;
    }
}
