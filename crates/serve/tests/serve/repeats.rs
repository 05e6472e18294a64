//! A link to a service with several addresses: which calls are made again when they
//! fail on the way, how often, and that no deadline is missed for it.

use std::time::Duration;

use proto::statistics::v1::BackUpBooksRequest;
use tokio::time::Instant;
use tonic::Code;

use crate::{
    desk::{Client, activity, create},
    entry::reason,
    network::{Network, pass},
    odd::ask,
    peer::{Manner, Peer, resets},
};

/// Two peers and a client that is connected to both.
async fn two() -> (Network, [Peer; 2], Client) {
    let network = Network::default();
    network.name(&[1, 2]);
    let peers = [Peer::start(&network, 1), Peer::start(&network, 2)];
    let client = network.client();
    pass(Duration::from_millis(1)).await;
    (network, peers, client)
}

#[tokio::test(start_paused = true)]
async fn a_member_that_dies_under_load_fails_no_call_that_may_be_made_again() {
    let (network, peers, client) = two().await;
    peers[0].now(Manner::Waits);
    peers[1].now(Manner::Waits);
    let callers: Vec<_> = (0..60)
        .map(|number| {
            let mut client = client.clone();
            tokio::spawn(async move {
                match number % 2 {
                    0 => client.get_activity(ask("any")).await,
                    _ => {
                        let write = create(number, "a1", activity("talks"));
                        client.create_activity(write).await
                    }
                }
            })
        })
        .collect();
    pass(Duration::from_millis(10)).await;
    let begun = [peers[0].begun(), peers[1].begun()];
    assert!(begun.iter().all(|&calls| calls > 15), "{begun:?}");
    peers[1].now(Manner::Answers);
    network.kill(1);
    for _ in 0..begun[1] {
        peers[1].go_on();
        pass(Duration::from_millis(1)).await;
    }
    for caller in callers {
        let answer = caller.await.unwrap().unwrap().into_inner();
        assert_eq!(answer.source, "2");
    }
    assert_eq!(peers[1].begun(), 60);
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_carried_out_is_not_made_again_without_a_request_id() {
    let (_network, peers, mut client) = two().await;
    peers.iter().for_each(|peer| peer.now(Manner::Breaks));
    let mut write = create(1, "a1", activity("talks"));
    write.request_id = String::new();
    let refused = client.create_activity(write).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::Unavailable, "SERVICE_UNREACHABLE")
    );
    assert_eq!(peers[0].begun() + peers[1].begun(), 1);

    // With one it is, on the other member.
    let (_network, peers, mut client) = two().await;
    peers.iter().for_each(|peer| peer.now(Manner::Breaks));
    let write = create(1, "a1", activity("talks"));
    let refused = client.create_activity(write).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unavailable);
    assert_eq!([peers[0].begun(), peers[1].begun()], [1, 1]);
}

