//! A link to a service with several addresses: who gets calls, and who is left out.

use std::{sync::Arc, time::Duration};

use proto::forums::v1::{CreateActivityRequest, forums_service_client::ForumsServiceClient};
use serve::{Drained, Stop, Tcp};
use tokio::{sync::Semaphore, time::Instant};
use tonic::{Code, Status};

use crate::{
    desk::{Client, Served},
    entry::reason,
    network::{Network, pass},
    odd::{Odd, ask},
    peer::{Manner, Peer},
};

/// Makes calls one after the other; how many fail.
pub async fn failing(client: &mut Client, calls: usize) -> usize {
    let mut failed = 0;
    for _ in 0..calls {
        failed += usize::from(client.get_activity(ask("any")).await.is_err());
    }
    failed
}

/// A call fails because nobody can be reached; how long that took.
pub async fn unreachable(client: &mut Client) -> Duration {
    let begun = Instant::now();
    let refused = client.get_activity(ask("any")).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::Unavailable, "SERVICE_UNREACHABLE")
    );
    assert!(!refused.message().contains("10.0."), "{refused:?}");
    begun.elapsed()
}

/// Makes of an address one that is of no use.
type Spoil = fn(&Network, u8);

const DEAD: [(&str, Spoil); 4] = [
    ("refuses", |network, number| network.refuse(number)),
    ("silent", |network, number| network.silence(number)),
    ("hangs up", |network, number| network.host(number, drop)),
    ("says nothing", |network, number| {
        network.host(number, std::mem::forget);
    }),
];

#[tokio::test(start_paused = true)]
async fn a_dead_member_fails_no_call() {
    for (how, spoil) in DEAD {
        let network = Network::default();
        network.name(&[1, 2]);
        spoil(&network, 1);
        let alive = Peer::start(&network, 2);
        let begun = Instant::now();
        assert_eq!(failing(&mut network.client(), 1_000).await, 0, "{how}");
        assert_eq!(alive.begun(), 1_000, "{how}");
        assert!(begun.elapsed() < Duration::from_millis(100), "{how}");
    }
}

