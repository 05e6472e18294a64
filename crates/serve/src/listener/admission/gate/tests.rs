use std::{collections::VecDeque, task::Poll};

use super::{super::limit::SLOW, *};

const ANN: CallerKey = CallerKey::Token(1);
const BEN: CallerKey = CallerKey::Token(2);
const CAT: CallerKey = CallerKey::Token(3);

/// A gate for so many calls at once.
fn gate(calls: usize) -> Arc<Gate> {
    Gate::of(Limit::at_most(calls))
}

fn let_in(gate: &Arc<Gate>, caller: CallerKey) -> Permit {
    match gate.arrive(caller) {
        Arrival::In(permit) => permit,
        Arrival::Waits(_) => panic!("{caller:?} waits"),
        Arrival::Refused(_) => panic!("{caller:?} is refused"),
    }
}

fn waits(gate: &Arc<Gate>, caller: CallerKey) -> Ticket {
    match gate.arrive(caller) {
        Arrival::Waits(ticket) => ticket,
        Arrival::In(_) => panic!("{caller:?} is let in"),
        Arrival::Refused(_) => panic!("{caller:?} is refused"),
    }
}

/// What has become of one that waits.
async fn now(ticket: &mut Ticket) -> Poll<Option<Permit>> {
    futures_util::poll!(std::pin::pin!(ticket.placed()))
}

fn is_empty(gate: &Arc<Gate>) -> bool {
    let state = gate.state();
    state.running == 0 && state.waiting == 0 && state.callers.is_empty()
}

#[tokio::test]
async fn one_caller_leaves_a_quarter_to_the_others() {
    let gate = gate(8);
    let anns: Vec<_> = (0..6).map(|_| let_in(&gate, ANN)).collect();
    let ticket = waits(&gate, ANN);
    let bens = [let_in(&gate, BEN), let_in(&gate, BEN)];
    let last = waits(&gate, CAT);
    drop((anns, bens, ticket, last));
    assert!(is_empty(&gate));
}

#[tokio::test]
async fn places_go_to_whoever_has_the_fewest_and_then_by_arrival() {
    let gate = gate(4);
    let mut places = vec![
        let_in(&gate, ANN),
        let_in(&gate, ANN),
        let_in(&gate, ANN),
        let_in(&gate, BEN),
    ];
    let mut anns = waits(&gate, ANN);
    let mut bens = [waits(&gate, BEN), waits(&gate, BEN)];
    let mut cats = waits(&gate, CAT);
    places.remove(0);
    // Cat has none and came last.
    let Poll::Ready(Some(cat)) = now(&mut cats).await else {
        panic!("a place for who has none");
    };
    assert!(now(&mut bens[0]).await.is_pending());
    places.remove(0);
    // Ann and Ben have one each, and Ann has waited longer.
    let Poll::Ready(Some(ann)) = now(&mut anns).await else {
        panic!("a place for who has waited longest");
    };
    drop(ann);
    let Poll::Ready(Some(_ben)) = now(&mut bens[0]).await else {
        panic!("a place for the first of Ben's calls");
    };
    drop((cat, places, anns, bens, cats));
}

#[tokio::test]
async fn as_many_wait_as_run_and_one_more_is_refused() {
    let gate = gate(1);
    let running = let_in(&gate, ANN);
    let mut waiting = waits(&gate, ANN);
    assert!(matches!(gate.arrive(ANN), Arrival::Refused(_)));
    drop(running);
    assert!(now(&mut waiting).await.is_ready());
}

