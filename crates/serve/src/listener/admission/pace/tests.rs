use std::{net::IpAddr, task::Poll};

use futures_util::poll;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, duplex},
    time::advance,
};

use super::{
    super::{
        caller::CallerKey,
        gate::{Arrival, Permit},
        limit::Limit,
    },
    *,
};
use crate::listener::paced::Paced;

const ANN: CallerKey = CallerKey::Token(1);

/// More than the waiting room of a place with two calls.
const FLOOD_BYTES: usize = 64 * 1024;

/// A gate where two calls run and two wait, which is more than half of those who may.
async fn full() -> (Arc<Gate>, Vec<Permit>, Vec<Arrival>) {
    let gate = Gate::of(Limit::at_most(2));
    let (mut running, mut waiting) = (Vec::new(), Vec::new());
    for caller in [ANN, CallerKey::Address(IpAddr::from([192, 0, 2, 1]))] {
        let Arrival::In(permit) = gate.arrive(caller) else {
            panic!("two may run");
        };
        running.push(permit);
    }
    for _ in 0..2 {
        waiting.push(gate.arrive(ANN));
    }
    (gate, running, waiting)
}

/// The same when more comes than can be answered, as waits have told.
async fn overrun() -> (Arc<Gate>, Vec<Permit>, Vec<Arrival>) {
    let (gate, running, mut waiting) = full().await;
    for _ in 0..3 {
        advance(Duration::from_millis(400)).await;
        waiting.remove(0);
        waiting.push(gate.arrive(ANN));
    }
    assert!(gate.has_too_much());
    (gate, running, waiting)
}

fn refuse(pace: &Pace, times: u32, debt: &Debt) {
    for _ in 0..times {
        pace.refused(Some(debt));
    }
}

#[tokio::test(start_paused = true)]
async fn five_hundred_are_refused_at_once_and_then_two_in_a_millisecond() {
    let (gate, _running, _waiting) = full().await;
    let (pace, debt) = (Pace::of(&gate), Debt::default());
    refuse(&pace, 500, &debt);
    assert!(!debt.is_owed());
    advance(Duration::from_millis(10)).await;
    refuse(&pace, 20, &debt);
    assert!(!debt.is_owed());
    pace.refused(Some(&debt));
    assert!(debt.is_owed());
}

#[tokio::test(start_paused = true)]
async fn who_was_refused_waits_for_room_or_until_more_may_be_refused() {
    let (gate, mut running, _waiting) = full().await;
    let pace = Pace::of(&gate);
    refuse(&pace, 436, &Debt::default());
    assert_eq!(pace.clone().turn().await, 64, "as many as may be refused");
    for _ in 0..2 {
        let began = Instant::now();
        assert_eq!(pace.clone().turn().await, 16);
        let waited = began.elapsed();
        assert!((8..10).contains(&waited.as_millis()), "{waited:?} for them");
    }
    let mut turn = std::pin::pin!(pace.turn());
    for _ in 0..2 {
        assert!(poll!(&mut turn).is_pending());
        tokio::task::yield_now().await;
    }
    running.pop();
    let turn = poll!(&mut turn);
    assert_eq!(turn, Poll::Ready(1), "one who waited has a place");
}

#[tokio::test(start_paused = true)]
async fn those_who_were_refused_are_read_one_after_the_other() {
    let (gate, running, waiting) = full().await;
    let pace = Pace::of(&gate);
    refuse(&pace, 500, &Debt::default());
    drop((running, waiting));
    let mut turns: Vec<_> = (0..3).map(|_| Box::pin(pace.clone().turn())).collect();
    for turn in &mut turns {
        assert!(poll!(turn).is_pending(), "nobody before others have run");
    }
    tokio::task::yield_now().await;
    assert!(poll!(&mut turns[1]).is_pending(), "the first is before it");
    assert!(poll!(&mut turns[0]).is_ready());
    drop(turns.remove(0));
    assert!(poll!(&mut turns[0]).is_pending());
    tokio::task::yield_now().await;
    assert!(poll!(&mut turns[0]).is_ready());
}

#[tokio::test(start_paused = true)]
async fn a_connection_is_read_as_it_comes_unless_there_is_too_much() {
    let (gate, _running, _waiting) = full().await;
    let (mut caller, stream) = duplex(FLOOD_BYTES);
    let mut paced = Paced::at(Pace::of(&gate), stream);
    caller.write_all(&[0; FLOOD_BYTES]).await.unwrap();
    let mut come = vec![0; FLOOD_BYTES];
    let read = poll!(std::pin::pin!(paced.read(&mut come)));
    assert!(matches!(read, Poll::Ready(Ok(FLOOD_BYTES))), "{read:?}");
}

#[tokio::test(start_paused = true)]
async fn when_there_is_too_much_little_is_read_and_looked_at_before_more_is() {
    const LITTLE: usize = 64 * 256;
    let (gate, _running, _waiting) = overrun().await;
    let (mut caller, stream) = duplex(FLOOD_BYTES);
    let mut paced = Paced::at(Pace::of(&gate), stream);
    caller.write_all(&[0; FLOOD_BYTES]).await.unwrap();
    let mut come = vec![0; FLOOD_BYTES];
    for _ in 0..2 {
        let read = poll!(std::pin::pin!(paced.read(&mut come)));
        assert!(matches!(read, Poll::Ready(Ok(LITTLE))), "{read:?}");
        assert!(poll!(std::pin::pin!(paced.read(&mut come))).is_pending());
    }
    let rest = FLOOD_BYTES - 2 * LITTLE;
    paced.read_exact(&mut come[..rest]).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn who_owes_is_read_in_turn_until_nothing_more_comes() {
    let (gate, _running, _waiting) = overrun().await;
    let pace = Pace::of(&gate);
    let (mut caller, stream) = duplex(FLOOD_BYTES);
    let mut paced = Paced::at(pace.clone(), stream);
    let debt = paced.debt().clone();
    refuse(&pace, 501, &debt);
    caller.write_all(&[0; 5_000]).await.unwrap();
    let mut come = [0; 8_192];
    let mut left = 5_000;
    while left > 0 {
        let began = Instant::now();
        let read = paced.read(&mut come).await.unwrap();
        // The clock has whole milliseconds, so that it can be one or two calls more.
        assert!(read == left || (16..19).contains(&(read / 256)), "{read}");
        left -= read;
        let waited = began.elapsed();
        assert!((8..11).contains(&waited.as_millis()), "{waited:?}");
        assert!(debt.is_owed());
    }
    let more = tokio::time::timeout(Duration::from_secs(1), paced.read(&mut come)).await;
    assert!(more.is_err(), "nothing has come");
    assert!(!debt.is_owed(), "all that came has been read");
}