#[tokio::test(start_paused = true)]
async fn what_was_refused_before_it_was_begun_is_made_again_whatever_it_is() {
    let network = Network::default();
    network.name(&[1, 2]);
    let mut refused = resets(&network, 1, h2::Reason::REFUSED_STREAM, None);
    let answers = Peer::start(&network, 2);
    let mut client = network.client();
    pass(Duration::from_millis(1)).await;
    for number in 0..50 {
        let mut write = create(number, "a1", activity("talks"));
        write.request_id = String::new();
        client.create_activity(write).await.unwrap();
    }
    assert_eq!(answers.begun(), 50);
    let call = refused.recv().await.unwrap();
    let uri = "http://forums.fair.example:50051/tradefair.forums.v1.ForumsService/CreateActivity";
    assert_eq!(call.uri(), uri, "the name goes with the call");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_breaks_off_is_read_again() {
    let network = Network::default();
    network.name(&[1, 2]);
    let some = Some(&b"\0\0\0\x01\0half"[..]);
    let mut broken = resets(&network, 1, h2::Reason::INTERNAL_ERROR, some);
    let _answers = Peer::start(&network, 2);
    let mut client = network.client();
    pass(Duration::from_millis(1)).await;
    for _ in 0..50 {
        client.get_activity(ask("any")).await.unwrap();
    }
    broken.recv().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_was_begun_is_not_made_again() {
    let (network, peers, mut client) = two().await;
    let stream = client.back_up_books(BackUpBooksRequest::default()).await;
    let mut stream = stream.unwrap().into_inner();
    stream.message().await.unwrap().unwrap();
    network.cut(1);
    network.cut(2);
    stream.message().await.unwrap_err();
    peers.iter().for_each(|peer| peer.now(Manner::Breaks));
    pass(Duration::from_secs(5)).await;
    let before = peers[0].begun() + peers[1].begun();
    let refused = client.back_up_books(BackUpBooksRequest::default()).await;
    assert_eq!(refused.unwrap_err().code(), Code::Unavailable);
    assert_eq!(peers[0].begun() + peers[1].begun(), before + 1);
}

#[tokio::test(start_paused = true)]
async fn good_byes_fail_no_call_not_even_streams() {
    let (_network, peers, mut client) = two().await;
    for turn in 0..20 {
        let old = &peers[turn % 2];
        peers.iter().for_each(|peer| peer.now(Manner::Waits));
        let callers: Vec<_> = (0..10)
            .map(|_| {
                let mut client = client.clone();
                tokio::spawn(async move { client.get_activity(ask("any")).await })
            })
            .collect();
        // Some wait at the peer that says good-bye, and are answered by it. Both
        // are as busy, so that new calls would go to both.
        pass(Duration::from_millis(1)).await;
        old.stop();
        pass(Duration::from_millis(1)).await;
        peers.iter().for_each(|peer| peer.now(Manner::Answers));
        for number in 0..10 {
            let mut write = create(number, "a1", activity("talks"));
            write.request_id = String::new();
            client.create_activity(write).await.unwrap();
            let copy = client.back_up_books(BackUpBooksRequest::default()).await;
            drop(copy.unwrap());
        }
        for _ in 0..10 {
            peers.iter().for_each(Peer::go_on);
            pass(Duration::from_millis(1)).await;
        }
        for caller in callers {
            caller.await.unwrap().unwrap();
        }
        old.serve();
        pass(Duration::from_secs(5)).await;
    }
    assert!(peers.iter().all(|peer| peer.begun() > 100));
}

#[tokio::test(start_paused = true)]
async fn a_sole_peer_that_starts_anew_fails_no_call() {
    let network = Network::default();
    network.name(&[1]);
    let peer = Peer::start(&network, 1);
    let mut client = network.client();
    for _ in 0..20 {
        client.get_activity(ask("any")).await.unwrap();
        // A call under way keeps the old connection open beside the new one.
        peer.now(Manner::Waits);
        let mut waiting = client.clone();
        let waiting = tokio::spawn(async move { waiting.get_activity(ask("any")).await });
        pass(Duration::from_millis(1)).await;
        peer.stop();
        peer.serve();
        pass(Duration::from_millis(1)).await;
        peer.now(Manner::Answers);
        let mut write = create(1, "a1", activity("talks"));
        write.request_id = String::new();
        client.create_activity(write).await.unwrap();
        peer.go_on();
        waiting.await.unwrap().unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_member_that_falls_silent_is_found_out_and_its_calls_made_again() {
    let (network, peers, mut client) = two().await;
    peers.iter().for_each(|peer| peer.now(Manner::Waits));
    let call = tokio::spawn(async move {
        let mut patient = ask("any");
        patient.set_timeout(Duration::from_secs(60));
        client.get_activity(patient).await
    });
    pass(Duration::from_millis(10)).await;
    let (silent, other) = match peers[0].begun() {
        0 => (2, &peers[0]),
        _ => (1, &peers[1]),
    };
    other.now(Manner::Answers);
    network.freeze(silent);
    let begun = Instant::now();
    call.await.unwrap().unwrap();
    let waited = begun.elapsed();
    assert!(waited <= Duration::from_secs(26), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn the_budget_bounds_what_is_made_again() {
    let network = Network::default();
    network.name(&[1, 2]);
    let mut broken =
        [1, 2].map(|number| resets(&network, number, h2::Reason::INTERNAL_ERROR, None));
    let mut client = network.client();
    for _ in 0..1_000 {
        let refused = client.get_activity(ask("any")).await.unwrap_err();
        assert_eq!(refused.code(), Code::Unavailable);
    }
    let mut begun = 0;
    for broken in &mut broken {
        while broken.try_recv().is_ok() {
            begun += 1;
        }
    }
    // A hundred tokens: two for each of the first fifty calls.
    assert_eq!(begun, 1_100);
}

#[tokio::test(start_paused = true)]
async fn a_call_is_made_three_times_at_most() {
    let network = Network::default();
    network.name(&[1, 2, 3, 4]);
    let peers = [1, 2, 3, 4].map(|number| Peer::start(&network, number));
    peers.iter().for_each(|peer| peer.now(Manner::Breaks));
    let mut client = network.client();
    pass(Duration::from_millis(1)).await;
    client.get_activity(ask("any")).await.unwrap_err();
    let mut begun = peers.map(|peer| peer.begun());
    begun.sort_unstable();
    assert_eq!(begun, [0, 1, 1, 1]);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_holds_at_a_peer_that_hangs() {
    let (_network, peers, mut client) = two().await;
    peers.iter().for_each(|peer| peer.now(Manner::Hangs));
    for (said, expected) in [(Some(300), 300), (None, 5_000), (Some(3_600_000), 60_000)] {
        let mut request = ask("any");
        if let Some(said) = said {
            request.set_timeout(Duration::from_millis(said));
        }
        let begun = Instant::now();
        let refused = client.get_activity(request).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason(&refused).as_str()),
            (Code::DeadlineExceeded, "DEADLINE_PASSED")
        );
        assert_eq!(begun.elapsed(), Duration::from_millis(expected), "{said:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_holds_across_attempts_and_each_is_told_what_is_left() {
    let (network, peers, client) = two().await;
    peers.iter().for_each(|peer| peer.now(Manner::Hangs));
    let begun = Instant::now();
    let mut caller = client.clone();
    let call = tokio::spawn(async move {
        let mut request = ask("any");
        request.set_timeout(Duration::from_millis(300));
        caller.get_activity(request).await
    });
    pass(Duration::from_millis(200)).await;
    let (first, second) = match peers[0].begun() {
        0 => (1, 0),
        _ => (0, 1),
    };
    network.kill([1, 2][first]);
    let refused = call.await.unwrap().unwrap_err();
    assert_eq!(reason(&refused), "DEADLINE_PASSED");
    assert_eq!(begun.elapsed(), Duration::from_millis(300));
    let (told_first, told_second) = (peers[first].waits(), peers[second].waits());
    assert!(
        (299_000..=300_000).contains(&told_first[0]),
        "{told_first:?}"
    );
    assert!(
        (95_000..=100_000).contains(&told_second[0]),
        "{told_second:?}"
    );
}
