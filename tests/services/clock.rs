//! When we knew it: times rise whatever the clock does, and a time that was
//! answered stays answered.

use harness::{
    builders::{agreement, create},
    check::refused,
    clients::at_time,
    fair::{MORNING, RunningFair},
    standing::{self, EDITION, FAIR, organisation_named},
};
use ledger::{Clock, ManualClock};
use prost_types::Timestamp;
use proto::{
    contracts::v1::CreateAgreementRequest,
    statistics::v1::{GetPositionRequest, Position},
};
use tonic::Code;

const MINUTE: i64 = 60_000_000;

/// A fair with open books on a clock that stands still until it is moved.
async fn on_a_clock() -> (RunningFair, ManualClock) {
    let clock = ManualClock::at(MORNING);
    let running = RunningFair::start_at(clock.clone()).await;
    standing::open_books(&running.clients).await;
    (running, clock)
}

fn agreed(id: &str) -> CreateAgreementRequest {
    let (gremio, club) = (
        organisation_named("gremio"),
        organisation_named("beijing-football"),
    );
    create::agreement(EDITION, id, agreement(&[&gremio, &club]))
}

async fn agree(running: &RunningFair, id: &str) -> Position {
    let answer = running
        .clients
        .contracts
        .clone()
        .create_agreement(agreed(id))
        .await;
    answer
        .unwrap()
        .into_inner()
        .entry
        .unwrap()
        .position
        .unwrap()
}

fn microseconds(time: Option<Timestamp>) -> i64 {
    let time = time.expect("a time");
    time.seconds * 1_000_000 + i64::from(time.nanos) / 1_000
}

fn timestamp(microseconds: i64) -> Timestamp {
    Timestamp {
        seconds: microseconds.div_euclid(1_000_000),
        nanos: i32::try_from(microseconds.rem_euclid(1_000_000) * 1_000).unwrap(),
    }
}

/// The sequence of the books of contracts at a time.
async fn sequence_at(running: &RunningFair, microseconds: i64) -> i64 {
    let ask = GetPositionRequest {
        name: FAIR.to_owned(),
        as_of: at_time(timestamp(microseconds)),
    };
    let answer = running.clients.contracts.clone().get_position(ask).await;
    answer.expect("a time of the past").into_inner().sequence
}

#[tokio::test]
async fn times_rise_when_the_clock_stands_still_and_when_it_is_turned_back() {
    let (running, clock) = on_a_clock().await;
    let first = agree(&running, "a1").await;
    let second = agree(&running, "a2").await;
    assert_eq!(
        microseconds(second.recorded_at),
        microseconds(first.recorded_at) + 1
    );
    clock.jump(-90 * MINUTE);
    let third = agree(&running, "a3").await;
    assert_eq!(
        microseconds(third.recorded_at),
        microseconds(second.recorded_at) + 1
    );
    let newest = sequence_at(&running, microseconds(third.recorded_at)).await;
    assert_eq!(
        newest, third.sequence,
        "what was recorded can be read, whatever the clock says"
    );
    clock.advance(200 * MINUTE);
    let fourth = agree(&running, "a4").await;
    assert_eq!(microseconds(fourth.recorded_at), clock.now().0);
}

#[tokio::test]
async fn every_later_commit_is_later_than_a_time_that_was_answered() {
    let (mut running, clock) = on_a_clock().await;
    let first = agree(&running, "a1").await;
    clock.advance(5 * MINUTE);
    let answered = clock.now().0;
    assert_eq!(sequence_at(&running, answered).await, first.sequence);

    clock.jump(-4 * MINUTE);
    let second = agree(&running, "a2").await;
    assert!(microseconds(second.recorded_at) > answered, "{second:?}");
    assert_eq!(sequence_at(&running, answered).await, first.sequence);
    running.restart().await;
    let third = agree(&running, "a3").await;
    assert!(microseconds(third.recorded_at) > microseconds(second.recorded_at));
    assert_eq!(
        sequence_at(&running, answered).await,
        first.sequence,
        "after a restart too"
    );
}

#[tokio::test]
async fn a_promise_outlives_a_restart() {
    let (mut running, clock) = on_a_clock().await;
    let first = agree(&running, "a1").await;
    clock.advance(5 * MINUTE);
    let answered = clock.now().0;
    assert_eq!(sequence_at(&running, answered).await, first.sequence);
    clock.jump(-4 * MINUTE);
    running.restart().await;
    let second = agree(&running, "a2").await;
    assert!(microseconds(second.recorded_at) > answered, "{second:?}");
}

#[tokio::test]
async fn the_future_cannot_be_asked_for() {
    let (running, clock) = on_a_clock().await;
    agree(&running, "a1").await;
    let name = format!("{EDITION}/agreements/a1");
    for ahead in [1_000, MINUTE, 1_000_000 * MINUTE] {
        let future = at_time(timestamp(clock.now().0 + ahead));
        refused(running.clients.agreement(&name, future).await)
            .is(Code::InvalidArgument, "AS_OF_INVALID");
    }
}

#[tokio::test]
async fn a_clock_that_leaps_ahead_stops_writes_and_no_reads() {
    let (running, clock) = on_a_clock().await;
    let before = agreed("a1");
    let first = running
        .clients
        .contracts
        .clone()
        .create_agreement(before.clone())
        .await
        .unwrap();
    clock.jump(11 * MINUTE);
    let refusal = refused(
        running
            .clients
            .contracts
            .clone()
            .create_agreement(agreed("a2"))
            .await,
    );
    refusal.is(Code::Unavailable, "CLOCK_SUSPECT");
    let again = running
        .clients
        .contracts
        .clone()
        .create_agreement(before)
        .await;
    let again = again
        .expect("what was answered is answered again")
        .into_inner();
    assert_eq!(again.etag, first.into_inner().etag);
    running
        .clients
        .agreement(&again.name, None)
        .await
        .expect("reads go on");

    clock.jump(-11 * MINUTE);
    agree(&running, "a2").await;
    clock.advance(11 * MINUTE);
    agree(&running, "a3").await;
}