#[tokio::test]
async fn who_asks_for_little_is_not_kept_out_by_who_asks_for_much() {
    let gate = gate(4);
    let running: Vec<_> = (0..3).map(|_| let_in(&gate, ANN)).collect();
    let cat = let_in(&gate, CAT);
    let mut anns: Vec<_> = (0..4).map(|_| waits(&gate, ANN)).collect();
    // Ann has seven; nobody else may wait, but Ben has none.
    let mut ben = waits(&gate, BEN);
    let pushed_out: Vec<_> = {
        let mut out = Vec::new();
        for ticket in &mut anns {
            out.push(matches!(now(ticket).await, Poll::Ready(None)));
        }
        out
    };
    assert_eq!(
        pushed_out,
        [false, false, false, true],
        "the one who came last"
    );
    assert!(matches!(gate.arrive(ANN), Arrival::Refused(_)));
    drop(cat);
    assert!(matches!(now(&mut ben).await, Poll::Ready(Some(_))));
    drop((running, anns, ben));
    assert!(is_empty(&gate));
}

#[tokio::test]
async fn who_gives_up_takes_no_place_along() {
    let gate = gate(1);
    let running = let_in(&gate, ANN);
    drop(waits(&gate, BEN));
    let waiting = waits(&gate, CAT);
    // The place is given to somebody who does not look at it any more.
    drop(running);
    drop(waiting);
    assert!(is_empty(&gate));
    drop(let_in(&gate, ANN));
}

#[tokio::test(start_paused = true)]
async fn the_limit_learns_from_answers_and_from_slow_calls_that_were_given_up() {
    let gate = gate(1_024);
    let round = |took: Duration, answered: bool| {
        let gate = Arc::clone(&gate);
        async move {
            let mut places: Vec<_> = (0..48).map(|_| let_in(&gate, ANN)).collect();
            drop(waits(&gate, ANN));
            tokio::time::advance(took).await;
            if answered {
                for place in &mut places {
                    place.answered();
                }
            }
        }
    };
    for _ in 0..2 {
        round(Duration::from_millis(5), true).await;
    }
    assert_eq!(gate.limit.load(Ordering::Relaxed), 68);
    for _ in 0..8 {
        let calls: Vec<_> = (0..24).map(|_| let_in(&gate, ANN)).collect();
        tokio::time::advance(SLOW * 2).await;
        drop(calls);
    }
    assert!(gate.limit.load(Ordering::Relaxed) < 68);
    // Those that were given up soon tell nothing.
    let before = gate.limit.load(Ordering::Relaxed);
    for _ in 0..500 {
        drop(let_in(&gate, ANN));
    }
    assert_eq!(gate.limit.load(Ordering::Relaxed), before);
}

#[tokio::test(start_paused = true)]
async fn once_there_is_too_much_few_wait_and_the_rest_is_turned_away() {
    let gate = gate(4);
    let turned_away = |caller| gate.turns_away(|| true, || caller);
    let mut running: Vec<_> = (0..3).map(|_| let_in(&gate, ANN)).collect();
    // One after the other gets a place when it has waited for long.
    let mut tickets: VecDeque<_> = (0..4).map(|_| waits(&gate, ANN)).collect();
    for _ in 0..3 {
        assert_eq!(turned_away(ANN), None, "a crowd waits");
        tokio::time::advance(Duration::from_millis(250)).await;
        running.remove(0);
        let Poll::Ready(Some(place)) = now(&mut tickets.pop_front().unwrap()).await else {
            panic!("a place for who has waited longest");
        };
        running.push(place);
    }
    // One waits, and in an overload sixteen may, or as many as may ever be answered at once.
    for _ in 1..4 {
        assert_eq!(turned_away(ANN), None);
        tickets.push_back(waits(&gate, ANN));
    }
    assert_eq!(turned_away(ANN), Some(Refused::TryAgainLater));
    // Who asks for nothing else is heard.
    assert_eq!(turned_away(BEN), None);
    drop(let_in(&gate, BEN));
    // When everybody has gone for a while it is over.
    drop((running, tickets));
    tokio::time::advance(Duration::from_millis(300)).await;
    drop(let_in(&gate, ANN));
    assert!(!gate.state().is_too_much());
    assert!(is_empty(&gate));
}
