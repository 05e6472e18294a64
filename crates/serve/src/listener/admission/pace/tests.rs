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

/// Whether a turn has come by now, and of how many calls.
async fn come(turn: &mut oneshot::Receiver<Turn>) -> Option<Turn> {
    // Tasks that can go on do so first; time stands still.
    for _ in 0..10 {
        yield_now().await;
    }
    turn.try_recv().ok()
}

#[tokio::test(start_paused = true)]
async fn who_was_refused_waits_for_room_or_until_more_may_be_refused() {
    let (gate, mut running, _waiting) = full().await;
    let (pace, debts) = (Pace::of(&gate), [(); 4].map(|()| Debt::default()));
    refuse(&pace, 436, &Debt::default());
    let most = pace.turn(&debts[0]).await.unwrap();
    assert_eq!(most.calls, 64, "as many as may be refused");
    drop(most);
    for debt in &debts[1..3] {
        let began = Instant::now();
        let calls = pace.turn(debt).await.unwrap().calls;
        let waited = began.elapsed();
        assert!((16..19).contains(&calls), "{calls}");
        assert!((7..10).contains(&waited.as_millis()), "{waited:?} for them");
    }
    let mut turn = pace.turn(&debts[3]);
    assert!(come(&mut turn).await.is_none());
    running.pop();
    let turn = come(&mut turn).await.expect("one who waited has a place");
    assert_eq!(turn.calls, 1);
}

#[tokio::test(start_paused = true)]
async fn calls_that_did_not_come_are_given_back_and_refusals_beyond_them_count() {
    let (gate, _running, _waiting) = full().await;
    let (pace, debt) = (Pace::of(&gate), Debt::default());
    let after = async || {
        let began = Instant::now();
        let turn = pace.turn(&debt).await.unwrap();
        assert!((16..19).contains(&turn.calls), "{}", turn.calls);
        (turn, began.elapsed().as_millis())
    };
    refuse(&pace, 484, &Debt::default());
    // Six calls come, and one more is refused than that.
    let (turn, waited) = after().await;
    assert_eq!(waited, 0);
    pace.came(&debt, &turn, 6);
    refuse(&pace, 7, &debt);
    drop(turn);
    let (turn, waited) = after().await;
    assert!((3..5).contains(&waited), "{waited} ms for seven");
    // All come, and none is refused.
    pace.came(&debt, &turn, turn.calls);
    drop(turn);
    let (_, waited) = after().await;
    assert!((7..10).contains(&waited), "{waited} ms for sixteen");
}

#[tokio::test(start_paused = true)]
async fn those_who_were_refused_are_read_one_after_the_other() {
    let (gate, running, waiting) = full().await;
    let pace = Pace::of(&gate);
    drop((running, waiting));
    // There is room, and nobody may be refused.
    refuse(&pace, 500, &Debt::default());
    let debt = Debt::default();
    let mut turns: Vec<_> = (0..4).map(|_| pace.turn(&debt)).collect();
    let first = come(&mut turns[0]).await.expect("the first has his turn");
    assert!(come(&mut turns[1]).await.is_none(), "the first reads");
    // Whoever asked and is gone has none.
    drop(turns.remove(1));
    drop(first);
    let second = come(&mut turns[1]).await.expect("the next");
    assert!(come(&mut turns[2]).await.is_none());
    // Who has it and does not look holds nobody up for long.
    advance(WAITS).await;
    assert!(come(&mut turns[2]).await.is_some());
    drop(second);
}

#[tokio::test(start_paused = true)]
async fn as_many_are_read_together_as_refusals_are_left_for() {
    let (gate, _running, _waiting) = full().await;
    let pace = Pace::of(&gate);
    let debt = Debt::default();
    let mut turns: Vec<_> = (0..9).map(|_| pace.turn(&debt)).collect();
    let mut given = Vec::new();
    for turn in &mut turns {
        given.extend(come(turn).await);
    }
    let calls: Vec<_> = given.iter().map(|turn| turn.calls).collect();
    assert_eq!(
        calls,
        [64, 64, 64, 64, 64, 64, 64, 52],
        "500, and then nobody"
    );
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
        // However often it is asked, until others have had their turn.
        for _ in 0..3 {
            assert!(poll!(std::pin::pin!(paced.read(&mut come))).is_pending());
        }
        for _ in 0..3 {
            yield_now().await;
        }
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
        assert!((7..11).contains(&waited.as_millis()), "{waited:?}");
        assert!(debt.is_owed());
    }
    let more = tokio::time::timeout(Duration::from_secs(1), paced.read(&mut come)).await;
    assert!(more.is_err(), "nothing has come");
    assert!(!debt.is_owed(), "all that came has been read");
}