#[tokio::test(start_paused = true)]
async fn when_all_are_dead_calls_fail_soon() {
    for (how, spoil) in DEAD {
        let network = Network::default();
        network.name(&[1, 2]);
        spoil(&network, 1);
        spoil(&network, 2);
        let mut client = network.client();
        // The first waits for the connections that are being made.
        let first = unreachable(&mut client).await;
        assert!(first <= Duration::from_millis(2_010), "{how}: {first:?}");
        for _ in 0..100 {
            let next = unreachable(&mut client).await;
            assert!(next <= Duration::from_millis(210), "{how}: {next:?}");
            pass(Duration::from_millis(30)).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn connections_are_made_before_they_are_needed_and_end_with_the_link() {
    let network = Network::default();
    network.name(&[1, 2]);
    let _peers = [Peer::start(&network, 1), Peer::start(&network, 2)];
    network.silence(3);
    let link = network.link();
    pass(Duration::from_secs(1)).await;
    assert_eq!([network.connected(1), network.connected(2)], [1, 1]);
    drop(link);
    pass(Duration::from_secs(1)).await;
    assert_eq!([network.connected(1), network.connected(2)], [0, 0]);
    let asked = network.asked();
    pass(Duration::from_secs(60)).await;
    assert_eq!(network.asked(), asked);
}

#[tokio::test(start_paused = true)]
async fn the_busier_of_two_gets_fewer_calls() {
    let network = Network::default();
    network.name(&[1, 2, 3]);
    let peers = [1, 2, 3].map(|number| Peer::start(&network, number));
    peers[0].now(Manner::Waits);
    let client = network.client();
    pass(Duration::from_millis(1)).await;
    // Ten callers at a time: some of them wait at the slow one.
    let callers: Vec<_> = (0..10)
        .map(|_| {
            let mut client = client.clone();
            tokio::spawn(async move { failing(&mut client, 100).await })
        })
        .collect();
    pass(Duration::from_secs(1)).await;
    let slow = peers[0].begun();
    assert!((1..=10).contains(&slow), "{slow}");
    let fast = [peers[1].begun(), peers[2].begun()];
    assert!(fast.iter().all(|&calls| calls > 50), "{fast:?}");
    callers.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test(start_paused = true)]
async fn a_member_that_hangs_fails_few_calls_of_a_caller_with_one_at_a_time() {
    let network = Network::default();
    network.name(&[1, 2]);
    let hangs = Peer::start(&network, 1);
    let answers = Peer::start(&network, 2);
    hangs.now(Manner::Hangs);
    let mut client = network.client();
    pass(Duration::from_millis(1)).await;
    let mut failed = 0;
    for _ in 0..1_000 {
        let mut request = ask("any");
        request.set_timeout(Duration::from_millis(10));
        failed += usize::from(client.get_activity(request).await.is_err());
    }
    assert!(failed <= 2, "{failed} of 1000");

    // Once it answers again, what it owed is forgotten.
    hangs.now(Manner::Answers);
    answers.now(Manner::Waits);
    let callers: Vec<_> = (0..10)
        .map(|_| {
            let mut client = client.clone();
            tokio::spawn(async move { failing(&mut client, 1).await })
        })
        .collect();
    pass(Duration::from_millis(1)).await;
    answers.now(Manner::Answers);
    for caller in callers {
        answers.go_on();
        pass(Duration::from_millis(1)).await;
        assert_eq!(caller.await.unwrap(), 0);
    }
    let before = hangs.begun();
    assert_eq!(failing(&mut client, 200).await, 0);
    let since = hangs.begun() - before;
    assert!(since > 50, "{since} of 200");
}

#[tokio::test(start_paused = true)]
async fn calls_are_spread_over_equal_members() {
    let network = Network::default();
    network.name(&[1, 2, 3]);
    let peers = [1, 2, 3].map(|number| Peer::start(&network, number));
    let mut client = network.client();
    pass(Duration::from_millis(1)).await;
    assert_eq!(failing(&mut client, 900).await, 0);
    let begun = peers.map(|peer| peer.begun());
    assert!(begun.iter().all(|&calls| calls > 200), "{begun:?}");
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_comes_back_is_used_again_within_five_seconds() {
    let network = Network::default();
    network.name(&[1, 2]);
    let peers = [Peer::start(&network, 1), Peer::start(&network, 2)];
    let mut client = network.client();
    assert_eq!(failing(&mut client, 10).await, 0);
    network.kill(1);
    let before = network.dialled(1);
    for _ in 0..60 {
        assert_eq!(failing(&mut client, 10).await, 0);
        pass(Duration::from_secs(1)).await;
    }
    // Left alone for longer and longer, and not for ever.
    let dialled = network.dialled(1) - before;
    assert!((15..=40).contains(&dialled), "{dialled}");
    let begun = peers[0].begun();
    peers[0].serve();
    pass(Duration::from_secs(5)).await;
    assert_eq!(failing(&mut client, 100).await, 0);
    let since = peers[0].begun() - begun;
    assert!(since > 20, "{since}");

    // It has answered: what was before is forgotten, and it is tried again soon.
    network.kill(1);
    pass(Duration::from_millis(1)).await;
    peers[0].serve();
    pass(Duration::from_millis(100)).await;
    assert_eq!(network.connected(1), 1);
}

#[tokio::test(start_paused = true)]
async fn a_sole_peer_that_comes_back_is_used_at_once() {
    let network = Network::default();
    network.name(&[1]);
    let peer = Peer::start(&network, 1);
    let mut client = network.client();
    for pause in [0, 1, 60] {
        assert_eq!(failing(&mut client, 10).await, 0);
        network.kill(1);
        unreachable(&mut client).await;
        // Nobody calls meanwhile, so it is left alone for the longest time.
        pass(Duration::from_secs(pause)).await;
        peer.serve();
        pass(Duration::from_millis(100)).await;
        assert_eq!(failing(&mut client, 10).await, 0, "after {pause} s");
    }
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_ends_connections_without_an_answer_is_left_alone_longer_and_longer() {
    let network = Network::default();
    network.name(&[1, 2]);
    let breaks = Peer::start(&network, 1);
    let _answers = Peer::start(&network, 2);
    breaks.now(Manner::Breaks);
    let mut client = network.client();
    for _ in 0..600 {
        assert_eq!(failing(&mut client, 5).await, 0);
        pass(Duration::from_millis(100)).await;
    }
    let dialled = network.dialled(1);
    assert!((5..=40).contains(&dialled), "{dialled} in a minute");
}

#[tokio::test(start_paused = true)]
async fn the_first_call_waits_for_the_connection_and_not_for_ever() {
    let network = Network::default();
    network.name(&[1]);
    network.silence(1);
    let mut client = network.client();
    let mut request = ask("any");
    request.set_timeout(Duration::from_millis(300));
    let begun = Instant::now();
    let refused = client.get_activity(request).await.unwrap_err();
    assert_eq!(reason(&refused), "DEADLINE_PASSED");
    assert_eq!(begun.elapsed(), Duration::from_millis(300));
    assert_eq!(unreachable(&mut client).await, Duration::from_millis(1_700));
}

/// Over TCP, with the real listener.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn peers_that_are_ended_one_after_the_other_fail_no_call() {
    let network = Network::default();
    let mut older = Standing::start().await;
    let mut newer = Standing::start().await;
    network.addresses(&[older.served.address, newer.served.address]);
    let client = ForumsServiceClient::new(network.link_over(Arc::new(Tcp)));
    let calls_made = Arc::new(Semaphore::new(0));
    let callers: Vec<_> = (0..8)
        .map(|_| {
            let (mut client, calls_made) = (client.clone(), Arc::clone(&calls_made));
            tokio::spawn(async move {
                while !calls_made.is_closed() {
                    client.get_activity(ask("tells")).await?;
                    // Without a request id: it must not be made twice.
                    client
                        .create_activity(CreateActivityRequest::default())
                        .await?;
                    calls_made.add_permits(2);
                }
                Ok::<_, Status>(())
            })
        })
        .collect();
    for _ in 0..6 {
        calls_made.acquire_many(500).await.unwrap().forget();
        let newest = Standing::start().await;
        network.addresses(&[newer.served.address, newest.served.address]);
        older
            .served
            .stop
            .take()
            .unwrap()
            .send(Stop::Announced)
            .unwrap();
        assert_eq!(older.served.ended.await.unwrap(), Drained::Fully);
        (older, newer) = (newer, newest);
        newer.odd.begun.recv().await.unwrap();
    }
    calls_made.close();
    for caller in callers {
        caller.await.unwrap().unwrap();
    }
}

/// A peer with a listener of its own.
struct Standing {
    odd: Odd,
    served: Served,
}

impl Standing {
    async fn start() -> Self {
        let odd = Odd::new();
        let service = odd.service.clone();
        let served = Served::start_with(service, |serving| {
            serving.drain.limit = Duration::from_secs(60);
        })
        .await;
        Self { odd, served }
    }
}
